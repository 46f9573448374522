"""What an export is made of: where a class stands, and how learners and labs are called in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from checks.engine.result import Result
from checks.gradebook.policy import Grade
from checks.gradebook.standing import Standing


@dataclass(frozen=True)
class Material:
    """`roster` holds a learner's cells by the titles of a roster's columns, as `labs.rows.title_of` has them.

    `titles` are what labs are called in the course system. With `pseudonym`, nothing is told that could tell who a
    learner is: neither names nor accounts, nor what people wrote about them.
    """

    standing: Standing
    results: Mapping[int, Result]
    roster: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    pseudonym: Callable[[str], str] | None = None

    def name(self, learner: str) -> str:
        """What a learner is called."""
        return self.pseudonym(learner) if self.pseudonym else self.standing.learners[learner]

    def known(self, learner: str, *columns: str, otherwise: str = "") -> str:
        """The first of these cells that the roster has for a learner."""
        if self.pseudonym:
            return otherwise and self.pseudonym(learner)
        cells = self.roster.get(learner, {})
        return next((cells[each] for each in columns if cells.get(each)), otherwise)

    def title(self, lab: str) -> str:
        """What a lab is called."""
        return self.titles.get(lab, lab)

    @property
    def learners(self) -> tuple[str, ...]:
        """Canonical names, in an order that tells nothing where names aren't told."""
        return tuple(sorted(self.standing.learners, key=self.name if self.pseudonym else None))

    def result(self, grade: Grade) -> Result | None:
        """What the attempt that counts came to, in full, if it may be told."""
        return self.results.get(grade.attempt.id) if grade.attempt and not self.pseudonym else None

    def said(self, text: str) -> str:
        """What a person wrote about a learner, if it may be told."""
        return "" if self.pseudonym else text
