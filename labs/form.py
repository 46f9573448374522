"""What a YAML text says, and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Location = tuple[str | int, ...]
"""The way to a value: keys and indexes from the top."""

Place = tuple[int, int]
"""A line and a column, both from 1."""


@dataclass(frozen=True)
class Slip:
    """A mistake of form. `location` is what it makes unusable; a made-up one where the rest still stands."""

    location: Location
    place: Place
    message: str
    suggestion: str = ""


@dataclass
class Form:
    """What a text says, where each value and each key of it begins and where values end, and what is wrong with it."""

    data: Any = None
    values: dict[Location, Place] = field(default_factory=dict)
    ends: dict[Location, Place] = field(default_factory=dict)
    keys: dict[Location, Place] = field(default_factory=dict)
    slips: list[Slip] = field(default_factory=list)
