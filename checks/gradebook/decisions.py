"""What people decided about a learner in a lab, each with a reason and who decided it. The latest of a sort holds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from checks.gradebook.moments import read_back
from labs.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

What = Literal["excuse", "extend", "override"]


@dataclass(frozen=True)
class Decision:
    """One decision. `value` is the new deadline or the score, as text; None takes the earlier decision back."""

    what: What
    lab: str
    learner: str
    name: str
    value: str | None
    reason: str
    author: str
    made_at: datetime

    @property
    def until(self) -> datetime:
        """The deadline that an extension gives."""
        return read_back(self.value or "")

    @property
    def score(self) -> float:
        """The points that an override gives."""
        return float(self.value or 0)


@dataclass(frozen=True)
class Decisions:
    """Those that hold for one learner in one lab."""

    excuse: Decision | None = None
    extension: Decision | None = None
    override: Decision | None = None

    @classmethod
    def of(cls, made: Iterable[Decision]) -> Decisions:
        """What holds of these, given in the order in which they were made."""
        last = {each.what: each for each in made}
        held = {what: each for what, each in last.items() if each.value is not None}
        return cls(held.get("excuse"), held.get("extend"), held.get("override"))


NOTHING = Decisions()


def points(text: str) -> str:
    """A score that a person gives, with two decimals. Raises `UsageError`."""
    try:
        score = float(text)
    except ValueError:
        score = math.nan
    if not (0 <= score <= 1_000_000):
        raise UsageError(f"{text!r} is no number of points.")
    return f"{score:.2f}"
