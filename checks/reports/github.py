"""A result for the log of a step in GitHub Actions: the report itself, then an annotation for each task not passed.

What a learner typed stands where the runner takes no commands, between `::stop-commands::` and a word that nobody can
guess; in annotations it is escaped. GitHub shows ten annotations of a sort for a step, and 4 KiB of each are plenty.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from checks.reports import terminal
from checks.reports.text import points, remarks, score, tame, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.engine.result import Result, TaskResult
    from checks.engine.submission import Submission

MOST = 10
"""Annotations of one sort."""
LONGEST = 4096
"""Characters of an annotation."""
_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}


def render(result: Result) -> str:
    """One text for the log."""
    return "\n".join(_lines(result)) + "\n"


def _lines(result: Result) -> Iterator[str]:
    word = f"labgrader-{secrets.token_hex(16)}"
    yield f"::stop-commands::{word}"
    yield terminal.render(result).rstrip("\n")
    yield f"::{word}::"
    failed = [task for task in result.tasks if task.verdict in ("failed", "unreadable")]
    for task in failed if len(failed) <= MOST else failed[: MOST - 1]:
        yield _annotation("error", _words(task), title=f"{task.title} ({points(task.score)} / {points(task.points)})")
    if len(failed) > MOST:
        yield _annotation("error", f"{len(failed) - MOST + 1} more tasks are in the log.", title="And more")
    if result.submission is not None:
        yield from _handed_in(result.submission)
    yield _annotation("notice", f"{score(result)}.", title=result.lab_title)


def _words(task: TaskResult) -> str:
    return "\n".join(told(task)) or "Not all of it stands yet."


def _handed_in(submission: Submission) -> Iterator[str]:
    for part in submission.failed[:MOST]:
        yield _annotation("warning", part.told(), file=part.entry, title="What was handed in failed")
    for each in remarks(submission):
        yield _annotation("notice", each, title="What was handed in")


def _annotation(sort: str, message: str, **properties: str) -> str:
    known = ",".join(f"{name}={_escaped(tame(value), _PROPERTY)}" for name, value in properties.items())
    whole = message if len(message) <= LONGEST else f"{message[: LONGEST - 1]}…"
    return f"::{sort} {known}::{_escaped(whole, _DATA)}"


def _escaped(text: str, by: dict[str, str]) -> str:
    return "".join(by.get(char, char) for char in text)
