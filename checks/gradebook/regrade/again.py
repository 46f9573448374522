"""Grade stored attempts again. Pure: it reads no database, and the lab's file once."""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checks.engine.grade import regrade
from checks.engine.kinds import known_kinds
from checks.engine.rebind import Rebinder
from checks.gradebook.book import parsed, unpacked, written
from checks.gradebook.regrade.change import Change, Kept, Same, compared
from labs.draft import FILE
from labs.errors import EvidenceError, LabError, LabgraderError
from labs.names import Identity
from labs.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from checks.engine.result import Result
    from checks.gradebook.regrade.change import Outcome, Stored


TOLD = ("verdict", "score", "max_score", "tasks")
"""What a result comes to, in the order in which it is written."""

FIRST = f'"{TOLD[0]}":'


class Again:
    """A lab of today, by which attempts are graded again."""

    def __init__(self, folder: Path, roots: Sequence[Path], source: Source | None = None) -> None:
        self._lab = Rebinder(folder, known_kinds([*roots, folder.parent]), source)

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
            result = regrade(
                self._lab.bound(Identity(evidence.learner, given=evidence.names), snapshot.region), snapshot
            )
        except LabError:
            raise
        except (EvidenceError, zlib.error, ValueError) as error:
            return _kept(stored, f"Its evidence is damaged: {error}.")
        except LabgraderError as error:
            return _kept(stored, error.message)
        return _kept(stored, narrow) if (narrow := _too_narrow(result)) else compare(stored, result)


@dataclass(frozen=True)
class Regrading:
    """The same as work for a crew: with the lab's text as it was when the run began."""

    folder: Path
    roots: tuple[Path, ...]
    source: Source

    @classmethod
    def of(cls, folder: Path, roots: Sequence[Path]) -> Regrading:
        """By the lab in `folder` as it is now."""
        return cls(folder, tuple(roots), Source.read(folder / FILE))

    def begin(self) -> Callable[[list[Stored]], list[Outcome]]:
        """Ready for batches."""
        return Again(self.folder, self.roots, self.source).each

    def lost(self, stored: Stored, why: str) -> Outcome:
        """It stays as it is."""
        return _kept(stored, f"Grading it ended the worker: {why}.")


def compare(stored: Stored, result: Result) -> Outcome:
    """What an attempt comes to, given its new result."""
    new = result.to_json()
    told = {each: new[each] for each in TOLD}
    at = stored.result.find(FIRST)  # which nothing but this can say: text has its quotes escaped
    if stored.result.startswith(written(told).decode()[1:-1], at):
        return Same(stored.attempt)
    old = parsed(stored.result)
    if all(old[each] == told[each] for each in TOLD):
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
