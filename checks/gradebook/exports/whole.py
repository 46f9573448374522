"""Everything, for programs: `labgrader/gradebook/v1`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from checks.gradebook.moments import written

if TYPE_CHECKING:
    from checks.gradebook.decisions import Decision
    from checks.gradebook.exports.material import Material

SCHEMA = "labgrader/gradebook/v1"


def render(material: Material) -> str:
    """One JSON document."""
    standing = material.standing
    whole = {
        "schema": SCHEMA,
        "labs": [
            {
                "id": lab,
                "max_score": standing.most.get(lab),
                "policy": standing.policies[lab].settings() if lab in standing.policies else {},
            }
            for lab in standing.labs
        ],
        "learners": [
            {
                "learner": material.name(learner),
                "grades": {lab: _grade(material, learner, lab) for lab in standing.labs},
            }
            for learner in material.learners
        ],
    }
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def _grade(material: Material, learner: str, lab: str) -> dict[str, Any]:
    it = material.standing.grade(learner, lab)
    result = material.results.get(it.attempt.id) if it.attempt else None

    def decision(made: Decision | None) -> dict[str, Any] | None:
        if made is None:
            return None
        told = {"value": made.value, "reason": material.said(made.reason), "author": material.said(made.author)}
        return {**told, "made_at": written(made.made_at)}

    return {
        "state": it.state,
        "excused": it.excused,
        "grade": None if it.excused else it.final,
        "computed": it.score,
        "penalty_percent": float(it.penalty),
        "attempts": it.attempts,
        "received_at": written(it.attempt.received_at) if it.attempt else None,
        "override": decision(it.decisions.override),
        "extension": decision(it.decisions.extension),
        "excuse": decision(it.decisions.excuse),
        "tasks": [
            {"id": task.id, "verdict": task.verdict, "score": task.score, "points": task.points}
            for task in (result.tasks if result else ())
        ],
    }
