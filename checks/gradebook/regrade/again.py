"""Grade stored attempts again, in this process. Pure: it reads the lab's file and no database."""

from __future__ import annotations

import hashlib
import json
import zlib
from typing import TYPE_CHECKING

from checks.engine.grade import regrade
from checks.engine.kinds import known_kinds
from checks.engine.rebind import Rebinder
from checks.gradebook.book import parsed, unpacked
from checks.gradebook.regrade.change import Change, Kept, Same, compared
from labs.errors import EvidenceError, LabError, LabgraderError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from checks.engine.result import Result
    from checks.gradebook.regrade.change import Outcome, Stored


class Again:
    """A lab of today, by which attempts are graded again."""

    def __init__(self, folder: Path, roots: Sequence[Path]) -> None:
        self._lab = Rebinder(folder, known_kinds([*roots, folder.parent]))

    def each(self, stored: Iterable[Stored]) -> list[Outcome]:
        """What each of these comes to. Raises `LabError` when the lab is wrong."""
        return [self.one(each) for each in stored]

    def one(self, stored: Stored) -> Outcome:
        """What an attempt comes to. Whatever it can't be told from leaves it as it is."""
        if stored.evidence is None:
            return _kept(stored, "Its evidence wasn't kept.")
        try:
            evidence = unpacked(stored.evidence, stored.attempt)
            snapshot = evidence.snapshot
            result = regrade(self._lab.bound(evidence.learner, evidence.names, snapshot.region), snapshot)
        except LabError:
            raise
        except (EvidenceError, zlib.error, ValueError) as error:
            return _kept(stored, f"Its evidence is damaged: {error}.")
        except LabgraderError as error:
            return _kept(stored, error.message)
        return _kept(stored, narrow) if (narrow := _too_narrow(result)) else compare(stored, result)


def compare(stored: Stored, result: Result) -> Outcome:
    """What an attempt comes to, given its new result."""
    old, new = parsed(stored.result), result.to_json()
    if all(old[each] == new[each] for each in ("verdict", "score", "max_score", "tasks")):
        return Same(stored.attempt)
    text = json.dumps(new, separators=(",", ":"))
    return Change(
        stored.attempt,
        stored.learner,
        stored.name,
        old["score"],
        new["score"],
        compared(old, new),
        digest(stored.result),
        zlib.compress(text.encode()),
    )


def digest(result: str) -> bytes:
    """By which a result is known again."""
    return hashlib.sha256(result.encode()).digest()[:16]


def _too_narrow(result: Result) -> str:
    """What the lab of today would have had to read, in words, where the evidence doesn't hold it."""
    return next(
        (told.message for task in result.tasks if task.reason == "needs-new-read" for told in task.findings), ""
    )


def _kept(stored: Stored, why: str) -> Kept:
    return Kept(stored.attempt, stored.learner, stored.name, why)
