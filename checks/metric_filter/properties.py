"""What can be wrong with a metric filter, one property at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from checks import metrics
from checks.engine.kind import Finding
from checks.engine.properties import Property, Wrong
from checks.metric_filter import described
from checks.metric_filter.pattern import comes_to, matching, same_dimensions, tried

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from checks.engine.snapshot import Item
    from checks.metric_filter.model import MetricFilter

CHANGE = (
    "A metric filter can be changed: in the console Edit; in the AWS CLI by `put-metric-filter` under the same name."
)
PLACES = "In square brackets it is the place that counts, and not the name: a field for each of the record, or `...`."


@dataclass(frozen=True)
class Case:
    """One metric filter beside what is expected of it."""

    expected: MetricFilter
    item: Item

    @property
    def pattern(self) -> str:
        """Its pattern."""
        return str(described.pattern(self.item))

    def finding(self, code: str, message: str, expected: Any, actual: Any, hint: str = CHANGE) -> Finding:
        """A finding about this filter."""
        return Finding(code, message, expected, actual, self.expected.name, hint)

    def differs(self, code: str, what: str, expected: Any, actual: Any) -> Finding | None:
        """A finding, unless both are the same."""
        if expected == actual:
            return None
        told = [f"{each:g}" if isinstance(each, float) else str(each) for each in (actual, expected)]
        message = f"{what} of the metric filter {self.expected.name} is {told[0]}, not {told[1]}."
        return self.finding(code, message.replace(" None", " none"), expected, actual)


def _records(case: Case) -> Finding | None:
    if not case.expected.records or (came := tried(case.expected, case.pattern)).is_right:
        return None
    message = f"The pattern of the metric filter {case.expected.name} isn't right. {came}"
    return case.finding("pattern", message, dict(case.expected.records), case.pattern, PLACES)


def _matches(case: Case) -> Finding | None:
    matched = matching(case.pattern, case.expected.matches)
    missed = next((line for line in case.expected.matches if line not in matched), None)
    if missed is None:
        return None
    message = f"The pattern of the metric filter {case.expected.name} doesn't match what it should, such as: {missed}"
    return case.finding("pattern", message, missed, case.pattern, CHANGE)


def _passes_over(case: Case) -> Finding | None:
    caught = next(iter(matching(case.pattern, case.expected.passes_over)), None)
    if caught is None:
        return None
    message = f"The pattern of the metric filter {case.expected.name} matches what it shouldn't, such as: {caught}"
    return case.finding("pattern", message, None, case.pattern, CHANGE)


def _namespace(case: Case) -> Finding | None:
    return _named(case, "namespace", "the namespace", case.expected.namespace, described.namespace(case.item))


def _metric_name(case: Case) -> Finding | None:
    return _named(case, "metric-name", "the metric", case.expected.metric_name, described.metric_name(case.item))


def _named(case: Case, code: str, what: str, expected: str, actual: str | None) -> Finding | None:
    if actual == expected:
        return None
    told = metrics.with_slip(actual, expected).rstrip(",")
    makes = "makes" if code == "metric-name" else "puts its metric into"
    message = f"The metric filter {case.expected.name} {makes} {what} {told}, not {expected!r}."
    return case.finding(code, message, expected, actual)


def _metric_value(case: Case) -> Finding | None:
    expected, actual = case.expected.metric_value, str(described.metric_value(case.item))
    if comes_to(case.expected, case.pattern, expected, actual):
        return None
    message = f"For each match the metric filter {case.expected.name} counts {actual}, not {expected}."
    return case.finding("metric-value", message, expected, actual)


def _default_value(case: Case) -> Finding | None:
    actual = described.default_value(case.item)
    return case.differs("default-value", "The default value", case.expected.default_value, actual)


def _dimensions(case: Case) -> Finding | None:
    expected, actual = case.expected.dimensions, described.dimensions(case.item)
    if same_dimensions(case.expected, case.pattern, actual):
        return None
    message = (
        f"The dimensions of the metric filter {case.expected.name} are {metrics.told(actual)}, not "
        f"{metrics.told(expected)}."
    )
    return case.finding("dimensions", message, dict(expected), actual)


def _unit(case: Case) -> Finding | None:
    return case.differs("unit", "The unit", case.expected.unit, described.unit(case.item))


def _putting(put: Callable[[Item, Any], Item], value: Any) -> Callable[[Item], Item]:
    return lambda item: put(item, value)


def _other_values(case: Case) -> Iterator[Wrong]:
    others = ("2", "100") if not case.expected.metric_value.startswith("$") else ("1", "$nothing_of_the_sort")
    for other in others:
        if other != case.expected.metric_value:
            put = _putting(described.put_metric_value, other)
            yield Wrong(f"metric_value {other}", put, {"metric_value": "metric-value"})


def _other_defaults(case: Case) -> Iterator[Wrong]:
    right, spoils = case.expected.default_value, {"default_value": "default-value"}
    if right is not None:
        yield Wrong("default_value forgotten", _putting(described.put_default_value, None), spoils)
    for other in sorted({0.0, 1.0} - {right}):
        yield Wrong(f"default_value {other:g}", _putting(described.put_default_value, other), spoils)


def _other_dimensions(case: Case) -> Iterator[Wrong]:
    """By the learner's own names for fields, which may differ from the lab's."""
    there: Mapping[str, str] = described.dimensions(case.item)
    return metrics.other_dimensions(there, described.put_dimensions, {"Source": "$mine"})


_d = described
_as_is: Callable[[Item, Any], Item] = lambda item, _value: item  # noqa: E731 - patterns are spoilt elsewhere
PROPERTIES = (
    Property[Case]("records", _records, lambda _item: None, _as_is),
    Property[Case]("matches", _matches, lambda _item: None, _as_is),
    Property[Case]("passes_over", _passes_over, lambda _item: None, _as_is),
    Property[Case]("namespace", _namespace, _d.namespace, _d.put_namespace),
    Property[Case]("metric_name", _metric_name, _d.metric_name, _d.put_metric_name),
    Property[Case]("metric_value", _metric_value, lambda _item: None, _d.put_metric_value, _other_values),
    Property[Case]("default_value", _default_value, _d.default_value, _d.put_default_value, _other_defaults),
    Property[Case]("dimensions", _dimensions, _d.dimensions, _d.put_dimensions, _other_dimensions),
    Property[Case]("unit", _unit, _d.unit, _d.put_unit),
)
