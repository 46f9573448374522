"""Right work spoilt in one thing, or in two: each must fail its task, and only that, and be told for what it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from checks.engine.grade import regrade
from checks.engine.properties import DEFAULTS, EXISTS
from checks.engine.verify.trial import Trial, essence, tasks_of, told
from checks.engine.wrongs import leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from checks.engine.bind import Bound
    from checks.engine.result import TaskResult
    from checks.engine.snapshot import Snapshot
    from checks.engine.variation import Mutation
    from checks.engine.verify.trial import Solved

MISSING = "missing"
"""The code by which every kind tells that what is asked for isn't there: then nothing of it earns."""

NOT_SET_UP = "not-set-up"


@dataclass
class Outcome:
    """How a task has to be judged: the codes that are told, and the criteria that are lost, each of a part."""

    codes: set[str] = field(default_factory=set)
    lost: set[tuple[str, str]] = field(default_factory=set)


@dataclass(frozen=True, eq=False)
class Mutant:
    """A solved account with one thing spoilt, and how each task has to fail that rests on it."""

    kind: str
    mutation: Mutation
    outcomes: Mapping[str, Outcome]

    def __str__(self) -> str:
        return f"{self.kind}: {self.mutation.label}"

    @property
    def is_of_estate(self) -> bool:
        """Whether it spoils what is there before the learner comes."""
        return any(NOT_SET_UP in each.codes for each in self.outcomes.values())


@dataclass(frozen=True)
class Tally:
    """Of one kind, how many mutants were made, and how many of them were found out."""

    made: int
    killed: int


def mutants(solved: Solved) -> list[Mutant]:
    """Every mutant of every task, and of everything that tasks refer to.

    What several tasks rest on is spoilt once, and has to fail them all.
    """
    made: dict[object, Mutant] = {}

    def add(kind: str, mutation: Mutation, task: str, outcome: Outcome) -> None:
        key = (mutation.read, mutation.label, mutation.touches)
        mutant = made.setdefault(key, Mutant(kind, mutation, {}))
        whole = mutant.outcomes.setdefault(task, Outcome())  # type: ignore[attr-defined]
        whole.codes |= outcome.codes
        whole.lost |= outcome.lost

    for task, each in solved.asked():
        for mutation in each.kind.mutations(each.expected, solved.view(each)):
            add(each.kind.name, mutation, task, _outcome(each, mutation, solved.tasks[task]))
    for name, each in solved.bound.sought.items():
        for mutation in each.kind.mutations(each.expected, solved.view(each)):
            for task in sorted(solved.tasks_resting_on(name)):
                add(each.kind.name, mutation, task, Outcome({NOT_SET_UP}))
    return list(made.values())


def _outcome(each: Bound, mutation: Mutation, task: TaskResult) -> Outcome:
    codes = set(mutation.spoils.values())
    lost = {_criterion(each, way) for way in mutation.spoils}
    parts = [part for part in task.parts if part.label in mutation.parts]
    if MISSING in codes:
        return Outcome(codes, {(part.label, every.code) for part in parts for every in part.criteria})
    return Outcome(codes, {(part.label, code) for part in parts for code in lost})


def _criterion(each: Bound, way: str) -> str:
    if way == EXISTS:
        return EXISTS
    return way.rpartition(".")[2].replace("_", "-") if way in each.expected.said else DEFAULTS


def unproven(solved: Solved) -> Iterator[str]:
    """What a task asks or implies, or relies on, that no mutation spoils: nobody knows whether it is judged."""
    for where, each, asks in _asking(solved):
        spoilt = {way for it in each.kind.mutations(each.expected, solved.view(each)) for way in it.spoils}
        for way in asks:
            if way not in spoilt:
                yield f"{where}: no mutation of the {each.kind.name} spoils `{way}`, so nobody knows if it is judged."


def _asking(solved: Solved) -> Iterator[tuple[str, Bound, list[str]]]:
    for task, each in solved.asked():
        moot = set(each.kind.moot(each.expected))
        yield task, each, [way for way in leaves(type(each.expected)) if way not in moot]
    for name, each in solved.bound.sought.items():
        if solved.tasks_resting_on(name):
            yield name, each, [way for way in leaves(type(each.expected)) if way in each.expected.said]


