"""Files that are hardly ever seen, and what is read of them all the same."""

from __future__ import annotations

import gzip
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest

from checks import records
from checks.records import read, top
from checks.records.counting import Engine
from checks.records.table import as_json, as_table
from checks.records.text import summary_as_text
from checks.records.where import parse
from checks.records.words import zone_name
from checks.reports.terminal import Style
from labs.errors import UsageError
from tests.checks.records.conftest import Write, line

both = pytest.mark.parametrize("engine", ["plain", "duckdb"])


def counted(*places: Path, by: str, engine: Engine, **more: str) -> dict[object, int]:
    return {key[0]: count for key, count in top(*places, by=by, engine=engine, **more).rows}  # type: ignore[arg-type]


@both
def test_nothing_is_read_in_the_names_of_folders(tmp_path: Path, engine: Engine) -> None:
    for name in ("action=REJECT", "account-id=7", "colour=blue"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.log").write_text(line(action="ACCEPT") + "\n")
    assert counted(tmp_path, by="action", engine=engine) == {"ACCEPT": 3}
    assert counted(tmp_path, by="account-id", engine=engine) == {"123456789012": 3}


@both
@pytest.mark.parametrize("header", ["dstaddr srcaddr", "interface_id srcaddr"])
def test_a_header_of_another_order_is_none_of_the_records(write: Write, engine: Engine, header: str) -> None:
    path = write("a.log", header, "10.0.0.1 8.8.8.8", "10.0.0.1 9.9.9.9")
    assert counted(path, by="srcaddr", engine=engine, format="${srcaddr} ${dstaddr}") == {"8.8.8.8": 1, "9.9.9.9": 1}
    [first, _] = read(path, format="${srcaddr} ${dstaddr}")
    assert first["srcaddr"] == "8.8.8.8"


@both
def test_a_mark_before_packed_text_is_no_part_of_it(tmp_path: Path, engine: Engine) -> None:
    path = tmp_path / "a.log.gz"
    path.write_bytes(gzip.compress(b"\xef\xbb\xbfsrcaddr action\n1.1.1.1 ACCEPT\n"))
    assert counted(path, by="srcaddr", engine=engine) == {"1.1.1.1": 1}
    path.write_bytes(gzip.compress(b""))
    assert counted(path, by="srcaddr", engine=engine) == {}


def parquet(path: Path, columns: str) -> Path:
    duckdb.execute(f"COPY (SELECT {columns}) TO '{path}' (FORMAT parquet)")
    return path


@both
def test_parquet_of_others_is_read_alike(tmp_path: Path, engine: Engine) -> None:
    path = parquet(
        tmp_path / "a.parquet",
        "'10.0.0.1' AS \"SrcAddr\", 'a b\nc' AS instance_id, 'OK' AS \"log-status\", [1, 2] AS x",
    )
    assert counted(path, by="srcaddr", engine=engine) == {"10.0.0.1": 1}
    assert counted(path, by="instance-id", engine=engine) == {"a_b_c": 1}
    [record] = read(path)
    assert record.values == {"srcaddr": "10.0.0.1", "instance-id": "a_b_c", "log-status": "OK", "x": "[1,_2]"}


@both
def test_parquet_of_something_else_is_told(tmp_path: Path, engine: Engine) -> None:
    found = top(parquet(tmp_path / "a.parquet", "1 AS a, 'x y' AS b"), by="srcaddr", engine=engine)
    assert (found.rows, found.reading.records) == ((), 0)
    assert found.reading.damaged[0].why == "The Parquet file's columns aren't those of flow log records."


@both
def test_a_file_may_be_called_anything(tmp_path: Path, engine: Engine) -> None:
    name = os.fsdecode(b"caf\xe9")
    try:
        (tmp_path / f"{name}.log").write_text(line() + "\n")
    except OSError:
        pytest.skip("names of files are UTF-8 here")
    records.to_parquet(tmp_path / f"{name}.log", out=tmp_path / "a.parquet")
    (tmp_path / "a.parquet").rename(tmp_path / f"{name}.parquet")
    assert counted(tmp_path, by="action", engine=engine) == {"REJECT": 2}
    with pytest.raises(UsageError, match="isn't UTF-8"):
        records.to_parquet(tmp_path, out=tmp_path / f"{name}2.parquet")


def test_whatever_bytes_a_record_holds_go_into_parquet(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.write_bytes(b"instance-id action\na\rb ACCEPT\n\xe9 REJECT\n\xc3\xa9 REJECT\n")
    records.to_parquet(path, out=tmp_path / "a.parquet")
    assert [each["instance-id"] for each in read(tmp_path / "a.parquet")] == ["a\\rb", "\\xe9", "é"]


def test_links_are_followed_once(write: Write, tmp_path: Path) -> None:
    folder = write("a.log", line()).parent
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "there").symlink_to(folder)
    (folder / "again").symlink_to(folder)
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "b.log").write_text(line() + "\n")
    assert [each.file for each in read(tmp_path / "links")] == [str(tmp_path / "links" / "there" / "a.log")]


@pytest.mark.parametrize("seconds", [1_769_850_000_000, 10**17])
def test_times_that_no_calendar_has_are_shown_as_they_stand(write: Write, seconds: int) -> None:
    path = write("a.log", line(start=seconds), line())
    shown = "\n".join([*as_table(read(path), Style()), *summary_as_text(records.summary(path), Style())])
    assert str(seconds) in shown
    assert "2026-01-01" in shown


def test_the_zone_is_that_of_the_records_and_not_of_today() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    january, july = (int(datetime(2026, month, 1, tzinfo=UTC).timestamp()) for month in (1, 7))
    assert zone_name(berlin, july) == "CEST (UTC+0200)"
    assert zone_name(berlin, january, july) == "CET (UTC+0100) and CEST (UTC+0200)"
    assert zone_name(UTC, july) == "UTC"


def test_chosen_fields_are_those_of_json_too(write: Write) -> None:
    [shown] = as_json(read(write("a.log", line())), "srcaddr,vpc-id")
    assert {key: value for key, value in json.loads(shown).items() if key != "file"} == {
        "srcaddr": "198.51.100.7",
        "vpc-id": None,
        "line": 1,
    }


def test_numbers_that_no_record_can_hold_are_refused() -> None:
    assert parse("bytes<0009").values == (9,)
    for digits in (19, 5000):
        with pytest.raises(UsageError, match="more than 18 digits"):
            parse(f"bytes<{'9' * digits}")
