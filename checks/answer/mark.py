"""What set-up wrote into a log group, told from all else in there by the mark that set-up leaves: the group's tags.

They say which day it wrote, and the digest of its events. A flow log that a learner makes records later days, and other
programs write to streams of other names: neither counts. What changes the day itself, doesn't go with the digest.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Self

from checks.engine.snapshot import Read

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from checks.engine.snapshot import Item

DAY, DIGEST = "labgrader:records", "labgrader:records-digest"
"""The tags' keys."""

TAGS = Read(
    "logs",
    "list_tags_log_group",
    "tags",
    "logs:ListTagsLogGroup",
    absent=("ResourceNotFoundException",),
    resource="arn:{partition}:logs:{region}:{account}:log-group:{logGroupName}",
    mark=True,
)

Written = tuple[str, int, str]
"""Stream, time in milliseconds, and message. A batch that was sent twice, as an SDK may do, is there once."""

_STREAM = re.compile(r"eni-[0-9a-f]+-all")
_MILLISECONDS = 86_400_000


@lru_cache(4096)
def mark_of(group: str) -> Read:
    """The read that gives a log group's tags."""
    return TAGS.narrowed(logGroupName=group)


@dataclass(frozen=True)
class Mark:
    """A day, such as `2026-01-31`, and the digest of what was written for it."""

    day: str
    digest: str

    @classmethod
    def made(cls, day: str, events: Iterable[Item]) -> Self:
        """The mark of the events that were written for that day, in UTC, as CloudWatch Logs gives them back."""
        return cls(day, digest(frozenset(map(_written, events))))

    @classmethod
    def read(cls, tags: Mapping[str, str]) -> Self | None:
        """The mark in a log group's tags, if there is one."""
        day, digest = tags.get(DAY, ""), tags.get(DIGEST, "")
        return cls(day, digest) if digest and re.fullmatch(r"\d{4}-\d\d-\d\d", day) else None

    @property
    def tags(self) -> dict[str, str]:
        """The tags that say so."""
        return {DAY: self.day, DIGEST: self.digest}

    def written(self, events: Iterable[Item]) -> dict[Written, Item] | None:
        """Of a log group's events those that are set-up's, each once; None where they aren't as set-up left them."""
        try:
            begun = int(datetime.fromisoformat(self.day).replace(tzinfo=UTC).timestamp()) * 1000
        except ValueError:
            return None
        of_day = {
            _written(event): event
            for event in events
            if begun <= event["timestamp"] < begun + _MILLISECONDS and _STREAM.fullmatch(event["logStreamName"])
        }
        return of_day if digest(frozenset(of_day)) == self.digest else None


def _written(event: Item) -> Written:
    return event["logStreamName"], event["timestamp"], event["message"]


def digest(written: frozenset[Written]) -> str:
    """The same for the same events in any order."""
    lines = "\n".join(json.dumps(each, ensure_ascii=False) for each in sorted(written))
    return f"sha256:{sha256(lines.encode('utf-8', 'surrogatepass')).hexdigest()}"
