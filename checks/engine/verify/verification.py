"""All that was proved of a lab, and what wasn't."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from checks.engine.verify.book import try_book
from checks.engine.verify.equivalents import try_equivalents, try_noise
from checks.engine.verify.mutants import Tally, mutants, try_mutants, try_pairs
from checks.engine.verify.refusals import try_refusals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from checks.engine.snapshot import Snapshot
    from checks.engine.verify.trial import Solved, Trial
    from labs.model import Lab

SCHEMA = "labgrader/verification/v1"


@dataclass(frozen=True)
class Verification:
    """What was tried of one lab. `seconds` is the whole time it took, of which the solutions took `solution_seconds`.

    Those are from the sandbox's start to the last solution's grade.
    """

    lab_id: str
    lab_title: str
    trials: tuple[Trial, ...]
    kinds: Mapping[str, Tally] = field(default_factory=dict)
    seconds: float = 0.0
    solution_seconds: float = 0.0

    @property
    def holds(self) -> bool:
        """Whether everything that was tried holds."""
        return all(trial.holds for trial in self.trials)

    @property
    def mutants(self) -> int:
        """How many accounts with one thing wrong were judged."""
        return sum(tally.made for tally in self.kinds.values())

    @property
    def survivors(self) -> int:
        """How many accounts with one or two things wrong weren't found out, or not for what they are."""
        unkilled = sum(tally.made - tally.killed for tally in self.kinds.values())
        return unkilled + sum(len(trial.failures) for trial in self.trials if trial.name == "pairs")

    @property
    def equivalents(self) -> int:
        """How many right accounts that look otherwise were judged."""
        return sum(trial.tried for trial in self.trials if trial.name == "equivalents")

    @property
    def false_alarms(self) -> int:
        """How many right accounts, or right parts of them, were found wanting."""
        return sum(len(trial.failures) for trial in self.trials if trial.name in ("equivalents", "noise"))

    def to_json(self) -> dict[str, Any]:
        """The lab's own part of the public form."""
        return {
            "id": self.lab_id,
            "holds": self.holds,
            **self.numbers(),
            "solution_seconds": round(self.solution_seconds, 2),
            "kinds": {name: {"made": each.made, "killed": each.killed} for name, each in self.kinds.items()},
            "trials": [
                {
                    "name": trial.name,
                    "title": trial.title,
                    "holds": trial.holds,
                    "tried": trial.tried,
                    "note": trial.note,
                    "failures": list(trial.failures),
                }
                for trial in self.trials
            ],
        }

    def numbers(self) -> dict[str, Any]:
        """The numbers that matter."""
        return {
            "mutants": self.mutants,
            "survivors": self.survivors,
            "equivalents": self.equivalents,
            "false_alarms": self.false_alarms,
            "seconds": round(self.seconds, 2),
        }


def to_json(verifications: Iterable[Verification], version: str) -> dict[str, Any]:
    """The public form, `labgrader/verification/v1`: the numbers over all labs, and each lab's."""
    every = list(verifications)
    numbers = [each.numbers() for each in every]
    totals = {key: round(sum(each[key] for each in numbers), 2) for key in (numbers[0] if numbers else ())}
    return {
        "schema": SCHEMA,
        "grader_version": version,
        "holds": all(each.holds for each in every),
        **totals,
        "labs": [each.to_json() for each in every],
    }


def try_snapshots(
    solved: Solved, untouched: Snapshot, another: Lab, progress: Callable[[str], None]
) -> tuple[list[Trial], Mapping[str, Tally]]:
    """All that can be proved of a lab without any account, from two states of one and another learner's names."""
    made = mutants(solved)
    progress(f"Spoiling right work in {len(made)} ways, and in two at a time")
    singles, tallies = try_mutants(solved, made)
    pairs = try_pairs(solved, made)
    progress("Doing it right in other ways, and among other things")
    return [
        singles,
        pairs,
        try_equivalents(solved),
        try_noise(solved, untouched, made),
        try_refusals(solved, untouched),
        try_book(solved, another, made),
    ], tallies
