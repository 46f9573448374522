"""Parquet in and out, with AWS's types."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from checks import records
from checks.records import DEFAULT, FIELDS, read
from checks.records.database import NoEngine
from labs.errors import UsageError
from tests.checks.records.conftest import HEADER, NODATA, Write, line

TYPES = {"INT_32": "INTEGER", "INT_64": "BIGINT", "STRING": "VARCHAR"}


def test_what_is_written_has_the_types_of_aws_and_is_read_as_it_was(write: Write, tmp_path: Path) -> None:
    write("a.log.gz", HEADER, line(size=7), NODATA, "bad", line("'\"#"))
    folder = write("b.log", "srcaddr vpc-id tcp-flags colour", "10.0.0.1 vpc-1 18 blue", "-  -  -  -").parent
    out, told = tmp_path / "flows.parquet", records.Reading()
    records.to_parquet(folder, out=out, reading=told)
    assert (told.records, told.bad) == (5, 1)

    described = duckdb.execute(f"DESCRIBE SELECT * FROM '{out}'").fetchall()
    columns = {str(name).replace("_", "-"): kind for name, kind, *_ in described}
    assert columns.pop("colour") == "VARCHAR"
    assert columns == {name: TYPES[FIELDS[name].parquet] for name in columns}
    assert [name for name in FIELDS if name in columns] == list(columns)
    packing = duckdb.execute(f"SELECT DISTINCT compression FROM parquet_metadata('{out}')").fetchall()
    assert packing == [("GZIP",)]

    def values(*places: Path) -> list[str]:
        found = [[(name, value) for name, value in each.values.items() if value is not None] for each in read(*places)]
        return sorted(str(sorted(each)) for each in found)

    assert values(out) == values(folder)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["flows.parquet"]


def test_both_engines_count_parquet_alike(write: Write, tmp_path: Path) -> None:
    path = write("a.log", HEADER, line(size=7), NODATA, line("10.0.0.1", action="ACCEPT"))
    out = tmp_path / "flows.parquet"
    records.to_parquet(path, out=out)
    assert records.summary(out, engine="duckdb") == records.summary(out, engine="plain")
    assert records.top(out, by="srcaddr").rows == records.top(path, by="srcaddr").rows


@pytest.mark.parametrize("engine", ["plain", "duckdb"])
def test_folders_that_are_named_as_partitions_add_nothing(
    write: Write, tmp_path: Path, engine: records.counting.Engine
) -> None:
    """As AWS's own are, with hive-compatible prefixes."""
    for hour in ("hour=01", "hour=02"):
        folder = tmp_path / "aws-account-id=123456789012" / "aws-service=vpcflowlogs" / "day=01" / hour
        folder.mkdir(parents=True)
        records.to_parquet(write("a.log", line()), out=folder / "a.parquet")
    where = tmp_path / "aws-account-id=123456789012"
    found = records.top(where, by="srcaddr", engine=engine)
    assert (found.rows, found.reading.is_whole) == (((("198.51.100.7",), 2),), True)
    assert [list(each.values) for each in read(where)] == [list(DEFAULT)] * 2


def test_nothing_is_written_of_nothing(write: Write, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There are no records"):
        records.to_parquet(write("a.log", HEADER), out=tmp_path / "out.parquet")
    with pytest.raises(UsageError, match="can't be written"):
        records.to_parquet(write("a.log", line()), out=tmp_path / "no" / "out.parquet")
    assert not (tmp_path / "out.parquet").exists()


@pytest.mark.parametrize("engine", ["auto", "plain", "duckdb"])
@pytest.mark.parametrize("spoilt", ["a page", "the end"])
def test_a_damaged_file_is_told_and_the_others_count(
    write: Write, tmp_path: Path, engine: records.counting.Engine, spoilt: str
) -> None:
    folder = write("whole/a.log", line(size=7)).parent
    source = write("many.log", *(line(f"10.0.{number // 256}.{number % 256}") for number in range(9000)))
    records.to_parquet(source, out=folder / "whole.parquet")
    bytes_of_it = bytearray((folder / "whole.parquet").read_bytes())
    at = bytes_of_it.index(b"\x1f\x8b\x08", len(bytes_of_it) // 4)
    bytes_of_it[at + 10 : at + 30] = b"\xff" * 20
    broken = folder / "broken.parquet"
    broken.write_bytes(bytes_of_it if spoilt == "a page" else bytes_of_it[:at])

    found = records.top(folder, by=list(DEFAULT), n=20_000, engine=engine)
    assert found.total == 9001
    assert [(each.file, each.why) for each in found.reading.damaged] == [(str(broken), "The Parquet file is damaged.")]
    assert not found.reading.is_whole


def test_records_stay_in_their_order(write: Write, tmp_path: Path) -> None:
    numbers = range(1, 400_001)
    out = tmp_path / "flows.parquet"
    long = "i" * 100  # so that DuckDB reads and writes by several threads
    records.to_parquet(write("a.log", "bytes instance-id", *(f"{number} {long}" for number in numbers)), out=out)
    assert [each.get("bytes") for each in read(out)] == list(numbers)


def test_without_duckdb_one_is_told_what_to_install(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("a.log", line())
    records.to_parquet(path, out=tmp_path / "flows.parquet")
    monkeypatch.setattr("checks.records.database.is_installed", lambda: False)
    monkeypatch.setattr("checks.records.counting.is_installed", lambda: False)
    with pytest.raises(NoEngine) as told:
        records.top(tmp_path / "flows.parquet", by="srcaddr")
    assert "labgrader[records]" in str(told.value)
    with pytest.raises(NoEngine):
        records.to_parquet(path, out=tmp_path / "more.parquet")
