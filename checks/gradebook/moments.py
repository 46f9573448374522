"""Moments, as the gradebook keeps them."""

from __future__ import annotations

from datetime import UTC, datetime

from labs.moments import when, written

__all__ = ["moment", "stamp", "when", "written"]

_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"


def stamp(moment: datetime) -> str:
    """A moment as the gradebook writes it. Raises `ValueError` where nobody says which zone it is in."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} says no time zone")
    return moment.astimezone(UTC).strftime(_FORMAT)


def moment(stamped: str) -> datetime:
    """What `stamp` wrote."""
    return datetime.strptime(stamped, _FORMAT).replace(tzinfo=UTC)
