"""How attempts become a grade: pure functions of attempts, the lab's policy, and what people decided about a learner.

A course states its policy with `grader gradebook policy LAB --set …`, and the gradebook keeps it, so that everybody who
looks at the book sees the same grades. Deadlines go by when an attempt was received, and never by what a learner's
machine says.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from checks.gradebook.moments import written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from checks.gradebook.attempt import Attempt
    from checks.gradebook.decisions import Decisions

Counts = Literal["best", "last", "first"]
Per = Literal["day", "hour"]

UNITS: Mapping[str, timedelta] = {"day": timedelta(days=1), "hour": timedelta(hours=1)}


@dataclass(frozen=True)
class Policy:
    """What a lab's grade is made of. Without a word from anybody, the best of all attempts counts.

    `attempts` is how many are allowed: the first so many, of those that could be read. After the `deadline` an attempt
    doesn't count, unless there is a `late` penalty: so many percent of the points that could be had, for each `per`
    begun, and no more than `cap` percent in all.
    """

    counts: Counts = "best"
    attempts: int | None = None
    deadline: datetime | None = None
    late: Fraction | None = None
    per: Per = "day"
    cap: Fraction = Fraction(100)

    def penalty(self, received_at: datetime, deadline: datetime | None) -> Fraction | None:
        """The percent that are taken off an attempt of that time, or None where it doesn't count."""
        if deadline is None or received_at <= deadline:
            return Fraction(0)
        if self.late is None:
            return None
        begun = -((deadline - received_at) // UNITS[self.per])
        return min(self.late * begun, self.cap)

    def settings(self) -> dict[str, str]:
        """What `settings.changed` takes to make this policy out of the plainest one."""
        said: dict[str, str] = {"counts": self.counts} if self.counts != "best" else {}
        if self.attempts is not None:
            said["attempts"] = str(self.attempts)
        if self.deadline is not None:
            said["deadline"] = written(self.deadline)
        if self.late is not None:
            said["late"] = f"{percent(self.late)}/{self.per}"
        if self.cap != 100:
            said["cap"] = percent(self.cap)
        return said

    def to_json(self) -> str:
        """As the gradebook keeps it."""
        return json.dumps(self.settings())

    def __str__(self) -> str:
        said = [f"the {self.counts} attempt counts"]
        if self.attempts is not None:
            said.append(f"{self.attempts} {'is' if self.attempts == 1 else 'are'} allowed")
        if self.deadline is not None:
            said.append(f"due {written(self.deadline)}")
            said.append(self._late())
        return "; ".join(said)

    def _late(self) -> str:
        if self.late is None:
            return "none counts later"
        most = f", {percent(self.cap)}% at most" if self.cap != 100 else ""
        return f"{percent(self.late)}% off for each {self.per} late{most}"


@dataclass(frozen=True)
class Grade:
    """What a learner has in a lab. `attempt` is the one that counts, and `score` its points less the `penalty`.

    `state`: `graded`; `ungraded` where all that there is could not be read; `late` where nothing came in time; `none`.
    """

    state: Literal["graded", "ungraded", "late", "none"]
    decisions: Decisions
    attempt: Attempt | None = None
    score: float | None = None
    penalty: Fraction = Fraction(0)
    attempts: int = 0

    @property
    def excused(self) -> bool:
        """Whether the lab is not asked of this learner, whatever they did."""
        return self.decisions.excuse is not None

    @property
    def final(self) -> float | None:
        """What goes into a report: the override where there is one, which leaves `score` as it is."""
        override = self.decisions.override
        return self.score if override is None else override.score


def grade(attempts: Iterable[Attempt], policy: Policy, decisions: Decisions) -> Grade:
    """The grade that one learner's attempts at one lab come to."""
    received = sorted(attempts, key=lambda each: (each.received_at, each.id))
    readable = [each for each in received if each.counts]
    allowed = readable[: policy.attempts] if policy.attempts is not None else readable
    deadline = decisions.extension.until if decisions.extension else policy.deadline
    worth = [
        (each, penalty, after(each, penalty))
        for each in allowed
        if (penalty := policy.penalty(each.received_at, deadline)) is not None
    ]
    if not worth:
        state: Literal["late", "ungraded", "none"] = "late" if readable else "ungraded" if received else "none"
        return Grade(state, decisions, attempts=len(readable))
    counting, penalty, score = _choose[policy.counts](worth)
    return Grade("graded", decisions, counting, score, penalty, len(readable))


Worth = tuple["Attempt", Fraction, float]

_choose: dict[str, Callable[[list[Worth]], Worth]] = {
    "best": lambda worth: max(worth, key=lambda each: each[2]),  # the first of equals
    "last": lambda worth: worth[-1],
    "first": lambda worth: worth[0],
}


def after(attempt: Attempt, penalty: Fraction) -> float:
    """An attempt's points, less so many percent of those that could be had; two decimals, half up, never below 0."""
    if not penalty:
        return attempt.score or 0.0
    cents = 100 * Fraction(str(attempt.score or 0.0)) - penalty * Fraction(str(attempt.max_score))
    return max(0, (2 * cents + 1) // 2) / 100


def percent(number: Fraction) -> str:
    """A share of a hundred: 10, or 2.5."""
    return f"{float(number):.4f}".rstrip("0").rstrip(".")
