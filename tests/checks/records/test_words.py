"""Records as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC

import pytest

from checks import records
from checks.records import words
from checks.records.chart import bars, chart
from checks.records.table import as_csv, as_json, as_table
from checks.records.tally import Key
from checks.records.text import notes, summary_as_text, top_as_table
from checks.reports.terminal import Style
from labs.errors import UsageError
from tests.checks.records.conftest import HEADER, NODATA, SKIPDATA, Write, line

WIDE, NARROW = Style(width=130), Style(width=80)
START = 1_767_225_600


@pytest.mark.parametrize(
    ("bits", "names"),
    [
        *((0, "none"), (1, "FIN"), (2, "SYN"), (3, "FIN SYN"), (4, "RST"), (18, "SYN-ACK"), (19, "SYN-ACK FIN")),
        *((7, "FIN SYN RST"), (64, "64"), (None, "-")),
    ],
)
def test_tcp_flags_have_names(bits: int | None, names: str) -> None:
    assert words.flags(bits) == names


@pytest.mark.parametrize(
    ("count", "told"),
    [
        *((0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (1549, "1.5 kB"), (9_960, "10 kB"), (999_499, "999 kB")),
        *((999_500, "1.0 MB"), (12_000_000_000, "12 GB")),
    ],
)
def test_sizes_are_short(count: int, told: str) -> None:
    assert words.size(count) == told


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(45, "45 s"), (600, "10 min"), (3600, "1 h"), (12_000, "3 h 20 min"), (86_400 * 3 + 7200, "3 d 2 h")],
)
def test_durations_are_short(seconds: int, told: str) -> None:
    assert words.duration(seconds) == told


def test_a_time_that_is_none_is_shown_as_it_is() -> None:
    assert words.moment(START, UTC) == "2026-01-01 00:00:00"
    assert words.moment(10**17, UTC) == str(10**17)


def test_a_table_tells_who_with_whom(write: Write) -> None:
    path = write("flows.log", HEADER, line(), line("2001:db8::1", port=443, start=START + 86400), NODATA, SKIPDATA)
    title, day, first, next_day, second, third_day, silence, missing = as_table(records.read(path), WIDE)
    assert title.split() == ["time", "took", "interface", "source", "destination", "protocol", "packets", "bytes"]
    assert (day, next_day, third_day) == ("2026-01-01", "2026-01-02", "2026-01-01")
    assert first.split() == (
        ["00:00:00", "30", "s", "eni-0a", "198.51.100.7:40000", "10.0.0.5:22", "ssh", "TCP", "1", "40", "B", "REJECT"]
    )
    assert "[2001:db8::1]:40000" in second
    assert "443 https" in second
    assert silence.endswith("NODATA: no traffic")
    assert missing.endswith("SKIPDATA: records are missing")


def test_a_table_shows_other_fields_where_there_is_room(write: Write) -> None:
    path = write("flows.log", "srcaddr action vpc-id subnet-id", "10.0.0.1 ACCEPT vpc-1 subnet-1")
    assert list(as_table(records.read(path), WIDE))[1].split() == ["10.0.0.1", "vpc-1", "subnet-1", "ACCEPT"]
    assert list(as_table(records.read(path), Style(width=30)))[1].split() == ["10.0.0.1", "vpc-1", "ACCEPT"]


def test_chosen_fields_are_columns_with_names_for_numbers(write: Write) -> None:
    path = write("flows.log", "start protocol tcp-flags dstport", f"{START} 6 18 22")
    lines = list(as_table(records.read(path), NARROW, UTC, "start,protocol,tcp_flags,dstport"))
    assert lines[1].split() == ["2026-01-01", "00:00:00", "TCP", "SYN-ACK", "22", "ssh"]


def test_no_value_does_anything_to_a_terminal(write: Write) -> None:
    evil = "\x1b[31mred"
    path = write("flows.log", HEADER, line(evil), evil, line(interface=evil))
    reading = records.Reading()
    shown = [*as_table(records.read(path, reading=reading), WIDE), *as_csv(records.read(path)), *notes(reading, WIDE)]
    shown += top_as_table(records.top(path, by="srcaddr,interface-id"), WIDE)
    shown += summary_as_text(records.summary(path), WIDE)
    shown += as_json(records.read(path))
    assert "\\x1b[31mred" in "".join(shown)
    assert all(each.isprintable() for each in shown)


def test_comma_separated_values_need_one_format_or_chosen_fields(write: Write) -> None:
    write("a.log", HEADER, line())
    folder = write("b.log", "srcaddr vpc-id", "10.0.0.1 vpc-1").parent
    with pytest.raises(UsageError, match="vpc-id"):
        list(as_csv(records.read(folder)))
    assert list(as_csv(records.read(folder), "srcaddr,dstport")) == ["srcaddr,dstport", "198.51.100.7,22", "10.0.0.1,"]


def test_notes_name_what_was_left_out(write: Write) -> None:
    told = records.Reading()
    path = write("flows.log.gz", HEADER, line(), *("bad" for _ in range(9)), cut=1)
    list(records.read(path, reading=told))
    said = "\n".join(notes(told, NARROW))
    assert "9 lines are no records, and not counted:" in said
    assert f"{path}:3 has 1 field, where the format has 14" in said
    assert "… and 4 more" in said
    assert "cut off" in said


FLOWS: Mapping[Key, int] = {
    **{(START + minute * 60, "ACCEPT"): 100 + minute for minute in range(0, 120, 3)},
    (START + 1800, "REJECT"): 1,
    (START + 3600, "REJECT"): 1000,
}


@pytest.mark.parametrize(
    ("style", "shades"),
    [(Style(width=80), "▁▂▃▄▅▆▇█"), (Style(width=80, unicode=False), ".:#"), (Style(width=40, unicode=False), ".:#")],
)
def test_a_chart_fits_into_the_terminal(style: Style, shades: str) -> None:
    lines = chart(FLOWS, style)
    assert len(lines) == 5 + 4 + 2
    assert all(len(each) <= style.width for each in lines)
    assert set("".join(lines)) <= {*shades, *" │└┬─|+-:", *"0123456789,", *"ACCEPTREJECT"}
    assert lines[0].split()[0] == str(max(bars(FLOWS, style.width - 13).counts["ACCEPT"]))  # type: ignore[union-attr]


def test_what_is_little_beside_the_rest_is_seen_still() -> None:
    base = chart(FLOWS, Style(width=80))[8]
    assert base.count("▁") == 1
    assert base.count("█") == 1


@pytest.mark.parametrize(
    ("minutes", "room", "step"),
    [(1, 50, 60), (60, 50, 120), (1440, 50, 1800), (10**6, 60, 86400 * 14)],
)
def test_a_bar_stands_for_a_length_of_time_that_people_use(minutes: int, room: int, step: int) -> None:
    found = bars({(START, "ACCEPT"): 1, (START + (minutes - 1) * 60, "REJECT"): 1}, room)
    assert found is not None
    assert found.step == step
    assert len(found.counts["ACCEPT"]) <= room
    assert sum(found.counts["ACCEPT"]) == sum(found.counts["REJECT"]) == 1
    assert found.counts["REJECT"][-1] == 1


def test_without_times_there_is_no_chart() -> None:
    assert chart({(None, "ACCEPT"): 5}, NARROW) == []
    assert chart({}, NARROW) == []


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_summary_keeps_to_the_width(write: Write, width: int) -> None:
    path = write("flows.log", HEADER, line(), line("2001:db8::1", action="ACCEPT", port=443, size=10**9), NODATA)
    lines = list(summary_as_text(records.summary(path), Style(width=width)))
    assert all(len(each) <= width for each in lines)
    assert lines[0] == "3 records in one file, 1 NODATA among them"
    assert lines[1] == "2026-01-01 00:00 to 00:00, 60 s; times in UTC"
    assert lines[2] == "2 flows, 1.0 GB in 2 packets"
    assert any("TCP 22 ssh" in each for each in lines)
