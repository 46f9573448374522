"""One lab, bound for one learner after another: what no name stands in is bound once, for all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from checks.engine.bind import Bound, BoundLab, BoundTask, bind
from labs.load import load
from labs.model import LabFile
from labs.names import Identity
from labs.template import TemplateError, render

if TYPE_CHECKING:
    from pathlib import Path

    from checks.engine.kind import Kind
    from labs.model import Lab, TaskFile
    from labs.source import Source


class Rebinder:
    """Gives what `bind(load(…))` gives for learners whose names are known, in a fraction of the time.

    Whatever is not plain goes the whole way, and is told of as it is there.
    """

    def __init__(self, folder: Path, kinds: Mapping[str, Kind[Any]], source: Source | None = None) -> None:
        self._folder = folder
        self._source = source
        self._kinds = kinds
        self._pattern: _Pattern | None = None
        self._last: tuple[tuple[str, str, Mapping[str, str]], BoundLab] | None = None

    def bound(self, learner: str, names: Mapping[str, str], region: str) -> BoundLab:
        """The lab as that learner had it. Raises `LabError` and `UsageError`."""
        key = (learner, region, names)
        if self._last is None or self._last[0] != key:  # a learner's attempts follow each other
            self._last = (key, self._bind(learner, names, region))
        return self._last[1]

    def _bind(self, learner: str, names: Mapping[str, str], region: str) -> BoundLab:
        if self._pattern is not None and names.keys() == self._pattern.bound.lab.names.keys():
            try:
                return self._pattern.filled(learner, names, region)
            except (TemplateError, ValueError):
                pass  # which the whole way explains
        bound = bind(load(self._folder, Identity(learner, given=names), region, self._source), self._kinds)
        self._pattern = self._pattern or _Pattern(bound, LabFile.model_validate(bound.lab.source.data))
        return bound


@dataclass(frozen=True)
class _Pattern:
    """A lab as it was bound once, and as its author wrote it."""

    bound: BoundLab
    written: LabFile

    @cached_property
    def find(self) -> dict[str, _Place]:
        return {
            name: _Place(was, dict(self.written.find[name])[was.kind.name]) for name, was in self.bound.find.items()
        }

    @cached_property
    def tasks(self) -> list[_TaskPlace]:
        return [_TaskPlace(*each) for each in zip(self.bound.tasks, self.written.tasks, strict=True)]

    def filled(self, learner: str, names: Mapping[str, str], region: str) -> BoundLab:
        """The same for another learner. Raises `TemplateError` and pydantic's `ValidationError`."""
        lab = self.bound.lab
        values = {"lab": {"id": lab.id, "region": region}, "learner": learner, "region": region, **names}
        find = {name: place.filled(values)[0] for name, place in self.find.items()}
        tasks = tuple([place.filled(values) for place in self.tasks])
        return BoundLab(self._lab(learner, names, region, values, tasks), find, tasks)

    def _lab(
        self, learner: str, names: Mapping[str, str], region: str, values: dict[str, Any], tasks: tuple[BoundTask, ...]
    ) -> Lab:
        return replace(
            self.bound.lab,
            learner=learner,
            names=dict(names),
            region=region,
            title=render(self.written.title, values),
            summary=render(self.written.summary, values).strip(),
            find=_filled(self.bound.lab.find, self._find, values),
            tasks=tuple([each.task for each in tasks]),
        )

    @cached_property
    def _find(self) -> Fill | None:
        return _filler(dict(self.written.find))


@dataclass(frozen=True)
class _Place:
    """Where one expectation stands, and what was written there."""

    was: Bound
    fields: Mapping[str, Any]

    @cached_property
    def fill(self) -> Fill | None:
        return _filler(dict(self.fields))

    @cached_property
    def refers_alike(self) -> bool:
        """Whether no learner's name decides which entries of `find` it refers to."""
        return not any(_filler(_at(self.fields, each.way)) for each in self.was.refers_to)

    def filled(self, values: Mapping[str, Any]) -> tuple[Bound, Mapping[str, Any]]:
        """The expectation for other names, and as it would have been written for them."""
        if self.fill is None:
            return self.was, self.fields
        fields = self.fill(values)
        expected = self.was.kind.model.model_validate(fields)
        return (self.was.alike(expected) if self.refers_alike else Bound(self.was.kind, expected)), fields


@dataclass(frozen=True)
class _TaskPlace:
    was: BoundTask
    written: TaskFile

    @cached_property
    def fill(self) -> Fill | None:
        """For title, hints and expectations, of which the last are filled in by their places."""
        return _filler([self.written.title, list(self.written.hints), dict(self.written.expect)])

    @cached_property
    def words(self) -> Fill | None:
        return _filler([self.written.title, list(self.written.hints)])

    @cached_property
    def places(self) -> list[_Place]:
        return [_Place(*each) for each in zip(self.was.expectations, self.written.expect.values(), strict=True)]

    def filled(self, values: Mapping[str, Any]) -> BoundTask:
        if self.fill is None:
            return self.was
        found = [place.filled(values) for place in self.places]
        title, hints = _filled([self.was.task.title, self.was.task.hints], self.words, values)
        expect = {kind: fields for kind, (_, fields) in zip(self.written.expect, found, strict=True)}
        task = replace(self.was.task, title=title, expect=expect, hints=tuple(hints))
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
