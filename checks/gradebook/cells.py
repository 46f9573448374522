"""CSV that spreadsheets and course systems take, whatever a learner is called."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from checks.reports.text import tame

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@")


def sheet(rows: Iterable[Sequence[str]]) -> str:
    """Rows of cells as CSV (RFC 4180, lines end with CR LF)."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def cell(text: object) -> str:
    """Text on one line that no spreadsheet takes for a formula."""
    plain = tame(text)
    return f"'{plain}" if plain.lstrip().startswith(_FORMULA) else plain


def number(value: float | None) -> str:
    """Points with two decimals; nothing where there are none."""
    return "" if value is None else f"{value:.2f}"
