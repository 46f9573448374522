"""Answers in words: what is largest, what it all sums up to, and what came of reading."""

from __future__ import annotations

import json
from datetime import UTC, tzinfo
from itertools import zip_longest
from typing import TYPE_CHECKING

from checks.records.chart import chart
from checks.records.fields import FIELDS
from checks.records.table import csv_line, readable
from checks.records.words import day_and_time, duration, grouped, size, zone_name
from checks.reports.text import tame

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checks.records.counting import Top
    from checks.records.reading import Reading
    from checks.records.summary import Ranking, Summary
    from checks.records.tally import Key, Measure
    from checks.reports.terminal import Style

EXAMPLES = 5
"""How many bad lines are shown."""
PORT = ("protocol", "dstport")
"""What is behind a port depends on the protocol."""
_BAR = 20


def amount(count: int, measure: Measure) -> str:
    """A sum, as one reads it."""
    return size(count) if measure == "bytes" else grouped(count)


def named(names: Sequence[str], key: Key, zone: tzinfo | None = UTC) -> str:
    """What a tally goes by, as one reads it."""
    if names == PORT and key[0] in {1, 58}:
        names, key = names[:1], key[:1]  # ICMP has no ports: flow logs put 0
    if names[0] == PORT[0]:
        return " ".join(readable(name, part) for name, part in zip(names, key, strict=True) if part is not None)
    return "  ".join(readable(name, part, zone) for name, part in zip(names, key, strict=True))


def top_as_table(found: Top, style: Style, zone: tzinfo | None = UTC) -> Iterator[str]:
    """The largest, each with its share and a bar."""
    tally = found.tally
    names = [named(tally.by, key, zone) for key, _ in found.rows]
    by = "  ".join(tally.by)
    wide = max([len(by), *map(len, names)])
    amounts = [amount(count, tally.sum) for _, count in found.rows]
    room = max([len(tally.sum), *map(len, amounts)])
    yield style.paint(f"{by:{wide}}  {tally.sum:>{room}}   share", "bold")
    most = found.rows[0][1] if found.rows else 0
    shade = "█" if style.unicode else "#"
    for name, told, (_, count) in zip(names, amounts, found.rows, strict=True):
        bar = shade * max(1, round(_BAR * count / most)) if wide + room + _BAR + 13 <= style.width else ""
        line = f"{name:{wide}}  {told:>{room}}  {count / found.total:6.1%}"
        yield f"{line}  {style.paint(bar, 'passed')}" if bar else line
    rest = found.keys - len(found.rows)
    more = f", {grouped(rest)} of them not shown" if rest else ""
    what = f"{by} has" if len(tally.by) == 1 else f"{', '.join(tally.by)} have"
    values = f"{grouped(found.keys)} {'value' if found.keys == 1 else 'different values'}{more}"
    unit = "" if tally.sum == "bytes" else f" {tally.sum}"
    yield style.paint(f"{what} {values}. In all: {amount(found.total, tally.sum)}{unit}.", "dim")


def top_as_json(found: Top) -> str:
    """The same for programs."""
    tally = found.tally
    rows = [dict(zip(tally.by, key, strict=True)) | {tally.sum: count} for key, count in found.rows]
    return json.dumps(
        {"by": tally.by, "sum": tally.sum, "total": found.total, "values": found.keys, "rows": rows}
        | {"reading": reading_as_data(found.reading)},
        indent=2,
    )


def top_as_csv(found: Top) -> Iterator[str]:
    """The same for spreadsheets."""
    yield csv_line([*found.tally.by, found.tally.sum])
    for key, count in found.rows:
        yield csv_line([*("" if part is None else tame(part) for part in key), str(count)])


def reading_as_data(reading: Reading) -> dict[str, object]:
    """What came of reading, for programs."""
    return {
        "files": reading.files,
        "records": reading.records,
        "no_data": reading.no_data,
        "skip_data": reading.skipped,
        "bad_lines": reading.bad,
        "examples": [
            {"file": bad.file, "line": bad.line, "why": bad.why, "text": tame(bad.text)} for bad in reading.examples
        ],
        "damaged": [{"file": each.file, "why": each.why} for each in reading.damaged],
    }


def notes(reading: Reading, style: Style) -> Iterator[str]:
    """What a reader has to know of the reading: bad lines, damaged files, fields that aren't there."""
    lacking = {name: count for name, count in reading.lacking.items() if name != "log-status"}  # always looked at
    for count in sorted(set(lacking.values()), reverse=True):
        names = ", ".join(name for name in (*FIELDS, *sorted(lacking.keys() - FIELDS)) if lacking.get(name) == count)
        which = "No record has" if count == reading.records else f"{_records(count)} of them: no"
        yield style.paint(f"{which} {names}; the format doesn't hold {'them' if ',' in names else 'it'}.", "skipped")
    for damaged in reading.damaged:
        yield style.paint(f"{tame(damaged.file)}: {damaged.why} What was whole of it is used.", "skipped")
    if reading.bad:
        lines = "One line is no record" if reading.bad == 1 else f"{grouped(reading.bad)} lines are no records"
        yield style.paint(f"{lines}, and not counted:", "skipped")
        files = list(dict.fromkeys(bad.file for bad in reading.examples))
        for bad in sorted(reading.examples, key=lambda bad: (files.index(bad.file), bad.line))[:EXAMPLES]:
            text = tame(bad.text)
            yield f"  {tame(bad.file)}:{bad.line} {bad.why}"
            yield style.paint(f"    {text if len(text) <= style.width - 4 else text[: style.width - 5] + '…'}", "dim")
        if reading.bad > EXAMPLES:
            yield f"  … and {grouped(reading.bad - EXAMPLES)} more"


