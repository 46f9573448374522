"""All that is asked of some files, as one query: the files are read once, and every count takes its part of the rows.

DuckDB hands the rows to all of them as they come, and keeps none.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from checks.records.batch import NOTHING, looked_at
from checks.records.formats import is_number
from checks.records.sql import STATUS, checked, holds, is_right, key, name, shown, status
from checks.records.tally import PERIODS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from checks.records.tally import Counts, Tally
    from checks.records.where import Condition, Value

_NOTHING = NOTHING.decode()


@dataclass(frozen=True)
class Query:
    """The query for some tallies, of files with one format.

    A row of its answer has: which part it is of, a count or a sum, and the keys, as text. A part is one of the tallies,
    by its place, or after these all rows, those of NODATA and those of SKIPDATA.
    """

    format: tuple[str, ...]
    table: str
    """What it reads from: the fields as they'd stand in a plain file."""
    tallies: Sequence[Tally]

    @cached_property
    def text(self) -> str:
        """In SQL. It fails where a field that is looked at holds what no record does."""
        parts = [self._tallied(place, tally) for place, tally in enumerate(self.tallies)]
        for only in ("", f"status = {STATUS['NODATA']}", f"status = {STATUS['SKIPDATA']}"):
            parts.append(self._part(len(parts), (), "count(*)", [only] if only else []))
        return f"WITH rows AS ({self._rows}) {' UNION ALL '.join(parts)}"

    def add(self, rows: Iterable[tuple[Any, ...]], totals: Sequence[Counts]) -> tuple[int, int, int]:
        """Add the answer to the totals of the tallies; how many rows there are in all, of NODATA, and of SKIPDATA."""
        numeric = [[each in PERIODS or is_number(each) for each in tally.by] for tally in self.tallies]
        counts = [0, 0, 0]
        for part, value, *keys in rows:
            if part >= len(self.tallies):
                counts[part - len(self.tallies)] = int(value)
            elif value:
                read = tuple(_value(token, whole) for token, whole in zip(keys, numeric[part], strict=False))
                totals[part][read] += int(value)
        return counts[0], counts[1], counts[2]

    @property
    def _conditions(self) -> list[Condition]:
        """Each condition, once."""
        return list(dict.fromkeys(one for tally in self.tallies for one in tally.where))

    @property
    def _rows(self) -> str:
        """The rows, with every value that is looked at checked, and which conditions hold."""
        named = frozenset[str]().union(*(tally.named for tally in self.tallies))
        looked = looked_at(self.format, named)
        others = [each for each in looked if each not in {*named, "log-status"}]
        columns = [f"{checked(each)} AS {name(each)}" for each in looked if each in named]
        only = f" WHERE {is_right(others[0])}" if others else ""
        values = f"SELECT {', '.join([f'{status(self.format)} AS status', *columns])} FROM {self.table}{only}"
        held = [f"{holds(one, one.field in self.format)} AS w{n}" for n, one in enumerate(self._conditions)]
        return f"SELECT {', '.join(['*', *held])} FROM ({values})"

    def _tallied(self, place: int, tally: Tally) -> str:
        meant = [f"w{self._conditions.index(one)}" for one in tally.where]
        if tally.is_of_flows:
            meant.append(f"status = {STATUS['OK']}")
        measured = name(tally.sum) if tally.sum in self.format else "0"
        return self._part(place, tally.by, "count(*)" if tally.sum == "flows" else f"sum({measured})", meant)

    def _part(self, place: int, by: tuple[str, ...], what: str, meant: list[str]) -> str:
        widest = max(len(tally.by) for tally in self.tallies)
        keys = [key(each, self.format) for each in by]
        told = [shown(each, value) for each, value in zip(by, keys, strict=True)] + ["NULL"] * (widest - len(by))
        only = f" WHERE {' AND '.join(meant)}" if meant else ""
        grouped = f" GROUP BY {', '.join(keys)}" if keys else ""
        return f"SELECT {', '.join([str(place), what, *told])} FROM rows{only}{grouped}"


def _value(token: str | None, is_whole: bool) -> Value:
    """A key as the plain way reads it."""
    if token is None or token == _NOTHING:
        return None
    return int(token) if is_whole else token
