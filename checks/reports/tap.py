"""A result as TAP 14, the Test Anything Protocol: a test point for each task, with what was found as YAML below it.

TAP has no notion of a score, so score and points stand in the YAML. Once something could not be read, the harness is
told to bail out, which is no failure.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from checks.reports.text import beside, handed_in, reason, score, shown, tame

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.engine.result import Result, TaskResult

MOST_LINES = 40
"""Of what a program printed."""
_SPECIAL = re.compile(r"[\\#]")


def render(result: Result) -> str:
    """One document."""
    return "\n".join(_lines(result)) + "\n"


def _lines(result: Result) -> Iterator[str]:
    yield "TAP version 14"
    yield f"1..{len(result.tasks)}"
    for number, task in enumerate(result.tasks, start=1):
        yield from _point(number, task)
    if result.submission is not None:
        yield from (f"# Handed in: {line}".rstrip() for line in handed_in(result.submission, MOST_LINES))
    yield f"# {tame(result.lab_title)}: {score(result)}"
    unreadable = next((task for task in result.tasks if task.verdict == "unreadable"), None)
    if unreadable is not None:
        why = f" {tame(unreadable.findings[0].message)}" if unreadable.findings else ""
        yield f"Bail out! Could not be graded:{why}"


def _point(number: int, task: TaskResult) -> Iterator[str]:
    done = "ok" if task.verdict in ("passed", "skipped") else "not ok"
    why = f" # SKIP {plain(reason(task) or '')}".rstrip() if task.verdict == "skipped" else ""
    yield f"{done} {number} - {plain(task.title)}{why}"
    yield "  ---"
    yield from (f"  {line}" for line in _yaml(task))
    yield "  ..."


def _yaml(task: TaskResult) -> Iterator[str]:
    yield f"id: {_scalar(task.id)}"
    yield f"verdict: {_scalar(task.verdict)}"
    yield f"score: {_scalar(task.score)}"
    yield f"points: {_scalar(task.points)}"
    told = shown(task)
    if not told:
        return
    yield f"message: {_scalar(told[0].message)}"
    yield "findings:"
    for finding in told:
        yield f"  - code: {_scalar(finding.code)}"
        yield f"    message: {_scalar(finding.message)}"
        if pair := beside(finding):
            yield f"    expected: {_scalar(pair[0])}"
            yield f"    observed: {_scalar(pair[1])}"
        if finding.hint:
            yield f"    hint: {_scalar(finding.hint)}"


def _scalar(of: Any) -> str:
    """JSON is YAML, as long as nothing but printable characters stands in its texts."""
    return json.dumps(tame(of) if isinstance(of, str) else of, ensure_ascii=False)


def plain(text: str) -> str:
    """`text` as a description: nothing in it is a directive."""
    return _SPECIAL.sub(r"\\\g<0>", tame(text))
