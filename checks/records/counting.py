"""Counting, with whichever engine suits: the answers are the same."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from checks.records import plain
from checks.records.database import is_installed, require
from checks.records.formats import format_of
from checks.records.reading import Reading
from checks.records.sources import GZIP, PARQUET, sources
from checks.records.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from checks.records.sources import Source
    from checks.records.tally import Counts, Key, Measure
    from checks.records.where import Condition

Engine = Literal["auto", "plain", "duckdb"]

LARGE = 25_000_000
"""Bytes of text, some 220,000 records, from which on DuckDB is sooner done, for all that it takes to start."""


@dataclass(frozen=True)
class Top:
    """The largest of a tally. `total` is the sum over all keys, `keys` how many there are."""

    tally: Tally
    rows: tuple[tuple[Key, int], ...]
    total: int
    keys: int
    reading: Reading


def count(
    *places: str | Path | Source,
    tallies: Sequence[Tally],
    format: str | Iterable[str] | None = None,
    engine: Engine = "auto",
) -> tuple[list[Counts], Reading]:
    """Take all of `tallies` in one pass over the records, which need not fit into memory; what is counted by has to.

    What sums up to 0 is left out. Raises `UsageError`, and `NoEngine` where DuckDB is asked for and isn't installed.
    """
    fields = None if format is None else format_of(format)
    found = list(sources(*places))
    totals: list[Counts] = [Counter() for _ in tallies]
    reading = Reading()
    if engine == "duckdb":
        require("The engine duckdb")
    if engine == "duckdb" or (engine == "auto" and is_installed() and _is_large(found)):
        from checks.records import columnar

        columnar.count(found, tallies, totals, fields, reading)
    else:
        plain.count(found, tallies, totals, fields, reading)
    return totals, reading


def top(
    *places: str | Path | Source,
    by: str | Iterable[str],
    where: str | Condition | Iterable[str | Condition] = (),
    sum: Measure = "flows",
    n: int = 10,
    format: str | Iterable[str] | None = None,
    engine: Engine = "auto",
) -> Top:
    """The `n` values of `by` with the most flows, packets or bytes; where equally many, in the order of the values."""
    tally = Tally.of(by, where, sum)
    (counts,), reading = count(*places, tallies=(tally,), format=format, engine=engine)
    return Top(tally, largest(counts, n), counts.total(), len(counts), reading)


def largest(counts: Counts, n: int) -> tuple[tuple[Key, int], ...]:
    """The `n` largest, the same every time."""
    from heapq import nsmallest

    return tuple(nsmallest(n, counts.items(), key=lambda item: (-item[1], _order(item[0]))))


def _order(key: Key) -> tuple[tuple[int, int, str], ...]:
    """Numbers before text before nothing."""
    return tuple(
        (0, part, "") if isinstance(part, int) else (2, 0, "") if part is None else (1, 0, part) for part in key
    )


def _is_large(found: Iterable[Source]) -> bool:
    """Whether it is worth starting DuckDB; it has to be for Parquet."""
    bytes_of_text = 0
    for source in found:
        if source.path is None:
            continue
        start = next(source.pieces(), b"")
        if start.startswith(PARQUET):
            return True
        bytes_of_text += source.path.stat().st_size * (5 if start.startswith(GZIP) else 1)
    return bytes_of_text >= LARGE
