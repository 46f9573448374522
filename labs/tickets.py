"""Tickets: a learner's rendered names, handed out by the course, so that no learner's machine holds the course secret.

A ticket is no secret and no credential. It says which names one learner has in one lab, and in which region.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from labs.errors import Problem, RosterError, UsageError
from labs.names import Identity, canonical
from labs.rows import rows_in
from labs.seats import Learners

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from labs.model import Lab

SCHEMA = "labgrader/ticket/v1"
COLUMN = "learner"


@dataclass(frozen=True)
class Ticket:
    """One learner's names in one lab."""

    lab_id: str
    region: str
    learner: str
    names: Mapping[str, str]

    @classmethod
    def of(cls, lab: Lab) -> Ticket:
        """What the learner of `lab` needs to know."""
        return cls(lab.id, lab.region, lab.learner, lab.names)

    @classmethod
    def load(cls, path: Path) -> Ticket:
        """Read what `text` gave. Raises `UsageError` for anything else."""
        try:
            data = json.loads(path.read_text(encoding="utf-8-sig"))
        except OSError as error:
            raise UsageError(f"The ticket {path} can't be read: {error.strerror}.") from None
        except (ValueError, RecursionError):
            data = None
        if not isinstance(data, dict) or data.get("schema") != SCHEMA:
            raise UsageError(
                f"{path} is no ticket.", remedy="Your course hands tickets out; `grader ticket` makes them."
            )
        names = data.get("names")
        texts = [data.get(key) for key in ("lab", "region", "learner")]
        if not isinstance(names, dict) or not all(isinstance(text, str) and text for text in [*texts, *names.values()]):
            raise UsageError(f"The ticket {path} is damaged.", remedy="Ask your course for a new one.")
        return cls(data["lab"], data["region"], data["learner"], names)

    def text(self) -> str:
        """The ticket as it is handed out."""
        data: dict[str, Any] = {
            "schema": SCHEMA,
            "lab": self.lab_id,
            "region": self.region,
            "learner": self.learner,
            "names": dict(self.names),
        }
        return json.dumps(data, indent=2, ensure_ascii=False) + "\n"

    @property
    def file_name(self) -> str:
        """A name for its file that is safe everywhere, and that no other learner's ticket has."""
        known = canonical(self.learner)
        safe = re.sub(r"[^a-z0-9._@+-]+", "-", known).strip(".-") or "learner"
        mark = "" if safe == known else f"-{Identity(secret=b'').token(self.lab_id, known, {})}"
        return f"{safe[:80]}{mark}.{self.lab_id}.json"


def learners_in(path: Path) -> list[str]:
    """The learners that a roster names: its column `learner`, or, where nothing has that title, one on each line.

    Raises `RosterError` with all mistakes.
    """
    rows, problems = rows_in(path, (COLUMN,), untitled=True)
    learners = Learners()
    for row in rows:
        problems += [Problem(path, *row.place(COLUMN), message) for message in learners.wrong(row)]
    if problems:
        raise RosterError(problems)
    return [row.cells[COLUMN] for row in rows]
