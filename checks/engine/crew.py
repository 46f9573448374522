"""Work that others do, a batch at a time: answers come in the order of the batches, and few are under way at once."""

from __future__ import annotations

import gc
import multiprocessing
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

P = TypeVar("P")
R = TypeVar("R")

SELDOM = 50_000
"""Objects between two looks for garbage: a grade leaves none behind in circles."""


class Work(Protocol[P, R]):
    """What is to be done. It travels to each process, which begins once and then does batch after batch."""

    def begin(self) -> Callable[[list[P]], list[R]]:
        """What does a batch: an answer for each piece, in order."""

    def lost(self, piece: P, why: str) -> R:
        """The answer for a piece that ended whoever took it up."""


class Crew(Protocol):
    """Those who do the work."""

    def __call__(self, work: Work[P, R], batches: Iterable[list[P]]) -> Iterator[list[R]]:
        """The answers to each of `batches`, in order. No more are taken than are under way."""


def alone(work: Work[P, R], batches: Iterable[list[P]]) -> Iterator[list[R]]:
    """A crew of this process only."""
    yield from map(work.begin(), batches)


def processes(number: int) -> Crew:
    """A crew of so many processes of this machine."""
    if number == 1:
        return alone

    def crew(work: Work[P, R], batches: Iterable[list[P]]) -> Iterator[list[R]]:
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(number, context, _begin, (work,)) as pool:
            waiting: deque[Future[list[R]]] = deque()
            try:
                for some in batches:
                    waiting.append(pool.submit(_do, some))
                    if len(waiting) > 2 * number:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            finally:
                for each in waiting:
                    each.cancel()

    return crew


_own: list[Callable[[list[Any]], list[Any]]] = []


def _begin(work: Work[Any, Any]) -> None:
    gc.set_threshold(SELDOM)
    _own.append(work.begin())


def _do(batch: list[Any]) -> list[Any]:
    return _own[0](batch)
