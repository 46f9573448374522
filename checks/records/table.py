"""Records for people, programs and spreadsheets: one line each."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING

from checks.records.fields import FIELDS
from checks.records.formats import field_named
from checks.records.words import day_and_time, flags, grouped, moment, port, protocol, size
from checks.reports.text import tame
from labs.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from checks.records.record import Record
    from checks.records.where import Value
    from checks.reports.terminal import Style

PAGE = 500
"""How many records the columns' widths are taken from at a time."""
_TIMES = frozenset({"start", "end"})
_TOLD = frozenset(
    {
        *("version", "account-id", "interface-id", "srcaddr", "dstaddr", "srcport", "dstport", "protocol", "packets"),
        *("bytes", "start", "end", "action", "log-status", "tcp-flags", "flow-direction", "reject-reason"),
    }
)
"""Fields that the usual columns tell of, or that hardly anybody asks for."""


@dataclass(frozen=True)
class Column:
    """One column of the table."""

    title: str
    cell: Callable[[Record], str]
    right: bool = False


def as_table(found: Iterable[Record], style: Style, zone: tzinfo | None = UTC, fields: str = "") -> Iterator[str]:
    """Lines of a table. `fields` chooses its columns, with commas between names; without, they are the usual ones."""
    chosen = _chosen(fields)
    page: list[Record] = []
    day = ""
    for record in found:
        page.append(record)
        if len(page) == PAGE:
            lines, day = _page(page, style, zone, chosen, day)
            yield from lines
            page = []
    if page:
        yield from _page(page, style, zone, chosen, day)[0]


def _chosen(fields: str) -> tuple[str, ...]:
    return tuple(field_named(each) for each in fields.split(",")) if fields else ()


def _page(
    page: list[Record], style: Style, zone: tzinfo | None, chosen: tuple[str, ...], day: str
) -> tuple[list[str], str]:
    """The lines for some records, and the day that the last of them is of."""
    columns = _of_fields(chosen, zone) if chosen else _with_more(_usual(page, style, zone), page, style, zone)
    rows = [[column.cell(record) for column in columns] for record in page]
    widths = [_width(column, page) for column in columns]
    lines = [style.paint(_line([column.title for column in columns], widths, columns), "bold")]
    for record, row in zip(page, rows, strict=True):
        today = "" if chosen else day_and_time(record.get("start"), zone)[0]
        if today and today != day:
            lines.append(style.paint(today, "dim"))
            day = today
        lines.append(_painted(_line(row, widths, columns), record, style))
    return lines, day


def _line(cells: Sequence[str], widths: Sequence[int], columns: Sequence[Column]) -> str:
    parts = zip(cells, widths, columns, strict=True)
    return "  ".join(cell.rjust(width) if column.right else cell.ljust(width) for cell, width, column in parts).rstrip()


def _painted(line: str, record: Record, style: Style) -> str:
    if not record.is_flow:
        return style.paint(line, "dim")
    return style.paint(line, "failed") if record.get("action") == "REJECT" else line


def _of_fields(names: tuple[str, ...], zone: tzinfo | None) -> list[Column]:
    def cell(name: str) -> Callable[[Record], str]:
        return lambda record: readable(name, record.get(name), zone)

    return [Column(name, cell(name), name in FIELDS and FIELDS[name].is_number) for name in names]


def readable(name: str, value: Value, zone: tzinfo | None = UTC) -> str:
    """The value of one field, as one reads it."""
    if value is None:
        return "-"
    if name in _TIMES or name in {"minute", "hour", "day"}:
        return moment(value, zone)
    words = {"protocol": protocol, "tcp-flags": flags, "srcport": port, "dstport": port}
    if name in words:
        return words[name](value)
    if name in {"bytes", "packets"} and isinstance(value, int):
        return size(value) if name == "bytes" else grouped(value)
    return tame(value)


