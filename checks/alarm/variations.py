"""Other states of an account with the right alarm: what `grader verify` proves the kind by."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from checks.alarm import described, history
from checks.alarm.case import Case
from checks.alarm.described import NAME
from checks.alarm.model import Alarm, history_of, named
from checks.alarm.properties import PROPERTIES
from checks.engine.properties import EXISTS, without
from checks.engine.variation import Mutation, Variation, added, edited, every, removed
from checks.engine.wrongs import other_values, wrongs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from checks.engine.kind import View
    from checks.engine.snapshot import Item
    from checks.engine.variation import Change

LONG_AGO = {"queryDate": "2014-04-09T18:59:06.419+0000", "startDate": "2014-04-09T18:44:00.000+0000"}


def moot(expected: Alarm) -> Iterator[str]:
    """Where nothing is said of states, any will do."""
    yield from (way for way in ("state", "has_been") if getattr(expected, way) is None)


def _right(expected: Alarm, account: View) -> Item:
    return next(each for each in account.read(named(expected.name)) if each[NAME] == expected.name)


def mutations(expected: Alarm, account: View) -> Iterator[Mutation]:
    """The alarm is gone, or named otherwise, or one of its settings is another, or it never went off."""
    read, alarm = named(expected.name), _right(expected, account)
    of_it = ((expected.name,), frozenset({expected.name}))
    yield Mutation("gone", read, removed(NAME, expected.name), {EXISTS: "missing"}, *of_it)
    for label, _ in other_values(Alarm.model_fields["name"], expected.name):
        # AWS looks for alarms by their exact names, and others aren't in its answer.
        yield Mutation(f"name {label}", read, removed(NAME, expected.name), {"name": "missing"}, *of_it)
    for wrong in wrongs(PROPERTIES, expected, Case(expected, alarm, account), alarm, frozenset(moot(expected))):
        yield Mutation(wrong.label, read, edited(NAME, expected.name, wrong.change), wrong.spoils, *of_it)
    if expected.has_been:
        past = history_of(expected.name)
        yield Mutation("has_been in no state", past, lambda _items: (), {"has_been": "has-been"}, *of_it)
        for label, change in _otherwise(expected).items():
            edit = every(_retelling(change))
            yield Mutation(f"has_been {label}", past, edit, {"has_been": "has-been"}, *of_it)


def _otherwise(expected: Alarm) -> dict[str, Callable[[history.Update], history.Update]]:
    """How a history can be made one that doesn't count."""
    assert expected.has_been  # noqa: S101 - or nobody asks
    others = [state for state in ("OK", "INSUFFICIENT_DATA", "ALARM") if state not in expected.has_been]
    easier = expected.threshold - 1
    ways: dict[str, Callable[[history.Update], history.Update]] = {
        "set by hand": lambda update: replace(update, why={}),
        "set by hand with the threshold told": lambda update: replace(update, why={"threshold": expected.threshold}),
        "set by hand with another moment's reason": lambda update: replace(update, why={**update.why, **LONG_AGO}),
        "by another threshold": lambda update: replace(update, why={**update.why, "threshold": easier}),
        "by another period": lambda update: replace(update, why={**update.why, "period": expected.period + 60}),
        "somewhere else": lambda update: replace(update, new=others[0]),
    }
    if expected.has_been[-1] != "INSUFFICIENT_DATA":
        ways["set by hand with no datapoint that says so"] = lambda update: replace(
            update, why=_turned(update.why, update.new, expected)
        )
    if len(expected.has_been) > 1:
        ways["out of another state"] = lambda update: replace(update, old=others[0])
    return ways


def _turned(why: Mapping[str, Any], state: str, expected: Alarm) -> dict[str, Any]:
    """The same reason, with datapoints that say the contrary of a state."""
    begun = why.get("startDate") or why["queryDate"]
    further = max(1.0, abs(expected.threshold))
    above = expected.comparison.startswith("Greater") is (state == "OK")
    value = expected.threshold + further if above else expected.threshold - further
    values = {"recentDatapoints": [value] * expected.evaluation_periods, "startDate": begun}
    return {**why, **values, "evaluatedDatapoints": [{"timestamp": begun, "sampleCount": 1.0, "value": value}]}


def _retelling(change: Callable[[history.Update], history.Update]) -> Change:
    def retell(item: Item) -> Item:
        update = next(history.updates([item]), None)
        return item if update is None or not update.by_itself else history.put(item, change(update))

    return retell


def equivalents(expected: Alarm, account: View) -> Iterator[Variation]:
    """The same alarm as other clients and other days show it."""
    looks: dict[str, Change] = {
        "described": lambda item: {**item, "AlarmDescription": "Somebody tries passwords"},
        "set at another time": lambda item: {**item, "AlarmConfigurationUpdatedTimestamp": "2020-02-02T02:02:02+00:00"},
        "with its dimensions in reverse": lambda item: {**item, "Dimensions": (item.get("Dimensions") or [])[::-1]},
        "with all its datapoints told": lambda item: {**item, "DatapointsToAlarm": expected.datapoints},
    }
    if expected.datapoints == expected.evaluation_periods:
        looks["without its datapoints"] = lambda item: without(item, "DatapointsToAlarm")
    if expected.treat_missing_data == "missing":
        looks["with nothing told of missing data"] = lambda item: without(item, "TreatMissingData")
        looks["with missing data told"] = lambda item: {**item, "TreatMissingData": "missing"}
    if expected.evaluation_window == "sliding":
        looks["with its sliding window told"] = lambda item: described.put_evaluation_window(item, "sliding")
    else:
        zone = {"EvaluationWindow": {"WallClockWindow": {"Timezone": described.UTC}}}
        looks["with its time zone told"] = lambda item: {**item, **zone}
    if expected.state is None:
        looks["in ALARM"] = lambda item: {**item, "StateValue": "ALARM", "StateReason": "Threshold Crossed"}
        looks["without data"] = lambda item: {**item, "StateValue": "INSUFFICIENT_DATA", "StateReason": "No data"}
    if expected.actions_enabled:
        looks["with nothing told of being enabled"] = lambda item: without(item, "ActionsEnabled")
    for label, change in looks.items():
        yield Variation(f"alarm {label}", named(expected.name), edited(NAME, expected.name, change))
    if expected.has_been:
        yield from _histories(expected, account)


def _histories(expected: Alarm, account: View) -> Iterator[Variation]:
    """The same history, gone on since."""
    past = account.read(history_of(expected.name))
    last = next((each for each in past if next(history.updates([each]), None)), None)
    if last is not None:
        since = history.put(last, history.Update("", "ALARM", "OK", {}))
        later = {**since, "Timestamp": "2099-09-09T09:09:09+00:00"}
        yield Variation("alarm set to OK by hand since", history_of(expected.name), added(later))
        unclear = {**last, "HistoryData": "{}"}
        yield Variation("alarm with history that tells nothing", history_of(expected.name), added(unclear))


def noise(expected: Alarm, account: View) -> Iterator[Variation]:
    """Other alarms on the same metric. AWS shows none but the one that is asked for; a proxy might."""
    alarm = _right(expected, account)
    others = [
        {**alarm, NAME: f"{expected.name}-practice", "AlarmArn": f"{alarm['AlarmArn']}-practice"},
        described.put_metric_name({**alarm, NAME: "cpu", "AlarmArn": f"{alarm['AlarmArn']}-cpu"}, "CPUUtilization"),
    ]
    yield Variation("other alarms", named(expected.name), added(*others))