def summary_as_text(told: Summary, style: Style, zone: tzinfo | None = UTC) -> Iterator[str]:
    """The whole summary."""
    yield style.paint(_heading(told.reading), "bold")
    span = told.span
    if span is None and not told.flows:
        yield "No flow is among them."
        return
    if span is not None:
        yield f"{_span(*span, zone)}, {duration(span[1] - span[0] + 60)}; times in {zone_name(zone, *span)}"
    much = f", {size(told.bytes)} in {grouped(told.packets)} packets" if told.bytes or told.packets else ""
    yield f"{_flows(told.flows)}{much}"
    for action, flows in sorted(told.actions.items(), key=lambda item: str(item[0])):
        colour = {"ACCEPT": "passed", "REJECT": "failed"}.get(str(action), "dim")
        word = style.paint(f"{action or '-':6}", colour)
        yield f"  {word}  {grouped(flows):>{len(grouped(told.flows))}}  {flows / told.flows:6.1%}"
    drawn = chart(told.minutes, style, zone)
    if drawn:
        yield ""
        yield from drawn
    yield from _rankings(told, style)


def _span(first: int, last: int, zone: tzinfo | None) -> str:
    (day, at), (last_day, until) = day_and_time(first, zone), day_and_time(last, zone)
    begins, ends = f"{day} {at[:5]}" if day else at, until[:5] if last_day else until
    return f"{begins} to {ends}" if day == last_day else f"{begins} to {f'{last_day} {ends}'.strip()}"


def _heading(reading: Reading) -> str:
    files = "one file" if reading.files == 1 else f"{grouped(reading.files)} files"
    counts = ((reading.no_data, "NODATA"), (reading.skipped, "SKIPDATA"))
    silent = " and ".join(f"{grouped(count)} {word}" for count, word in counts if count)
    return f"{_records(reading.records)} in {files}" + (f", {silent} among them" if silent else "")


def _records(count: int) -> str:
    return f"{grouped(count)} {'record' if count == 1 else 'records'}"


def _flows(count: int) -> str:
    return f"{grouped(count)} {'flow' if count == 1 else 'flows'}"


def _rankings(told: Summary, style: Style) -> Iterator[str]:
    blocks = [
        _block("Most bytes sent by", ("srcaddr",), "bytes", told.senders),
        _block("Most bytes received by", ("dstaddr",), "bytes", told.receivers),
        _block("Accepted most on", PORT, "flows", told.ports),
        _block("Rejected most on", PORT, "flows", told.rejected_ports),
        _block("Rejected most from", ("srcaddr",), "flows", told.rejected),
        _block("Most bytes by interface", ("interface-id",), "bytes", told.interfaces),
    ]
    blocks = [block for block in blocks if len(block) > 1]
    half = (style.width - 4) // 2
    two = half >= 38 and all(len(line) <= half for block in blocks for line in block)
    for place in range(0, len(blocks), 2 if two else 1):
        yield ""
        pair = blocks[place : place + 2] if two else [blocks[place], []]
        for number, (left, right) in enumerate(zip_longest(*(*pair, [])[:2], fillvalue="")):
            line = f"{left:{half}}    {right}".rstrip() if two else left
            yield style.paint(line, "bold") if number == 0 else line


def _block(title: str, names: tuple[str, ...], measure: Measure, ranking: Ranking) -> list[str]:
    there = [(key, count) for key, count in ranking.rows if any(part is not None for part in key)]
    rows = [(named(names, key), amount(count, measure), count) for key, count in there]
    if not rows:
        return []
    wide, room = max(len(name) for name, _, _ in rows), max(len(told) for _, told, _ in rows)
    return [title, *(f"  {name:{wide}}  {told:>{room}}  {count / ranking.total:6.1%}" for name, told, count in rows)]


def summary_as_json(told: Summary) -> str:
    """The same for programs."""
    rankings = {
        "senders": (told.senders, ("srcaddr",), "bytes"),
        "receivers": (told.receivers, ("dstaddr",), "bytes"),
        "interfaces": (told.interfaces, ("interface-id",), "bytes"),
        "protocols": (told.protocols, ("protocol",), "flows"),
        "ports": (told.ports, PORT, "flows"),
        "rejected": (told.rejected, ("srcaddr",), "flows"),
        "rejected_ports": (told.rejected_ports, PORT, "flows"),
    }
    minutes = sorted((key, count) for key, count in told.minutes.items() if isinstance(key[0], int) and key[1])
    return json.dumps(
        {
            "flows": told.flows,
            "bytes": told.bytes,
            "packets": told.packets,
            "actions": {str(action): count for action, count in told.actions.items() if action},
            "span": told.span,
            **{
                title: [dict(zip(names, key, strict=True)) | {measure: count} for key, count in ranking.rows]
                for title, (ranking, names, measure) in rankings.items()
            },
            "minutes": [{"start": minute, "action": action, "flows": count} for (minute, action), count in minutes],
            "reading": reading_as_data(told.reading),
        },
        indent=2,
    )
