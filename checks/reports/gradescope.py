"""A result as Gradescope's `results.json`, which an autograder leaves in `/autograder/results`.

Nobody's missing grade may become a zero: where something could not be read there is no file, and Gradescope says that
the autograder failed, which the course can run again. What is hidden has Gradescope's own `visibility`. All text is
`text`, of which Gradescope makes nothing else. Source: gradescope-autograders.readthedocs.io, "Autograder
Specifications".
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from checks.reports.text import account, handed_in, score, tame, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.engine.result import Result, TaskResult

MOST_LINES = 200
"""Of what a program printed."""


def render(result: Result) -> str:
    """One JSON document, for a result that has a score."""
    whole: dict[str, Any] = {
        "score": result.score,  # wins over the sum of the tests
        "output": "\n".join(_about(result)),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [_test(number, task) for number, task in enumerate(result.tasks, start=1)],
        "extra_data": {
            "lab": result.lab_id,
            "lab_digest": result.lab_digest,
            "learner": result.learner,
            "verdict": result.verdict,
            "taken_at": result.taken_at,
            "grader_version": result.grader_version,
        },
    }
    if result.submission is not None:
        whole["execution_time"] = round(sum(part.seconds for part in result.submission.parts), 2)
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def _about(result: Result) -> Iterator[str]:
    yield f"{tame(result.lab_title)}: {score(result)}."
    yield f"Read from {account(result)}."
    if result.submission is not None:
        yield from handed_in(result.submission, MOST_LINES)


def _test(number: int, task: TaskResult) -> dict[str, Any]:
    return {
        "score": task.score,
        "max_score": task.points,
        "status": "passed" if task.verdict == "passed" else "failed",
        "name": tame(task.title),
        "number": str(number),
        "output": "\n".join(told(task)),
        "visibility": task.visibility,
        "extra_data": {"id": task.id, "verdict": task.verdict},
    }
