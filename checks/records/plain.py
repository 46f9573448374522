"""Counting without any library: columns of bytes, counted in dicts."""

from __future__ import annotations

from collections import Counter
from itertools import compress
from operator import and_
from typing import TYPE_CHECKING, Any

from checks.records.batch import FLOWS, Memo, batches, number, text
from checks.records.formats import is_number
from checks.records.tally import PERIODS
from checks.records.where import Condition

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from checks.records.batch import Batch
    from checks.records.reading import Reading
    from checks.records.sources import Source
    from checks.records.tally import Counts, Tally

Counted = Counter[Any]
"""By a token or a number, or by a tuple of them where a tally goes by several fields."""


def count(
    each: Iterable[Source],
    tallies: Sequence[Tally],
    totals: Sequence[Counts],
    format: tuple[str, ...] | None,
    reading: Reading,
) -> None:
    """Add to `totals` what the sources hold, and to `reading` how the reading went."""
    needed = frozenset().union(*(tally.needs for tally in tallies))
    masks = [[Mask(condition) for condition in tally.where] for tally in tallies]
    counted: list[Counted] = [Counter() for _ in tallies]
    for source in each:
        for batch in batches(source, format, needed, reading):
            of_flows = _flows(batch)
            for tally, conditions, into in zip(tallies, masks, counted, strict=True):
                _add(batch, tally, conditions, of_flows if tally.is_of_flows else None, into)
    for tally, into, total in zip(tallies, counted, totals, strict=True):
        for key, value in into.items():
            parts = key if len(tally.by) > 1 else (key,)
            total[tuple(text(part) if isinstance(part, bytes) else part for part in parts)] += value


class Mask:
    """Which lines of a batch a condition holds for."""

    def __init__(self, condition: Condition) -> None:
        self.condition = condition
        self._known = Memo(self._holds)

    def _holds(self, token: bytes) -> bool:
        name = self.condition.field
        return self.condition.holds(number(token, name) if is_number(name) else text(token))

    def of(self, batch: Batch) -> list[bool]:
        """A truth for each line."""
        if _is_wide(self.condition.field):
            return list(map(self.condition.holds, batch.numbers(self.condition.field)))
        return list(map(self._known.__getitem__, batch.column(self.condition.field)))


def _is_wide(name: str) -> bool:
    """Whether a field has so many different values that remembering them doesn't pay."""
    return name in {"bytes", "packets", "start", "end"}


def _flows(batch: Batch) -> list[bool] | None:
    """Which lines tell of traffic; None is all."""
    if "log-status" not in batch.format or batch.words("log-status") <= FLOWS:
        return None
    return [token in FLOWS for token in batch.column("log-status")]


def _add(batch: Batch, tally: Tally, conditions: list[Mask], mask: list[bool] | None, into: Counted) -> None:
    for condition in conditions:
        more = condition.of(batch)
        mask = more if mask is None else list(map(and_, mask, more))
    columns = [_keys(batch, name) for name in tally.by]
    keys: Iterable[Any] = columns[0] if len(columns) == 1 else zip(*columns, strict=True)
    if mask is not None:
        keys = compress(keys, mask)
    if tally.sum == "flows":
        into.update(keys)
        return
    values: Iterable[int | None] = batch.numbers(tally.sum)
    if mask is not None:
        values = compress(values, mask)
    get = into.get
    for key, value in zip(keys, values, strict=True):
        if value:
            into[key] = get(key, 0) + value


def _keys(batch: Batch, name: str) -> Sequence[Any]:
    if name in PERIODS:
        length = PERIODS[name]
        return [None if start is None else start - start % length for start in batch.numbers("start")]
    return batch.numbers(name) if is_number(name) else batch.column(name)
