"""What grading an attempt again comes to, beside what it came to before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple


class Stored(NamedTuple):
    """An attempt as the gradebook holds it: its result as text, and its evidence as `book.packed` gives it."""

    attempt: int
    learner: str
    name: str
    result: str
    evidence: bytes | None


class Task(NamedTuple):
    """A task, before and after: its points of `most` that could be had, and both None where there was no such task.

    Where it rose, `why` is what is no longer found, and where it fell, what is newly found.
    """

    id: str
    before: float | None
    after: float | None
    why: tuple[str, ...]
    most_before: float | None
    most_after: float | None

    @property
    def move(self) -> int:
        """1 where it rose, -1 where it fell, else 0."""
        before, after = self.before or 0, self.after or 0
        return (after > before) - (after < before)


@dataclass(frozen=True)
class Change:
    """An attempt that comes to something else. `tasks` are those whose points or verdicts change.

    `words_only` is where nothing but what is said of it changes. `old` knows the result that is to be replaced, and
    `new` is the one in its place, by zlib.
    """

    attempt: int
    learner: str
    name: str
    before: float | None
    after: float | None
    tasks: tuple[Task, ...]
    old: bytes
    new: bytes

    @property
    def words_only(self) -> bool:
        """Whether no points change, and no verdict."""
        return not self.tasks and self.before == self.after


class Kept(NamedTuple):
    """An attempt that keeps what it has, since its evidence can't tell: `why` in words."""

    attempt: int
    learner: str
    name: str
    why: str


class Same(NamedTuple):
    """An attempt that comes to the same."""

    attempt: int


Outcome = Change | Kept | Same


def compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Task, ...]:
    """The tasks in which two results differ by points or verdict."""
    was = {task["id"]: task for task in before["tasks"]}
    now = {task["id"]: task for task in after["tasks"]}
    return tuple(
        _task(each, was.get(each), now.get(each))
        for each in dict.fromkeys([*was, *now])
        if _worth(was.get(each)) != _worth(now.get(each))
    )


def _worth(task: Mapping[str, Any] | None) -> tuple[Any, ...] | None:
    return (task["verdict"], task["score"], task["points"]) if task else None


def _task(name: str, was: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> Task:
    points = was["points"] if was else None, now["points"] if now else None
    task = Task(name, was["score"] if was else None, now["score"] if now else None, (), *points)
    old, new = _found(was), _found(now)
    why = {1: [each for each in old if each not in new], -1: [each for each in new if each not in old]}
    return task._replace(why=tuple(why.get(task.move, ())))


def _found(task: Mapping[str, Any] | None) -> list[str]:
    return [each["message"] for each in (task or {}).get("findings", ())]
