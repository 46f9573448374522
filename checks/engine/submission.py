"""What was handed in and run before the account was read, and how that ended. It earns nothing and costs nothing.

What a program printed is the learner's own words, whatever it says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

KINDS: Mapping[str, str] = {
    "shell": "shell script",
    "python": "Python program",
    "cloudformation": "CloudFormation template",
    "terraform": "Terraform folder",
    "cdk": "CDK app",
    "answers": "answers",
    "evidence": "evidence",
}
"""What can be handed in, and what it is called in words."""

ENDS: Mapping[str, str] = {
    "exited": "exit status {status}",
    "time": "it took longer than it may",
    "memory": "it took more memory than it may",
    "processes": "it started more processes than it may",
    "disk": "it wrote more to the disk than it may",
    "output": "it printed more than it may",
    "signal": "it was ended by signal {status}",
}
"""What ended a program, and how that is told where it failed."""


@dataclass(frozen=True)
class Ran:
    """One part of a submission. `entry` is its path within what was handed in, or the name of that.

    `status` is its own, or the number of the signal that ended it; None where it went beyond a limit. `output` is what
    it printed, tamed and cut to a bound.
    """

    entry: str
    kind: str
    ended: str
    status: int | None
    seconds: float
    output: str

    @property
    def failed(self) -> bool:
        """Whether it came to another end than it was meant to. The account is graded all the same."""
        return self.ended != "exited" or self.status != 0

    def told(self) -> str:
        """How it ended, on one line without the learner's words."""
        called = KINDS.get(self.kind, self.kind)
        if not self.failed:
            return f"{called}, exit status 0"
        why = ENDS.get(self.ended, self.ended).format(status=self.status)
        return f"{called}, failed after {self.seconds:.1f} s: {why}"


@dataclass(frozen=True)
class Submission:
    """Everything that was handed in, in the order in which it ran.

    `isolated` says whether it was shut in wholly; `isolation` says it wall by wall, in words. What is for
    `feedback_only` can be edited by whoever hands it in, and is no grade of record.
    """

    parts: tuple[Ran, ...]
    isolated: bool
    isolation: tuple[str, ...] = ()
    feedback_only: bool = False

    @property
    def failed(self) -> tuple[Ran, ...]:
        """The parts that failed."""
        return tuple(part for part in self.parts if part.failed)

    def to_json(self) -> dict[str, Any]:
        """As `labgrader/result/v1` has it."""
        return {
            "isolated": self.isolated,
            "isolation": list(self.isolation),
            "feedback_only": self.feedback_only,
            "parts": [asdict(part) for part in self.parts],
        }

    @classmethod
    def of_json(cls, data: Any) -> Submission:
        """What `to_json` gave. Raises `ValueError`, `TypeError` or `KeyError` for anything else."""
        parts = tuple(_ran(part) for part in data["parts"])
        return cls(
            parts, bool(data["isolated"]), tuple(str(each) for each in data["isolation"]), bool(data["feedback_only"])
        )


def _ran(data: Any) -> Ran:
    status, seconds = data["status"], data["seconds"]
    if isinstance(status, bool) or not isinstance(status, int | None) or not isinstance(seconds, int | float):
        raise TypeError("a status or a time is no number")
    return Ran(str(data["entry"]), str(data["kind"]), str(data["ended"]), status, seconds, str(data["output"]))
