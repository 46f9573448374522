"""What is wrong with one file, gathered while it is looked at from several sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labs.errors import LabError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from labs.grammar import Fault
    from labs.source import Location, Place, Source

_KEY = "[key]"


class Mistakes:
    """What is wrong with one file, each thing once.

    Where something is wrong, nothing more is told of that place or of what stands in it: it would only follow.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self._told: dict[Location, list[Problem]] = {}
        self._written: dict[Location, Location] = {}
        for slip in source.slips:
            self._tell(slip.location, slip.place, slip.message, slip.suggestion)

    def add(
        self, at: Location, message: str, suggestion: str = "", *, of_key: bool = False, place: Place | None = None
    ) -> None:
        """Tell of a mistake in the value at `at`, or in its key; at `place` if that says it better."""
        if self.cover(at) or (of_key and (*at, _KEY) in self._told):
            return
        place = place or self.source.position(self.written(at), of_key=of_key)
        self._tell((*at, _KEY) if of_key else at, place, message, suggestion)

    def add_faults(self, at: Location, faults: Iterable[Fault]) -> None:
        """Tell of what is wrong with the template at `at`; with no faults, only that nothing is known of it."""
        if self.cover(at):
            return
        self._told[at] = []
        for fault in faults:
            self._tell(at, self.source.find(self.written(at), fault.word), fault.message, fault.suggestion)

    def cover(self, at: Location) -> bool:
        """Whether something is wrong with the value at `at`, or with what it stands in."""
        return any(at[:length] in self._told for length in range(len(at) + 1))

    def doubt(self, at: Location) -> bool:
        """Whether the keys of the mapping at `at` aren't all as they were meant."""
        length = len(at)
        return self.cover(at) or any(told[:length] == at and told[length + 1 :] == (_KEY,) for told in self._told)

    def read_as(self, written: Location, meant: Location) -> None:
        """From here on, what the file has at `written` goes by `meant`: its key was misspelt."""
        self._written[meant] = self.written(written)

    def written(self, at: Location) -> Location:
        """The way to `at` as the file spells it."""
        for length in range(len(at), 0, -1):
            if at[:length] in self._written:
                return (*self._written[at[:length]], *at[length:])
        return at

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every mistake, in the order of the file."""
        return tuple(sorted({problem for told in self._told.values() for problem in told}))

    def raise_any(self) -> None:
        """Raise `LabError` if there is any mistake."""
        if self.problems:
            raise LabError(self.problems)

    def _tell(self, at: Location, place: Place, message: str, suggestion: str) -> None:
        self._told.setdefault(at, []).append(Problem(self.source.path, *place, message, suggestion))
