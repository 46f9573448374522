"""Metric filters: is it there, does it match the right lines, and does it make the right metric of them?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.engine.kind import Finding, Kind, Part
from checks.engine.nearness import nearest_slip
from checks.engine.properties import asked, criteria, none_met
from checks.metric_filter.described import NAME, metric_name, namespace
from checks.metric_filter.model import FILTERS, MetricFilter, of_group, of_metric
from checks.metric_filter.properties import PROPERTIES, Case
from checks.metric_filter.variations import equivalents, moot, mutations, noise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from checks.engine.kind import View
    from checks.engine.snapshot import Item, Read, Snapshot

__all__ = ["FILTERS", "KIND", "MetricFilter", "of_group"]


def judge(expected: MetricFilter, account: View) -> Iterator[Part]:
    """Existence first, then what its pattern does, then its metric."""
    there = account.read(of_group(expected.log_group))
    item = next((each for each in there if each.get(NAME) == expected.name), None)
    if item is not None:
        yield Part(expected.name, criteria(PROPERTIES, expected, Case(expected, item)))
        return
    finding = _missing(expected, there, account.seen(of_metric(expected)))
    yield Part(expected.name, none_met(asked(PROPERTIES, expected), finding), exists=finding.actual is not None)


def _missing(expected: MetricFilter, there: Sequence[Item], of_the_metric: Sequence[Item]) -> Finding:
    """What to say of it, with the filter that may have been meant: of nearly the name, or for the same metric."""
    message = f"The log group {expected.log_group} has no metric filter {expected.name}."
    near = nearest_slip(expected.name, [str(each.get(NAME)) for each in there])
    makes = sorted(
        (str(each.get("logGroupName") or expected.log_group), str(each.get(NAME)))
        for each in (*there, *of_the_metric)
        if (namespace(each), metric_name(each)) == (expected.namespace, expected.metric_name)
    )
    if near:
        message += f" There is one named {near[0]!r}, {near[1]}."
    elif makes:
        message += f" There is one for that metric, named {makes[0][1]!r}, of the log group {makes[0][0]}."
    actual = near[0] if near else makes[0][1] if makes else None
    hint = "A metric filter can't be renamed or moved: create one with the exact name, and delete the other."
    return Finding("missing", message, expected.name, actual, actual, hint if actual else None)


def elsewhere(expected: MetricFilter, items: Mapping[Read, Sequence[Item]]) -> Iterator[str]:
    """The filter, in another region."""
    if any(each.get(NAME) == expected.name for each in items[of_metric(expected)]):
        yield f"A metric filter named {expected.name}"


def explains(expected: MetricFilter, _account: Snapshot) -> tuple[Read]:
    """The filters of other groups that make the metric."""
    return (of_metric(expected),)


def words(expected: MetricFilter) -> dict[str, tuple[str, ...]]:
    """How people tell what a filter does. Which lines are meant is best told in sentences."""
    default = expected.default_value
    return {
        "records": (),
        "format": (),
        "matches": (),
        "passes_over": (),
        "metric_value": (expected.metric_value.removeprefix("$"),),
        "default_value": (f"{default:g}",) if default is not None else (),
        "dimensions": tuple(expected.dimensions),
        "unit": (expected.unit,) if expected.unit != "None" else (),
    }


KIND = Kind(
    "metric_filter",
    MetricFilter,
    reads=lambda expected: (of_group(expected.log_group),),
    judge=judge,
    explains=explains,
    elsewhere_reads=lambda expected: (of_metric(expected),),
    elsewhere=elsewhere,
    leaves_behind=lambda expected: (f"{expected.log_group}:{expected.name}",),
    moot=moot,
    mutations=mutations,
    equivalents=equivalents,
    noise=noise,
    words=words,
)
