"""A result as Classroom 50's `result.json`, `classroom50/result/v1`.

Its numbers are whole, so points are rounded down. Who and what was graded is known to the runner, which passes it on
in the environment; whose it is, it adds by itself. Source: the wiki of foundation50/classroom50, "Advanced
Autograding", and its `schemas/result-v1.schema.json`.
"""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from math import floor
from typing import TYPE_CHECKING, Any

from checks.reports.text import handed_in, points, tame, told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checks.engine.result import Result, TaskResult
    from checks.engine.submission import Submission

MOST_LINES = 40
"""Of what a program printed."""


def render(result: Result, environ: Mapping[str, str] = os.environ) -> str:
    """One JSON document, for a result that has a score."""
    commit = environ.get("COMMIT_URL", "")
    whole: dict[str, Any] = {
        "schema": "classroom50/result/v1",
        "classroom": environ.get("CLASSROOM", ""),
        "assignment": environ.get("ASSIGNMENT", ""),
        "submission": environ.get("SUBMISSION_TAG", ""),
        "commit": commit,
        "release": environ.get("RELEASE_URL", ""),
        "review": environ.get("REVIEW_URL") or commit,
        "datetime": _moment(result.received_at or result.taken_at),
        "score": floor(result.score or 0),
        "max-score": floor(result.max_score),
        "tests": [_test(task) for task in result.tasks],
    }
    if result.submission is not None:
        whole["tests"].append(_handed_in(result.submission))
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def _moment(text: str) -> str:
    return datetime.fromisoformat(text).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _handed_in(submission: Submission) -> dict[str, Any]:
    """How it ended, which is worth nothing."""
    said = "\n".join(handed_in(submission, MOST_LINES))
    known = {"test-name": "What was handed in", "passed": not submission.failed}
    return {**known, "score": 0, "max-score": 0, "output": said}


def _test(task: TaskResult) -> dict[str, Any]:
    said = [f"{points(task.score)} of {points(task.points)} points.", *told(task)]
    return {
        "test-name": tame(task.title),
        "passed": task.verdict == "passed",
        "score": floor(task.score or 0),
        "max-score": floor(task.points),
        "output": "\n".join(said),
    }
