"""What one learner is told of one lab, as Markdown: the grade, how it came about, and each finding that is shown."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from checks.engine.hidden import for_learner
from checks.gradebook.moments import written
from checks.reports import markdown
from checks.reports.markdown import plain
from checks.reports.text import points
from labs.names import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.engine.result import Result
    from checks.gradebook.policy import Grade


def render(name: str, grade: Grade, result: Result | None, most: float | None) -> str:
    """One document."""
    lines = [f"# {plain(name)}", "", *(f"{line}\n" for line in _grade(grade, most))]
    return "\n".join(lines) + (f"\n{markdown.render(for_learner(result))}" if result else "")


def _grade(grade: Grade, most: float | None) -> Iterator[str]:
    override, excuse, extension = grade.decisions.override, grade.decisions.excuse, grade.decisions.extension
    of = f" of {points(most)} points" if most is not None else " points"
    if excuse:
        yield f"You are excused from this lab: {plain(excuse.reason)}"
    elif grade.final is not None:
        yield f"Your grade: **{points(grade.final)}{of}**."
    elif grade.state == "ungraded":
        yield "Your account could not be read, so there is no grade yet. That is no zero."
    elif grade.state == "late":
        yield "What came in came after the deadline, and doesn't count."
    else:
        yield "There is no attempt of yours yet."
    if extension:
        yield f"Your deadline: {written(extension.until)}. {plain(extension.reason)}"
    if grade.attempt:
        yield f"It is that of the attempt received {written(grade.attempt.received_at)}."
    if grade.penalty:
        worth = f"{points(grade.attempt.score)} points" if grade.attempt else "It"
        yield f"{worth}, less {float(grade.penalty):g}% of what could be had, for being late."
    if override:
        computed = f" The grader's own is {points(grade.score)}." if grade.score is not None else ""
        yield f"It was set by {plain(override.author)}: {plain(override.reason)}{computed}"


def file_name(learner: str, lab: str, kind: str) -> str:
    """A name for a learner's file that is safe everywhere, and that no other learner's has."""
    known = canonical(learner)
    safe = re.sub(r"[^a-z0-9._@+-]+", "-", known).strip(".-")
    mark = "" if safe == known and len(safe) <= 80 else f"-{hashlib.sha256(known.encode()).hexdigest()[:8]}"
    return f"{safe[:80] or 'learner'}{mark}.{lab}.{kind}"
