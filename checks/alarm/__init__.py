"""CloudWatch alarms: is it there, on the right metric, and does it go off when it should?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.alarm.captured import CAPTURE
from checks.alarm.case import Case
from checks.alarm.described import NAME, metric_name, namespace
from checks.alarm.model import ALARMS, ALL_ALARMS, HISTORY, Alarm, history_of, named
from checks.alarm.properties import PROPERTIES
from checks.alarm.variations import equivalents, moot, mutations, noise
from checks.engine.kind import Finding, Kind, Part
from checks.engine.nearness import nearest_slip
from checks.engine.properties import asked, criteria, none_met

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from checks.engine.kind import View
    from checks.engine.snapshot import Item, Read, Snapshot

__all__ = ["ALARMS", "ALL_ALARMS", "HISTORY", "KIND", "Alarm", "history_of", "named"]


def reads(expected: Alarm) -> Iterator[Read]:
    """The alarm, and its history where the lab asks of it."""
    yield named(expected.name)
    if expected.has_been:
        yield history_of(expected.name)


def judge(expected: Alarm, account: View) -> Iterator[Part]:
    """Existence first, then settings."""
    there = account.read(named(expected.name))
    alarm = next((each for each in there if each.get(NAME) == expected.name), None)
    if alarm is not None:
        yield Part(expected.name, criteria(PROPERTIES, expected, Case(expected, alarm, account)))
        return
    finding = _missing(expected, [*there, *account.seen(ALL_ALARMS)], account.snapshot.region)
    yield Part(expected.name, none_met(asked(PROPERTIES, expected), finding), exists=finding.actual is not None)


def _missing(expected: Alarm, others: Sequence[Item], region: str) -> Finding:
    """What to say of it, with the alarm that may have been meant: one of nearly the name, or on the same metric."""
    message = f"There is no alarm {expected.name} in {region}."
    near = nearest_slip(expected.name, [str(each.get(NAME)) for each in others])
    metric = (expected.namespace, expected.metric_name)
    same = sorted(str(each.get(NAME)) for each in others if (namespace(each), metric_name(each)) == metric)
    if near:
        message += f" There is one named {near[0]!r}, {near[1]}."
    elif same:
        message += f" There is one on that metric, named {same[0]!r}."
    actual = near[0] if near else next(iter(same), None)
    hint = "An alarm can't be renamed: create one with the exact name." if actual else None
    return Finding("missing", message, expected.name, actual, actual, hint)


def elsewhere(expected: Alarm, items: Mapping[Read, Sequence[Item]]) -> Iterator[str]:
    """The alarm, in another region."""
    if any(each.get(NAME) == expected.name for each in items[named(expected.name)]):
        yield f"An alarm named {expected.name}"


def explains(_expected: Alarm, _account: Snapshot) -> tuple[Read]:
    """All alarms, to find a misspelt one."""
    return (ALL_ALARMS,)


def words(expected: Alarm) -> dict[str, tuple[str, ...]]:
    """How people tell an alarm's settings."""
    minutes = f"{expected.period / 60:g}"
    states = {
        "ALARM": ("ALARM", "go off", "goes off", "gone off"),
        "OK": ("OK",),
        "INSUFFICIENT_DATA": ("INSUFFICIENT",),
    }
    compared = {
        "GreaterThanOrEqualToThreshold": (">=", "≥", "Greater/Equal", "at least", "or more"),
        "GreaterThanThreshold": (">", "Greater", "more than", "above"),
        "LessThanThreshold": ("<", "Lower", "less than", "below", "fewer than"),
        "LessThanOrEqualToThreshold": ("<=", "≤", "Lower/Equal", "at most", "or less", "or fewer"),
    }
    missing = {"missing": "missing", "breaching": "bad", "notBreaching": "good", "ignore": "maintain"}
    return {
        "period": (str(expected.period), f"{minutes} minute", *(("one minute",) if minutes == "1" else ())),
        "evaluation_periods": (str(expected.evaluation_periods), "one"),
        "datapoints_to_alarm": (str(expected.datapoints), "one"),
        "threshold": (f"{expected.threshold:g}",),
        "comparison": (expected.comparison, *compared[expected.comparison]),
        "treat_missing_data": (expected.treat_missing_data, missing[expected.treat_missing_data]),
        "evaluation_window": (expected.evaluation_window, expected.evaluation_window.replace("-", " ")),
        "warm_up": (str(expected.warm_up), "warm-up", "warm up"),
        "actions_enabled": ("enabled", "disabled"),
        "state": states.get(str(expected.state), ()),
        "has_been": states.get(expected.has_been[-1], ()) if expected.has_been else (),
    }


KIND = Kind(
    "alarm",
    Alarm,
    reads=reads,
    judge=judge,
    explains=explains,
    elsewhere_reads=lambda expected: (named(expected.name),),
    elsewhere=elsewhere,
    leaves_behind=lambda expected: (expected.name,),
    moot=moot,
    mutations=mutations,
    equivalents=equivalents,
    noise=noise,
    words=words,
    capture=CAPTURE,
)
