"""A result for a person at a terminal: an instructor who grades, or a learner who checks."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import fill
from typing import TYPE_CHECKING

from checks.reports.text import account, beside, points, quoted, reason, remarks, score, shown, tame

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.engine.kind import Finding
    from checks.engine.result import Result, TaskResult, Verdict
    from checks.engine.submission import Submission

_COLOURS = {"passed": "32", "failed": "31", "skipped": "33", "unreadable": "35", "dim": "2", "bold": "1"}
_MARKS = {"passed": "✓", "failed": "✗", "skipped": "–", "unreadable": "?"}
_PLAIN_MARKS = {"passed": "+", "failed": "x", "skipped": "-", "unreadable": "?"}


@dataclass(frozen=True)
class Style:
    """What the terminal can show. `hints` is how many a learner is given for the task that comes next; None is none."""

    colour: bool = False
    unicode: bool = True
    width: int = 100
    hints: int | None = None

    def paint(self, text: str, name: str) -> str:
        """`text` in the colour of `name`, where there is colour."""
        return f"\x1b[{_COLOURS[name]}m{text}\x1b[0m" if self.colour else text

    def mark(self, verdict: Verdict) -> str:
        """One character for a verdict."""
        return (_MARKS if self.unicode else _PLAIN_MARKS)[verdict]

    def sign(self, verdict: str, what: str, message: str, remedy: str) -> str:
        """One thing that was looked at: well, warning, ill or unknown, and what to do about it."""
        meaning: dict[str, Verdict] = {"well": "passed", "warning": "skipped", "ill": "failed"}
        as_task = meaning.get(verdict, "unreadable")
        lines = [f"  {self.paint(self.mark(as_task), as_task)} {what}"]
        if message:
            lines.append(wrapped(message, 6, self))
        if remedy:
            lines.append(self.paint(wrapped(f"{'→' if self.unicode else '->'} {remedy}", 8, self), "dim"))
        return "\n".join(lines)


PLAIN = Style()
MOST_LINES = 20
"""Of what a program printed; result JSON has more."""


def render(result: Result, style: Style = PLAIN) -> str:
    """The whole report."""
    return "\n".join(_lines(result, style)) + "\n"


def _lines(result: Result, style: Style) -> Iterator[str]:
    yield style.paint(tame(result.lab_title), "bold")
    yield style.paint(f"Learner {tame(result.learner)}, {account(result)}", "dim")
    yield ""
    upcoming = next((task for task in result.tasks if task.verdict == "failed"), None)
    upcoming = upcoming or next((task for task in result.tasks if task.verdict == "skipped"), None)
    room = style.width - 22
    for task in result.tasks:
        title = tame(task.title)
        title = title if len(title) <= room else f"{title[: room - 1]}…"
        worth = f"{points(task.score)} / {points(task.points)}"
        dots = "." * max(2, style.width - 6 - len(title) - len(worth))
        mark = style.paint(style.mark(task.verdict), task.verdict)
        yield f"  {mark} {title} {style.paint(dots, 'dim')} {worth}"
        yield from _task(task, style)
        if task is upcoming and style.hints is not None:
            yield from _hints(task, style, style.hints)
    if result.submission is not None:
        yield from _submission(result.submission, style)
    yield ""
    yield style.paint(f"{_verdict(result)}: {score(result)}.", result.verdict)
    if style.hints is not None:
        yield _encouragement(result)


def _task(task: TaskResult, style: Style) -> Iterator[str]:
    if task.verdict == "skipped":
        yield wrapped(reason(task) or "", 6, style)
    for finding in shown(task):
        yield from _finding(finding, style)


def _submission(submission: Submission, style: Style) -> Iterator[str]:
    yield ""
    for part in submission.parts:
        mark = style.paint(style.mark("skipped"), "skipped") if part.failed else style.mark("passed")
        yield f"  {mark} {tame(part.entry)}: {part.told()}"
        if part.failed and part.output:
            yield wrapped("It printed:", 6, style)
            yield from (f"      {line}" for line in quoted(part.output, MOST_LINES))
    if submission.failed:
        yield wrapped("The account is graded as it stands.", 4, style)
    yield from (wrapped(each, 4, style) for each in remarks(submission))


def _finding(finding: Finding, style: Style) -> Iterator[str]:
    yield wrapped(f"{tame(finding.message)}", 6, style)
    if pair := beside(finding):
        yield wrapped(f"expected  {pair[0]}", 8, style)
        yield wrapped(f"observed  {pair[1]}", 8, style)
    if finding.hint:
        yield style.paint(wrapped(f"{'→' if style.unicode else '->'} {tame(finding.hint)}", 8, style), "dim")


def _hints(task: TaskResult, style: Style, wanted: int) -> Iterator[str]:
    shown = task.hints[:wanted]
    for number, hint in enumerate(shown, start=1):
        yield style.paint(wrapped(f"Hint {number}: {tame(hint)}", 6, style), "skipped")
    if len(shown) < len(task.hints):
        left = len(task.hints) - len(shown)
        yield style.paint(wrapped(f"({left} more with --hints {len(task.hints)})", 6, style), "dim")


def wrapped(text: str, indent: int, style: Style) -> str:
    """Paragraphs that keep to the width, their further lines set in under the first."""
    start = " " * indent
    return fill(
        text,
        style.width,
        initial_indent=start,
        subsequent_indent=f"{start}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _verdict(result: Result) -> str:
    return {"passed": "Passed", "failed": "Not there yet", "unreadable": "Could not be graded"}[result.verdict]


def _encouragement(result: Result) -> str:
    done = sum(task.verdict == "passed" for task in result.tasks)
    left = len(result.tasks) - done
    if result.verdict == "unreadable":
        return "Nothing is lost: once the account can be read again, check again."
    if not left:
        return "Every task is done, exactly as asked. Well done."
    if not done:
        return "Everybody starts here. Take the first task that is not done, and check again after each step."
    return f"{done} of {len(result.tasks)} tasks stand; {'one is' if left == 1 else f'{left} are'} left."
