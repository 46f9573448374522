"""Who would change and why, in words: first by task, then learner by learner."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from checks.gradebook.decisions import Decisions
from checks.gradebook.policy import Policy, grade
from checks.gradebook.rules import decisions, policies
from checks.reports.terminal import PLAIN, wrapped
from checks.reports.text import points, tame

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from checks.gradebook.attempt import Attempt
    from checks.gradebook.book import Gradebook
    from checks.gradebook.decisions import Decision
    from checks.gradebook.regrade.change import Change, Kept
    from checks.reports.terminal import Style

REASONS = 3
"""Reasons that are told of each task, the most common first."""


def render(
    book: Gradebook, lab: str, total: int, changes: Sequence[Change], kept: Sequence[Kept], style: Style = PLAIN
) -> str:
    """The whole report."""
    return "\n".join(_lines(book, lab, total, changes, kept, style)) + "\n"


def _lines(
    book: Gradebook, lab: str, total: int, changes: Sequence[Change], kept: Sequence[Kept], style: Style
) -> Iterator[str]:
    worth = [each for each in changes if not each.words_only]
    words = len(changes) - len(worth)
    also = f" In {words:,} more, only what is said of them changes." if words else ""
    yield style.paint(f"{len(worth):,} of {total:,} attempts come to something else.{also}", "bold")
    yield from _tasks(worth, style)
    yield from _learners(book, lab, worth, style)
    for why, count in Counter(each.why for each in kept).most_common():
        yield ""
        yield f"{count:,} {'attempt keeps' if count == 1 else 'attempts keep'} what they have:"
        yield wrapped(tame(why), 2, style)


def _tasks(changes: Sequence[Change], style: Style) -> Iterator[str]:
    moved = [task for change in changes for task in change.tasks]
    for name in dict.fromkeys(task.id for task in moved):
        of = [task for task in moved if task.id == name]
        up = sum((task.after or 0) > (task.before or 0) for task in of)
        down = sum((task.after or 0) < (task.before or 0) for task in of)
        yield ""
        yield f"{tame(name)}: {up:,} up, {down:,} down"
        for rises, head in ((True, "no longer wrong"), (False, "now wrong")):
            why = Counter(each for task in of if ((task.after or 0) > (task.before or 0)) is rises for each in task.why)
            for reason, count in why.most_common(REASONS):
                yield wrapped(f"{head}, {count:,} times: {tame(reason)}", 2, style)


def _learners(book: Gradebook, lab: str, changes: Sequence[Change], style: Style) -> Iterator[str]:
    by_attempt = {each.attempt: each for each in changes}
    names = {each.learner: each.name for each in changes}
    moved = grades(book, lab, by_attempt)
    if names:
        yield ""
    for learner, name in sorted(names.items()):
        before, after, counting = moved[learner]
        to = "→" if style.unicode else "->"
        change = by_attempt.get(counting)
        tasks = change.tasks if change else ()
        of = ", ".join(f"{task.id} {points(task.before)} {to} {points(task.after)}" for task in tasks)
        said = f"{points(before)} {to} {points(after)}" if before != after else f"stays at {points(after)}"
        yield f"{tame(name)}: {said}{f' ({tame(of)})' if of else ''}"


def grades(
    book: Gradebook, lab: str, changes: Mapping[int, Change]
) -> dict[str, tuple[float | None, float | None, int]]:
    """Each learner's grade before and after, and the attempt that counts after, or 0."""
    of: dict[str, list[Attempt]] = {}
    for each in book.attempts(lab, results=False):
        of.setdefault(each.learner, []).append(each)
    policy = policies(book).get(lab, Policy())
    decided: dict[str, list[Decision]] = {}
    for one in decisions(book, lab):
        decided.setdefault(one.learner, []).append(one)
    found = {}
    for learner, attempts in of.items():
        held = Decisions.of(decided.get(learner, ()))
        new = [replace(each, score=changes[each.id].after) if each.id in changes else each for each in attempts]
        before, after = grade(attempts, policy, held), grade(new, policy, held)
        found[learner] = (before.final, after.final, after.attempt.id if after.attempt else 0)
    return found
