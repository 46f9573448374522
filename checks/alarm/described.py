"""An alarm as AWS describes it, read in the model's terms, and written as AWS would describe another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checks.engine.properties import plain, without

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from checks.engine.snapshot import Item

NAME = "AlarmName"
UTC = "UTC"
NO_DATA = ("MetricName", "Namespace", "Dimensions", "Statistic", "ExtendedStatistic", "Period", "Unit")

namespace, put_namespace = plain("Namespace")
metric_name, put_metric_name = plain("MetricName")
unit, put_unit = plain("Unit")
period, put_period = plain("Period")
evaluation_periods, put_evaluation_periods = plain("EvaluationPeriods")
comparison, put_comparison = plain("ComparisonOperator")
treat_missing_data, put_treat_missing_data = plain("TreatMissingData", "missing")
state, put_state = plain("StateValue")


def dimensions(alarm: Item) -> dict[str, str]:
    """The dimensions of its metric."""
    return {str(each["Name"]): str(each["Value"]) for each in alarm.get("Dimensions") or ()}


def put_dimensions(alarm: Item, value: Mapping[str, str]) -> Item:
    """On the same metric of other dimensions."""
    return {**alarm, "Dimensions": [{"Name": name, "Value": each} for name, each in value.items()]}


def statistic(alarm: Item) -> str | None:
    """What of the metric it looks at; `p90` and the like too."""
    return alarm.get("Statistic") or alarm.get("ExtendedStatistic")


def put_statistic(alarm: Item, value: str) -> Item:
    """Looking at something else of the metric."""
    return {**without(alarm, "ExtendedStatistic"), "Statistic": value}


def threshold(alarm: Item) -> float | None:
    """The value it compares with; none where it has bounds that CloudWatch learns."""
    value = alarm.get("Threshold")
    return None if value is None else float(value)


def put_threshold(alarm: Item, value: float) -> Item:
    """Comparing with another value."""
    return {**alarm, "Threshold": value}


def datapoints_to_alarm(alarm: Item) -> int:
    """How many datapoints have to breach: as many as it looks at, where nothing is told."""
    return int(alarm.get("DatapointsToAlarm") or alarm.get("EvaluationPeriods") or 0)


def put_datapoints_to_alarm(alarm: Item, value: int) -> Item:
    """Needing another number of datapoints."""
    return {**alarm, "DatapointsToAlarm": value}


def evaluation_window(alarm: Item) -> str:
    """Which periods it looks at; on the wall clock of another time zone than UTC, with that."""
    window = alarm.get("EvaluationWindow") or {}
    if "WallClockWindow" not in window:
        return "sliding"
    zone = (window["WallClockWindow"] or {}).get("Timezone") or UTC
    return "wall-clock" if zone == UTC else f"wall-clock in the time zone {zone}"


def put_evaluation_window(alarm: Item, value: str) -> Item:
    """Looking at others."""
    return {**alarm, "EvaluationWindow": {"SlidingWindow": {}} if value == "sliding" else {"WallClockWindow": {}}}


def warm_up(alarm: Item) -> int:
    """Minutes for which it waits for data at first."""
    return int((alarm.get("WarmUpConfiguration") or {}).get("WarmUpPeriodDurationInMinutes") or 0)


def waits_in_any_case(alarm: Item) -> bool:
    """Whether it waits as long even if there are data."""
    return bool((alarm.get("WarmUpConfiguration") or {}).get("OnlyStartEvaluatingAfterWarmUpPeriodEnds"))


def put_warm_up(alarm: Item, value: int) -> Item:
    """Waiting longer, or not at all."""
    if not value:
        return without(alarm, "WarmUpConfiguration")
    return {**alarm, "WarmUpConfiguration": {"WarmUpPeriodDurationInMinutes": value}}


def actions_enabled(alarm: Item) -> bool:
    """Whether it tells anybody. `?` A reply without it is one of AWS's default."""
    return bool(alarm.get("ActionsEnabled", True))


def put_actions_enabled(alarm: Item, value: bool) -> Item:
    """Telling somebody, or nobody."""
    return {**alarm, "ActionsEnabled": value}


def topic_arn(alarm: Item, topic: str) -> str:
    """The ARN of a topic of the alarm's own region and account."""
    _, partition, _, region, account = str(alarm["AlarmArn"]).split(":")[:5]
    return f"arn:{partition}:sns:{region}:{account}:{topic}"


def _actions(key: str) -> tuple[Callable[[Item], frozenset[str]], Callable[[Item, Iterable[str]], Item]]:
    """Whom it tells: topics of its own region and account by name, anything else by ARN."""

    def seen(alarm: Item) -> frozenset[str]:
        own = topic_arn(alarm, "")
        return frozenset(str(arn).removeprefix(own) for arn in alarm.get(key) or ())

    def put(alarm: Item, value: Iterable[str]) -> Item:
        arns = [each if each.startswith("arn:") else topic_arn(alarm, each) for each in sorted(value)]
        return {**alarm, key: arns}

    return seen, put


actions, put_actions = _actions("AlarmActions")
ok_actions, put_ok_actions = _actions("OKActions")
insufficient_data_actions, put_insufficient_data_actions = _actions("InsufficientDataActions")


def by_expression(alarm: Item) -> Item:
    """The same alarm, on an expression in place of a metric."""
    metric = {key: alarm[key] for key in ("Namespace", "MetricName", "Dimensions") if key in alarm}
    stat = {"Metric": metric, "Period": alarm["Period"], "Stat": statistic(alarm)}
    metrics: list[dict[str, Any]] = [
        {"Id": "m1", "MetricStat": stat, "ReturnData": False},
        {"Id": "e1", "Expression": "m1 * 2", "ReturnData": True},
    ]
    return {**without(alarm, *NO_DATA), "Metrics": metrics}
