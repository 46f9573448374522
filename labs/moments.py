"""Moments, as people write them."""

from __future__ import annotations

from datetime import UTC, datetime

from labs.errors import UsageError

EARLIEST = 2000
"""The first year that is taken for one. No lab is older, and `0026` is a slip of the pen."""


def when(text: str) -> datetime:
    """A moment as people write it. Raises `UsageError` where it says no zone: whose noon would it be?"""
    moment = read_back(text)
    if moment.year < EARLIEST:
        raise UsageError(f"{text!r} is before the year {EARLIEST}.", remedy="Is the year right?")
    return moment


def read_back(text: str) -> datetime:
    """The same of what was kept, whatever its year: what was taken once has to stay readable."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f"{text!r} is no moment.", remedy="One looks like 2026-03-01T12:00Z or …+01:00.") from None
    if moment.tzinfo is None:
        raise UsageError(f"{text!r} says no time zone.", remedy="Add Z for UTC, or the zone's offset: +01:00.")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise UsageError(f"{text!r} is beyond all calendars.") from None


def written(moment: datetime) -> str:
    """A moment as `when` takes it."""
    text = moment.astimezone(UTC).isoformat(timespec="auto" if moment.microsecond else "seconds")
    return text.replace("+00:00", "Z")
