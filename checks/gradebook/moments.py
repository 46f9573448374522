"""Moments, as the gradebook keeps them."""

from __future__ import annotations

from datetime import UTC, datetime

from labs.moments import read_back, when, written

__all__ = ["moment", "read_back", "stamp", "when", "written"]

_LENGTH = len("2026-03-01T12:00:00.000000Z")


def stamp(moment: datetime) -> str:
    """A moment as the gradebook writes it. Raises `ValueError` where nobody says which zone it is in."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} says no time zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def moment(stamped: str) -> datetime:
    """What `stamp` wrote, in old gradebooks too, where the year 0026 has lost the zeros it begins with."""
    return datetime.fromisoformat(stamped.zfill(_LENGTH))
