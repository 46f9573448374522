"""Gather what an export is made of."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from checks.gradebook.exports.material import Material
from checks.gradebook.pseudonyms import pseudonym
from checks.gradebook.results import read_result
from checks.gradebook.standing import standing
from labs.errors import UsageError
from labs.names import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from checks.gradebook.book import Gradebook

LEARNER = ("learner", "sis login id", "email", "email address", "student")
"""The titles under which a roster may say who a learner is, the best first."""


def gather(
    book: Gradebook,
    lab: str | None = None,
    roster: Path | None = None,
    titles: Mapping[str, str] | None = None,
    key: bytes | None = None,
) -> Material:
    """The grades of one lab or of all. With a `roster`, its learners and no others. Raises `UsageError`."""
    cells = known(roster) if roster else {}
    stands = standing(book, lab, (each["*"] for each in cells.values()))
    if roster:
        stands = stands.only(cells)
    counting = [grade.attempt.id for grade in stands.grades.values() if grade.attempt]
    results = {number: read_result(data) for number, data in book.results(counting).items()}
    return Material(stands, results, cells, titles or {}, (lambda learner: pseudonym(key, learner)) if key else None)


def known(path: Path) -> dict[str, dict[str, str]]:
    """What a CSV file says of each learner, by canonical name; its titles in small letters, the learner under `*`.

    It may be the course's roster, or what a course system exports. Raises `UsageError`.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"The roster {path} can't be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise UsageError(f"The roster {path} isn't UTF-8 text.", remedy="Save it as UTF-8.") from None
    first = text.split("\n", 1)[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",")
    titles = [each.strip().casefold() for each in next(rows, [])]
    column = next((titles.index(each) for each in LEARNER if each in titles), None)
    if column is None:
        raise UsageError(f"The roster {path} has no column `learner`.", remedy="Its first line has to hold titles.")
    found = {}
    for row in rows:
        cells = {title: value.strip() for title, value in zip(titles, row, strict=False)}
        learner = row[column].strip() if column < len(row) else ""
        if learner and not _points_possible(row):
            found[canonical(learner)] = cells | {"*": learner}
    return found


def _points_possible(row: Iterable[str]) -> bool:
    """Whether this is the line that Canvas puts under its titles."""
    return next(iter(row), "").strip().casefold() == "points possible"
