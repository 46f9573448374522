"""A result in the words of its reader, one format a module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.reports import json, junit, markdown, terminal

if TYPE_CHECKING:
    from collections.abc import Callable

    from checks.engine.result import Result

REPORTS: dict[str, Callable[[Result], str]] = {
    "json": json.render,
    "junit": junit.render,
    "markdown": markdown.render,
    "terminal": terminal.render,
}
"""Every format, by the name it has on the command line. A report only prints: the score is `judge`'s."""
