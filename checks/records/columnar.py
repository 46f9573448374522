"""Counting large files with DuckDB, where it is installed: the same answers, sooner.

DuckDB gets only files that it would read as we do. Its query fails at the first value that a record can't hold, and its
reader at the first line with a wrong number of fields; such a file is left to the plain way, which tells what is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal

from checks.records import plain
from checks.records.batch import WORDS, Memo, looked_at, tells_headers_apart, text
from checks.records.batch import number as number_in
from checks.records.database import connection
from checks.records.fields import DEFAULT
from checks.records.formats import header_in, is_number
from checks.records.parquet import as_text, fields_of
from checks.records.sources import GZIP, MARK, PARQUET
from checks.records.sql import STATUS, checked, holds, is_right, key, literal, name, raw, status
from checks.records.tally import PERIODS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checks.records.reading import Reading
    from checks.records.sources import Source
    from checks.records.tally import Counts, Key, Tally
    from checks.records.where import Condition, Value

LOT = 500
"""How many files one query reads at most."""
HEAD = 1 << 13
"""Bytes of text in which the first line of a file has to end."""
_GLOB = frozenset("*?[]{}")


@dataclass(frozen=True)
class Shape:
    """What the files of one query have in common."""

    format: tuple[str, ...]
    packing: Literal["none", "gzip", "parquet"]
    has_header: bool = False

    def reads(self, files: Sequence[Source]) -> str:
        """What a query reads from: a table with the fields as they'd stand in a plain file."""
        paths = [source.path for source in files if source.path]
        if self.packing == "parquet":
            return as_text(paths, self.format)
        columns = ", ".join(f"{literal(each)}: 'VARCHAR'" for each in self.format)
        return (
            f"read_csv([{', '.join(literal(str(path)) for path in paths)}], delim=' ', quote='', escape='', "
            f"auto_detect=false, header={str(self.has_header).lower()}, compression='{self.packing}', "
            f"columns={{{columns}}})"
        )


def count(
    each: Sequence[Source],
    tallies: Sequence[Tally],
    totals: Sequence[Counts],
    format: tuple[str, ...] | None,
    reading: Reading,
) -> None:
    """The same as `plain.count`."""
    if any(network.version == 6 for tally in tallies for one in tally.where for network in one.networks):
        plain.count(each, tallies, totals, format, reading)
        return
    with connection() as database:
        shaped = ((_shape(database, source, format), source) for source in each)
        for shape, group in groupby(shaped, key=lambda pair: pair[0]):
            files = [source for _, source in group]
            if shape is None:
                plain.count(files, tallies, totals, format, reading)
                continue
            for start in range(0, len(files), LOT):
                _lot(database, files[start : start + LOT], shape, (tallies, totals, format, reading))


def _shape(database: Any, source: Source, given: tuple[str, ...] | None) -> Shape | None:
    """How a file is to be read; None is what DuckDB had better not read."""
    if source.path is None or _GLOB & set(str(source.path)):
        return None
    start = next(iter(source.pieces()), b"")
    if start.startswith(PARQUET):
        import duckdb

        try:
            return Shape(fields_of(database, source.path), "parquet")
        except duckdb.Error:
            return None
    line, newline, _ = _head(start).partition(b"\n")
    if not newline or not line.strip():
        return None
    told = header_in([token.decode("ascii", "replace") for token in line.split()])
    format = told or source.format or given or DEFAULT
    if not tells_headers_apart(format):
        return None
    return Shape(format, "gzip" if start.startswith(GZIP) else "none", told is not None)


def _head(start: bytes) -> bytes:
    """The beginning of the text of a file, out of its first bytes; nothing where it is damaged."""
    if not start.startswith(GZIP):
        return start.removeprefix(MARK)
    import zlib

    try:
        return zlib.decompressobj(wbits=31).decompress(start, HEAD)
    except zlib.error:
        return b""


class _Unclean(Exception):
    """A value that no record holds, found among the groups."""


def _lot(database: Any, files: list[Source], shape: Shape, rest: Any) -> None:
    """Count some files at once; where they aren't clean, find out which, and count those the plain way."""
    import duckdb

    tallies, totals, format, reading = rest
    passes = _passes(shape, tallies)
    try:
        found = [database.execute(each.query(files)).fetchall() for each in passes]
        sums = [sums for each, rows in zip(passes, found, strict=True) for sums in each.sums(rows)]
    except (duckdb.InvalidInputException, duckdb.IOException, duckdb.ConversionException, _Unclean):
        if len(files) == 1:
            plain.count(files, tallies, totals, format, reading)
            return
        half = len(files) // 2
        _lot(database, files[:half], shape, rest)
        _lot(database, files[half:], shape, rest)
        return
    for place, counts in sums:
        totals[place].update(counts)
    records, no_data, skipped = passes[0].rows_in(found[0])
    reading.files += len(files)
    reading.records += records
    reading.no_data += no_data
    reading.skipped += skipped
    for each in frozenset[str]().union(*(tally.needs for tally in tallies)).difference(shape.format):
        reading.lacking[each] += records


def _passes(shape: Shape, tallies: Sequence[Tally]) -> list[Pass]:
    """Some tallies at a time: DuckDB takes each sum for each set of groups, needed or not."""
    sets = list(dict.fromkeys(tally.by for tally in tallies))
    return [
        Pass(shape, tuple((place, tally) for place, tally in enumerate(tallies) if tally.by in sets[start : start + 2]))
        for start in range(0, len(sets), 2)
    ]


