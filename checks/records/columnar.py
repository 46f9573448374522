"""Counting large files with DuckDB, where it is installed: the same answers, sooner.

DuckDB gets only files that it would read as we do. Its query fails at the first value that a record can't hold, and its
reader at the first line with a wrong number of fields; such a file is left to the plain way, which tells what is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal

from checks.records import plain
from checks.records.batch import looked_at
from checks.records.database import connection
from checks.records.fields import DEFAULT
from checks.records.formats import header_in
from checks.records.parquet import as_text, fields_of
from checks.records.reading import Reading
from checks.records.sources import GZIP, PARQUET, unpacked
from checks.records.sql import clean, holds, key, literal, name, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checks.records.sources import Source
    from checks.records.tally import Counts, Tally

LOT = 200
"""How many files one query reads at most."""
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
    line, newline, _ = next(unpacked(source, Reading()), b"").partition(b"\n")
    if not newline or not line.strip():
        return None
    told = header_in([token.decode("ascii", "replace") for token in line.split()])
    format = told or source.format or given or DEFAULT
    return Shape(format, "gzip" if start.startswith(GZIP) else "none", told is not None)


def _lot(database: Any, files: list[Source], shape: Shape, rest: Any) -> None:
    """Count some files in one query; where they aren't clean, find out which, and count those the plain way."""
    import duckdb

    tallies, totals, format, reading = rest
    try:
        found = database.execute(_query(shape, files, tallies)).fetchall()
    except (duckdb.InvalidInputException, duckdb.IOException, duckdb.ConversionException):
        if len(files) == 1:
            plain.count(files, tallies, totals, format, reading)
            return
        half = len(files) // 2
        _lot(database, files[:half], shape, rest)
        _lot(database, files[half:], shape, rest)
        return
    _add(found, shape.format, tallies, totals, reading)
    reading.files += len(files)


def _expressions(tallies: Sequence[Tally]) -> list[str]:
    """Each key that any tally goes by, once."""
    return list(dict.fromkeys(each for tally in tallies for each in tally.by))


def _query(shape: Shape, files: Sequence[Source], tallies: Sequence[Tally]) -> str:
    """One pass over the files: a set of groups for each set of keys, in which every tally's sum is taken."""
    format, read = shape.format, shape.reads(files)
    wanted = frozenset[str]().union(*(tally.needs for tally in tallies))
    keys = _expressions(tallies)
    sets = list(dict.fromkeys(tally.by for tally in tallies))
    status = name("log-status") if "log-status" in format else "'OK'"
    measures = []
    for tally in tallies:
        conditions = [holds(one, one.field in format) for one in tally.where]
        if tally.is_of_flows:
            conditions.append(f"{status} = 'OK'")
        what = "1" if tally.sum == "flows" else number(tally.sum) if tally.sum in format else "0"
        measures.append(f"sum({what}) FILTER (WHERE {' AND '.join(conditions) or 'true'})")
    selected = ", ".join(
        [
            f"GROUPING({', '.join(f'k{index}' for index in range(len(keys)))})",
            *(f"k{index}" for index in range(len(keys))),
            "count(*)",
            f"count(*) FILTER (WHERE {status} = 'NODATA')",
            f"count(*) FILTER (WHERE {status} = 'SKIPDATA')",
            *measures,
        ]
    )
    inner = ", ".join(f"{key(each, format)} AS k{index}" for index, each in enumerate(keys))
    grouped = ", ".join("(" + ", ".join(f"k{keys.index(each)}" for each in by) + ")" for by in sets)
    checks = " AND ".join(clean(each) for each in looked_at(format, wanted)) or "true"
    return (
        f"SELECT {selected} FROM (SELECT *, {inner} FROM {read} "
        f"WHERE CASE WHEN {checks} THEN true ELSE error('unclean') END) GROUP BY GROUPING SETS ({grouped})"
    )


def _add(
    found: list[tuple[Any, ...]],
    format: tuple[str, ...],
    tallies: Sequence[Tally],
    totals: Sequence[Counts],
    reading: Reading,
) -> None:
    keys = _expressions(tallies)
    width = len(keys)

    def mark(by: tuple[str, ...]) -> int:
        """What GROUPING says of a group by these keys: a bit for each key that it isn't by."""
        return sum(1 << (width - 1 - index) for index, each in enumerate(keys) if each not in by)

    marks = [mark(tally.by) for tally in tallies]
    places = [[1 + keys.index(each) for each in tally.by] for tally in tallies]
    records = 0
    for row in found:
        if row[0] == marks[0]:
            records += row[width + 1]
            reading.no_data += row[width + 2]
            reading.skipped += row[width + 3]
        for index, measured in enumerate(row[width + 4 :]):
            if measured and row[0] == marks[index]:
                totals[index][tuple(row[place] for place in places[index])] += int(measured)
    reading.records += records
    for each in frozenset[str]().union(*(tally.needs for tally in tallies)).difference(format):
        reading.lacking[each] += records
