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
from labs.seats import Learners, wrong_given_role

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
    standing: tuple[str, ...] = ()
    """Those of the names whose things stand in the account already."""

    @classmethod
    def of(cls, lab: Lab) -> Ticket:
        """What the learner of `lab` needs to know."""
        return cls(lab.id, lab.region, lab.learner, lab.names, tuple(sorted(lab.standing)))

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
        standing = data.get("standing", [])
        texts = [data.get(key) for key in ("lab", "region", "learner")]
        whole = isinstance(names, dict) and isinstance(standing, list) and set(map(str, standing)) <= names.keys()
        if (
            not isinstance(names, dict)
            or not whole
            or not all(isinstance(text, str) and text for text in [*texts, *names.values()])
        ):
            raise UsageError(f"The ticket {path} is damaged.", remedy="Ask your course for a new one.")
        return cls(data["lab"], data["region"], data["learner"], names, tuple(standing))

    @property
    def identity(self) -> Identity:
        """The learner, as the lab is to be opened for them."""
        return Identity(self.learner, given=self.names, standing={name: self.names[name] for name in self.standing})

    def text(self) -> str:
        """The ticket as it is handed out."""
        data: dict[str, Any] = {
            "schema": SCHEMA,
            "lab": self.lab_id,
            "region": self.region,
            "learner": self.learner,
            "names": dict(self.names),
        }
        if self.standing:
            data["standing"] = list(self.standing)
        return json.dumps(data, indent=2, ensure_ascii=False) + "\n"

    @property
    def file_name(self) -> str:
        """A name for its file that is safe everywhere, and that no other learner's ticket has."""
        known = canonical(self.learner)
        safe = re.sub(r"[^a-z0-9._@+-]+", "-", known).strip(".-") or "learner"
        mark = "" if safe == known else f"-{Identity(secret=b'').token(self.lab_id, known, {})}"
        return f"{safe[:80]}{mark}.{self.lab_id}.json"


@dataclass(frozen=True)
class Holder:
    """Who is to have a ticket: a learner, and what their account has otherwise than the lab says."""

    learner: str
    region: str = ""
    given_role: str = ""


def learners_in(path: Path) -> list[Holder]:
    """The learners that a roster names: its column `learner`, or, where nothing has that title, one on each line.

    Raises `RosterError` with all mistakes.
    """
    rows, problems = rows_in(path, (COLUMN, "region", "given_role"), untitled=True)
    learners, holders = Learners(), []
    for row in rows:
        problems += [Problem(path, *row.place(COLUMN), message) for message in learners.wrong(row)]
        role = row.cells.get("given_role", "")
        told = wrong_given_role(role) if role else ()
        problems += [Problem(path, *row.place("given_role"), *wrong) for wrong in told]
        holders.append(Holder(row.cells.get(COLUMN, ""), row.cells.get("region", ""), role.rpartition("/")[2]))
    if problems:
        raise RosterError(problems)
    return holders
