"""Which of the things that exist is meant for which of the things expected.

Every candidate is looked at, none is counted twice, and the order in which AWS lists them makes no difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

T = TypeVar("T")


def assign(
    places: Sequence[str],
    candidates: Iterable[T],
    *,
    place_of: Callable[[T], str],
    worth: Callable[[T, str], tuple[float, ...] | None],
    identity: Callable[[T], str],
) -> Mapping[str, T]:
    """The best candidate for each of `places` that has one.

    `worth(candidate, place)` ranks it there, higher being better, or is None where it earns nothing. A candidate counts
    for the place that it stands on, or, where it stands on no expected place, for any. The best goes first, and of
    equals the one that stands where it should.
    """
    ranked = [(place_of(each), each) for each in sorted(candidates, key=identity)]
    pairs = []
    for order, place in enumerate(places):
        for stands_on, each in ranked:
            on_it = stands_on == place
            if (on_it or stands_on not in places) and (value := worth(each, place)):
                pairs.append(((value, on_it), -order, place, each))
    chosen: dict[str, T] = {}
    used: set[str] = set()
    for _, _, place, each in sorted(pairs, key=lambda pair: pair[:2], reverse=True):
        if place not in chosen and identity(each) not in used:
            chosen[place] = each
            used.add(identity(each))
    return chosen
