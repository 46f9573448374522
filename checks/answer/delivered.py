"""The records in a log group, out of its events, and each question about them answered once.

A judgement is made thousands of times of the same events when a lab is verified. So what comes of them is kept, for
the few sets of events that were seen last; the order in which they are listed makes no difference.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from checks.records.record import read
from checks.records.sources import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

    from checks.engine.snapshot import Item
    from checks.records.where import Value

T = TypeVar("T")
FEW = 16


@dataclass(frozen=True)
class Records:
    """What has been recorded. `flows` are the rows that tell of traffic; `known` is for what was found out of them."""

    rows: Sequence[Mapping[str, Value]]
    flows: Sequence[Mapping[str, Value]]
    known: dict[str, Any] = field(default_factory=dict)


NO_RECORDS = Records((), ())


class _Latest(Generic[T]):
    """The latest few of what was made."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, T] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        if key not in self._kept:
            self._kept[key] = make()
            while len(self._kept) > FEW:
                self._kept.popitem(last=False)
        return self._kept[key]


_BY_REPLY: _Latest[tuple[tuple[Item, ...], Records]] = _Latest()
_BY_CONTENT: _Latest[Records] = _Latest()


def records(events: tuple[Item, ...], format: tuple[str, ...]) -> Records:
    """The records of that format among the events. Lines that are none are passed over."""

    def by_content() -> tuple[tuple[Item, ...], Records]:
        marks = [hash(event["message"]) for event in events]
        return events, _BY_CONTENT.get((len(marks), sum(marks), format), lambda: _read(events, format))

    # The reply itself is kept beside what came of it, so that no other can take its place in memory.
    return _BY_REPLY.get((id(events), format), by_content)[1]


def _read(events: tuple[Item, ...], format: tuple[str, ...]) -> Records:
    def pieces() -> Iterator[bytes]:
        yield "".join(f"{event['message'].rstrip()}\n" for event in events).encode()

    each = list(read(Source("events", pieces), format=format))
    return Records([record.values for record in each], [record.values for record in each if record.is_flow])
