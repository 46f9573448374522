"""Give each raw expectation of a lab its kind's type. A wrong lab never gets as far as AWS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin

from checks.engine.kind import Expectation, Refers
from labs.mistakes import Mistakes
from labs.problems import check, model_in
from labs.source import did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.engine.kind import Kind
    from checks.engine.snapshot import Read
    from labs.model import Lab, Task
    from labs.source import Location


@dataclass(frozen=True)
class Bound:
    """One expectation and the kind that judges it."""

    kind: Kind[Any]
    expected: Expectation

    @cached_property
    def reads(self) -> tuple[Read, ...]:
        """The calls a judgement of this rests on."""
        return tuple(self.kind.reads(self.expected))

    @cached_property
    def count(self) -> int | None:
        """How many the lab relies on, if it says so."""
        return getattr(self.expected, "count", None)

    @cached_property
    def references(self) -> tuple[str, ...]:
        """The entries of `find` that this refers to."""
        return tuple(dict.fromkeys(reference.name for reference in self.refers_to))

    @cached_property
    def reference_ways(self) -> frozenset[str]:
        """The ways to its fields that refer to such entries."""
        return frozenset(".".join(map(str, reference.way)) for reference in self.refers_to)

    @cached_property
    def refers_to(self) -> tuple[Reference, ...]:
        """Every place in it that names an entry of `find`."""
        return tuple(references(type(self.expected), self.expected))

    def alike(self, expected: Expectation) -> Bound:
        """The same with another expectation, which is known to say as much and to refer to the same."""
        other = Bound(self.kind, expected)
        vars(other)["references"] = self.references
        vars(other)["refers_to"] = self.refers_to
        vars(expected)["said"] = self.expected.said
        return other


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

    @cached_property
    def in_order(self) -> tuple[BoundTask, ...]:
        """The tasks, each after those that it needs. There are no loops: `load` refuses them."""
        waiting = list(self.tasks)
        ordered: dict[str, BoundTask] = {}
        while waiting:
            ready = next(task for task in waiting if ordered.keys() >= set(task.task.needs))
            waiting.remove(ready)
            ordered[ready.task.id] = ready
        return tuple(ordered.values())

    @cached_property
    def sought(self) -> Mapping[str, Bound]:
        """Those of `find` that tasks rest on: the others aren't looked for."""
        names = {name for task in self.tasks for bound in task.expectations for name in bound.references}
        return {name: bound for name, bound in self.find.items() if name in names}

    def reads_of(self, bound: Bound) -> tuple[Read, ...]:
        """What `bound` rests on, with what it refers to."""
        return (*bound.reads, *[read for name in bound.references for read in self.find[name].reads])

    @cached_property
    def reads(self) -> tuple[Read, ...]:
        """Every call that the lab makes, each once, in a steady order."""
        asked = {read for task in self.tasks for bound in task.expectations for read in self.reads_of(bound)}
        return tuple(sorted(asked, key=lambda read: read.key("")))

    @cached_property
    def calls(self) -> tuple[Read, ...]:
        """Those of its reads that AWS is asked, and so has to allow."""
        return tuple(read for read in self.reads if read.action)


def bind(lab: Lab, kinds: Mapping[str, Kind[Any]]) -> BoundLab:
    """`lab` with its expectations typed. Raises `LabError` with every mistake found."""
    mistakes = Mistakes(lab.source)
    bound = examine(lab, kinds, mistakes)
    mistakes.raise_any()
    return bound


def examine(lab: Lab, kinds: Mapping[str, Kind[Any]], mistakes: Mistakes, *, knows_kinds: bool = True) -> BoundLab:
    """`lab` with those of its expectations that are right, `mistakes` being told of the others.

    `knows_kinds` is false where a kind of that name may well be meant to be there.
    """
    binder = _Binder(lab, kinds, mistakes, knows_kinds)
    find = {name: bound for name, raw in lab.find.items() for bound in binder.bind_all(raw, ("find", name), "select")}
    tasks = tuple(
        BoundTask(task, tuple(binder.bind_all(task.expect, ("tasks", index, "expect"), "judge")))
        for index, task in enumerate(lab.tasks)
    )
    return BoundLab(lab, find, tasks)


