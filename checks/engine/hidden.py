"""What a learner is told of tasks that are graded and not shown: what they are worth, and what they brought."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from checks.engine.result import TaskResult

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checks.engine.result import Result, Verdict

ID = "hidden-tasks"
TITLE = "Hidden tasks (graded, not shown)"


def for_learner(result: Result) -> Result:
    """`result` with one task, at its end, in the place of all that are hidden. The score is the same."""
    hidden = [task for task in result.tasks if task.visibility == "hidden"]
    if not hidden:
        return result
    shown = tuple(task for task in result.tasks if task.visibility != "hidden")
    return replace(result, tasks=(*shown, _together(hidden)))


def marked(result: Result) -> Result:
    """`result` for somebody who may see all of it, with a word at the titles that learners aren't shown."""
    tasks = tuple(
        task._replace(title=f"{task.title} (hidden)") if task.visibility == "hidden" else task for task in result.tasks
    )
    return replace(result, tasks=tasks)


def _together(hidden: Sequence[TaskResult]) -> TaskResult:
    verdicts = {task.verdict for task in hidden}
    points = round(sum(task.points for task in hidden), 2)
    if "unreadable" in verdicts:
        from checks.engine.kind import Finding

        told = Finding("unreadable", "Something that hidden tasks ask for could not be read.")
        return TaskResult(ID, TITLE, "unreadable", None, points, "unreadable", (), (told,), ())
    verdict: Verdict = "passed" if verdicts == {"passed"} else "failed"
    score = round(sum(task.score or 0 for task in hidden), 2)
    return TaskResult(ID, TITLE, verdict, score, points, None, (), (), ())
