"""The records in a log group, out of its events, and each question about them answered once.

A judgement is made thousands of times of the same events when a lab is verified. So what comes of them is kept, for
the few sets of events that were seen last; the order in which they are listed makes no difference.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from checks.answer.mark import Mark, mark_of
from checks.answer.model import events_of
from checks.engine.judge import NotSetUp
from checks.records.record import read
from checks.records.sources import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

    from checks.answer.model import Delivered
    from checks.engine.kind import View
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
_OF_SET_UP: _Latest[tuple[tuple[Item, ...], tuple[Item, ...] | None]] = _Latest()


def delivered(asked: Delivered | None, account: View) -> Records:
    """The records that a question asks. Raises `NotSetUp` where those of set-up aren't as set-up left them."""
    if asked is None:
        return NO_RECORDS
    group = asked.log_group
    marked = asked.by_set_up and account.snapshot.holds(mark_of(group))
    return records(of_set_up(group, account) if marked else account.read(events_of(group)), asked.format)


def of_set_up(group: str, account: View) -> tuple[Item, ...]:
    """Those of the group's events that set-up wrote. Raises `NotSetUp`."""
    events, tags = account.read(events_of(group)), account.read(mark_of(group))
    mark = Mark.read(tags[0]) if tags else None

    def written() -> tuple[tuple[Item, ...], tuple[Item, ...] | None]:
        found = mark.written(events) if mark else None
        return events, tuple(found.values()) if found is not None else None

    theirs = _OF_SET_UP.get((id(events), mark), written)[1]
    if theirs is None:
        raise NotSetUp(
            f"The log group {group} isn't as set-up left it: records were added to those of set-up, or are missing. "
            "`grader reset LAB` writes them anew."
        )
    return theirs


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
