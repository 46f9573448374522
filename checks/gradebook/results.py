"""A result as it was kept, made into one that reports can print."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from checks.engine.kind import Finding
from checks.engine.result import SCHEMA, Result, TaskResult
from checks.engine.submission import Submission
from checks.gradebook.moments import when
from checks.gradebook.text import can_be_kept
from labs.errors import EvidenceError, UsageError
from labs.model import SLUG

CUT = "Was it cut, or written by hand?"
VERDICTS = {"passed", "failed", "skipped", "unreadable"}


def read_result(data: Any, called: str = "The result", title: str = "") -> Result:
    """`labgrader/result/v1` as a `Result`, without parts and hints, which it doesn't hold. Raises `EvidenceError`."""
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise EvidenceError(f"{called} isn't a result of this kit ({SCHEMA}).", remedy="--format json writes one.")
    try:
        result = _result(data, title)
        _check(result)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise EvidenceError(f"{called} is damaged: {error!r}.") from None
    return result


def read_new_result(data: Any, called: str = "The result") -> Result:
    """The same of a result that comes in from somewhere: it has to be one that can be kept. Raises `EvidenceError`."""
    result = read_result(data, called)
    try:
        if result.received_at is not None:
            when(result.received_at)
    except UsageError as error:
        raise EvidenceError(f"{called} has a strange time of receipt: {error.message}", remedy=error.remedy) from None
    if not isinstance(result.account_id, str | None):
        raise EvidenceError(f"{called} is damaged: the account's id is no text.", remedy=CUT)
    whole = (result.learner, result.lab_digest, result.grader_version, result.taken_at, result.region, result.source)
    if not all(map(can_be_kept, (*whole, *(task.id for task in result.tasks)))):
        raise EvidenceError(f"{called} has half a character in it.", remedy=CUT)
    return result


def _result(data: dict[str, Any], title: str) -> Result:
    account = data["account"]
    return Result(
        lab_id=data["lab"]["id"],
        lab_title=title or data["lab"]["id"],
        lab_digest=data["lab"]["digest"],
        learner=data["learner"].strip(),
        account_id=account["id"],
        region=account["region"],
        source=account["source"],
        taken_at=data["taken_at"],
        grader_version=data["grader_version"],
        verdict=data["verdict"],
        score=data["score"],
        max_score=data["max_score"],
        tasks=tuple(_task(each) for each in data["tasks"]),
        frozen_with=str(data["lab"].get("frozen_with", "")),
        submission=Submission.of_json(data["submission"]) if "submission" in data else None,
        received_at=data.get("received_at"),
    )


def _task(data: dict[str, Any]) -> TaskResult:
    return TaskResult(
        id=data["id"],
        title=data["title"],
        verdict=data["verdict"],
        score=data["score"],
        points=data["points"],
        reason=data["reason"],
        parts=(),
        findings=tuple(
            Finding(each["code"], each["message"], each["expected"], each["actual"], each["resource"], each["hint"])
            for each in data["findings"]
        ),
        hints=(),
        visibility=data.get("visibility", "visible"),
    )


def _check(result: Result) -> None:
    """What anybody could have written into a file must not become a grade by being strange."""
    texts = [result.lab_id, result.lab_digest, result.learner, result.region, result.source, result.taken_at]
    texts += [result.grader_version, *(text for task in result.tasks for text in (task.id, task.title))]
    texts += [text for task in result.tasks for each in task.findings for text in (each.code, each.message)]
    if not all(isinstance(text, str) and text for text in texts):
        raise ValueError("a text is missing")
    if result.received_at is not None and datetime.fromisoformat(result.received_at).tzinfo is None:
        raise ValueError("the time of receipt says no zone")
    if not re.fullmatch(SLUG, result.lab_id):
        raise ValueError("that is no lab's id")
    if {result.verdict, *(task.verdict for task in result.tasks)} - VERDICTS:
        raise ValueError("there is no such verdict")
    if {task.visibility for task in result.tasks} - {"visible", "hidden"}:
        raise ValueError("there is no such visibility")
    scores = [(result.score, result.max_score), *((task.score, task.points) for task in result.tasks)]
    for score, most in scores:
        if not _number(most) or not (score is None or (_number(score) and score <= most)):
            raise ValueError("a score is no number of points")
    if (result.score is None) != (result.verdict == "unreadable") or not result.tasks:
        raise ValueError("score and verdict don't go together")


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1_000_000_000
