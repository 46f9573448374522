"""Canvas's gradebook CSV: a learner a line, a lab a column, `EX` for the excused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.gradebook.cells import cell, number, sheet

if TYPE_CHECKING:
    from checks.gradebook.exports.material import Material
    from checks.gradebook.policy import Grade

HEADER = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")


def render(material: Material) -> str:
    """The sheet. What Canvas knows a learner by is the roster's: its columns are called as Canvas calls them."""
    labs = material.standing.labs
    rows = [
        [*HEADER, *(cell(material.title(lab)) for lab in labs)],
        ["Points Possible", "", "", "", "", *(number(material.standing.most.get(lab)) for lab in labs)],
    ]
    for learner in material.learners:
        name = material.name(learner)
        known = (
            material.known(learner, "student", "name", otherwise=name),
            material.known(learner, "id"),
            material.known(learner, "sis_user_id"),
            material.known(learner, "sis_login_id", otherwise=name),
            material.known(learner, "section"),
        )
        rows.append([*map(cell, known), *(_grade(material.standing.grade(learner, lab)) for lab in labs)])
    return sheet(rows)


def _grade(grade: Grade) -> str:
    return "EX" if grade.excused else number(grade.final)
