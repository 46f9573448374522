"""One lab, bound for one learner after another: what no name stands in is bound once, for all of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from checks.engine.bind import Bound, BoundLab, BoundTask, bind
from labs.load import load
from labs.model import LabFile
from labs.names import Identity
from labs.template import TemplateError, render

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from checks.engine.kind import Kind
    from labs.model import Lab, TaskFile


class Rebinder:
    """Gives what `bind(load(…))` gives for learners whose names are known, in a fraction of the time.

    Whatever is not plain goes the whole way, and is told of as it is there.
    """

    def __init__(self, folder: Path, kinds: Mapping[str, Kind[Any]]) -> None:
        self._folder = folder
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
        bound = bind(load(self._folder, Identity(learner, given=names), region), self._kinds)
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
            find=_fill(self.written.find, values) if self._find_varies else self.bound.lab.find,
            tasks=tuple([each.task for each in tasks]),
        )

    @cached_property
    def _find_varies(self) -> bool:
        return _varies(dict(self.written.find))


@dataclass(frozen=True)
class _Place:
    """Where one expectation stands, and what was written there."""

    was: Bound
    fields: Mapping[str, Any]

    @cached_property
    def varies(self) -> bool:
        return _varies(self.fields)

    @cached_property
    def refers_alike(self) -> bool:
        """Whether no learner's name decides which entries of `find` it refers to."""
        return not any(_varies(_at(self.fields, each.way)) for each in self.was.refers_to)

    def filled(self, values: Mapping[str, Any]) -> tuple[Bound, Mapping[str, Any]]:
        """The expectation for other names, and as it would have been written for them."""
        if not self.varies:
            return self.was, self.fields
        fields = _fill(self.fields, values)
        expected = self.was.kind.model.model_validate(fields)
        return (self.was.alike(expected) if self.refers_alike else Bound(self.was.kind, expected)), fields


@dataclass(frozen=True)
class _TaskPlace:
    was: BoundTask
    written: TaskFile

    @cached_property
    def varies(self) -> bool:
        return _varies([self.written.title, self.written.expect, self.written.hints])

    @cached_property
    def places(self) -> list[_Place]:
        return [_Place(*each) for each in zip(self.was.expectations, self.written.expect.values(), strict=True)]

    def filled(self, values: Mapping[str, Any]) -> BoundTask:
        if not self.varies:
            return self.was
        found = [place.filled(values) for place in self.places]
        task = replace(
            self.was.task,
            title=render(self.written.title, values),
            expect={kind: fields for kind, (_, fields) in zip(self.written.expect, found, strict=True)},
            hints=tuple([render(each, values) for each in self.written.hints]),
        )
        return BoundTask(task, tuple([bound for bound, _ in found]))


def _varies(value: Any) -> bool:
    """Whether anything in it is a template."""
    if isinstance(value, dict):
        return any(map(_varies, value.values()))
    if isinstance(value, list | tuple):
        return any(map(_varies, value))
    return isinstance(value, str) and "{" in value


def _fill(value: Any, values: Mapping[str, Any]) -> Any:
    if isinstance(value, dict):
        return {key: _fill(inner, values) for key, inner in value.items()}
    if isinstance(value, list):
        return [_fill(inner, values) for inner in value]
    return render(value, values) if isinstance(value, str) else value


def _at(value: Any, way: tuple[str | int, ...]) -> Any:
    """What was written at the end of `way`, or None."""
    for step in way:
        try:
            value = value[step]
        except (LookupError, TypeError):
            return None
    return value
