"""Any version, any format, by a header line or without; and what is no record is told."""

from __future__ import annotations

import gzip
import os
import random
from pathlib import Path

import pytest

from checks import records
from checks.records.sources import BLOCK, LONGEST
from labs.errors import UsageError
from tests.checks.records.conftest import HEADER, NODATA, SKIPDATA, Write, line


def test_values_are_numbers_text_or_nothing(write: Write) -> None:
    flow, silence = records.read(write("flows.log", HEADER, line(size=70), NODATA))
    assert (flow["srcaddr"], flow["bytes"], flow["log_status"], flow.is_flow) == ("198.51.100.7", 70, "OK", True)
    assert (silence["srcaddr"], silence["bytes"], silence["start"], silence.is_flow) == (None, None, 1767225600, False)
    assert flow.line == 2


@pytest.mark.parametrize("given", ["${srcaddr} ${vpc-id}  ${tcp-flags}", ["srcaddr", "vpc_id", "tcp-flags"]])
def test_a_format_says_what_the_fields_are(write: Write, given: str | list[str]) -> None:
    (flow,) = records.read(write("flows.log", "10.0.0.1 vpc-1 19"), format=given)
    assert dict(flow.values) == {"srcaddr": "10.0.0.1", "vpc-id": "vpc-1", "tcp-flags": 19}


def test_each_file_goes_by_its_own_header_wherever_that_stands(write: Write) -> None:
    write("a.log", HEADER, line("10.0.0.1"))
    write("deep/b.log.gz", "dstport srcaddr instance-id", "443 10.0.0.2 i-1", "srcaddr dstport", "10.0.0.3 80")
    write("deep/.hidden", "no record")
    found = list(records.read(write("c.log", line("10.0.0.4"), HEADER, line("10.0.0.5")).parent))
    assert [(Path(each.file).name, each.line, each["srcaddr"]) for each in found] == [
        ("a.log", 2, "10.0.0.1"),
        ("c.log", 1, "10.0.0.4"),
        ("c.log", 3, "10.0.0.5"),
        ("b.log.gz", 2, "10.0.0.2"),
        ("b.log.gz", 4, "10.0.0.3"),
    ]
    assert found[3].get("instance-id") == "i-1"
    assert found[4].get("instance-id") is None


def test_a_pipe_is_read_once_and_whole() -> None:
    reader, writer = os.pipe()
    with os.fdopen(writer, "w") as pipe:
        pipe.writelines(f"{line('10.0.0.1')}\n" for _ in range(200))  # fits into a pipe
    try:
        assert records.top(f"/dev/fd/{reader}", by="srcaddr").rows == ((("10.0.0.1",), 200),)
    finally:
        os.close(reader)


def test_a_header_may_have_fields_that_are_not_known_yet(write: Write) -> None:
    (flow,) = records.read(write("flows.log", "srcaddr dstaddr colour", "10.0.0.1 10.0.0.2 blue"))
    assert flow["colour"] == "blue"


@pytest.mark.parametrize("ends", ["\n", "\r\n", "  \n", "\n\n"])
@pytest.mark.parametrize("between", [" ", "   ", "\t", " \t "])
def test_runs_of_white_space_are_one_and_blank_lines_none(write: Write, ends: str, between: str) -> None:
    told = records.Reading()
    path = write("flows.log", f"  {HEADER}", line(port=80).replace(" ", between), line(port=443), ends=ends)
    assert [each["dstport"] for each in records.read(path, reading=told)] == [80, 443]
    assert told.is_whole


