"""Everything that is wrong with labs, found without any account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.engine.bind import bind
from checks.engine.kinds import known_kinds
from labs.catalogue import folders, roots
from labs.errors import LabError, Problem, UsageError
from labs.guide import guide
from labs.load import load

if TYPE_CHECKING:
    from pathlib import Path


def lint(path: Path | None = None) -> tuple[int, tuple[Problem, ...]]:
    """How many labs there are at `path` (all that are known, if None), and every problem in them.

    Raises `UsageError` when there is no lab to look at.
    """
    where = roots((path,) if path else ())
    found = list(folders(where[:1] if path else where))
    if not found:
        raise UsageError(f"There is no lab in {path}.", remedy="A lab is a folder with a lab.yaml.")
    problems: list[Problem] = []
    for folder in found:
        try:
            lab = load(folder)
            bind(lab, known_kinds([*where, folder.parent]))
            guide(lab)
        except LabError as error:
            problems += error.problems
    return len(found), tuple(sorted(set(problems)))
