"""Words that every report shares, and the taming of text that a learner typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.engine.kind import Finding
    from checks.engine.result import Result, TaskResult
    from checks.engine.submission import Submission


SAME = frozenset({"missing", "unreadable", "not-set-up", "needs-new-read", "wrong-region"})
"""Findings whose message has told expected and observed already."""

_COMMAND = re.compile(r"(?<!\S):(?=:)|#(?=#\w*\[)")


def tame(text: object) -> str:
    """`text` on one line, without anything that a terminal, a parser or a CI would act on.

    GitHub and GitLab look for `::error` at the start of a line, which a word may come to by wrapping, and GitHub and
    Azure for `##[`, `##vso[` and the like anywhere in it.
    """
    whole = str(text)
    whole = whole if whole.isprintable() else "".join(char if char.isprintable() else _escaped(char) for char in whole)
    return _COMMAND.sub(r"\g<0> ", whole)


def _escaped(char: str) -> str:
    if char in "\n\t":
        return " "
    return f"\\x{ord(char):02x}" if ord(char) < 0x100 else f"\\u{ord(char):04x}"


def quoted(output: str, most: int) -> list[str]:
    """The last lines of what a program printed, each marked as its words, so that nothing takes any for ours."""
    lines = output.splitlines()
    told = [f"| {tame(line)}".rstrip() for line in lines[-most:]]
    return [f"({len(lines) - most} lines before)", *told] if len(lines) > most else told


def points(value: float | None) -> str:
    """Points as people write them: 20, not 20.0; a dash where there are none."""
    if value is None:
        return "–"
    return f"{value:.2f}".rstrip("0").rstrip(".")


def value(of: Any) -> str:
    """What was expected or observed, as a learner would write it."""
    if of is None:
        return "nothing"
    if isinstance(of, list):
        return " ".join(tame(each) for each in of) or "nothing"
    return {True: "on", False: "off"}[of] if isinstance(of, bool) else tame(of)


def shown(task: TaskResult) -> list[Finding]:
    """The findings that tell something: of what is only to come later, that it is missing is none."""
    return [each for each in task.findings if task.verdict != "skipped" or each.code != "missing"]


def beside(finding: Finding) -> tuple[str, str] | None:
    """What was expected and what was observed, where the message alone doesn't say."""
    if finding.code in SAME or (finding.expected is None and finding.actual is None):
        return None
    return value(finding.expected), value(finding.actual)


def told(task: TaskResult) -> Iterator[str]:
    """All that was found out about a task, in lines of plain text; lines that are set in belong to the one before."""
    if task.verdict == "skipped":
        yield reason(task) or ""
    for finding in shown(task):
        yield tame(finding.message)
        if pair := beside(finding):
            yield f"  expected: {pair[0]}"
            yield f"  observed: {pair[1]}"
        if finding.hint:
            yield f"  {tame(finding.hint)}"


def handed_in(submission: Submission, most: int) -> Iterator[str]:
    """How what was handed in ended, in lines of plain text, with the last `most` lines of what failed had printed."""
    for part in submission.parts:
        yield f"{tame(part.entry)}: {part.told()}"
        if part.failed:
            yield from (f"  {line}" for line in quoted(part.output, most))
    if submission.failed:
        yield "The account is graded as it stands."
    yield from remarks(submission)


def score(result: Result) -> str:
    """The score in words, or that there is none."""
    if result.score is None:
        return f"not graded, of {points(result.max_score)} points"
    return f"{points(result.score)} of {points(result.max_score)} points"


def account(result: Result) -> str:
    """Which account was read."""
    return f"account {result.account_id or 'unknown'}, {result.region} ({result.source}), {result.taken_at}"


def reason(task: TaskResult) -> str | None:
    """Why a task has the verdict it has, where the verdict alone doesn't say."""
    return tame(task.reason) if task.reason else None


def remarks(submission: Submission) -> list[str]:
    """What has to be said of how a submission came to its grade, whatever the grade is."""
    if submission.feedback_only:
        return ["It can be edited by hand, so this is feedback, and no grade of record."]
    if submission.isolated:
        return []
    return [f"It was not wholly shut in on this machine: {'; '.join(tame(each) for each in submission.isolation)}."]
