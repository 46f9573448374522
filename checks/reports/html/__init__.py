"""A result as one HTML page that loads nothing from anywhere: to be opened, sent on, or printed.

It looks as the learner's page does, and knows its colours, which a test holds together.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from checks.reports import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Template

    from checks.engine.result import Result, TaskResult

FOLDER = __path__[0]
VERDICTS = {"passed": "Done", "failed": "Not done", "skipped": "Later", "unreadable": "Not readable"}
MOST_LINES = 2000
"""Of what a program printed."""


def render(result: Result) -> str:
    """One document."""
    done = sum(task.verdict == "passed" for task in result.tasks)
    return _page().render(result=result, done=done)


@cache
def _page() -> Template:
    pages = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters |= {
        "beside": text.beside,
        "criteria": _criteria,
        "points": text.points,
        "printed": _printed,
        "remarks": text.remarks,
        "shown": text.shown,
        "tame": text.tame,
    }
    pages.globals |= {"verdicts": VERDICTS, "score": text.score, "style": _style()}
    return pages.get_template("page.html.j2")


def _style() -> Markup:
    """The style sheet, which is ours."""
    return Markup(Path(FOLDER, "page.css").read_text(encoding="utf-8"))  # noqa: S704 - nothing of anybody's is in it


def _criteria(task: TaskResult) -> Iterator[tuple[str, list[tuple[str, bool]]]]:
    """What was asked of each resource, in words, and whether it is met."""
    for part in task.parts:
        yield text.tame(part.label), [(each.code.replace("-", " "), each.met) for each in part.criteria]


def _printed(output: str) -> str:
    lines = text.quoted(output, MOST_LINES)
    return "\n".join(line.removeprefix("| ").removeprefix("|") for line in lines)
