"""What came of proving one thing about a lab, and the solved account that most of it is proved on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from checks.engine.grade import regrade
from checks.engine.judge import found
from checks.engine.kind import View

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checks.engine.bind import Bound, BoundLab
    from checks.engine.result import Result, TaskResult
    from checks.engine.snapshot import Snapshot


@dataclass(frozen=True)
class Trial:
    """One thing that was tried `tried` times. It holds if there are no `failures`, each told in a sentence or two."""

    name: str
    title: str
    tried: int
    failures: tuple[str, ...] = ()
    note: str = ""

    @property
    def holds(self) -> bool:
        """Whether nothing spoke against it."""
        return not self.failures


@dataclass(frozen=True)
class Solved:
    """A lab, and an account in which all of it is done right, as it was read."""

    bound: BoundLab
    snapshot: Snapshot

    @cached_property
    def tasks(self) -> Mapping[str, TaskResult]:
        """How each task is judged."""
        return tasks_of(regrade(self.bound, self.snapshot))

    def view(self, each: Bound) -> View:
        """What the kind of `each` sees of this account."""
        found_there = {name: found(name, self.bound.find[name], self.snapshot) for name in each.references}
        return View(self.snapshot, found_there)

    def asked(self) -> Iterator[tuple[str, Bound]]:
        """Everything that tasks expect, each with the id of its task."""
        for task in self.bound.tasks:
            for each in task.expectations:
                yield task.task.id, each

    def all(self) -> Iterator[Bound]:
        """Everything that tasks expect, and everything that they take to be there."""
        yield from (each for _, each in self.asked())
        yield from self.bound.sought.values()

    def tasks_resting_on(self, name: str) -> frozenset[str]:
        """The tasks that refer to an entry of the lab's `find`."""
        return frozenset(task for task, each in self.asked() if name in each.references)


def tasks_of(result: Result) -> Mapping[str, TaskResult]:
    """A result's tasks by their ids."""
    return {task.id: task for task in result.tasks}


def changed(before: Mapping[str, TaskResult], after: Mapping[str, TaskResult]) -> list[str]:
    """The tasks that are judged otherwise now, in words."""
    return [
        f"{task.id} is {told(after[task.id])}, where it was {told(task)}"
        for task in before.values()
        if essence(task) != essence(after[task.id])
    ]


def essence(task: TaskResult) -> tuple[object, ...]:
    """What counts of a judgement."""
    return task.verdict, task.score, [each.code for each in task.findings]


def told(task: TaskResult) -> str:
    """A judgement in words."""
    codes = ", ".join(dict.fromkeys(each.code for each in task.findings))
    return f"{task.verdict}{f' ({codes})' if codes else ''}"
