"""What came of reading: how many records, which lines were no records and why, which files had no end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

SHOWN = 20
"""How many bad lines are kept as examples. All of them are counted."""


@dataclass(frozen=True)
class BadLine:
    """A line that is no record. `line` counts from 1; `text` is the line, cut short where it is long."""

    file: str
    line: int
    why: str
    text: str


@dataclass(frozen=True)
class Damage:
    """A file that could be read in part only. What was whole has been used."""

    file: str
    why: str


@dataclass
class Reading:
    """Counts that grow as files are read. `records` holds every well-formed row, `no_data` and `skipped` among them."""

    files: int = 0
    records: int = 0
    no_data: int = 0
    skipped: int = 0
    lacking: Counter[str] = field(default_factory=Counter)
    """How many records have a format without a field that was looked at, for each such field."""
    bad: int = 0
    examples: list[BadLine] = field(default_factory=list)
    damaged: list[Damage] = field(default_factory=list)

    @property
    def flows(self) -> int:
        """The records that tell of traffic."""
        return self.records - self.no_data - self.skipped

    @property
    def is_whole(self) -> bool:
        """Whether everything that was there has been used."""
        return not self.bad and not self.damaged

    def refuse(self, file: str, line: int, why: str, text: bytes) -> None:
        """Count a bad line."""
        self.bad += 1
        if len(self.examples) < SHOWN:
            shown = text[:200].decode("utf-8", "backslashreplace")
            self.examples.append(BadLine(file, line, why, f"{shown}…" if len(text) > 200 else shown))

    def add(self, other: Reading) -> None:
        """Count what another reading has counted."""
        self.files += other.files
        self.records += other.records
        self.no_data += other.no_data
        self.skipped += other.skipped
        self.lacking += other.lacking
        self.bad += other.bad
        self.examples += other.examples[: SHOWN - len(self.examples)]
        self.damaged += other.damaged
