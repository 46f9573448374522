"""The words in which a kind tells what stands in an account, as a lab would ask for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from checks.engine.kind import Refers
from checks.engine.wrongs import field_at

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from checks.engine.kind import Expectation
    from checks.engine.properties import Property
    from checks.engine.snapshot import Item, Read, Snapshot


@dataclass(frozen=True)
class Captured:
    """One thing that stands in an account.

    `asks` is a raw expectation, without what is at AWS's default, and without the field that refers to what it stands
    on: that is the resource with the id `on`. `title` is a task's, and `rests_on` names other things, by kind and name,
    that come before it.
    """

    name: str
    title: str
    asks: Mapping[str, Any]
    on: str | None = None
    rests_on: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class LeftOut:
    """One thing that stands in an account and that no task can ask for: `what` it is, and `why` (a sentence)."""

    name: str
    what: str
    why: str


@dataclass(frozen=True)
class Capture:
    """How a kind that tasks expect is captured: the calls that list all there is of it, and what is made of them."""

    reads: tuple[Read, ...]
    draft: Callable[[Snapshot], Iterable[Captured | LeftOut]]


@dataclass(frozen=True)
class Telling:
    """A way in which `find` may tell resources from all others: a raw expectation, and words for the guide."""

    asks: Mapping[str, Any] = field(default_factory=dict)
    words: str = ""


def asked_of(
    item: Item, properties: Iterable[Property[Any]], model: type[Expectation], always: Collection[str] = ()
) -> dict[str, Any]:
    """What a lab would say of `item`: each of its properties that isn't at AWS's default, or is `always` to be said."""
    asks: dict[str, Any] = {}
    for each in properties:
        declared, value = field_at(model, each.way), each.seen(item)
        if value is None or any(isinstance(mark, Refers) for mark in declared.metadata):
            continue
        if value == declared.get_default() and each.way not in always:
            continue
        *outer, name = each.way.split(".")
        holder = asks
        for step in outer:
            holder = holder.setdefault(step, {})
        holder[name] = _plain(value)
    return asks


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    return list(value) if isinstance(value, tuple) else value
