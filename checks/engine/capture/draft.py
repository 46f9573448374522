"""From a snapshot to the tasks of a lab, as data: what is alike is one task, what it stands on an entry of `find`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from checks.engine.capture.captured import Captured, LeftOut
from checks.engine.kind import Refers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from checks.engine.kind import Expectation, Kind
    from checks.engine.snapshot import Snapshot

_TEMPLATE = re.compile(r"\{[{%#]")


@dataclass(frozen=True)
class FoundBy:
    """An entry of `find`: the kind it looks for, what it asks, and words for it."""

    kind: str
    asks: Mapping[str, Any]
    words: str


@dataclass(frozen=True)
class DraftTask:
    """A task that asks for what stands there. `on` names an entry of `find`, for a kind that refers to one."""

    id: str
    kind: str
    name: str
    title: str
    asks: Mapping[str, Any]
    on: str | None = None
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class DraftLab:
    """A lab that asks for what stands in an account, and what of that it can't ask for."""

    id: str
    region: str
    account_id: str | None
    taken_at: str
    find: Mapping[str, FoundBy] = field(default_factory=dict)
    tasks: tuple[DraftTask, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    def without(self, failing: Mapping[str, str]) -> DraftLab:
        """The same without these tasks; each comes with why."""
        gone = [task for task in self.tasks if task.id in failing]
        told = tuple(LeftOut(each.name, f"{words_for(each.kind)} {each.name}", failing[each.id]) for each in gone)
        kept = tuple(
            replace(task, needs=tuple(need for need in task.needs if need not in failing))
            for task in self.tasks
            if task.id not in failing
        )
        used = {task.on for task in kept}
        find = {name: entry for name, entry in self.find.items() if name in used}
        return replace(self, find=find, tasks=kept, left_out=(*self.left_out, *told))


def draft(
    lab_id: str, snapshot: Snapshot, kinds: Mapping[str, Kind[Any]], wanted: Collection[str], pattern: str = "*"
) -> DraftLab:
    """A lab that asks for what `snapshot` holds of the kinds `wanted`, and whose name fits the glob `pattern`."""
    drafter = _Drafter(snapshot, kinds)
    for kind in wanted:
        drafter.add(kind, pattern)
    tasks = tuple(drafter.with_needs())
    about = (snapshot.region, snapshot.account_id, snapshot.taken_at)
    return DraftLab(lab_id, *about, drafter.find, tasks, tuple(drafter.left_out))


def words_for(kind: str) -> str:
    """A kind in a sentence."""
    return f"the {kind.replace('_', ' ')}"


class _Drafter:
    def __init__(self, snapshot: Snapshot, kinds: Mapping[str, Kind[Any]]) -> None:
        self.find: dict[str, FoundBy] = {}
        self.left_out: list[LeftOut] = []
        self._snapshot = snapshot
        self._kinds = kinds
        self._tasks: list[tuple[DraftTask, tuple[tuple[str, str], ...]]] = []
        self._entries: dict[frozenset[str], str] = {}

    def add(self, kind: str, pattern: str) -> None:
        """Draft the tasks of one kind."""
        alike: list[tuple[Captured, list[str]]] = []
        capture = self._kinds[kind].capture
        for each in capture.draft(self._snapshot) if capture else ():
            if not fnmatchcase(each.name, pattern):
                continue
            if isinstance(each, LeftOut):
                self.left_out.append(each)
                continue
            ids = next((ids for other, ids in alike if (other.name, other.asks) == (each.name, each.asks)), None)
            if ids is None:
                alike.append((each, ids := []))
            ids += [each.on] if each.on else []
        for each, ids in alike:
            self._ask_for(kind, each, ids)

    def with_needs(self) -> Iterator[DraftTask]:
        """The tasks, each after those for what it rests on."""
        made = {(task.kind, task.name): task.id for task, _ in self._tasks}
        for task, rests_on in self._tasks:
            yield replace(task, needs=tuple(made[each] for each in rests_on if each in made))

    def _ask_for(self, kind: str, each: Captured, ids: Sequence[str]) -> None:
        if wrong := _unwritable(self._kinds[kind].model, each):
            self.left_out.append(LeftOut(each.name, f"{words_for(kind)} {each.name!r}", wrong))
        elif not ids:
            self._add_task(kind, each, None)
        elif entry := self._entry_for(kind, ids):
            self._add_task(kind, each, entry)
        elif len(ids) > 1:  # not together, but maybe one by one
            for one in ids:
                self._ask_for(kind, each, [one])
        else:
            *others, last = self._sought(kind)
            sought = f"{', '.join(others)} or {last}" if others else last
            why = f"No `find` by {sought} finds just {ids[0]}: tag it, if it is one of those, or do without."
            self.left_out.append(LeftOut(each.name, f"{words_for(kind)} {each.name} on {ids[0]}", why))

    def _add_task(self, kind: str, each: Captured, entry: str | None) -> None:
        reference, asks = _reference(self._kinds[kind].model), dict(each.asks)
        if entry and reference:
            asks[reference] = entry
        fields = self._kinds[kind].model.model_fields
        asks = {name: asks[name] for name in fields if name in asks}
        title = f"{each.title} on {self.find[entry].words}".replace("`", "") if entry else each.title
        task = DraftTask(self._free_id(kind, each.name), kind, each.name, title, asks, entry)
        self._tasks.append((task, each.rests_on))

    def _free_id(self, kind: str, name: str) -> str:
        slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        slug = slug if slug[:1].isalpha() else f"{kind.replace('_', '-')}-{slug}"
        return _free(slug[:56].strip("-"), [task.id for task, _ in self._tasks], "-")

    def _entry_for(self, kind: str, ids: Sequence[str]) -> str | None:
        """The name of an entry of `find` that finds just these resources; None where there can't be one."""
        together = frozenset(ids)
        if together not in self._entries:
            found = next((found for name in self._sought(kind) if (found := self._told_by(name, together))), None)
            if found is None:
                return None
            noun = found.kind.rpartition("_")[2] + ("s" if len(together) > 1 else "")
            name = _free(noun, self.find, "_")
            self.find[name], self._entries[together] = found, name
        return self._entries[together]

    def _sought(self, kind: str) -> list[str]:
        """The kinds that one kind's expectations refer to."""
        marks = [mark for each in self._kinds[kind].model.model_fields.values() for mark in each.metadata]
        return [name for mark in marks if isinstance(mark, Refers) for name in mark.kinds]

    def _told_by(self, kind: str, ids: frozenset[str]) -> FoundBy | None:
        it = self._kinds.get(kind)
        if it is None or it.select is None:
            return None
        for telling in it.tell(ids, self._snapshot):
            if not all(text.isprintable() and not _TEMPLATE.search(text) for text in _texts(telling.asks)):
                continue
            expected = it.model.model_validate(dict(telling.asks))
            if {resource.id for resource in it.select(expected, self._snapshot)} == ids:
                return FoundBy(kind, telling.asks, telling.words)
        return None


def _reference(model: type[Expectation]) -> str | None:
    """The field by which a model refers to what a lab finds."""
    marked = (
        name for name, field in model.model_fields.items() if any(isinstance(mark, Refers) for mark in field.metadata)
    )
    return next(marked, None)


def _unwritable(model: type[Expectation], each: Captured) -> str:
    """Why no lab can ask for it, as a sentence; empty if one can."""
    for text in _texts(each.asks):
        if _TEMPLATE.search(text) or not text.isprintable():
            return f"A lab would take {text!r} for a template, or for a slip."
    reference = _reference(model)
    try:
        model.model_validate({**each.asks, **({reference: "it"} if reference else {})})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        return f"{'.'.join(map(str, first['loc']))}: {str(first['msg']).removeprefix('Value error, ')}"
    return ""


def _texts(value: Any) -> Iterator[str]:
    """Every piece of text in a raw expectation."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from (str(key), *_texts(inner))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str):
        yield value


def _free(name: str, taken: Collection[str], joint: str) -> str:
    if name not in taken:
        return name
    number = 2
    while f"{name}{joint}{number}" in taken:
        number += 1
    return f"{name}{joint}{number}"
