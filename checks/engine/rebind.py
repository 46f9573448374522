"""One lab, bound for one learner after another: what no name stands in is bound once, for all of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from checks.engine.bind import Bound, BoundLab, BoundTask, bind
from labs.load import load
from labs.model import REGION, LabFile, Task
from labs.names import Identity
from labs.template import TemplateError, render

if TYPE_CHECKING:
    from pathlib import Path

    from checks.engine.kind import Kind
    from labs.model import Lab, TaskFile
    from labs.source import Source


T = TypeVar("T")


class Rebinder:
    """Gives what `bind(load(…))` gives for learners whose names are known, in a fraction of the time.

    Whatever is not plain goes the whole way, and is told of as it is there. Any number of threads may ask it.
    """

    def __init__(self, folder: Path, kinds: Mapping[str, Kind[Any]], source: Source | None = None) -> None:
        self._folder = folder
        self._source = source
        self._kinds = kinds
        self._pattern: _Pattern | None = None
        self._last: tuple[tuple[Identity, str], BoundLab] | None = None
        self._lock = Lock()

    def bound(self, identity: Identity, region: str) -> BoundLab:
        """The lab as the learner had it who was given these names. Raises `LabError` and `UsageError`."""
        with self._lock:
            key = (identity, region)
            if self._last is None or self._last[0] != key:  # a learner's attempts follow each other
                self._last = (key, self._bind(identity, region))
            return self._last[1]

    def _bind(self, identity: Identity, region: str) -> BoundLab:
        given, pattern = identity.given or {}, self._pattern
        if pattern is not None and given.keys() == pattern.bound.lab.names.keys() and REGION.fullmatch(region):
            try:
                return pattern.filled(identity, given, region)
            except (TemplateError, ValueError):
                pass  # which the whole way explains
        bound = bind(load(self._folder, identity, region, self._source), self._kinds)
        self._pattern = self._pattern or _Pattern(bound, LabFile.model_validate(bound.lab.source.data))
        return bound


@dataclass(frozen=True)
class _Pattern:
    """A lab as it was bound once, and as its author wrote it."""

    bound: BoundLab
    written: LabFile

    @cached_property
    def find(self) -> dict[str, _Place]:
        written = self.written.find
        return {
            name: _Place(was, dict(written[name])[was.kind.name], self.values) for name, was in self.bound.find.items()
        }

    @cached_property
    def tasks(self) -> list[_TaskPlace]:
        pairs = zip(self.bound.tasks, self.written.tasks, strict=True)
        return [_TaskPlace(was, written, self.values) for was, written in pairs]

    @cached_property
    def values(self) -> tuple[str, ...]:
        """What may stand in it, by name."""
        return ("lab", "learner", "region", *self.bound.lab.names)

    def filled(self, identity: Identity, given: Mapping[str, str], region: str) -> BoundLab:
        """The same for another learner. Raises `TemplateError` and pydantic's `ValidationError`."""
        lab = self.bound.lab
        names = {name: identity.standing.get(name, value) for name, value in given.items()}
        values = {"lab": {"id": lab.id, "region": region}, "learner": identity.learner, "region": region, **names}
        find = {name: place.filled(values)[0] for name, place in self.find.items()}
        tasks = tuple([place.filled(values) for place in self.tasks])
        return BoundLab(self._lab(identity, names, values, tasks), find, tasks)

    def _lab(
        self, identity: Identity, names: dict[str, str], values: Mapping[str, Any], tasks: tuple[BoundTask, ...]
    ) -> Lab:
        return replace(
            self.bound.lab,
            learner=identity.learner,
            names=names,
            standing=frozenset(identity.standing) & names.keys(),
            region=values["region"],
            title=render(self.written.title, values),
            summary=render(self.written.summary, values).strip(),
            find=_filled(self.bound.lab.find, self._find, values),
            tasks=tuple([each.task for each in tasks]),
        )

    @cached_property
    def _find(self) -> Fill | None:
        return _filler(dict(self.written.find))


class _Piece(ABC, Generic[T]):
    """A piece of a lab, in which some names may stand. As long as these have the same values, it is made once."""

    def __init__(self, written: object, names: Iterable[str]) -> None:
        text = str(written)
        self._names = [name for name in names if name in text]
        self._given: list[Any] | None = None
        self._made: T | None = None

    def filled(self, values: Mapping[str, Any]) -> T:
        """The piece for these values."""
        given = [values[name] for name in self._names]
        if self._made is None or given != self._given:
            self._given, self._made = given, self._fill(values)
        return self._made

    @abstractmethod
    def _fill(self, values: Mapping[str, Any]) -> T:
        """The piece, made anew."""


class _Place(_Piece[tuple[Bound, Mapping[str, Any]]]):
    """Where one expectation stands: the expectation, and as it would have been written for the values."""

    def __init__(self, was: Bound, written: Mapping[str, Any], names: Iterable[str]) -> None:
        super().__init__(written, names)
        self._was, self._written = was, written
        self._filler = _filler(dict(written))
        # Whether no learner's name decides which entries of `find` it refers to.
        self._refers_alike = not any(_filler(_at(written, each.way)) for each in was.refers_to)

    def _fill(self, values: Mapping[str, Any]) -> tuple[Bound, Mapping[str, Any]]:
        if self._filler is None:
            return self._was, self._written
        fields = self._filler(values)
        expected = self._was.kind.model.model_validate(fields)
        return (self._was.alike(expected) if self._refers_alike else Bound(self._was.kind, expected)), fields


class _TaskPlace(_Piece[BoundTask]):
    """Where a task stands."""

    def __init__(self, was: BoundTask, written: TaskFile, names: Iterable[str]) -> None:
        super().__init__((written.title, written.hints, written.expect), names)
        self._was, self._kinds = was, tuple(written.expect)
        self._words = _filler([written.title, list(written.hints)])
        self._places = [_Place(*each, names) for each in zip(was.expectations, written.expect.values(), strict=True)]

    def _fill(self, values: Mapping[str, Any]) -> BoundTask:
        was, found = self._was.task, [place.filled(values) for place in self._places]
        title, hints = _filled([was.title, was.hints], self._words, values)
        expect = {kind: fields for kind, (_, fields) in zip(self._kinds, found, strict=True)}
        task = Task(was.id, title, was.points, was.needs, was.all_or_nothing, expect, tuple(hints), was.hidden)
        return BoundTask(task, tuple([bound for bound, _ in found]))


Fill = Callable[[Mapping[str, Any]], Any]
"""Makes what an author wrote into what it is for a learner's values."""


def _filler(written: Any) -> Fill | None:
    """What fills `written` in; None where it is the same for everybody."""
    if isinstance(written, str):
        return partial(render, written) if "{" in written else None
    if isinstance(written, dict):
        by_key = {key: fill for key, inner in written.items() if (fill := _filler(inner))}
        return (lambda values: {**written, **{key: fill(values) for key, fill in by_key.items()}}) if by_key else None
    if isinstance(written, list):
        each = [_filler(inner) for inner in written]
        if any(each):
            pairs = list(zip(written, each, strict=True))
            return lambda values: [fill(values) if fill else inner for inner, fill in pairs]
    return None


def _filled(written: Any, fill: Fill | None, values: Mapping[str, Any]) -> Any:
    return fill(values) if fill else written


def _at(value: Any, way: tuple[str | int, ...]) -> Any:
    """What was written at the end of `way`, or None."""
    for step in way:
        try:
            value = value[step]
        except (LookupError, TypeError):
            return None
    return value
