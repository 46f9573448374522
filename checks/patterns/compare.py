"""Comparisons of the text of a value with what a pattern says: as numbers, as text with wildcards, by expression."""

from __future__ import annotations

import operator
import re
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Test = Callable[[str], bool]

T = TypeVar("T")

LONGEST_NUMBER = 300
"""Characters; what is longer is text."""

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_ORDER: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


def number(text: str) -> float | None:
    """The number that a text is: whole, decimal or in scientific notation, with or without a sign."""
    if len(text) > LONGEST_NUMBER:
        return None
    if text.isdecimal() and text.isascii():
        return int(text)
    if not _NUMBER.fullmatch(text):
        return None
    made = float(text)
    return None if made in (float("inf"), float("-inf")) else made


def with_bare(sign: str, text: str) -> Test | None:
    """A value without quotes compares as a number if it is one, so that 123 = 123.0. `None`: it makes no sense.

    What isn't a number is never equal to one, and so is always unequal (`?`).
    """
    wanted = number(text)
    if wanted is None:
        return with_text(sign, text)
    if sign == "=":
        return lambda value: value == text or number(value) == wanted
    if sign == "!=":
        return lambda value: value != text and number(value) != wanted
    order = _ORDER[sign]
    return lambda value: (found := number(value)) is not None and order(found, wanted)


def with_text(sign: str, text: str) -> Test | None:
    """A value in quotes compares as text; an asterisk at either end stands for any text, and elsewhere for itself."""
    if sign in _ORDER:
        return None
    equal = _like(text)
    return equal if sign == "=" else lambda value: not equal(value)


def with_regex(sign: str, expression: re.Pattern[str]) -> Test | None:
    """A regular expression may be found anywhere in the value."""
    if sign in _ORDER:
        return None
    if sign == "=":
        return lambda value: expression.search(value) is not None
    return lambda value: expression.search(value) is None


def _like(text: str) -> Test:
    inner = text.strip("*") if text.strip("*") else ""
    if "*" not in (text[:1], text[-1:]):
        return lambda value: value == text
    if not inner:
        return lambda _: True
    if text[0] == "*" and text[-1] == "*":
        return lambda value: inner in value
    if text[0] == "*":
        return lambda value: value.endswith(inner)
    return lambda value: value.startswith(inner)


def both(tests: Sequence[Callable[[T], bool]]) -> Callable[[T], bool]:
    """Whether all hold."""
    if len(tests) == 1:
        return tests[0]
    return lambda value: all(test(value) for test in tests)


def either(tests: Sequence[Callable[[T], bool]]) -> Callable[[T], bool]:
    """Whether one holds."""
    if len(tests) == 1:
        return tests[0]
    return lambda value: any(test(value) for test in tests)
