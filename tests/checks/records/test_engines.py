"""The same answers, whichever engine counts; and where there is none, all but Parquet goes on without."""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import Literal

import pytest

from checks import records
from checks.records import columnar, counting, plain
from checks.records.database import NoEngine
from checks.records.tally import Tally
from labs.errors import UsageError
from tests.checks.records.conftest import HEADER, NODATA, SKIPDATA, Write, line

Engine = Literal["plain", "duckdb"]

CUSTOM = "srcaddr instance-id tcp-flags bytes"
PIECES: dict[str, tuple[str, ...]] = {
    "clean": (HEADER, line(), line("10.0.0.2", size=7, action="ACCEPT"), NODATA, SKIPDATA),
    "without a header": (line(), line("10.0.0.3")),
    "nothing but a header": (HEADER,),
    "nothing": (),
    "silence only": (HEADER, NODATA, NODATA, SKIPDATA),
    "a header again": (HEADER, line(), HEADER, line("10.0.0.2")),
    "another header": (HEADER, line(), CUSTOM, "10.0.0.9 - 2 5", "10.0.0.9 i-1 - -"),
    "custom": (CUSTOM, "10.0.0.9 - 2 5", "10.0.0.9 i-1 - -", "- - - -"),
    "custom, the header again": (CUSTOM, "10.0.0.9 - 2 5", CUSTOM, "10.0.0.9 i-1 - -"),
    "sizes missing": (HEADER, line().replace(" 40 ", " - "), line().replace(" 40 ", " - ")),
    "text only": ("srcaddr instance-id", "10.0.0.9 i-1", "srcaddr instance-id", "10.0.0.9 -"),
    "runs of spaces": (HEADER, line().replace(" ", "  "), line()),
    "spaces at the ends": (HEADER, f" {line()}", f"{line()} ", line()),
    "tabs": (HEADER, line().replace(" ", "\t"), line()),
    "blank lines": (HEADER, "", line(), "   ", line(), ""),
    "too few": (HEADER, line(), line().rsplit(" ", 1)[0], line("10.0.0.2")),
    "too few, with a space": (HEADER, line(), line().removesuffix("OK"), line("10.0.0.2")),
    "too few, with two spaces": (HEADER, line().replace("198.51.100.7", ""), line().replace("eni-0a", "")),
    "too many": (HEADER, line(), f"{line()} x"),
    "odd numbers": (HEADER, *(line().replace(" 40 ", f" {odd} ") for odd in ("1.5", "1e2", "+5", "-5", "1_0", "0x1f"))),
    "zeros before": (HEADER, line().replace(" 40 ", " 0040 "), line(size=0)),
    "large numbers": (HEADER, line(size=10**17), line(size=10**18 - 1), line().replace(" 40 ", f" {10**18} ")),
    "ports": (HEADER, line(port=0), line(port=70000), line().replace(" 22 ", " 2147483648 ")),
    "odd words": (HEADER, line(action="DROP"), line().replace(" OK", " ok"), line("café"), line('"10.0.0.1"')),
    "odd addresses": (HEADER, *map(line, ("10.0.0.256", "010.0.0.1", "10.0.0", "10.0.0.1.2", "10.0.0.0/8"))),
    "version 6": (HEADER, line("2001:db8::1"), line("2001:db8:1::1")),
    "a quote and a hash": (HEADER, line("'"), line('"'), f"#{line()}"),
    "without a status": (HEADER, f"{line().removesuffix('OK')}-", line(), NODATA),
    "garbage": ("\x00\x01garbage", "more of it"),
}
TALLIES = (
    Tally.of("srcaddr", "action=REJECT"),
    Tally.of("interface-id", sum="bytes"),
    Tally.of("srcaddr,dstport", "srcaddr in 10.0.0.0/8"),
    Tally.of("log-status"),
    Tally.of("hour", "bytes>=40"),
    Tally.of("instance-id", "tcp-flags!=-", sum="bytes"),
    Tally.of("instance-id", "tcp-flags=-"),
    Tally.of("dstport", ["dstport!=22,80", "srcaddr not in 10.0.0.0/16,192.0.2.0/24"], sum="packets"),
    Tally.of("action", "log-status!=OK"),
    Tally.of("protocol", "srcaddr!=198.51.100.7,-"),
    Tally.of("srcaddr", "srcaddr in 198.0.0.0/7,10.0.0.2/32,10.0.0.8/29"),
)


def counted(engine: Engine, *places: Path, tallies: tuple[Tally, ...] = TALLIES) -> object:
    return records.count(*places, tallies=tallies, engine=engine)


@pytest.mark.parametrize("piece", PIECES)
def test_both_engines_count_the_same_in(write: Write, piece: str) -> None:
    path = write("flows.log", *PIECES[piece])
    assert counted("duckdb", path) == counted("plain", path)


@pytest.fixture
def folder(write: Write) -> Path:
    """Files of all sorts, packed or not, cut off or not."""
    for number, lines in enumerate(PIECES.values()):
        ends = "\r\n" if number % 5 == 0 else "\n"
        write(f"{number:02}.log{'.gz' if number % 2 else ''}", *lines, cut=number % 3, ends=ends)
    return write("[odd]*.log", *PIECES["clean"]).parent


