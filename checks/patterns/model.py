"""What a filter pattern is to its users, whichever of the three kinds it is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

from labs.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = 1024
"""Characters (API reference: PutMetricFilter, filterPattern)."""


class PatternError(UsageError):
    """A filter pattern that CloudWatch Logs would refuse.

    `position` counts characters from 0, `what` says what is wrong there, and `term` is what AWS would quote.
    """

    def __init__(self, text: str, position: int, what: str, *, term: str = "") -> None:
        self.text, self.position, self.what, self.term = text, position, what, term
        super().__init__(
            f"The filter pattern is wrong at character {position + 1}, {_around(text, position)}: {what}",
            remedy="The syntax is told in CloudWatch Logs' user guide, under Filter pattern syntax.",
        )

    @property
    def refusal(self) -> str:
        """AWS's own words."""
        return f"Invalid character(s) in term '{self.term}'" if self.term else "Invalid metric filter pattern"


def _around(text: str, position: int) -> str:
    rest = text[position : position + 20]
    return f"before {rest!r}" if rest else "at its end"


@dataclass(frozen=True)
class Pattern(ABC):
    """A filter pattern, ready to be asked. `regexes` says how many regular expressions it has."""

    text: str
    regexes: int

    @abstractmethod
    def matches(self, message: str) -> Mapping[str, str] | None:
        """What is taken out of a log event that matches, by selector (`$name`, `$3`); `None` where it doesn't.

        Of a JSON event nothing is listed, and each scalar can be asked for all the same (`["$.size"]`).
        """

    @abstractmethod
    def declares(self, selector: str) -> bool:
        """Whether a metric's value or dimension can be taken from this selector."""
