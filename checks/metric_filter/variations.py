"""Other states of an account with the right metric filter: what `grader verify` proves the kind by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.engine.properties import EXISTS, without
from checks.engine.variation import Mutation, Variation, added, edited, removed
from checks.engine.wrongs import other_values, wrongs
from checks.metric_filter import described
from checks.metric_filter.described import NAME
from checks.metric_filter.model import MetricFilter, of_group
from checks.metric_filter.pattern import comes_to, matching, same_dimensions, tried
from checks.metric_filter.properties import PROPERTIES, Case
from checks.metric_filter.written import otherwise, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.engine.kind import View
    from checks.engine.snapshot import Item
    from checks.engine.variation import Change

NOTHING = '"no line has this in it"'


def moot(expected: MetricFilter) -> Iterator[str]:
    """The format only says what the records are like; and of lines, only those count that are told."""
    yield "format"
    yield from (way for way in ("records", "matches", "passes_over") if not getattr(expected, way))


def _right(expected: MetricFilter, account: View) -> Item:
    return next(each for each in account.read(of_group(expected.log_group)) if each[NAME] == expected.name)


def mutations(expected: MetricFilter, account: View) -> Iterator[Mutation]:
    """The filter is gone, or named otherwise, or its pattern does something else, or one of its settings is another."""
    read, item = of_group(expected.log_group), _right(expected, account)
    of_it = ((expected.name,), frozenset({expected.name}))
    yield Mutation("gone", read, removed(NAME, expected.name), {EXISTS: "missing"}, *of_it)
    gone_elsewhere = removed(NAME, expected.name)
    yield Mutation("log_group another", read, gone_elsewhere, {"log_group": "missing"}, *of_it)
    for label, name in other_values(MetricFilter.model_fields["name"], expected.name):
        edit = edited(NAME, expected.name, _renaming(name))
        yield Mutation(f"name {label}", read, edit, {"name": "missing"}, *of_it)
    for wrong in wrongs(PROPERTIES, expected, Case(expected, item), item, frozenset(moot(expected))):
        yield Mutation(wrong.label, read, edited(NAME, expected.name, wrong.change), wrong.spoils, *of_it)
    patterns = {"that matches everything": "", "that matches nothing": NOTHING, **otherwise(expected)}
    for label, pattern in patterns.items():
        if spoils := _spoilt_by(expected, item, pattern):
            edit = edited(NAME, expected.name, _with(pattern))
            yield Mutation(f"a pattern {label}", read, edit, spoils, *of_it)


def _spoilt_by(expected: MetricFilter, item: Item, pattern: str) -> dict[str, str]:
    """What a pattern isn't right for: what it matches, and what is taken from fields by their names in it."""
    value, dimensions = str(described.metric_value(item)), described.dimensions(item)
    wrong = {
        "records": ("pattern", bool(expected.records) and not tried(expected, pattern).is_right),
        "matches": ("pattern", len(matching(pattern, expected.matches)) < len(expected.matches)),
        "passes_over": ("pattern", bool(matching(pattern, expected.passes_over))),
        "metric_value": ("metric-value", not comes_to(expected, pattern, expected.metric_value, value)),
        "dimensions": ("dimensions", not same_dimensions(expected, pattern, dimensions)),
    }
    return {way: code for way, (code, is_wrong) in wrong.items() if is_wrong}


def _with(pattern: str) -> Change:
    return lambda item: described.put_pattern(item, pattern)


def _renaming(name: str) -> Change:
    return lambda item: {**item, NAME: name}


def equivalents(expected: MetricFilter, account: View) -> Iterator[Variation]:
    """The same filter as other people write it and other days show it."""
    read, right = of_group(expected.log_group), _right(expected, account)
    looks: dict[str, Change] = {
        "made at another time": lambda item: {**item, "creationTime": 1_500_000_000_000},
        "of the time before transformed logs": lambda item: without(item, "applyOnTransformedLogs"),
        "with transformed logs told": lambda item: {**item, "applyOnTransformedLogs": False},
    }
    if expected.unit == "None":
        looks["without its unit"] = lambda item: described.put_unit(item, None)
        looks["with its unit told"] = lambda item: _with_unit(item, "None")
    if expected.metric_value == "1":
        looks["that counts 1.0"] = lambda item: described.put_metric_value(item, "1.0")
    if not expected.dimensions:
        looks["without dimensions"] = lambda item: described.put_dimensions(item, None)
    if not _by_field(expected):
        for label, pattern in written(expected).items():
            looks[f"with its pattern {label}"] = _with(pattern)
    for label, change in looks.items():
        yield Variation(f"metric filter {label}", read, edited(NAME, str(right[NAME]), change))


def _with_unit(item: Item, unit: str) -> Item:
    first, *others = item["metricTransformations"]
    return {**item, "metricTransformations": [{**first, "unit": unit}, *others]}


def _by_field(expected: MetricFilter) -> bool:
    """Whether a value is taken from a field, by the name that the learner has given it in the pattern."""
    return any(each.startswith("$") for each in (expected.metric_value, *expected.dimensions.values()))


def noise(expected: MetricFilter, account: View) -> Iterator[Variation]:
    """Other filters of the same group: with another pattern, and for another metric."""
    right = _right(expected, account)
    others = [
        described.put_metric_name(_with("")(_renaming(f"{expected.name}-practice")(right)), "Practice"),
        described.put_namespace(_renaming(f"{expected.name}2")(right), "Practice"),
        described.put_pattern(_renaming(f"my-{expected.name}")(right), "ERROR"),
    ]
    yield Variation("other metric filters", of_group(expected.log_group), added(*others))
