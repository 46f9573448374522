"""A class as data: who takes the lab, in which account, and how one gets in there.

A CSV file, as Excel and course systems write it, with a line of titles and a learner on each line after it; or a TOML
file with a `[[learners]]` for each. It is looked through as a whole before anything is done with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from labs.errors import RosterError
from labs.names import canonical
from labs.rows import Row, rows_in
from labs.seats import COLUMNS, Seat, Seating

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["COLUMNS", "Roster", "Row", "Seat"]


@dataclass(frozen=True)
class Roster:
    """The seats of a class, in the order of the file; no learner and no account of a region has two."""

    path: Path
    seats: tuple[Seat, ...]

    @classmethod
    def read(cls, path: Path, region: str = "") -> Roster:
        """The roster in `path`. Raises `RosterError` with every mistake in it, each with line and column.

        `region` is the lab's, where there is a lab: two rows of one account may name it in one and leave it out in the
        other. Without, they count as of two regions.
        """
        rows, problems = rows_in(path, COLUMNS)
        seating = Seating(path, region)
        for row in rows:
            seating.take(row)
        problems = [*problems, *seating.problems]
        if problems:
            raise RosterError(problems)
        return cls(path, tuple(seating.seats))

    @cached_property
    def by_learner(self) -> Mapping[str, Seat]:
        """Each seat by its learner's name, as names are compared."""
        return {canonical(seat.learner): seat for seat in self.seats}

    def __iter__(self) -> Iterator[Seat]:
        return iter(self.seats)

    def __len__(self) -> int:
        return len(self.seats)
