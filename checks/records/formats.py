"""The format of records: which fields they have, and in which order. A header line tells it, or the flow log does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from checks.records.fields import DEFAULT, FIELDS
from labs.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_VARIABLE = re.compile(r"\$?\$\{([^}]*)\}")


def format_of(given: str | Iterable[str] | None) -> tuple[str, ...]:
    """A format as AWS writes it (`${srcaddr} ${dstaddr}`), or as names; none is the default. Raises `UsageError`."""
    if given is None:
        return DEFAULT
    if isinstance(given, str):
        given = _VARIABLE.sub(r" \1 ", given).replace(",", " ").split()
    names = tuple(field_named(each) for each in given)
    if not names:
        raise UsageError("A format names at least one field.", remedy="For example '${srcaddr} ${dstaddr} ${action}'.")
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise UsageError(f"The format names {twice} twice.")
    return names


def field_named(text: str, known: Sequence[str] = tuple(FIELDS)) -> str:
    """The field that is meant, hyphens or underscores, capitals or not. Raises `UsageError` where there is none."""
    name = text.strip().lower().replace("_", "-")
    if name in known:
        return name
    from labs.source import did_you_mean

    raise UsageError(f"There is no field {text!r} in flow log records.", remedy=did_you_mean(name, known))


def header_in(tokens: Sequence[str]) -> tuple[str, ...] | None:
    """The format that a line tells, if it is a header: names of fields, most of which are known.

    A field that isn't known (a transit gateway's, say, or next year's) is taken for text.
    """
    names = tuple(token.replace("_", "-") for token in tokens)
    if not all(_NAME.fullmatch(name) for name in names) or len(set(names)) < len(names):
        return None
    return names if 2 * sum(name in FIELDS for name in names) > len(names) else None


def is_number(name: str) -> bool:
    """Whether the values of a field are whole numbers."""
    return name in FIELDS and FIELDS[name].is_number
