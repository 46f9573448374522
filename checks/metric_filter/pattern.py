"""What a filter's pattern does with lines: does it match those that it should, and no others?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checks.engine.snapshot import NotKnown
from checks.metric_filter.samples import meant
from checks.patterns import PatternError, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from checks.metric_filter.model import MetricFilter
    from checks.metric_filter.samples import Sample
    from checks.patterns import Pattern


@dataclass(frozen=True)
class Tried:
    """A pattern that was tried on samples: those that it misses, and those that it matches and shouldn't."""

    missed: tuple[Sample, ...]
    caught: tuple[Sample, ...]
    number: int
    """How many it should match."""

    @property
    def is_right(self) -> bool:
        """Whether it matches just what it should."""
        return not (self.missed or self.caught)

    def __str__(self) -> str:
        """What is wrong with it, in sentences."""
        return " ".join(filter(None, (self._missed(), self._caught())))

    def _missed(self) -> str:
        if not self.missed:
            return ""
        if len(self.missed) == self.number:
            return f"It matches none of the records that it should, such as: {self.missed[0].line}"
        return f"It doesn't match all that it should, for example not: {self.missed[0].line}"

    def _caught(self) -> str:
        if not self.caught:
            return ""
        alone = dict.fromkeys(each.amiss[0] for each in self.caught if len(each.amiss) == 1)
        by = f", with another {' or another '.join(alone)}" if alone else ""
        also = "It also matches" if not self.missed else "It matches"
        return f"{also} records that it shouldn't{by}, such as: {self.caught[0].line}"


def tried(expected: MetricFilter, text: str) -> Tried:
    """The pattern `text` on the records that the lab describes; each is tried once."""
    if text not in expected.known:
        expected.known[text] = _tried(text, expected.samples)
    return expected.known[text]


def _tried(text: str, samples: tuple[Sample, ...]) -> Tried:
    pattern = pattern_of(text)
    matched = {sample.line for sample in samples if pattern.matches(sample.line) is not None}
    right = meant(samples)
    return Tried(
        tuple(each for each in right if each.line not in matched),
        tuple(each for each in samples if each.amiss and each.line in matched),
        len(right),
    )


def pattern_of(text: str) -> Pattern:
    """The pattern. Raises `NotKnown` where AWS has taken what isn't understood here."""
    try:
        return parse(text)
    except PatternError as error:
        raise NotKnown(f"A metric filter's pattern isn't understood, so nobody can say what it does: {error}") from None


def matching(text: str, lines: Iterable[str]) -> list[str]:
    """Those of `lines` that the pattern matches."""
    pattern = pattern_of(text)
    return [line for line in lines if pattern.matches(line) is not None]


def comes_to(expected: MetricFilter, text: str, wanted: str, actual: str) -> bool:
    """Whether a value of the metric, or of a dimension, is the one that is wanted.

    `1` and `1.0` are the same; and so is a field of a record, by whatever name the pattern has for it.
    """
    if expected.records and wanted.startswith("$"):
        return actual.startswith("$") and _takes(expected, text, actual, wanted[1:])
    try:
        return float(wanted) == float(actual)
    except ValueError:
        return wanted == actual


def same_dimensions(expected: MetricFilter, text: str, actual: Mapping[str, str]) -> bool:
    """Whether these are the dimensions that are wanted."""
    wanted = expected.dimensions
    return wanted.keys() == actual.keys() and all(comes_to(expected, text, wanted[key], actual[key]) for key in wanted)


def _takes(expected: MetricFilter, text: str, selector: str, field: str) -> bool:
    """Whether `selector` gives the value of `field` in all that the pattern matches, or could where that is nothing."""
    pattern, seen = pattern_of(text), False
    for sample in meant(expected.samples):
        found = pattern.matches(sample.line)
        if found is None:
            continue
        seen = True
        value = sample.record.get(field)
        if found.get(selector) != ("-" if value is None else str(value)):
            return False
    return seen or pattern.declares(selector)
