"""Where a class stands: the grade of each learner in each lab, worked out from what the gradebook holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from checks.gradebook.decisions import NOTHING, Decisions
from checks.gradebook.policy import Grade, Policy, grade
from checks.gradebook.rules import decisions, policies
from labs.names import canonical

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from checks.gradebook.attempt import Attempt
    from checks.gradebook.book import Gradebook
    from checks.gradebook.decisions import Decision

NOBODY = Grade("none", NOTHING)


@dataclass(frozen=True)
class Standing:
    """`learners` are names as they were written last, by canonical name, in order; `most` the points of each lab."""

    labs: tuple[str, ...]
    learners: Mapping[str, str]
    grades: Mapping[tuple[str, str], Grade]
    most: Mapping[str, float]
    policies: Mapping[str, Policy]

    def grade(self, learner: str, lab: str) -> Grade:
        """What a learner, by canonical name, has in a lab."""
        return self.grades.get((learner, lab), NOBODY)

    def passed(self, learner: str, lab: str) -> bool:
        """Whether nothing is left to do for that learner in that lab. Who knows, before the most there is, is known?"""
        it, most = self.grade(learner, lab), self.most.get(lab)
        if it.excused:
            return True
        return it.final is not None and most is not None and it.final >= most

    def only(self, learners: Collection[str]) -> Standing:
        """The same for these learners, by canonical name."""
        return replace(
            self,
            learners={each: name for each, name in self.learners.items() if each in learners},
            grades={at: grade for at, grade in self.grades.items() if at[0] in learners},
        )


def standing(book: Gradebook, lab: str | None = None, roster: Iterable[str] = ()) -> Standing:
    """Where the class stands in one lab or in all. Those in `roster` are there even if nothing is known of them."""
    return stand(book.attempts(lab, results=False), decisions(book, lab), policies(book), lab, roster)


def stand(
    made: Iterable[Attempt],
    decided: Iterable[Decision],
    rules: Mapping[str, Policy],
    lab: str | None = None,
    roster: Iterable[str] = (),
) -> Standing:
    """Where a class stands that has made these attempts, and of which this was decided; in one `lab`, or in all."""
    attempts: dict[tuple[str, str], list[Attempt]] = {}
    of: dict[tuple[str, str], list[Decision]] = {}
    learners = {canonical(each): each for each in roster}
    most: dict[str, float] = {}
    for each in made:
        attempts.setdefault((each.learner, each.lab), []).append(each)
        learners[each.learner] = each.name
        most[each.lab] = each.max_score
    for one in decided:
        of.setdefault((one.learner, one.lab), []).append(one)
        learners.setdefault(one.learner, one.name)
    grades = {
        at: grade(attempts.get(at, ()), rules.get(at[1], Policy()), Decisions.of(of.get(at, ())))
        for at in attempts.keys() | of.keys()
    }
    labs = {each for _, each in grades} | ({lab} if lab else set(rules))
    return Standing(tuple(sorted(labs)), dict(sorted(learners.items())), grades, most, rules)
