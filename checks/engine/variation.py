"""Other states of a solved account: what a kind offers so that `grader verify` can prove that it judges right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from checks.engine.snapshot import Item, Read, Reply, Snapshot

Change = Callable[["Item"], "Item"]
"""A thing as AWS describes it in the other state, given how it does in this one."""

Edit = Callable[[tuple["Item", ...]], Iterable["Item"]]
"""What a read gives in the other state, given what it gave in this one."""


@dataclass(frozen=True)
class Variation:
    """The same account, but for what one read gives.

    A kind offers them as *equivalents* (right work that looks different, because another client did it) and as *noise*
    (things beside the right ones). Either has to leave every task as it is.
    """

    label: str
    read: Read
    edit: Edit

    def of(self, snapshot: Snapshot) -> Snapshot:
        """`snapshot` in the other state."""
        key = self.read.key(snapshot.region)
        reply = snapshot.replies[key]
        return replace(snapshot, replies={**snapshot.replies, key: _edited(reply, self.edit)})


def _edited(reply: Reply, edit: Edit) -> Reply:
    return reply._replace(items=tuple(edit(reply.items)))


@dataclass(frozen=True)
class Mutation(Variation):
    """One way to spoil right work.

    `spoils` are the leaves of the expectation that are wrong then (`to.role`, or `exists` for all of it), each with the
    code of the finding that it must bring. `parts` are the expected resources that lose by it, by the labels of their
    parts, and `touches` the things that are changed: two mutations of the same leaf of the same thing undo each other.
    """

    spoils: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    touches: frozenset[str] = frozenset()


def edited(key: str, value: str, change: Change) -> Edit:
    """Changes the one item whose `key` is `value`."""
    return lambda items: [change(item) if item.get(key) == value else item for item in items]


def among(key: str, values: Collection[str], change: Change) -> Edit:
    """Changes all items whose `key` is one of `values`."""
    return lambda items: [change(item) if item.get(key) in values else item for item in items]


def every(change: Change) -> Edit:
    """Changes all items."""
    return lambda items: [change(item) for item in items]


def removed(key: str, value: str) -> Edit:
    """Takes the one item whose `key` is `value` away."""
    return lambda items: [item for item in items if item.get(key) != value]


def added(*others: Item) -> Edit:
    """Puts `others` before what is there: a kind that takes the first it meets will take the wrong one."""
    return lambda items: (*others, *items)
