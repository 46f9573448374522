"""Parquet as AWS delivers flow logs in it: underscores in the fields' names, numbers as numbers, packed with gzip.

It takes DuckDB, which the extra `records` installs. What stands in a plain file as `-` is NULL; what it is in AWS's own
isn't documented (?).
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checks.records.batch import batches, text
from checks.records.database import connection, is_of_the_file, is_sayable, require
from checks.records.fields import FIELDS
from checks.records.formats import format_of, header_in
from checks.records.reading import Reading
from checks.records.sources import BLOCK, sources
from checks.records.sql import literal, name
from labs.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Mapping

    from checks.records.batch import Batch
    from checks.records.sources import Source

ROWS = 20_000
_SPACES = " \t\n\r\v\f"
_TYPES = {"INT_32": "INTEGER", "INT_64": "BIGINT", "STRING": "VARCHAR"}


def columns_of(database: Any, path: Path) -> dict[str, str]:
    """The fields of a Parquet file, each with the SQL of the text that it'd be in a plain one.

    There are none where the columns aren't those of flow log records.
    """
    found = database.execute(f"DESCRIBE SELECT * FROM {_rows([path])}").fetchall()
    columns = {str(column).lower().replace("_", "-"): _word(str(column), str(kind)) for column, kind, *_ in found}
    return columns if len(columns) == len(found) and header_in(tuple(columns)) else {}


def _word(column: str, kind: str) -> str:
    """A column's values as text in which no white space is, since that is what stands between fields."""
    said = f"CAST({name(column)} AS VARCHAR)"
    if not kind.endswith("INT") and kind != "INTEGER":
        said = f"translate({said}, {literal(_SPACES)}, {literal('_' * len(_SPACES))})"
    return f"coalesce({said}, '-')"


def as_text(paths: Iterable[Path], columns: Mapping[str, str]) -> str:
    """A query that gives these columns of Parquet files as the text that they'd be in a plain file."""
    chosen = ", ".join(f"{said} AS {name(field)}" for field, said in columns.items())
    return f"(SELECT {chosen} FROM {_rows(paths)})"


def _rows(paths: Iterable[Path]) -> str:
    """What is in these files, and nothing that DuckDB reads in the names of the folders that they are in."""
    return f"read_parquet([{', '.join(literal(str(path)) for path in paths)}], hive_partitioning=false)"


def lines(start: bytes, rest: Iterator[bytes], path: Path | None) -> Generator[bytes, None, str]:
    """A Parquet file as the lines that a plain one would have, the header first. Returns what is wrong, if anything."""
    require("Parquet")
    with connection(in_order=True) as database, _on_disk(start, rest, path) as file:
        import duckdb

        try:
            columns = columns_of(database, file)
            if not columns:
                return "The Parquet file's columns aren't those of flow log records."
            yield " ".join(columns).encode() + b"\n"
            fields = ", ".join(map(name, columns))
            rows = database.execute(f"SELECT concat_ws(' ', {fields}) FROM {as_text([file], columns)}")
            while some := rows.fetchmany(ROWS):
                yield "".join(f"{row[0]}\n" for row in some).encode()
        except duckdb.Error as error:
            if not is_of_the_file(error):
                raise
            return "The Parquet file is damaged."
        return ""


@contextmanager
def _on_disk(start: bytes, rest: Iterator[bytes], path: Path | None) -> Iterator[Path]:
    """The file, or a temporary one with the same in it: Parquet is read from its end."""
    if path is not None and is_sayable(path):
        yield path
        return
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="labgrader-records-") as folder:
        file = Path(folder) / "records.parquet"
        with file.open("wb") as into:
            into.write(start)
            into.writelines(rest)
        yield file


def to_parquet(
    *places: str | Path | Source,
    out: Path,
    format: str | Iterable[str] | None = None,
    reading: Reading | None = None,
) -> None:
    """Write records to one Parquet file, which has every field that any of them has. Raises `UsageError`.

    They go through a temporary file, so that memory is bounded, and the file is there whole or not at all.
    """
    from tempfile import TemporaryDirectory

    require("Writing Parquet")
    if not is_sayable(out):
        raise UsageError(f"{str(out)!r} can't be written: the name isn't UTF-8.")
    aside = out.with_name(f".{out.name}.{os.getpid()}")
    with TemporaryDirectory(prefix="labgrader-records-") as folder, connection(in_order=True) as database:
        fields, told = None if format is None else format_of(format), Reading() if reading is None else reading
        found = (batch for source in sources(*places) for batch in batches(source, fields, None, told))
        written = _as_lines(found, Path(folder))
        if not written:
            raise UsageError("There are no records, so there is nothing to write.")
        names = [each for each in FIELDS if any(each in fields for fields in written)]
        names += list(dict.fromkeys(each for fields in written for each in fields if each not in FIELDS))
        parts = " UNION ALL ".join(_typed(fields, path, names) for fields, path in written.items())
        try:
            database.execute(f"COPY ({parts}) TO {literal(str(aside))} (FORMAT parquet, COMPRESSION gzip)")
            aside.replace(out)
        except (OSError, _io_error()) as error:
            raise UsageError(f"{out} can't be written: {str(error).splitlines()[0]}") from None
        finally:
            aside.unlink(missing_ok=True)


def _io_error() -> type[Exception]:
    import duckdb

    return duckdb.IOException


def _as_lines(found: Iterable[Batch], folder: Path) -> dict[tuple[str, ...], Path]:
    """Clean files, one for each format, with exactly one space between fields."""
    written: dict[tuple[str, ...], Path] = {}
    for batch in found:
        path = written.setdefault(batch.format, folder / f"{len(written)}.txt")
        columns = [_clean(batch.column(each)) for each in batch.format]
        with path.open("ab", buffering=BLOCK) as into:
            into.write(b"\n".join(map(b" ".join, zip(*columns, strict=True))) + b"\n")
    return written


def _clean(tokens: list[bytes]) -> list[bytes]:
    """The tokens as text in UTF-8, without line ends of their own."""
    together = b"".join(tokens)
    if together.isascii() and b"\r" not in together:
        return tokens
    return [(text(token) or "-").replace("\r", "\\r").encode() for token in tokens]


def _typed(fields: tuple[str, ...], path: Path, names: list[str]) -> str:
    columns = ", ".join(f"{literal(each)}: 'VARCHAR'" for each in fields)
    typed = ", ".join(
        f"CAST({_nothing_for_a_dash(each) if each in fields else 'NULL'} AS {_type(each)}) "
        f"AS {name(each.replace('-', '_'))}"
        for each in names
    )
    return (
        f"SELECT {typed} FROM read_csv({literal(str(path))}, delim=' ', header=false, auto_detect=false, "
        f"quote='', escape='', hive_partitioning=false, columns={{{columns}}})"
    )


def _nothing_for_a_dash(field: str) -> str:
    return f"NULLIF({name(field)}, '-')"


def _type(field: str) -> str:
    return _TYPES[FIELDS[field].parquet] if field in FIELDS else "VARCHAR"
