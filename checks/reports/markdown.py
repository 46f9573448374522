"""A result as Markdown: for a job summary, a pull request, an e-mail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from checks.reports.text import account, frozen, points, reason, score, tame, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.engine.result import Result, TaskResult

_WORDS = {"passed": "✅ passed", "failed": "❌ failed", "skipped": "⏭️ skipped", "unreadable": "⚠️ unreadable"}
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~@&:])")


def render(result: Result) -> str:
    """One document, headed by the lab's title."""
    return "\n".join(_lines(result)) + "\n"


def _lines(result: Result) -> Iterator[str]:
    yield f"## {plain(result.lab_title)}: {score(result)}"
    yield ""
    yield f"Learner {plain(result.learner)}, {plain(account(result))}"
    if told := frozen(result):
        yield ""
        yield plain(told)
    yield ""
    yield "| Task | Verdict | Points |"
    yield "| --- | --- | ---: |"
    for task in result.tasks:
        yield f"| {plain(task.title)} | {_WORDS[task.verdict]} | {points(task.score)} / {points(task.points)} |"
    for task in result.tasks:
        if task.verdict != "passed":
            yield from _task(task)


def _task(task: TaskResult) -> Iterator[str]:
    yield ""
    yield f"### {plain(task.title)}"
    yield ""
    if task.verdict == "skipped":
        yield plain(reason(task) or "")
        return
    for finding in task.findings:
        yield f"- {plain(finding.message)}"
        if finding.expected is not None and finding.actual is not None:
            yield f"  - expected {plain(value(finding.expected))}, observed {plain(value(finding.actual))}"
        if finding.hint:
            yield f"  - {plain(finding.hint)}"


def plain(text: str) -> str:
    """`text` such that no Markdown renderer sees anything but text in it."""
    return _SPECIAL.sub(r"\\\1", tame(text))
