"""A result as Markdown: for a job summary, a pull request, an e-mail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from checks.reports.text import account, beside, points, quoted, reason, remarks, score, shown, tame

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.engine.result import Result, TaskResult
    from checks.engine.submission import Submission

_WORDS = {"passed": "✅ passed", "failed": "❌ failed", "skipped": "⏭️ skipped", "unreadable": "⚠️ unreadable"}
MOST_LINES = 40
"""Of what a program printed."""
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~@&:$]|(?<=\bwww)\.|^[-=])")
_NUMBER = re.compile(r"^(\d{1,9})(?=[.)])")


def render(result: Result) -> str:
    """One document, headed by the lab's title."""
    return "\n".join(_lines(result)) + "\n"


def _lines(result: Result) -> Iterator[str]:
    yield f"## {plain(result.lab_title)}: {score(result)}"
    yield ""
    yield f"Learner {plain(result.learner)}, {plain(account(result))}"
    yield ""
    yield "| Task | Verdict | Points |"
    yield "| --- | --- | ---: |"
    for task in result.tasks:
        yield f"| {plain(task.title)} | {_WORDS[task.verdict]} | {points(task.score)} / {points(task.points)} |"
    for task in result.tasks:
        if task.verdict != "passed" and (task.findings or task.reason):
            yield from _task(task)
    if result.submission is not None:
        yield from _submission(result.submission)


def _submission(submission: Submission) -> Iterator[str]:
    yield ""
    yield "### What was handed in"
    yield ""
    for part in submission.parts:
        yield f"- {plain(part.entry)}: {plain(part.told())}"
    for part in submission.failed:
        if part.output:
            yield ""
            yield f"{plain(part.entry)} printed:"
            yield ""
            yield from (f"    {line}" for line in quoted(part.output, MOST_LINES))
    if submission.failed:
        yield ""
        yield "The account is graded as it stands."
    for each in remarks(submission):
        yield ""
        yield plain(each)


def _task(task: TaskResult) -> Iterator[str]:
    yield ""
    yield f"### {plain(task.title)}"
    yield ""
    if task.verdict == "skipped":
        yield plain(reason(task) or "")
        yield ""
    for finding in shown(task):
        yield f"- {plain(finding.message)}"
        if pair := beside(finding):
            yield f"  - expected {plain(pair[0])}, observed {plain(pair[1])}"
        if finding.hint:
            yield f"  - {plain(finding.hint)}"


def plain(text: str) -> str:
    """`text` such that no Markdown renderer sees anything but text in it."""
    return _NUMBER.sub(r"\1\\", _SPECIAL.sub(r"\\\1", tame(text).strip()))
