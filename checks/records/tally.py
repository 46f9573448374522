"""What is counted: flows, packets or bytes, for each value of one or more fields, of the records that are meant."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from checks.records.fields import FIELDS
from checks.records.formats import field_named
from checks.records.where import Condition, Value, conditions
from labs.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

Measure = Literal["flows", "packets", "bytes"]
Key = tuple[Value, ...]
Counts = Counter[Key]

PERIODS = {"minute": 60, "hour": 3600, "day": 86400}
"""What `start` can be rounded down to, in place of a field. In UTC."""


@dataclass(frozen=True)
class Tally:
    """One thing to count. Rows that tell of no traffic (NODATA, SKIPDATA) count only if `log-status` is asked about."""

    by: tuple[str, ...]
    """Fields, or minute, hour or day."""
    sum: Measure = "flows"
    where: tuple[Condition, ...] = ()

    @classmethod
    def of(
        cls, by: str | Iterable[str], where: str | Condition | Iterable[str | Condition] = (), sum: Measure = "flows"
    ) -> Tally:
        """One from words: `by` are names, with commas between them or each on its own. Raises `UsageError`."""
        words = by.split(",") if isinstance(by, str) else by
        names = tuple(field_named(word, (*FIELDS, *PERIODS)) for word in words)
        if len(set(names)) < len(names):
            raise UsageError(f"{by!r} names a field twice.")
        return cls(names, sum, conditions(where))

    @property
    def named(self) -> frozenset[str]:
        """The fields that it counts by, adds up or has conditions for."""
        keys = {"start" if name in PERIODS else name for name in self.by}
        measured = set() if self.sum == "flows" else {self.sum}
        return frozenset(keys | measured | {each.field for each in self.where})

    @property
    def needs(self) -> frozenset[str]:
        """The fields that it looks at."""
        return self.named | {"log-status"}

    @property
    def is_of_flows(self) -> bool:
        """Whether only rows that tell of traffic count."""
        return "log-status" not in self.by and all(each.field != "log-status" for each in self.where)
