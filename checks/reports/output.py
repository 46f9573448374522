"""Where reports go: each to a file, and at most one to standard output."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from checks.engine.evidence import write_whole
from checks.reports import json, junit, markdown, terminal
from labs.errors import UsageError
from labs.source import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from checks.engine.result import Result
    from checks.reports.terminal import Style

Output = tuple[str, Path | None]
"""A format, and the file it goes to; None is standard output."""

REPORTS: dict[str, Callable[[Result], str]] = {
    "json": json.render,
    "junit": junit.render,
    "markdown": markdown.render,
    "terminal": terminal.render,
}
"""Every format, by the name it has on the command line. A report only prints: the score is `judge`'s."""


def outputs(wanted: Iterable[str], known: Collection[str] = tuple(REPORTS)) -> list[Output]:
    """What `FORMAT` and `FORMAT=FILE` say, where these are the formats `known`. Raises `UsageError`."""
    parsed: list[Output] = []
    for each in wanted:
        name, _, file = each.partition("=")
        if name not in known:
            raise UsageError(f"There is no format {name!r}.", remedy=did_you_mean(name, known))
        if "=" in each and not file:
            raise UsageError(f"--format {each} names no file.", remedy=f"Leave the = out, or say {name}=FILE.")
        parsed.append((name, Path(file) if file else None))
    files = [file for _, file in parsed if file is not None]
    if len(files) != len(set(files)):
        raise UsageError("Two formats go to the same file.", remedy="Give each a file of its own.")
    for path in files:
        if path.is_dir() or not path.parent.is_dir():
            raise UsageError(f"{path} can't be written: there is no such folder, or it is one.")
    if sum(file is None for _, file in parsed) > 1:
        raise UsageError("Only one format can go to standard output.", remedy="Send the others to files: json=FILE.")
    return parsed


def write(result: Result, wanted: Iterable[Output], style: Style) -> str:
    """Write a result's files, and give back what is for standard output. Raises `UsageError`."""

    def render(name: str, style: Style) -> str:
        return terminal.render(result, style) if name == "terminal" else REPORTS[name](result)

    return put(wanted, render, style)


def put(wanted: Iterable[Output], render: Callable[[str, Style], str], style: Style) -> str:
    """Write files, each whole or not at all, and give back what is for standard output. Raises `UsageError`.

    `render` gives the text in a format, and in a style where the format has any.
    """
    told = ""
    for name, file in wanted:
        if file is not None:
            write_whole(file, render(name, terminal.PLAIN))
        else:
            told = render(name, style)
    return told
