"""Kinds by name. Those that come with the kit are imported when somebody takes one: a lab needs few of them."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.engine.kind import Kind


class Shelf(Mapping[str, "Kind[Any]"]):
    """The kinds that `checks.NAME` holds as its `KIND`, and `others` that were imported already."""

    def __init__(self, *names: str, others: Mapping[str, Kind[Any]] | None = None) -> None:
        self._names = names
        self._others = dict(others or {})

    def with_others(self, others: Mapping[str, Kind[Any]]) -> Shelf:
        """These kinds, and then `others`."""
        return Shelf(*self._names, others={**self._others, **others})

    def __getitem__(self, name: str) -> Kind[Any]:
        if name not in self._names:
            return self._others[name]
        kind: Kind[Any] = import_module(f"checks.{name}").KIND
        return kind

    def __contains__(self, name: object) -> bool:
        return name in self._names or name in self._others

    def __iter__(self) -> Iterator[str]:
        return iter((*self._names, *self._others))

    def __len__(self) -> int:
        return len(self._names) + len(self._others)
