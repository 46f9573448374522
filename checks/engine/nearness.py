"""Names that are nearly right, and what sets them apart."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SLIP = 0.86
"""How alike (0 to 1) two names must be for a slip: one or two letters in a name of a dozen."""


def likeness(expected: str, actual: str) -> float:
    """From 0 (nothing in common) to 1 (the same)."""
    return 1.0 if expected == actual else SequenceMatcher(None, expected, actual, autojunk=False).ratio()


def slip(expected: str, actual: str) -> str | None:
    """What sets `actual` apart from `expected` if it is a slip: a clause to end a sentence with. Else None."""
    if actual == expected:
        return None
    if "".join(actual.split()) == "".join(expected.split()):
        return "which differs only by white space"
    if actual.casefold() == expected.casefold():
        return "which differs only by upper and lower case"
    if "".join(actual.split()).casefold() == "".join(expected.split()).casefold():
        return "which differs only by case and white space"
    if likeness(expected.casefold(), actual.casefold()) >= SLIP:
        return "which looks like a slip of the keyboard"
    return None


def nearest_slip(expected: str, names: Iterable[str]) -> tuple[str, str] | None:
    """The name most like `expected` that is a slip of it, with what sets it apart."""
    slips = [(name, clause) for name in set(names) if (clause := slip(expected, name))]
    return max(slips, key=lambda each: (likeness(expected, each[0]), each[0]), default=None)