@dataclass(frozen=True)
class _Binder:
    lab: Lab
    kinds: Mapping[str, Kind[Any]]
    mistakes: Mistakes
    knows_kinds: bool

    def bind_all(self, raw: Mapping[str, Mapping[str, Any]], at: Location, able_to: str) -> Iterator[Bound]:
        for name, fields in raw.items():
            here = (*at, name)
            meant: str | None = name
            if getattr(self.kinds.get(name), able_to, None) is None:
                able = {each for each, kind in self.kinds.items() if getattr(kind, able_to) is not None}
                meant = nearest(name, able)
                self._tell_of_kind(name, able, here)
            if meant is not None:
                bound = self._bind(self.kinds[meant], fields, here)
                if bound:
                    yield bound

    def _tell_of_kind(self, name: str, able: set[str], here: Location) -> None:
        if name in self.kinds:
            what, others = ("looked for", "`find`") if here[0] == "find" else ("asked for in a task", "a task")
            text = f"a `{name}` can't be {what}."
            known = ", ".join(f"`{each}`" for each in sorted(able))
            self.mistakes.add(here, text, f"{others[0].upper()}{others[1:]} takes {known}.", of_key=True)
        elif self.knows_kinds or nearest(name, able):
            self.mistakes.add(here, f"`{name}` is no kind of resource.", did_you_mean(name, able), of_key=True)

    def _bind(self, kind: Kind[Any], fields: Any, here: Location) -> Bound | None:
        try:
            expected, raw = check(kind.model, fields, self.mistakes, here)
        except Exception as error:  # a kind's own validator may break in any way, and its author wants to know where
            text = f"the kind `{kind.name}` breaks on this: {type(error).__name__}: {error}."
            self.mistakes.add(here, text, "Mend the kind; a validator refuses by raising ValueError.")
            return None
        self._check_references(kind, raw, here)
        return Bound(kind, expected) if expected is not None else None

    def _check_references(self, kind: Kind[Any], value: Any, here: Location) -> None:
        known = self.lab.find
        for reference in references(kind.model, value):
            at, name = (*here, *reference.way), reference.name
            fitting = [each for each, raw in known.items() if not raw or raw.keys() & set(reference.kinds)]
            if name in fitting or self.mistakes.cover(("find",)):
                continue
            takes = " or ".join(f"`{each}`" for each in reference.kinds)
            if name not in known:
                advice = did_you_mean(name, fitting) or f"`find` has no {takes} yet."
                self.mistakes.add(at, f"`{name}` isn't among what the lab finds.", advice)
            elif (found := next(iter(known[name]))) in self.kinds:
                fits = f"Known here: {', '.join(f'`{each}`' for each in fitting)}." if fitting else ""
                self.mistakes.add(at, f"`{name}` finds a `{found}`; this takes a {takes}.", fits)


@dataclass(frozen=True)
class Reference:
    """The way to a field, the entry that it names, and the kinds that the entry may be of."""

    way: Location
    name: str
    kinds: tuple[str, ...]


def references(model: type[Any], value: Any, way: Location = ()) -> Iterator[Reference]:
    """Every reference in `value`: an expectation of type `model`, or what an author wrote for one, right or not."""
    for field in _fields(model):
        if isinstance(value, Expectation):
            inner = getattr(value, field.name)
        elif isinstance(value, Mapping):
            inner = value.get(field.name, field.default)
        else:
            return
        yield from _within(inner, (*way, field.name), field.mark, field.model)


@dataclass(frozen=True)
class _Field:
    """What of a model's field matters to who looks for references: its own mark, and the model of what it holds."""

    name: str
    default: Any
    mark: Refers | None
    model: type[Any] | None


_known: dict[type[Any], tuple[_Field, ...]] = {}


def _fields(model: type[Any]) -> tuple[_Field, ...]:
    """The fields that may hold a reference, looked for once: a class takes the same lab again and again."""
    if model in _known:
        return _known[model]
    found = []
    for name, field in model.model_fields.items():
        default = None if field.is_required() else field.get_default(call_default_factory=False)
        mark = next((each for each in field.metadata if isinstance(each, Refers)), None) or _mark(field.annotation)
        inner = model_in(field.annotation)
        if mark or (inner is not None and issubclass(inner, Expectation)):
            found.append(_Field(name, default, mark, inner))
    return _known.setdefault(model, tuple(found))


def _within(value: Any, way: Location, mark: Refers | None, model: type[Any] | None) -> Iterator[Reference]:
    if isinstance(value, str) and mark:
        yield Reference(way, value, mark.kinds)
    elif isinstance(value, list | tuple):
        for index, each in enumerate(value):
            yield from _within(each, (*way, index), mark, model)
    elif model is not None and issubclass(model, Expectation):
        yield from references(model, value, way)


def _mark(annotation: Any) -> Refers | None:
    """The mark inside an annotation such as `Annotated[str, Refers(…)] | None`."""
    if get_origin(annotation) is Annotated:
        found = next((each for each in annotation.__metadata__ if isinstance(each, Refers)), None)
        if found:
            return found
    return next((found for inner in get_args(annotation) if (found := _mark(inner))), None)
