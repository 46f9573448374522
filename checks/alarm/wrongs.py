"""Ways to get an alarm wrong that no other choice of a setting stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checks import metrics
from checks.alarm import described
from checks.engine.properties import Wrong

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from checks.alarm.case import Case
    from checks.engine.snapshot import Item


def _putting(put: Callable[[Item, Any], Item], value: Any) -> Callable[[Item], Item]:
    return lambda item: put(item, value)


def periods(case: Case) -> Iterator[Wrong]:
    """Longer and shorter ones."""
    for other in sorted({60, 300, 3600} - {case.expected.period}):
        yield Wrong(f"period {other}", _putting(described.put_period, other), {"period": "period"})


def more_periods(case: Case) -> Iterator[Wrong]:
    """One more; where nothing is told of datapoints, there have to be more of those too."""
    more = case.expected.evaluation_periods + 1
    datapoints = described.datapoints_to_alarm(case.alarm)
    told = "DatapointsToAlarm" in case.alarm or "datapoints_to_alarm" in case.expected.said

    def change(item: Item) -> Item:
        item = described.put_evaluation_periods(item, more)
        return described.put_datapoints_to_alarm(item, datapoints) if told else item

    yield Wrong("evaluation_periods one more", change, {"evaluation_periods": "evaluation-periods"})


def datapoints(case: Case) -> Iterator[Wrong]:
    """Another number of them."""
    other = case.expected.datapoints - 1 or case.expected.datapoints + 1
    spoils = {"datapoints_to_alarm": "datapoints-to-alarm"}
    yield Wrong(f"datapoints_to_alarm {other}", _putting(described.put_datapoints_to_alarm, other), spoils)


def thresholds(case: Case) -> Iterator[Wrong]:
    """Just above, and ten times as much."""
    right = case.expected.threshold
    for label, value in (("one more", right + 1), ("ten times", right * 10 or -1.0)):
        yield Wrong(f"threshold {label}", _putting(described.put_threshold, value), {"threshold": "threshold"})


def zones(_case: Case) -> Iterator[Wrong]:
    """On the clock of somewhere else."""
    abroad = {"EvaluationWindow": {"WallClockWindow": {"Timezone": "America/New_York"}}}
    yield Wrong(
        "evaluation_window in New York", lambda item: {**item, **abroad}, {"evaluation_window": "evaluation-window"}
    )


def warm_ups(case: Case) -> Iterator[Wrong]:
    """Longer than asked for, and to its end whatever comes."""
    more = case.expected.warm_up + 30 if case.expected.warm_up < 2000 else 30
    yield Wrong(f"warm_up {more}", _putting(described.put_warm_up, more), {"warm_up": "warm-up"})
    if case.expected.warm_up:
        yield Wrong("warm_up forgotten", _putting(described.put_warm_up, 0), {"warm_up": "warm-up"})
        whole = {
            "WarmUpPeriodDurationInMinutes": case.expected.warm_up,
            "OnlyStartEvaluatingAfterWarmUpPeriodEnds": True,
        }
        yield Wrong("warm_up to its end", lambda item: {**item, "WarmUpConfiguration": whole}, {"warm_up": "warm-up"})


def dimensions(case: Case) -> Iterator[Wrong]:
    """Forgotten, and one too many."""
    return metrics.other_dimensions(case.expected.dimensions, described.put_dimensions, {"Source": "mine"})


def expression(case: Case) -> Iterator[Wrong]:
    """On an expression over the metric, in place of the metric."""
    spoilt = ["namespace", "metric_name", "statistic", "period"]
    spoilt += [way for way in ("dimensions", "unit") if getattr(case.expected, way)]
    spoils = {way: way.replace("_", "-") for way in spoilt}
    yield Wrong("metric_name in an expression", described.by_expression, spoils)


def anew(case: Case) -> Iterator[Wrong]:
    """What an alarm came to before it was changed, or made again, says nothing of what it is now."""
    if case.expected.has_been:
        since = {"AlarmConfigurationUpdatedTimestamp": "2099-09-09T09:09:09+00:00"}
        yield Wrong("has_been before it was set anew", lambda alarm: {**alarm, **since}, {"has_been": "has-been"})


def topics(way: str) -> Callable[[Case], Iterator[Wrong]]:
    """Of those that an alarm tells: one too many, each forgotten, and one of the same name in another region."""
    put, code = getattr(described, f"put_{way}"), way.replace("_", "-")

    def wrong(case: Case) -> Iterator[Wrong]:
        expected: frozenset[str] = getattr(case.expected, way)
        yield Wrong(f"{way} with one too many", _putting(put, {*expected, "somebody-else"}), {way: code})
        for topic in sorted(expected):
            yield Wrong(f"{way} without {topic}", _putting(put, expected - {topic}), {way: code})
            abroad = described.topic_arn(case.alarm, topic).replace(case.account.snapshot.region, "us-gov-west-1")
            others = {*(expected - {topic}), abroad}
            yield Wrong(f"{way} with {topic} of another region", _putting(put, others), {way: code})

    return wrong
