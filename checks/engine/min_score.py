"""How many points it takes for a run to succeed, where that isn't all of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from labs.errors import UsageError

if TYPE_CHECKING:
    from checks.engine.result import Result

_FORM = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)(%?)", re.ASCII)


@dataclass(frozen=True)
class MinScore:
    """So many points, or per cent of them all, as somebody wrote it: `60`, `59.5`, `60%`."""

    written: str
    number: Fraction
    of_hundred: bool

    @classmethod
    def parse(cls, text: str) -> MinScore:
        """What `text` says. Raises `UsageError`."""
        found = _FORM.fullmatch(text.strip())
        if found is None:
            raise UsageError(f"{text!r} is no number of points.", remedy="Say 60 for points, or 60% of them all.")
        least = cls(text.strip(), Fraction(found[1]), bool(found[2]))
        if least.of_hundred:
            least.check(100)
        return least

    def points(self, most: float) -> Fraction:
        """How many points that is, where there are `most`."""
        return self.number * Fraction(str(most)) / 100 if self.of_hundred else self.number

    def check(self, most: float) -> None:
        """Raises `UsageError` where nobody could reach it."""
        if self.points(most) > Fraction(str(most)):
            raise UsageError(f"--min-score {self.written} can't be reached: there are {most:g} points.")

    def exit_status(self, result: Result) -> int:
        """0 where `result` reaches it, 1 where it doesn't, 3 where it could not be graded."""
        if result.score is None:
            return result.exit_status
        return 0 if Fraction(str(result.score)) >= self.points(result.max_score) else 1
