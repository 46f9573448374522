"""Words that every report shares, and the taming of text that a learner typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from checks.engine.result import Result, TaskResult
    from checks.engine.submission import Submission


def tame(text: object) -> str:
    """`text` on one line, without anything that a terminal or a parser would act on."""
    return "".join(char if char.isprintable() else _escaped(char) for char in str(text))


def _escaped(char: str) -> str:
    if char in "\n\t":
        return " "
    return f"\\x{ord(char):02x}" if ord(char) < 0x100 else f"\\u{ord(char):04x}"


def quoted(output: str, most: int) -> list[str]:
    """The last lines of what a program printed, each marked as its words, so that no CI takes any for a command.

    GitHub and GitLab look for `::error` at the start of a line, white space or not, and GitHub and Azure for `##[`,
    `##vso[` and the like anywhere in it.
    """
    lines = output.splitlines()
    told = [f"| {_COMMAND.sub('# #', tame(line))}".rstrip() for line in lines[-most:]]
    return [f"({len(lines) - most} lines before)", *told] if len(lines) > most else told


_COMMAND = re.compile(r"##(?=\w*\[)")


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
