"""Gradescope's results.json, one file for each learner of one lab."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from checks.reports.text import tame

if TYPE_CHECKING:
    from checks.engine.result import TaskResult
    from checks.gradebook.exports.material import Material

_STATUS = {"passed": "passed", "failed": "failed", "skipped": "failed"}


def render(material: Material, learner: str, lab: str) -> str | None:
    """The file of one learner, or None where there is no grade: an upload without one would be a zero."""
    grade = material.standing.grade(learner, lab)
    if grade.excused or grade.final is None:
        return None
    result = material.results.get(grade.attempt.id) if grade.attempt else None
    said = []
    if grade.decisions.override:
        said.append(f"Set by hand. {material.said(grade.decisions.override.reason)}".strip())
    elif grade.penalty:
        said.append(f"{float(grade.penalty):g}% off: late.")
    whole: dict[str, Any] = {
        "score": round(grade.final, 2),  # wins over the sum of the tests
        "output": tame(" ".join(said)),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [_test(material, number, each) for number, each in enumerate(result.tasks if result else (), start=1)],
        "extra_data": {"learner": material.name(learner), "lab": lab},
    }
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def _test(material: Material, number: int, task: TaskResult) -> dict[str, Any]:
    told = [each.code if material.pseudonym else each.message for each in task.findings]
    return {
        "score": task.score,
        "max_score": task.points,
        **({"status": _STATUS[task.verdict]} if task.verdict in _STATUS else {}),
        "name": task.id if material.pseudonym else tame(task.title),
        "number": str(number),
        "output": tame(" ".join(told)),
        "visibility": task.visibility,
        "extra_data": {"id": task.id},
    }
