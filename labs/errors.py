"""Every error that this project raises on purpose: one tree, each with the exit status it ends a command with.

A message says what happened, where, and what to do about it. `remedy` is the last part, kept apart so that a
report can set it on a line of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class LabgraderError(Exception):
    """The root. Catch this, and nothing broader, at the edge of the program."""

    exit_status: ClassVar[int] = 3

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}\n{self.remedy}" if self.remedy else self.message


class UsageError(LabgraderError):
    """The command was asked for something that makes no sense."""

    exit_status = 2


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in a file that an author wrote. `line` and `column` count from 1."""

    file: Path
    line: int
    column: int
    message: str
    suggestion: str = ""

    def __str__(self) -> str:
        text = f"{self.file}:{self.line}:{self.column}: {self.message}"
        return f"{text} {self.suggestion}" if self.suggestion else text


class FileError(LabgraderError):
    """A file that somebody wrote by hand has mistakes. No account was spoken to."""

    exit_status = 2

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class LabError(FileError):
    """A lab definition is wrong. Its author has to mend it."""


class RosterError(FileError):
    """A roster is wrong. Nothing was done for any of its learners."""


class EvidenceError(LabgraderError):
    """A saved snapshot can't be read, or isn't what it says it is."""

    exit_status = 2


class AccountError(LabgraderError):
    """An account can't be reached, or refused what had to be done in it."""


class SetupError(AccountError):
    """Setting an account up, or tidying it away, stopped half-way or was refused."""


class SandboxError(LabgraderError):
    """The emulated account doesn't start, or isn't what its corrections expect."""
