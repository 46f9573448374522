"""What can be wrong with an alarm, one property at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks import metrics
from checks.alarm import described, wrongs
from checks.alarm.case import Case
from checks.alarm.history import updates
from checks.alarm.model import history_of
from checks.engine.properties import Property

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from checks.alarm.history import Update
    from checks.alarm.model import Alarm
    from checks.engine.kind import Finding

SYMBOLS = {
    "GreaterThanOrEqualToThreshold": "at or above the threshold (>=)",
    "GreaterThanThreshold": "above the threshold only (>)",
    "LessThanThreshold": "below the threshold only (<)",
    "LessThanOrEqualToThreshold": "at or below the threshold (<=)",
}


def _namespace(case: Case) -> Finding | None:
    return _of_metric(case, "namespace", "the namespace", case.expected.namespace, described.namespace(case.alarm))


def _metric_name(case: Case) -> Finding | None:
    return _of_metric(case, "metric-name", "the metric", case.expected.metric_name, described.metric_name(case.alarm))


def _of_metric(case: Case, code: str, what: str, expected: str, actual: str | None) -> Finding | None:
    if actual == expected:
        return None
    told = f"{what} {metrics.with_slip(actual, expected)}" if actual else "an expression, and not one metric alone"
    message = f"The alarm {case.expected.name} is on {told}. It has to be on {what} {expected!r}."
    return case.finding(code, message.replace(",.", "."), expected, actual)


def _dimensions(case: Case) -> Finding | None:
    expected, actual = case.expected.dimensions, described.dimensions(case.alarm)
    if actual == expected:
        return None
    message = (
        f"The alarm {case.expected.name} is on the metric with the dimensions {metrics.told(actual)}, not "
        f"{metrics.told(expected)}. To CloudWatch that is another metric."
    )
    return case.finding("dimensions", message, dict(expected), actual)


def _unit(case: Case) -> Finding | None:
    return case.differs("unit", "The unit", case.expected.unit, described.unit(case.alarm))


def _statistic(case: Case) -> Finding | None:
    return case.differs("statistic", "The statistic", case.expected.statistic, described.statistic(case.alarm))


def _period(case: Case) -> Finding | None:
    return case.differs("period", "The period (in seconds)", case.expected.period, described.period(case.alarm))


def _periods(case: Case) -> Finding | None:
    actual = described.evaluation_periods(case.alarm)
    return case.differs("evaluation-periods", "The number of periods", case.expected.evaluation_periods, actual)


def _datapoints(case: Case) -> Finding | None:
    expected, actual = case.expected.datapoints, described.datapoints_to_alarm(case.alarm)
    if "datapoints_to_alarm" not in case.expected.said and "DatapointsToAlarm" not in case.alarm:
        return None  # it follows the number of periods, which is told by itself
    return case.differs("datapoints-to-alarm", "The number of datapoints to alarm", expected, actual)


def _threshold(case: Case) -> Finding | None:
    return case.differs("threshold", "The threshold", case.expected.threshold, described.threshold(case.alarm))


def _comparison(case: Case) -> Finding | None:
    expected, actual = case.expected.comparison, described.comparison(case.alarm)
    if actual == expected:
        return None
    goes_off = f"goes off {SYMBOLS[actual]}" if actual in SYMBOLS else f"compares by {actual}"
    message = f"The alarm {case.expected.name} {goes_off}. It has to go off {SYMBOLS[expected]}: {expected}."
    return case.finding("comparison", message, expected, actual)


def _treat_missing_data(case: Case) -> Finding | None:
    actual = described.treat_missing_data(case.alarm)
    return case.differs("treat-missing-data", "The treatment of missing data", case.expected.treat_missing_data, actual)


def _evaluation_window(case: Case) -> Finding | None:
    actual = described.evaluation_window(case.alarm)
    return case.differs("evaluation-window", "The evaluation window", case.expected.evaluation_window, actual)


def _warm_up(case: Case) -> Finding | None:
    expected, actual = case.expected.warm_up, described.warm_up(case.alarm)
    if expected == actual and described.waits_in_any_case(case.alarm):
        message = f"The alarm {case.expected.name} waits for the end of its warm-up even if there are data before."
        return case.finding("warm-up", message, expected, actual)
    return case.differs("warm-up", "The warm-up (in minutes)", expected, actual)


def _tells(way: str, state: str) -> Callable[[Case], Finding | None]:
    """Judges whom an alarm tells when it comes to `state`."""

    def judge(case: Case) -> Finding | None:
        expected: frozenset[str] = getattr(case.expected, way)
        actual: frozenset[str] = getattr(described, way)(case.alarm)
        if actual == expected:
            return None
        less, more = sorted(expected - actual), sorted(actual - expected)
        parts = [f"doesn't tell {_topics(less)}"] if less else []
        parts += [f"tells {_topics(more)}, which it shouldn't"] if more else []
        message = f"When it comes to {state}, the alarm {case.expected.name} {' and '.join(parts)}."
        return case.finding(way.replace("_", "-"), message, sorted(expected), sorted(actual))

    return judge


def _topics(names: Iterable[str]) -> str:
    return " and ".join(each if each.startswith("arn:") else f"the topic {each}" for each in names)


def _actions_enabled(case: Case) -> Finding | None:
    expected, actual = case.expected.actions_enabled, described.actions_enabled(case.alarm)
    if actual == expected:
        return None
    message = f"The actions of the alarm {case.expected.name} are switched {'on' if actual else 'off'}."
    hint = f"`aws cloudwatch {'enable' if expected else 'disable'}-alarm-actions` switches them."
    return case.finding("actions-enabled", message, expected, actual, hint)


def _state(case: Case) -> Finding | None:
    expected, actual = case.expected.state, described.state(case.alarm)
    if expected in (None, actual):
        return None
    why = str(case.alarm.get("StateReason") or "").rstrip(".")
    message = f"The alarm {case.expected.name} is in {actual}, not in {expected}.{f' {why}.' if why else ''}"
    hint = "An alarm without data: does the metric filter match, and is the alarm on its very metric?"
    return case.finding("state", message, expected, actual, hint if actual == "INSUFFICIENT_DATA" else None)


def _has_been(case: Case) -> Finding | None:
    wanted = case.expected.has_been
    if wanted is None:
        return None
    came = [each for each in updates(case.account.read(history_of(case.expected.name))) if each.new == wanted[-1]]
    fitting = [each for each in came if len(wanted) == 1 or each.old == wanted[0]]
    anew = case.alarm.get("AlarmConfigurationUpdatedTimestamp")  # before that it was another alarm
    if any(_counts(each, case.expected, anew) for each in fitting):
        return None
    last = next(iter(fitting or came), None)
    out_of = f" out of {wanted[0]}" if len(wanted) > 1 else ""
    message = f"The alarm {case.expected.name} has never come to {wanted[-1]}{out_of} by itself, as it is set now."
    if last is not None and last.old != wanted[0] and len(wanted) > 1:
        message += f" On {last.at} it came there out of {last.old}."
    elif last is not None and last.by_itself and last.is_before(anew):
        message += f" It did on {last.at}, but was made or changed after that, on {anew}."
    elif last is not None and last.by_itself and (otherwise := last.otherwise(case.expected)):
        message += f" When it did, on {last.at}, {otherwise}."
    elif last is not None:
        message += f" On {last.at} somebody set it to {last.new} by hand, which doesn't count."
    hint = "It goes by its metric: look at the metric's graph, and wait for traffic if there is none yet."
    return case.finding("has-been", message, list(wanted), None, hint)


def _counts(update: Update, expected: Alarm, anew: object) -> bool:
    """Whether the alarm, as it is set since the moment `anew`, came there by its metric."""
    return update.bears_out(expected) and not update.otherwise(expected) and not update.is_before(anew)


def _told_in(way: str, state: str) -> Property[Case]:
    seen, put = getattr(described, way), getattr(described, f"put_{way}")
    return Property[Case](way, _tells(way, state), seen, put, wrongs.topics(way))


_d = described
PROPERTIES = (
    Property[Case]("namespace", _namespace, _d.namespace, _d.put_namespace),
    Property[Case]("metric_name", _metric_name, _d.metric_name, _d.put_metric_name, wrongs.expression),
    Property[Case]("dimensions", _dimensions, _d.dimensions, _d.put_dimensions, wrongs.dimensions),
    Property[Case]("unit", _unit, _d.unit, _d.put_unit),
    Property[Case]("statistic", _statistic, _d.statistic, _d.put_statistic),
    Property[Case]("period", _period, _d.period, _d.put_period, wrongs.periods),
    Property[Case](
        "evaluation_periods", _periods, _d.evaluation_periods, _d.put_evaluation_periods, wrongs.more_periods
    ),
    Property[Case](
        "datapoints_to_alarm", _datapoints, _d.datapoints_to_alarm, _d.put_datapoints_to_alarm, wrongs.datapoints
    ),
    Property[Case]("threshold", _threshold, _d.threshold, _d.put_threshold, wrongs.thresholds),
    Property[Case]("comparison", _comparison, _d.comparison, _d.put_comparison),
    Property[Case]("treat_missing_data", _treat_missing_data, _d.treat_missing_data, _d.put_treat_missing_data),
    Property[Case](
        "evaluation_window", _evaluation_window, _d.evaluation_window, _d.put_evaluation_window, wrongs.zones
    ),
    Property[Case]("warm_up", _warm_up, _d.warm_up, _d.put_warm_up, wrongs.warm_ups),
    _told_in("actions", "ALARM"),
    _told_in("ok_actions", "OK"),
    _told_in("insufficient_data_actions", "INSUFFICIENT_DATA"),
    Property[Case]("actions_enabled", _actions_enabled, _d.actions_enabled, _d.put_actions_enabled),
    Property[Case]("state", _state, _d.state, _d.put_state),
    Property[Case]("has_been", _has_been, lambda _alarm: None, lambda alarm, _value: alarm, wrongs.anew),
)
