"""Gather what an export is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.gradebook.exports.material import Material
from checks.gradebook.pseudonyms import pseudonym
from checks.gradebook.results import read_result
from checks.gradebook.standing import standing
from labs.errors import Problem, RosterError
from labs.names import canonical
from labs.rows import rows_in
from labs.seats import Learners

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from checks.gradebook.book import Gradebook
    from labs.rows import Row

LEARNER = ("learner", "sis_login_id", "email", "email_address", "student")
"""The titles under which a roster may say who a learner is, the best first."""

OF_CANVAS = ("sis_login_id", "student")
"""Those of them that Canvas writes."""


def gather(
    book: Gradebook,
    lab: str | None = None,
    roster: Path | None = None,
    titles: Mapping[str, str] | None = None,
    key: bytes | None = None,
) -> Material:
    """The grades of one lab or of all. With a `roster`, its learners and no others. Raises `RosterError`."""
    cells = known(roster) if roster else {}
    stands = standing(book, lab, (each["*"] for each in cells.values()))
    if roster:
        stands = stands.only(cells)
    counting = [grade.attempt.id for grade in stands.grades.values() if grade.attempt]
    results = {number: read_result(data) for number, data in book.results(counting).items()}
    return Material(stands, results, cells, titles or {}, (lambda learner: pseudonym(key, learner)) if key else None)


def known(path: Path) -> dict[str, dict[str, str]]:
    """What a roster says of each learner, by canonical name: its cells by title, the learner under `*`.

    It may be the course's own, which needs nothing but names here, or what a course system exports. Raises
    `RosterError` with all mistakes.
    """
    rows, problems = rows_in(path, LEARNER, keys=LEARNER, others=True)
    key = next((each for each in LEARNER if any(each in row.cells for row in rows)), LEARNER[0])
    learners, found = Learners(), {}
    for row in rows:
        if key in OF_CANVAS and _of_canvas_itself(row, key):
            continue
        learner = row.cells.get(key, "")
        problems += [Problem(path, *row.place(key), message) for message in learners.wrong(row, key)]
        found[canonical(learner)] = {**row.cells, "*": learner}
    if problems:
        raise RosterError(problems)
    return found


def _of_canvas_itself(row: Row, key: str) -> bool:
    """Whether this is one of the lines that Canvas puts under its titles: what can be had, how grades are posted."""
    return key not in row.cells or row.cells.get("student", "").casefold() == "points possible"