def test_the_last_line_needs_no_end_and_a_mark_of_utf_8_is_none_of_the_text(write: Write) -> None:
    path = write("flows.log", f"\ufeff{HEADER}", line(port=1), line(port=2), cut=1)
    assert [each["dstport"] for each in records.read(path)] == [1, 2]


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (line().rsplit(" ", 1)[0], "has 13 fields, where the format has 14"),
        (f"{line()} more", "has 15 fields, where the format has 14"),
        ("hello", "has 1 field, where the format has 14"),
        (line(port=22).replace(" 22 ", " ssh "), "dstport isn't a number"),
        (line().replace(" 40 ", " 4e1 "), "bytes isn't a number"),
        (line().replace(" 40 ", " -40 "), "bytes isn't a number"),
        (line().replace(" 40 ", " 1234567890123456789 "), "bytes isn't a number"),
        (line().replace(" 22 ", " 2200000000 "), "dstport isn't a number"),
        (line(action="reject"), "action isn't a word that AWS uses there"),
        (line().replace(" OK", " FINE"), "log-status isn't a word that AWS uses there"),
    ],
)
def test_a_bad_line_is_counted_and_shown(write: Write, bad: str, why: str) -> None:
    told = records.Reading()
    path = write("flows.log", HEADER, line(), bad, NODATA, SKIPDATA, line())
    assert len(list(records.read(path, reading=told))) == 4
    assert (told.records, told.flows, told.no_data, told.skipped, told.bad) == (4, 2, 1, 1, 1)
    assert told.examples == [records.BadLine(str(path), 3, why, bad)]


def test_all_bad_lines_are_counted_and_some_are_kept(write: Write) -> None:
    told = records.Reading()
    assert not list(records.read(write("picture.png", *("x" * 300 for _ in range(50))), reading=told))
    assert (told.bad, len(told.examples), len(told.examples[0].text)) == (50, 20, 201)


def test_bytes_that_are_no_text_are_shown_escaped(tmp_path: Path) -> None:
    (tmp_path / "odd").write_bytes(line("10.0.0.\xff").encode("latin-1") + b"\n")
    (flow,) = records.read(tmp_path)
    assert flow["srcaddr"] == "10.0.0.\\xff"


@pytest.mark.parametrize("cut", [1, 9, 40, 200])
def test_of_a_file_that_breaks_off_all_that_is_whole_is_used(write: Write, cut: int) -> None:
    numbers = random.Random(1).sample(range(1, 60000), 3000)
    told = records.Reading()
    path = write("flows.log.gz", HEADER, *(line(port=number) for number in numbers), cut=cut)
    found = [each["dstport"] for each in records.read(path, reading=told)]
    assert found == numbers[: len(found)]
    assert len(found) == len(numbers) if cut < 9 else len(numbers) * 0.9 < len(found)
    assert told.damaged == [records.Damage(str(path), "The gzip file is cut off.")]
    assert told.bad == 0


def test_a_damaged_file_is_told(write: Write) -> None:
    path = write("flows.log.gz", HEADER, *(line(port=number) for number in range(1, 3000)))
    packed = bytearray(path.read_bytes())
    packed[len(packed) // 2] ^= 0xFF
    path.write_bytes(packed)
    told = records.Reading()
    assert len(list(records.read(path, reading=told))) < 3000
    assert not told.is_whole


def test_gzip_files_one_after_the_other_are_one(tmp_path: Path) -> None:
    member = gzip.compress(f"{HEADER}\n{line()}\n".encode())
    (tmp_path / "two").write_bytes(member + member + b"\0" * 100)
    told = records.Reading()
    assert len(list(records.read(tmp_path, reading=told))) == 2
    assert told.is_whole


def test_lines_keep_their_numbers_over_many_blocks(write: Write) -> None:
    count = 3 * BLOCK // len(line())
    told = records.Reading()
    path = write("flows.log", HEADER, *(line() for _ in range(count)), "bad", line(port=7), f"{line()} ")
    found = list(records.read(path, where="dstport=7", reading=told))
    assert [each.line for each in found] == [count + 3]
    assert [each.line for each in told.examples] == [count + 2]


def test_an_endless_line_is_no_record(write: Write) -> None:
    told = records.Reading()
    path = write("flows.log", HEADER, line(), "x" * (LONGEST + 5 * BLOCK), line())
    assert len(list(records.read(path, reading=told))) == 2
    assert [(each.line, each.why) for each in told.examples] == [(3, "is longer than any record")]


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no file or folder"):
        list(records.read(tmp_path / "missing"))
    with pytest.raises(UsageError, match="There is no file in the folder"):
        list(records.read(tmp_path))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("", "at least one field"),
        ("${srcaddr} ${srcaddr}", "srcaddr twice"),
        ("${src-addr}", "Did you mean `srcaddr`?"),
    ],
)
def test_a_wrong_format_is_told(write: Write, given: str, says: str) -> None:
    with pytest.raises(UsageError) as told:
        list(records.read(write("flows.log", line()), format=given))
    assert says in str(told.value)
