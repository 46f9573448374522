"""Alarms that stand in an account, as a lab would ask for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from checks.alarm.described import (
    NAME,
    actions,
    evaluation_window,
    insufficient_data_actions,
    ok_actions,
    waits_in_any_case,
)
from checks.alarm.model import ALARMS, Alarm, Window
from checks.alarm.properties import PROPERTIES
from checks.engine.capture.captured import Capture, Captured, LeftOut, asked_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.engine.snapshot import Item, Snapshot


def captured(account: Snapshot) -> Iterator[Captured | LeftOut]:
    """Every alarm on one metric that tells nobody but topics. The state it happens to be in is nothing to ask for."""
    for alarm in sorted(account.read(ALARMS), key=lambda each: str(each[NAME])):
        name = str(alarm[NAME])
        if why := _unaskable(alarm):
            yield LeftOut(name, f"the alarm {name}", why)
            continue
        asks = {"name": name, **asked_of(alarm, PROPERTIES, Alarm)}
        del asks["state"]
        if asks.get("datapoints_to_alarm") == alarm["EvaluationPeriods"]:
            del asks["datapoints_to_alarm"]
        yield Captured(name, f"Create the alarm {name}", asks)


def _unaskable(alarm: Item) -> str:
    """Why no lab can ask for it, as a sentence; empty if one can."""
    if not (alarm.get("MetricName") and alarm.get("Statistic")) or alarm.get("Threshold") is None:
        return "It isn't on one metric with a plain statistic and threshold."
    if evaluation_window(alarm) not in get_args(Window) or waits_in_any_case(alarm):
        return "It isn't evaluated by UTC, or not before the end of a warm-up."
    told = actions(alarm) | ok_actions(alarm) | insufficient_data_actions(alarm)
    if any(each.startswith("arn:") for each in told):
        return "It does something else than to tell topics of this account and region."
    return ""


CAPTURE = Capture((ALARMS,), captured)
