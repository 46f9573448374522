"""A lab's guide, with the learner's own names in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labs.errors import LabError, Problem
from labs.source import find_word, read_text
from labs.template import TemplateError, render

if TYPE_CHECKING:
    from labs.model import Lab

FILE = "guide.md.j2"


def guide(lab: Lab, *, knows_names: bool = True) -> str:
    """The guide as Markdown; the titles of the tasks where the lab has no guide of its own.

    Templates know the lab's names, `region`, `learner`, `lab` (its id, title, region), and by task its `points` and, in
    `questions`, what its question is called; of hidden tasks they know nothing. Raises `LabError` with every mistake
    found; with `knows_names` false, none that follows from a name `lab` doesn't have.
    """
    path = lab.folder / FILE
    if not path.is_file():
        tasks = "\n".join(f"{number}. {task.title}" for number, task in enumerate(lab.shown, start=1))
        return f"# {lab.title}\n\n{tasks}\n"
    text, _, slip = read_text(path)
    if slip:
        raise LabError([Problem(path, *slip.place, slip.message, slip.suggestion)])
    values = {
        **lab.names,
        "lab": {"id": lab.id, "title": lab.title, "region": lab.region},
        "learner": lab.learner,
        "points": {task.id: f"{task.points:g}" for task in lab.shown},
        "questions": _questions(lab),
        "region": lab.region,
    }
    lines = ["", *text.split("\n")]
    try:
        return render(text, values)
    except TemplateError as error:
        advice = {task.id: "That task is hidden, and guides know nothing of it." for task in lab.tasks if task.hidden}
        problems = [
            Problem(
                *(path, at.line, find_word(lines[at.line], at.word) or 1),
                *(at.message, advice.get(at.word, at.suggestion)),
            )
            for at in error.faults
            if knows_names or not at.undefined
        ]
    if problems:
        raise LabError(problems)
    return ""


def _questions(lab: Lab) -> dict[str, str]:
    asked = {task.id: task.expect.get("answer") for task in lab.shown}
    return {task: str(each.get("question")) for task, each in asked.items() if isinstance(each, dict)}