def test_both_engines_count_the_same_in_a_folder_of_all_sorts(folder: Path) -> None:
    assert counted("duckdb", folder) == counted("plain", folder)
    assert records.summary(folder, engine="duckdb") == records.summary(folder, engine="plain")


@pytest.mark.parametrize("tally", TALLIES, ids=lambda tally: ",".join(tally.by))
def test_both_engines_count_the_same_for_one_question(folder: Path, tally: Tally) -> None:
    """What is looked at is less then, and so is what can be wrong with it."""
    assert counted("duckdb", folder, tallies=(tally,)) == counted("plain", folder, tallies=(tally,))


def test_both_engines_count_the_same_of_many(write: Write) -> None:
    chance = random.Random(3)
    lines = [
        line(
            f"10.0.{chance.randrange(4)}.{chance.randrange(9)}",
            port=chance.choice((22, 80, 443)),
            action=chance.choice(("ACCEPT", "REJECT")),
            size=chance.randrange(10**6),
            start=1_767_225_600 + chance.randrange(9000),
            interface=chance.choice(("eni-0a", "eni-0b")),
        )
        for _ in range(20_000)
    ]
    path = write("flows.log.gz", HEADER, *lines, NODATA)
    assert counted("duckdb", path) == counted("plain", path)
    assert records.summary(path, engine="duckdb") == records.summary(path, engine="plain")
    expected = sum(int(each.split()[9]) for each in lines if each.split()[2] == "eni-0a")
    assert dict(records.top(path, by="interface-id", sum="bytes").rows)["eni-0a",] == expected


def test_a_clean_file_goes_through_duckdb_alone(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "count", None)
    found = records.top(write("flows.log", *PIECES["clean"]), by="srcaddr", engine="duckdb")
    assert found.rows == ((("10.0.0.2",), 1), (("198.51.100.7",), 1))


def test_large_files_go_to_duckdb_and_small_ones_do_not(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    went: list[str] = []
    monkeypatch.setattr(plain, "count", lambda *_: went.append("plain"))
    monkeypatch.setattr(columnar, "count", lambda *_: went.append("duckdb"))
    path = write("flows.log", HEADER, line())
    records.top(path, by="srcaddr")
    monkeypatch.setattr(counting, "LARGE", 200)
    records.top(path, by="srcaddr")
    assert went == ["plain", "duckdb"]


def test_without_duckdb_all_goes_the_plain_way(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "LARGE", 0)
    monkeypatch.setitem(sys.modules, "duckdb", None)
    monkeypatch.setattr("checks.records.counting.is_installed", lambda: False)
    monkeypatch.setattr("checks.records.database.is_installed", lambda: False)
    path = write("flows.log", *PIECES["clean"])
    assert records.top(path, by="srcaddr").total == 2
    with pytest.raises(NoEngine, match="labgrader\\[records\\]"):
        records.top(path, by="srcaddr", engine="duckdb")


def test_the_largest_come_first_and_of_equals_the_smaller_value(write: Write) -> None:
    path = write("flows.log", HEADER, *(line(port=port) for port in (80, 22, 443, 22, 9)))
    found = records.top(path, by="dstport", n=3)
    assert found.rows == (((22,), 2), ((9,), 1), ((80,), 1))
    assert (found.total, found.keys) == (5, 4)


def test_silence_counts_only_where_the_status_is_asked_about(write: Write) -> None:
    path = write("flows.log", *PIECES["clean"])
    assert dict(records.top(path, by="interface-id").rows) == {("eni-0a",): 2}
    assert dict(records.top(path, by="log-status").rows) == {("OK",): 2, ("NODATA",): 1, ("SKIPDATA",): 1}
    assert dict(records.top(path, by="interface-id", where="log-status=NODATA").rows) == {("eni-0a",): 1}


def test_a_field_that_no_record_has_is_told(write: Write) -> None:
    found = records.top(write("flows.log", HEADER, line()), by="vpc-id")
    assert found.reading.lacking["vpc-id"] == 1
    assert found.rows == (((None,), 1),)


@pytest.mark.parametrize(("by", "says"), [("sourceaddr", "Did you mean `srcaddr`?"), ("dstport,dstport", "twice")])
def test_a_wrong_key_is_told(write: Write, by: str, says: str) -> None:
    with pytest.raises(UsageError) as told:
        records.top(write("flows.log", line()), by=by)
    assert says in str(told.value)


def test_a_summary_sums_up(write: Write) -> None:
    path = write(
        "flows.log",
        HEADER,
        line("10.0.0.1", size=100, action="ACCEPT", port=443),
        line("198.51.100.7", start=1_767_225_725),
        line("198.51.100.7"),
        NODATA,
        "bad",
    )
    told = records.summary(path)
    assert (told.flows, told.bytes, told.packets) == (3, 180, 3)
    assert told.actions == {"ACCEPT": 1, "REJECT": 2}
    assert told.span == (1_767_225_600, 1_767_225_720)
    assert told.minutes[1_767_225_720, "REJECT"] == 1
    assert told.senders.rows[0] == (("10.0.0.1",), 100)
    assert told.ports.rows == (((6, 443), 1),)
    assert told.rejected_ports.rows == (((6, 22), 2),)
    assert told.reading.bad == 1