@dataclass(frozen=True)
class Pass:
    """One query, for some of the tallies, each with its place among all of them.

    A row of its answer has: which keys it is not by, as bits; the keys; how many rows it stands for, in all, of NODATA
    and of SKIPDATA; and the sum of each tally.
    """

    shape: Shape
    tallies: tuple[tuple[int, Tally], ...]

    @cached_property
    def keys(self) -> list[str]:
        """Each key that a tally goes by, once."""
        return list(dict.fromkeys(each for _, tally in self.tallies for each in tally.by))

    def mark(self, tally: Tally) -> int:
        """How GROUPING marks a row of this tally: a bit for each key that it doesn't go by."""
        return sum(1 << place for place, each in enumerate(reversed(self.keys)) if each not in tally.by)

    def query(self, files: Sequence[Source]) -> str:
        """The query, which fails where a file holds what is no record. Keys are as they stand there."""
        format, numbered = self.shape.format, [f"k{place}" for place in range(len(self.keys))]
        conditions = list(dict.fromkeys(one for _, tally in self.tallies for one in tally.where))
        selected = [
            f"GROUPING({', '.join(numbered)})",
            *numbered,
            "count(*)",
            *(f"count(*) FILTER (WHERE status = {STATUS[word]})" for word in ("NODATA", "SKIPDATA")),
            *(self._sum(tally, conditions) for _, tally in self.tallies),
        ]
        inner = [
            "status",
            *(f"{key(each, format)} AS {alias}" for each, alias in zip(self.keys, numbered, strict=True)),
            *(f"{holds(one, one.field in format)} AS w{place}" for place, one in enumerate(conditions)),
            *(name(each) if each in format else f"0 AS {name(each)}" for each in self._measured),
        ]
        sets = dict.fromkeys(tally.by for _, tally in self.tallies)
        grouped = ", ".join(f"({', '.join(numbered[self.keys.index(each)] for each in by)})" for by in sets)
        rows = f"SELECT {', '.join(inner)} FROM ({self._checked(files)})"
        return f"SELECT {', '.join(selected)} FROM ({rows}) GROUP BY GROUPING SETS ({grouped})"

    @property
    def _measured(self) -> list[str]:
        """What is added up."""
        return sorted({tally.sum for _, tally in self.tallies} - {"flows"})

    def _checked(self, files: Sequence[Source]) -> str:
        """The rows, with values that are looked at as what they are. Keys are looked at later, once for each group."""
        format = self.shape.format
        used = {each.field for _, tally in self.tallies for each in tally.where} | {*self._measured}
        used |= {"start"} if PERIODS.keys() & self.keys else set()
        columns = [
            f"{status(format)} AS status",
            *(f"{name(each)} AS {raw(each)}" for each in self.keys if each in format),
            *(f"{checked(each)} AS {name(each)}" for each in sorted(used & {*format})),
        ]
        wanted = frozenset[str]().union(*(tally.needs for _, tally in self.tallies))
        others = [each for each in looked_at(format, wanted) if each not in {*wanted, "log-status"}]
        only = f" WHERE {is_right(others[0])}" if others else ""
        return f"SELECT {', '.join(columns)} FROM {self.shape.reads(files)}{only}"

    def _sum(self, tally: Tally, conditions: list[Condition]) -> str:
        meant = [f"w{conditions.index(one)}" for one in tally.where]
        if tally.is_of_flows:
            meant.append(f"status = {STATUS['OK']}")
        what = "count(*)" if tally.sum == "flows" else f"sum({name(tally.sum)})"
        return f"{what} FILTER (WHERE {' AND '.join(meant)})" if meant else what

    def sums(self, rows: list[tuple[Any, ...]]) -> list[tuple[int, dict[Key, int]]]:
        """The sums of each tally, with its place among all of them. Raises `_Unclean`."""
        read = [Memo(partial(_value, each, self.shape.format)) for each in self.keys]
        found = []
        for column, (place, tally) in enumerate(self.tallies, start=len(self.keys) + 4):
            mark = self.mark(tally)
            sums: dict[Key, int] = {}
            parts = [(read[self.keys.index(each)], 1 + self.keys.index(each)) for each in tally.by]
            for row in rows:
                if row[0] == mark:
                    value = tuple(memo[row[part]] for memo, part in parts)
                    if row[column]:
                        sums[value] = sums.get(value, 0) + int(row[column])
            found.append((place, sums))
        return found

    def rows_in(self, rows: list[tuple[Any, ...]]) -> tuple[int, int, int]:
        """How many rows the files have: in all, of NODATA, of SKIPDATA."""
        mark, start = self.mark(self.tallies[0][1]), len(self.keys) + 1
        mine = [row[start : start + 3] for row in rows if row[0] == mark]
        return sum(row[0] for row in mine), sum(row[1] for row in mine), sum(row[2] for row in mine)


def _value(key: str, format: tuple[str, ...], found: str | int | None) -> Value:
    """What a key stands for, as the plain way reads it. Raises `_Unclean`."""
    if key in PERIODS or key not in format:
        return found
    token = str(found).encode() if found is not None else b""
    try:
        value = number_in(token, key) if is_number(key) else text(token)
    except ValueError:
        raise _Unclean from None
    if not token or (key in WORDS and token not in WORDS[key]):
        raise _Unclean
    return value
