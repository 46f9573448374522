"""Moodle's grade import: two ways to know a learner, then points and feedback for each lab. No cell, no grade."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.engine.hidden import for_learner
from checks.gradebook.cells import cell, number, sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.gradebook.exports.material import Material

HEADER = ("Email address", "ID number")


def render(material: Material) -> str:
    """The sheet. One learner that Moodle doesn't know aborts its import, so those without a grade are left out."""
    labs = material.standing.labs
    titles = [title for lab in labs for title in (material.title(lab), f"{material.title(lab)} (feedback)")]
    rows = [[*HEADER, *map(cell, titles)]]
    for learner in material.learners:
        grades = [text for lab in labs for text in _lab(material, learner, lab)]
        name = material.name(learner)
        known = (
            material.known(learner, "email_address", "email", otherwise=name if "@" in name else ""),
            material.known(learner, "id_number", otherwise="" if "@" in name else name),
        )
        if any(grades):
            rows.append([*map(cell, known), *grades])
    return sheet(rows)


def _lab(material: Material, learner: str, lab: str) -> Iterator[str]:
    grade = material.standing.grade(learner, lab)
    if grade.excused and grade.decisions.excuse:
        yield from ("", cell(f"Excused. {material.said(grade.decisions.excuse.reason)}".strip()))
        return
    yield number(grade.final)
    told = []
    if grade.decisions.override:
        told.append(material.said(grade.decisions.override.reason))
    elif grade.penalty:
        told.append(f"{float(grade.penalty):g}% off: late.")
    result = material.result(grade)
    told += [each.message for task in for_learner(result).tasks for each in task.findings] if result else []
    yield cell(" ".join(filter(None, told)))
