"""Traffic over time, as bars of text: what was accepted, and below it what was rejected, each to a scale of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING

from checks.records.words import day_and_time, grouped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from checks.records.tally import Key
    from checks.reports.terminal import Style

MINUTE, HOUR, DAY = 60, 3600, 86400
STEPS = (
    *(minutes * MINUTE for minutes in (1, 2, 5, 10, 15, 30)),
    *(hours * HOUR for hours in (1, 2, 3, 6, 12)),
    *(days * DAY for days in (1, 2, 7, 14, 28)),
)
"""How long one bar may stand for, in seconds: what a clock or a calendar is divided by."""
HEIGHTS = {"ACCEPT": 5, "REJECT": 4}
WIDEST = 6
"""Columns of one bar at most, so that a few minutes don't look like a wall."""
_EIGHTHS = " ▁▂▃▄▅▆▇█"
_PLAIN = " .:#"
_COLOURS = {"ACCEPT": "passed", "REJECT": "failed"}


@dataclass(frozen=True)
class Bars:
    """Flows of each step of time, from the first to the last, with those in which there were none."""

    start: int
    step: int
    counts: Mapping[str, Sequence[int]]


def bars(minutes: Mapping[Key, int], room: int) -> Bars | None:
    """Flows by minute and action, summed up so that there are at most `room` bars. None where there are none."""
    found = [(minute, str(action), flows) for (minute, action), flows in minutes.items() if isinstance(minute, int)]
    if not found:
        return None
    first, last = min(minute for minute, _, _ in found), max(minute for minute, _, _ in found)
    step = next((step for step in STEPS if last // step - first // step < room), 0)
    if not step:
        step = ((last - first) // room // DAY + 1) * DAY
    start = first // step * step
    counts: dict[str, list[int]] = {action: [0] * (last // step - first // step + 1) for action in HEIGHTS}
    for minute, action, flows in found:
        if action in counts:
            counts[action][(minute - start) // step] += flows
    return Bars(start, step, counts)


def chart(minutes: Mapping[Key, int], style: Style, zone: tzinfo | None = UTC) -> list[str]:
    """The lines of the chart, with an axis; none where nothing was accepted or rejected, or no calendar has it."""
    margin = max(len(grouped(max(minutes.values(), default=0))) + 4, 11)
    shown = bars(minutes, max(10, style.width - margin - 2))
    if shown is None or not day_and_time(shown.start + len(shown.counts["ACCEPT"]) * shown.step, zone)[0]:
        return []
    there = {action: counts for action, counts in shown.counts.items() if any(counts)}
    count = len(next(iter(shown.counts.values())))
    width = max(1, min(WIDEST, (style.width - margin - 2) // count))
    lines: list[str] = []
    for action, counts in there.items():
        lines += _panel(action, counts, width, margin, style)
    return [*lines, *_axis(shown, count, width, margin, style, zone)] if lines else []


def _panel(action: str, counts: Sequence[int], width: int, margin: int, style: Style) -> list[str]:
    height, top = HEIGHTS[action], max(counts)
    shades = _EIGHTHS if style.unicode else _PLAIN
    full = len(shades) - 1
    edge = "│" if style.unicode else "|"
    # what there is at all is seen, however little it is beside the rest
    levels = [max(1, round(count * height * full / top)) if count else 0 for count in counts]
    lines = []
    for row in range(height - 1, -1, -1):
        label = {height - 1: grouped(top), height - 2: action, 0: "0"}.get(row, "")
        cells = "".join(_bar(shades[max(0, min(full, level - row * full))], width) for level in levels)
        painted = style.paint(cells.rstrip(), _COLOURS[action]) if cells.strip() else ""
        lines.append(f"{label:>{margin - 1}} {style.paint(edge, 'dim')}{painted}")
    return lines


def _bar(shade: str, width: int) -> str:
    """One bar's part of a row; wide bars leave a gap between them."""
    return shade * width if width < 3 else shade * (width - 1) + " "


def _axis(shown: Bars, count: int, width: int, margin: int, style: Style, zone: tzinfo | None) -> list[str]:
    corner, dash, tick = ("└", "─", "┬") if style.unicode else ("+", "-", "+")
    text = "%m-%d" if shown.step >= DAY else "%H:%M"
    ruler, labels, free = [dash] * (count * width), "", 0
    for place in range(count):
        column = place * width
        if column < free or column + 5 > max(count * width, 5):
            continue
        ruler[column] = tick
        labels = labels.ljust(column) + datetime.fromtimestamp(shown.start + place * shown.step, zone).strftime(text)
        free = column + max(10, 2 * width)
    return [f"{'':{margin}}{style.paint(corner + ''.join(ruler), 'dim')}", f"{'':{margin + 1}}{labels}"]
