"""Counting large files with DuckDB, where it is installed: the same answers, sooner.

DuckDB gets only files that it would read as we do. Its query fails at the first value that a record can't hold, and its
reader at the first line with a wrong number of fields; such a file is left to the plain way, which tells what is wrong.
Of a gzip file DuckDB doesn't check the sum at its end, as the plain way does.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal

from checks.records import plain
from checks.records.batch import tells_headers_apart
from checks.records.database import connection, is_of_the_file, is_sayable
from checks.records.fields import DEFAULT
from checks.records.formats import header_in
from checks.records.parquet import as_text, columns_of
from checks.records.query import Query
from checks.records.sources import GZIP, MARK, PARQUET
from checks.records.sql import literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checks.records.reading import Reading
    from checks.records.sources import Source
    from checks.records.tally import Counts, Tally

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
    columns: tuple[str, ...] = ()
    """Of Parquet: each field's SQL."""

    def reads(self, files: Sequence[Source]) -> str:
        """What a query reads from: a table with the fields as they'd stand in a plain file."""
        paths = [source.path for source in files if source.path]
        if self.packing == "parquet":
            return as_text(paths, dict(zip(self.format, self.columns, strict=True)))
        columns = ", ".join(f"{literal(each)}: 'VARCHAR'" for each in self.format)
        return (
            f"read_csv([{', '.join(literal(str(path)) for path in paths)}], delim=' ', quote='', escape='', "
            f"auto_detect=false, header={str(self.has_header).lower()}, compression='{self.packing}', "
            f"hive_partitioning=false, columns={{{columns}}})"
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
    if source.path is None or _GLOB & set(str(source.path)) or not is_sayable(source.path):
        return None
    start = next(iter(source.pieces()), b"")
    if start.startswith(PARQUET):
        import duckdb

        try:
            columns = columns_of(database, source.path)
        except duckdb.Error as error:
            if not is_of_the_file(error):
                raise
            return None
        return Shape(tuple(columns), "parquet", columns=tuple(columns.values())) if columns else None
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
        return zlib.decompressobj(wbits=31).decompress(start, HEAD).removeprefix(MARK)
    except zlib.error:
        return b""


def _lot(database: Any, files: list[Source], shape: Shape, rest: Any) -> None:
    """Count some files at once; where they aren't clean, find out which, and count those the plain way."""
    import duckdb

    tallies, totals, format, reading = rest
    asked = Query(shape.format, shape.reads(files), tallies)
    try:
        rows = database.execute(asked.text).fetchall()
    except duckdb.Error as error:
        if not is_of_the_file(error):
            raise
        if len(files) == 1:
            plain.count(files, tallies, totals, format, reading)
            return
        half = len(files) // 2
        _lot(database, files[:half], shape, rest)
        _lot(database, files[half:], shape, rest)
        return
    records, no_data, skipped = asked.add(rows, totals)
    reading.files += len(files)
    reading.records += records
    reading.no_data += no_data
    reading.skipped += skipped
    for each in frozenset[str]().union(*(tally.needs for tally in tallies)).difference(shape.format):
        reading.lacking[each] += records