def _usual(page: list[Record], style: Style, zone: tzinfo | None) -> list[Column]:
    """When, who with whom, by what, how much, was it let in: what the records tell, and there is room for."""
    there = {name for record in page for name, value in record.values.items() if value is not None}
    wide = style.width >= 110
    columns = [
        Column("time", lambda record: day_and_time(record.get("start"), zone)[1]),
        Column("took", _took, right=True),
        Column("interface", lambda record: tame(record.get("interface-id") or "-")),
        Column("way", lambda record: {"ingress": "in", "egress": "out"}.get(str(record.get("flow-direction")), "-")),
        Column("source", lambda record: _endpoint(record, "src")),
        Column("destination", _destination),
        Column("protocol", lambda record: protocol(record.get("protocol"))),
        Column("flags", lambda record: flags(record.get("tcp-flags"))),
        Column("packets", lambda record: readable("packets", record.get("packets")), right=True),
        Column("bytes", lambda record: readable("bytes", record.get("bytes")), right=True),
        Column("", _outcome),
    ]
    needs = {
        **{"time": {"start"}, "took": {"start"}, "interface": {"interface-id"}, "way": {"flow-direction"}},
        **{
            "source": {"srcaddr", "srcport"},
            "destination": {"dstaddr", "dstport"},
            "protocol": {"protocol"},
            "flags": {"tcp-flags"},
        },
        **{"packets": {"packets"}, "bytes": {"bytes"}, "": {"action", "log-status"}},
    }
    only_wide = {"interface", "packets", "took"}
    shown = [column for column in columns if needs[column.title] & there and (wide or column.title not in only_wide)]
    return shown or _of_fields(tuple(page[0].values), zone)


def _with_more(columns: list[Column], page: list[Record], style: Style, zone: tzinfo | None) -> list[Column]:
    """The columns, and before the last of them as many of the other fields as there is room for."""
    there = {name for record in page for name, value in record.values.items() if value is not None}
    room = style.width - sum(_width(column, page) + 2 for column in columns)
    more = []
    for column in _of_fields(tuple(name for name in FIELDS if name in there - _TOLD), zone):
        room -= _width(column, page) + 2
        if room < 0:
            break
        more.append(column)
    return [*columns[:-1], *more, *columns[-1:]]


def _width(column: Column, page: list[Record]) -> int:
    return max(len(column.title), *(len(column.cell(record)) for record in page))


def _took(record: Record) -> str:
    start, end = record.get("start"), record.get("end")
    return f"{end - start} s" if isinstance(start, int) and isinstance(end, int) else "-"


def _endpoint(record: Record, side: str) -> str:
    address, number = record.get(f"{side}addr"), record.get(f"{side}port")
    if address is None and number is None:
        return "-"
    told = "" if address is None else tame(address)
    if number is None or record.get("protocol") in {1, 58}:
        return told
    return f"[{told}]:{number}" if ":" in told else f"{told}:{number}"


def _destination(record: Record) -> str:
    """The other end, with what usually listens on its port."""
    told = _endpoint(record, "dst")
    name = port(record.get("dstport")).partition(" ")[2] if record.get("protocol") in {6, 17, None} else ""
    return f"{told} {name}" if name else told


def _outcome(record: Record) -> str:
    if not record.is_flow:
        return {"NODATA": "NODATA: no traffic", "SKIPDATA": "SKIPDATA: records are missing"}[str(record["log-status"])]
    reason = record.get("reject-reason")
    return f"{record.get('action') or '-'}{f' ({tame(reason)})' if reason else ''}"


def as_json(found: Iterable[Record], fields: str = "") -> Iterator[str]:
    """One object a line: each field of the record's own format, or those that are chosen; and where it stands."""
    names = _chosen(fields)
    for record in found:
        values = {name: record.get(name) for name in names} if names else record.values
        yield json.dumps({**values, "file": record.file, "line": record.line})


def as_csv(found: Iterable[Record], fields: str = "") -> Iterator[str]:
    """Comma-separated, names first. Raises `UsageError` where formats differ, and no fields are chosen."""
    names, told = _chosen(fields), False
    for record in found:
        names = names or tuple(record.values)
        more = [] if fields else sorted(set(record.values) - set(names))
        if more:
            raise UsageError(
                f"{record.file} has fields that the records before it haven't got: {', '.join(more)}.",
                remedy="Say which the columns are, for example --fields srcaddr,dstaddr,action.",
            )
        if not told:
            yield csv_line(names)
            told = True
        yield csv_line(["" if (value := record.get(name)) is None else tame(value) for name in names])


def csv_line(cells: Sequence[str]) -> str:
    """One line of a file of comma-separated values."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()
