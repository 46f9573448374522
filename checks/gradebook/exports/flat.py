"""One line for each learner and lab, with all that makes the grade: for spreadsheets and statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.gradebook.cells import cell, number, sheet
from checks.gradebook.moments import written
from checks.gradebook.policy import percent

if TYPE_CHECKING:
    from checks.gradebook.decisions import Decision
    from checks.gradebook.exports.material import Material

HEADER = (
    *("learner", "lab", "state", "grade", "max_score", "computed", "penalty_percent", "attempts", "received_at"),
    *("overridden_by", "override_reason", "excused_by", "excuse_reason"),
)


def render(material: Material) -> str:
    """The sheet. `grade` is what counts: the override if there is one, `EX` for the excused, else what is computed."""
    rows: list[list[str]] = [list(HEADER)]
    for learner in material.learners:
        for lab in material.standing.labs:
            it = material.standing.grade(learner, lab)
            override, excuse = it.decisions.override, it.decisions.excuse
            rows.append(
                [
                    cell(material.name(learner)),
                    cell(lab),
                    it.state,
                    "EX" if excuse else number(it.final),
                    number(material.standing.most.get(lab)),
                    number(it.score),
                    percent(it.penalty) if it.attempt else "",
                    str(it.attempts),
                    written(it.attempt.received_at) if it.attempt else "",
                    *_decision(material, override),
                    *_decision(material, excuse),
                ]
            )
    return sheet(rows)


def _decision(material: Material, made: Decision | None) -> tuple[str, str]:
    if made is None:
        return "", ""
    return cell(material.said(made.author)), cell(material.said(made.reason))
