"""Exit statuses, and the errors that bring them."""

from __future__ import annotations

from collections import defaultdict
from inspect import getdoc
from typing import TYPE_CHECKING

from docs.reference.commands import commands
from docs.reference.markdown import code, table
from grader import INTERRUPTED
from labs.errors import LabgraderError

if TYPE_CHECKING:
    from collections.abc import Iterator

MEANINGS = {
    0: "All passed; or the command did what it was asked.",
    1: "Graded, and not all passed; or `verify` found something that doesn't hold.",
    2: "Wrong usage, or a wrong file: a lab, a roster, evidence. Nothing was done.",
    3: "It could not be graded or done: AWS refused or broke something, or it wasn't foreseen. Never a grade.",
    INTERRUPTED: "Ctrl-C.",
    141: "Whoever read the output has closed it.",
}


def page() -> str:
    """What each status means, and which errors end with it."""
    commands()  # so that every module is there, with its errors
    by_status: dict[int, list[type[LabgraderError]]] = defaultdict(list)
    for error in _errors(LabgraderError):
        by_status[error.exit_status].append(error)
    if unknown := by_status.keys() - MEANINGS.keys():
        raise ValueError(f"nobody has said what these exit statuses mean: {sorted(unknown)}")
    parts = ["# Exit statuses\n", table(("Status", "Meaning"), ((code(str(n)), text) for n, text in MEANINGS.items()))]
    for status, errors in sorted(by_status.items()):
        parts += [
            f"## Errors that end with {status}\n",
            table(("Error", "What happened"), ((code(each.__name__), _first(each)) for each in errors)),
        ]
    return "\n".join(parts)


def _errors(error: type[LabgraderError]) -> Iterator[type[LabgraderError]]:
    for each in sorted(error.__subclasses__(), key=lambda child: child.__name__):
        if each.__module__.partition(".")[0] in ("labs", "checks", "fixtures"):
            yield each
            yield from _errors(each)


def _first(error: type[LabgraderError]) -> str:
    return (getdoc(error) or "").split("\n\n")[0]
