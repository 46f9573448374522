"""What CloudWatch tells of why an alarm changed its state: `stateReasonData`, as it is written for one metric.

    {"version": "1.0", "queryDate": "2026-01-21T20:22:54.408+0000", "startDate": "2026-01-21T20:17:00.000+0000",
     "statistic": "Sum", "period": 300, "recentDatapoints": [3.0], "threshold": 3.0,
     "evaluatedDatapoints": [{"timestamp": "2026-01-21T20:17:00.000+0000", "sampleCount": 3.0, "value": 3.0}]}

Source: the user guide's *Alarm events and EventBridge*, the AWS CLI's example of `describe-alarm-history`, and what
people published of their alarms. Without a datapoint there is no `startDate`. `unit` is there if the alarm has one,
`evaluatedDatapoints` since 2021 or so, and not always with all of them. An alarm on an expression has no `statistic`,
one with bounds that CloudWatch learns has no `threshold`: no lab asks for these.
"""

from __future__ import annotations

import math
import operator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from checks.alarm.model import Alarm

BREACHES: dict[str, Callable[[float, float], bool]] = {
    "GreaterThanOrEqualToThreshold": operator.ge,
    "GreaterThanThreshold": operator.gt,
    "LessThanThreshold": operator.lt,
    "LessThanOrEqualToThreshold": operator.le,
}
AROUND = timedelta(hours=1)
"""How far the look at the metric can be from the change that came of it. On AWS it is a few milliseconds."""


def is_whole(why: Mapping[str, Any], at: str) -> bool:
    """Whether all is there that CloudWatch writes, of a change that came `at` a moment in ISO 8601."""
    queried, recent = moment(why.get("queryDate")), why.get("recentDatapoints")
    if queried is None or not isinstance(recent, list) or not _is_listed(why.get("evaluatedDatapoints", [])):
        return False
    begun, changed = moment(why.get("startDate")), moment(at)
    if recent and (begun is None or begun > queried):
        return False
    if changed is not None and abs(changed - queried) > AROUND:
        return False
    told = isinstance(why.get("version"), str) and isinstance(why.get("statistic"), str)
    return told and is_number(why.get("period")) and is_number(why.get("threshold"))


def bears_out(why: Mapping[str, Any], state: str, expected: Alarm) -> bool:
    """Whether the datapoints that a whole reason tells of can bring the expected alarm to `state`.

    Only what none of them could is refused: an alarm may go off with fewer breaching ones than it needs, where others
    are missing.
    """
    recent = [each for each in why["recentDatapoints"] if is_number(each)]
    evaluated = [each["value"] for each in why.get("evaluatedDatapoints", []) if is_number(each.get("value"))]
    breaching, calm = _split(recent, why, expected)
    of_these, not_these = _split(evaluated, why, expected)
    some_missing = len(recent) < expected.evaluation_periods
    if state == "ALARM":
        filled = some_missing and expected.treat_missing_data == "breaching"
        return filled or bool(breaching and (of_these or not evaluated))
    if state == "OK":
        filled = some_missing and expected.treat_missing_data == "notBreaching"
        return filled or bool(calm and (not_these or not evaluated))
    return True


def _split(values: list[float], why: Mapping[str, Any], expected: Alarm) -> tuple[list[float], list[float]]:
    """Those that cross the threshold, and the others."""
    breaches = BREACHES[expected.comparison]
    crossing = [each for each in values if breaches(each, why["threshold"])]
    return crossing, [each for each in values if each not in crossing]


def moment(text: object) -> datetime | None:
    """A moment with its zone, in ISO 8601 as AWS writes it, or nothing."""
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return at if at.tzinfo else None


def is_number(value: object) -> bool:
    """Whether it is one, and a finite one; JSON's true isn't."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_listed(points: object) -> bool:
    return isinstance(points, list) and all(isinstance(each, dict) and moment(each.get("timestamp")) for each in points)
