"""What a gradebook holds, as plain data."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, cast

if TYPE_CHECKING:
    from checks.engine.evidence import Evidence
    from checks.engine.result import Result, Verdict


@dataclass(frozen=True)
class Run:
    """One lab graded over one roster. `key` is what makes two runs the same while the first isn't finished.

    `id` is the gradebook's own, and none before the run has begun.
    """

    key: str
    lab: str
    id: int | None = None
    started_at: datetime | None = None


class Entry(NamedTuple):
    """An attempt that is to be recorded.

    `receipt` is by which the same attempt is known when it comes a second time; a run needs none.
    """

    learner: str
    result: Result | dict[str, Any]
    evidence: Evidence | None
    received_at: datetime
    receipt: str = ""


@dataclass(frozen=True)
class Attempt:
    """One grading of one learner's account, and what it came to. `learner` is canonical, `name` as it was written."""

    id: int
    run: int | None
    learner: str
    name: str
    lab: str
    lab_digest: str
    grader_version: str
    verdict: Verdict
    score: float | None
    max_score: float
    taken_at: str
    received_at: datetime
    text: str = field(default="", repr=False)
    """The result as JSON, where it was asked for."""

    @cached_property
    def result(self) -> dict[str, Any]:
        """`labgrader/result/v1`."""
        return cast("dict[str, Any]", json.loads(self.text))

    @property
    def counts(self) -> bool:
        """Whether this is an attempt at all: what could not be read says nothing of the learner's work."""
        return self.score is not None


class Former(NamedTuple):
    """What an attempt came to until it was graded again."""

    attempt: int
    replaced_at: datetime
    verdict: Verdict
    score: float | None
    max_score: float
    lab_digest: str
    grader_version: str


class State(NamedTuple):
    """How many there are of each, and the last one's id, which is 0 where there is none."""

    attempts: tuple[int, int] = (0, 0)
    former: tuple[int, int] = (0, 0)
    decisions: tuple[int, int] = (0, 0)
    policies: tuple[int, int] = (0, 0)
