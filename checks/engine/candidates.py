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

    `worth(candidate, place)` ranks it there, higher being better, or is None where it earns nothing. Each place first
    chooses among the candidates that stand on it; a place left empty may take one that stands on no expected place.
    """
    ranked = sorted(candidates, key=identity)
    chosen: dict[str, T] = {}
    for place in places:
        here = [(value, each) for each in ranked if place_of(each) == place and (value := worth(each, place))]
        if here:
            chosen[place] = max(here, key=lambda pair: pair[0])[1]
    strays = [each for each in ranked if place_of(each) not in places]
    for place in places:
        if place in chosen:
            continue
        fitting = [(value, each) for each in strays if (value := worth(each, place))]
        if fitting:
            best = max(fitting, key=lambda pair: pair[0])[1]
            chosen[place] = best
            strays = [each for each in strays if identity(each) != identity(best)]
    return chosen
