"""Everything that is wrong with labs, found without any account."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from checks.engine.bind import examine
from checks.engine.kinds import read_kinds
from labs.catalogue import folders, roots
from labs.draft import FILE, draft, identifier
from labs.errors import LabError, Problem, UsageError
from labs.guide import FILE as GUIDE
from labs.guide import guide
from labs.names import Identity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from labs.draft import Draft
    from labs.model import Lab

    Further = Callable[[Draft], Iterable[Problem]]


def lint(path: Path | None = None, further: Further = lambda _found: ()) -> tuple[int, tuple[Problem, ...]]:
    """How many labs there are at `path` (all that are known, if None), and every problem in them.

    `further` may look at each lab too: it adds to its mistakes, and gives problems in the files beside it.

    Raises `UsageError` when there is no lab to look at.
    """
    if path is not None and path.name == FILE and path.is_file():
        path = path.parent
    where = roots((path,) if path is not None else ())
    looked_at = where[:1] if path is not None else where
    found = list(folders(looked_at))
    problems = [*_misnamed(looked_at), *_namesakes(found)]
    if not found and not problems:
        raise UsageError(f"There is no lab in {path}.", remedy=f"A lab is a folder with a {FILE} in it.")
    for folder in found:
        problems += problems_in(folder, where, further)
    return len(found), tuple(sorted(set(problems)))


def problems_in(folder: Path, where: Sequence[Path], further: Further = lambda _found: ()) -> tuple[Problem, ...]:
    """Everything wrong with the lab in `folder`: its form, its templates, its needs, its kinds, its guide."""
    kinds, problems = read_kinds([*where, folder.parent])
    found = draft(folder, Identity())
    examine(found.lab, kinds, found.mistakes, knows_kinds=not problems)
    try:
        problems += _given_away(found.lab, guide(found.lab, knows_names=found.knows_names))
    except LabError as error:
        problems += error.problems
    problems += further(found)
    return (*problems, *found.mistakes.problems)


def _given_away(lab: Lab, text: str) -> Iterator[Problem]:
    """Titles of hidden tasks that the lab's guide has, word for word."""
    lines = text.splitlines()
    for task in lab.tasks:
        number = next((number for number, line in enumerate(lines, start=1) if task.title in line), 0)
        if task.hidden and task.title and number:
            told = f"tells the title of the hidden task `{task.id}`: {task.title}."
            yield Problem(lab.folder / GUIDE, number, 1, told, "Say it in other words, or show the task.")


def _misnamed(where: Sequence[Path]) -> Iterator[Problem]:
    """Files that look like a lab's, but that nobody will ever open."""
    for root in where:
        for path in sorted((*root.glob("[lL]*"), *root.glob("*/[lL]*"))):
            if path.name != FILE and path.name.lower() in ("lab.yml", "lab.yaml", "labs.yml", "labs.yaml"):
                yield Problem(path, 1, 1, f"is named {path.name}, so it isn't found.", f"Rename it to {FILE}.")


def _namesakes(found: Sequence[Path]) -> Iterator[Problem]:
    first: dict[str, Path] = {}
    for folder in found:
        other = first.setdefault(identifier(folder), folder)
        if other.resolve() != folder.resolve():
            text = f"{other} spells the id `{identifier(folder)}` too."
            yield Problem(folder / FILE, 1, 1, text, "Rename one of the folders.")