def try_mutants(solved: Solved, made: Iterable[Mutant]) -> tuple[Trial, Mapping[str, Tally]]:
    """Whether each mutant fails exactly its tasks with exactly its findings, and costs exactly what it spoils."""
    failures, tallies = list(unproven(solved)), dict[str, Tally]()
    for mutant in made:
        wrong = list(told_otherwise(solved, mutant, solved.snapshot))
        failures += wrong
        tally = tallies.get(mutant.kind, Tally(0, 0))
        tallies[mutant.kind] = Tally(tally.made + 1, tally.killed + (not wrong))
    number = sum(tally.made for tally in tallies.values())
    return Trial("mutants", "One thing wrong is told as that, and costs that", number, tuple(failures)), tallies


def told_otherwise(solved: Solved, mutant: Mutant, snapshot: Snapshot, *, others: bool = False) -> Iterator[str]:
    """What is not as it has to be where `snapshot`, which is right, has that one thing wrong.

    With `others` there are things beside the right ones, which may be told of where the right one is missing.
    """
    after = tasks_of(regrade(solved.bound, mutant.mutation.of(snapshot)))
    for task in after.values():
        outcome = mutant.outcomes.get(task.id)
        if outcome is None:
            if essence(task) != essence(solved.tasks[task.id]):
                yield f"{mutant}: it is no business of {task.id}, which becomes {told(task)}."
        elif task.verdict == "passed":
            yield f"{mutant}: {task.id} passes all the same."
        elif not _tells(task, outcome, others):
            codes = {each.code for each in task.findings}
            yield f"{mutant}: {task.id} tells {_listed(codes)}, not {_listed(outcome.codes)}."
        elif task.verdict != "unreadable" and (lost := _lost(task)) != outcome.lost:
            yield f"{mutant}: {task.id} takes points for {_criteria(lost)}, not for {_criteria(outcome.lost)}."


def _tells(task: TaskResult, outcome: Outcome, others: bool) -> bool:
    codes = {each.code for each in task.findings}
    return codes == outcome.codes or (others and MISSING in outcome.codes and codes > outcome.codes)


def _lost(task: TaskResult) -> set[tuple[str, str]]:
    return {(part.label, each.code) for part in task.parts for each in part.criteria if not each.met}


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(sorted(codes)) or "nothing"


def _criteria(lost: Iterable[tuple[str, str]]) -> str:
    return _listed(f"{code} of {part}" for part, code in lost)


def try_pairs(solved: Solved, made: Iterable[Mutant]) -> Trial:
    """Whether two wrongs never make a right, and each of them is still told."""
    failures: list[str] = []
    number = 0
    for one, other in combinations([each for each in made if not each.is_of_estate], 2):
        if _undo_each_other(one.mutation, other.mutation):
            continue
        number += 1
        after = tasks_of(regrade(solved.bound, other.mutation.of(one.mutation.of(solved.snapshot))))
        failures += _complaints_of_pair(solved, one, other, after)
    return Trial("pairs", "Two things wrong never make a right, and both are told", number, tuple(failures))


def _undo_each_other(one: Mutation, other: Mutation) -> bool:
    return bool(one.read == other.read and one.touches & other.touches and one.spoils.keys() & other.spoils.keys())


def _complaints_of_pair(solved: Solved, one: Mutant, other: Mutant, after: Mapping[str, TaskResult]) -> Iterator[str]:
    pair = f"{one}, and {other}"
    for task in after.values():
        spoilt = [each for each in (one, other) if task.id in each.outcomes]
        if not spoilt:
            if essence(task) != essence(solved.tasks[task.id]):
                yield f"{pair}: it is no business of {task.id}, which becomes {told(task)}."
            continue
        if task.verdict == "passed":
            yield f"{pair}: {task.id} passes all the same."
            continue
        codes = {each.code for each in task.findings}
        for mutant, beside in ((one, other), (other, one)):
            if mutant in spoilt and not _is_told(mutant.mutation, beside.mutation, codes):
                yield f"{pair}: {task.id} tells {_listed(codes)}, and nothing of the {mutant}."


def _is_told(mutation: Mutation, beside: Mutation, codes: set[str]) -> bool:
    """Whether it is told, or else is part of something larger that is: what is missing has no settings any more."""
    if MISSING in codes:
        return True
    return all(code in codes or beside.spoils.get(way) in codes for way, code in mutation.spoils.items())
