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
    from checks.gradebook.regrade.change import Change, Kept, Task
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
        moves = Counter(task.move for task in of)
        yield ""
        yield f"{tame(name)}: {moves[1]:,} up, {moves[-1]:,} down"
        for move, head in ((1, "no longer wrong"), (-1, "now wrong")):
            why = Counter(each for task in of if task.move == move for each in task.why)
            for reason, count in why.most_common(REASONS):
                yield wrapped(f"{head}, {count:,} times: {tame(reason)}", 2, style)
        rest = Counter(_otherwise(task) for task in of if not (task.move and task.why))
        for words, count in rest.most_common(REASONS):
            yield wrapped(f"{words}, {count:,} times", 2, style)


def _otherwise(task: Task) -> str:
    """What changes, where it isn't what was found."""
    if task.most_before is None:
        return f"is new: {points(task.after)} of {points(task.most_after)}"
    if task.most_after is None:
        return f"is no longer asked: had {points(task.before)} of {points(task.most_before)}"
    to = "stays at" if task.before == task.after else f"goes from {points(task.before)} to"
    if task.most_before == task.most_after:
        of = ", with another verdict" if task.before == task.after else f" of {points(task.most_after)}"
    else:
        of = f", of {points(task.most_after)} instead of {points(task.most_before)}"
    return f"{to} {points(task.after)}{of}"


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
