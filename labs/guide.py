"""A lab's guide, with the learner's own names in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labs.errors import LabError, Problem
from labs.template import TemplateError, render

if TYPE_CHECKING:
    from labs.model import Lab

FILE = "guide.md.j2"


def guide(lab: Lab) -> str:
    """The guide as Markdown; the titles of the tasks where the lab has no guide of its own.

    Templates know the lab's names, `lab` (its id, title, region) and `points` by task. Raises `LabError`.
    """
    path = lab.folder / FILE
    if not path.is_file():
        tasks = "\n".join(f"{number}. {task.title}" for number, task in enumerate(lab.tasks, start=1))
        return f"# {lab.title}\n\n{tasks}\n"
    about = {"id": lab.id, "title": lab.title, "region": lab.region}
    points = {task.id: f"{task.points:g}" for task in lab.tasks}
    try:
        return render(path.read_text(encoding="utf-8"), {**lab.names, "lab": about, "points": points})
    except TemplateError as error:
        raise LabError([Problem(path, error.line, 1, error.message, error.suggestion)]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise LabError([Problem(path, 1, 1, f"can't be read: {error}.")]) from None
