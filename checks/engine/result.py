"""What a grade says. Every number in it was worked out by `judge`; reports only print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.engine.kind import Finding, Part
    from checks.engine.submission import Submission
    from labs.model import Visibility

Verdict = Literal["passed", "failed", "skipped", "unreadable"]

SCHEMA = "labgrader/result/v1"


class Scored(NamedTuple):
    """One criterion with what it was worth."""

    code: str
    resource: str
    met: bool
    points: float
    findings: tuple[Finding, ...]


class TaskResult(NamedTuple):
    """How one task ended. `score` is None when the task can't be judged; `reason` says why it is not plain."""

    id: str
    title: str
    verdict: Verdict
    score: float | None
    points: float
    reason: str | None
    parts: tuple[Part, ...]
    findings: tuple[Finding, ...]
    hints: tuple[str, ...]
    visibility: Visibility = "visible"

    def worth(self, part: Part) -> float:
        """What each criterion of a part earns."""
        return self.points / (len(self.parts) * len(part.criteria))

    @property
    def criteria(self) -> Iterator[Scored]:
        """All that earns: points are split equally by resource, then equally over its criteria."""
        for part in self.parts:
            worth = self.worth(part)
            for each in part.criteria:
                yield Scored(each.code, part.label, each.met, worth, each.findings)


@dataclass(frozen=True)
class Result:
    """The grade of one account against one lab. `score` is None when any task is unreadable.

    `submission` says what was run to make the account what it is, and `received_at` when the course's platform got it.
    """

    lab_id: str
    lab_title: str
    lab_digest: str
    learner: str
    account_id: str | None
    region: str
    source: str
    taken_at: str
    grader_version: str
    verdict: Verdict
    score: float | None
    max_score: float
    tasks: tuple[TaskResult, ...]
    submission: Submission | None = None
    received_at: str | None = None
    frozen_with: str = ""
    """The version of the kit that a course froze the lab with, if it did."""

    @property
    def exit_status(self) -> int:
        """0 all passed, 1 graded but not all passed, 3 could not be graded."""
        return {"passed": 0, "unreadable": 3}.get(self.verdict, 1)

    def to_json(self) -> dict[str, Any]:
        """The public form, `labgrader/result/v1`. What nobody handed in or received has no key."""
        frozen = {"frozen_with": self.frozen_with} if self.frozen_with else {}
        more: dict[str, Any] = {} if self.received_at is None else {"received_at": self.received_at}
        if self.submission is not None:
            more["submission"] = self.submission.to_json()
        return {
            "schema": SCHEMA,
            "grader_version": self.grader_version,
            "lab": {"id": self.lab_id, "digest": self.lab_digest, **frozen},
            "learner": self.learner,
            "account": {"id": self.account_id, "region": self.region, "source": self.source},
            "taken_at": self.taken_at,
            "verdict": self.verdict,
            "score": self.score,
            "max_score": self.max_score,
            "tasks": [_task_json(task) for task in self.tasks],
            **more,
        }


def _task_json(task: TaskResult) -> dict[str, Any]:
    """A task's own keys; `visibility` only where there is something to it."""
    told: dict[str, Any] = {
        "id": task.id,
        "title": task.title,
        "verdict": task.verdict,
        "score": task.score,
        "points": task.points,
        "reason": task.reason,
        "criteria": [
            {
                "code": code,
                "resource": part.label,
                "met": met,
                "points": worth,
                "findings": [task.findings.index(told) for told in findings] if findings else [],
            }
            for part in task.parts
            for worth in (task.worth(part),)
            for code, findings, met in part.criteria
        ],
        "findings": [
            {
                "code": each.code,
                "message": each.message,
                "expected": each.expected,
                "actual": each.actual,
                "resource": each.resource,
                "hint": each.hint,
            }
            for each in task.findings
        ],
    }
    if task.visibility != "visible":
        told["visibility"] = task.visibility
    return told
