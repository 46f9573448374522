"""Give each raw expectation of a lab its kind's type. A wrong lab never gets as far as AWS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from checks.engine.kind import Expectation, Refers
from labs.errors import LabError
from labs.problems import problems_of
from labs.source import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checks.engine.kind import Kind
    from checks.engine.snapshot import Read
    from labs.errors import Problem
    from labs.model import Lab, Task
    from labs.source import Location


@dataclass(frozen=True)
class Bound:
    """One expectation and the kind that judges it."""

    kind: Kind[Any]
    expected: Expectation

    def reads(self) -> tuple[Read, ...]:
        """The calls a judgement of this rests on."""
        return tuple(self.kind.reads(self.expected))

    def references(self) -> tuple[str, ...]:
        """The entries of `find` that this refers to."""
        return tuple(name for _, name, _ in references(self.expected))


@dataclass(frozen=True)
class BoundTask:
    """A task with its expectations."""

    task: Task
    expectations: tuple[Bound, ...]


@dataclass(frozen=True)
class BoundLab:
    """A lab that is known to make sense."""

    lab: Lab
    find: Mapping[str, Bound]
    tasks: tuple[BoundTask, ...]

    def reads_of(self, bound: Bound) -> tuple[Read, ...]:
        """What `bound` rests on, with what it refers to."""
        referred = (read for name in bound.references() for read in self.find[name].reads())
        return (*bound.reads(), *referred)

    def reads(self) -> tuple[Read, ...]:
        """Every call that the lab makes, each once, in a steady order."""
        asked = {read for task in self.tasks for bound in task.expectations for read in self.reads_of(bound)}
        return tuple(sorted(asked, key=lambda read: read.key("")))


def bind(lab: Lab, kinds: Mapping[str, Kind[Any]]) -> BoundLab:
    """`lab` with its expectations typed. Raises `LabError` with every mistake found."""
    problems: list[Problem] = []
    find = {
        name: bound
        for name, raw in lab.find.items()
        for bound in _bind_all(raw, ("find", name), lab, kinds, "select", problems)
    }
    tasks = []
    for index, task in enumerate(lab.tasks):
        at = ("tasks", index, "expect")
        bounds = tuple(_bind_all(task.expect, at, lab, kinds, "judge", problems))
        tasks.append(BoundTask(task, bounds))
        for bound in bounds:
            here = (*at, bound.kind.name)
            problems += _wrong_references(bound, here, lab, find)
    if problems:
        raise LabError(problems)
    return BoundLab(lab, find, tuple(tasks))


def _bind_all(
    raw: Mapping[str, Mapping[str, Any]],
    at: Location,
    lab: Lab,
    kinds: Mapping[str, Kind[Any]],
    able_to: str,
    problems: list[Problem],
) -> Iterator[Bound]:
    able = {name for name, kind in kinds.items() if getattr(kind, able_to) is not None}
    for name, fields in raw.items():
        here = (*at, name)
        if name not in able:
            what = "no kind" if name not in kinds else f"no kind that can be used under `{at[0]}`"
            problems.append(lab.source.problem(here, f"`{name}` is {what}.", did_you_mean(name, able), of_key=True))
            continue
        kind = kinds[name]
        try:
            yield Bound(kind, kind.model.model_validate(fields))
        except ValidationError as error:
            problems += problems_of(error, kind.model, lab.source, here)


def _wrong_references(bound: Bound, at: Location, lab: Lab, find: Mapping[str, Bound]) -> Iterator[Problem]:
    for way, name, kinds in references(bound.expected):
        here = (*at, *way)
        if name not in lab.find:
            yield lab.source.problem(here, f"`{name}` isn't among what the lab finds.", did_you_mean(name, lab.find))
        elif name in find and find[name].kind.name not in kinds:
            text = f"`{name}` is a {find[name].kind.name}; here it takes {' or '.join(kinds)}."
            yield lab.source.problem(here, text)


def references(expected: Expectation, at: Location = ()) -> Iterator[tuple[Location, str, tuple[str, ...]]]:
    """Where `expected` refers to an entry of `find`: the way to the field, the entry, the kinds it may be."""
    for name, field in type(expected).model_fields.items():
        value = getattr(expected, name)
        if isinstance(value, Expectation):
            yield from references(value, (*at, name))
        for mark in field.metadata:
            if isinstance(mark, Refers) and isinstance(value, str):
                yield (*at, name), value, mark.kinds
