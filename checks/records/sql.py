"""What is asked, in DuckDB's SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.records.batch import LARGEST, NOTHING, WORDS
from checks.records.fields import FIELDS
from checks.records.formats import is_number
from checks.records.tally import PERIODS

if TYPE_CHECKING:
    from checks.records.where import Condition

_OCTET = "(0|[1-9][0-9]{0,2})"
_ADDRESS = rf"{_OCTET}\.{_OCTET}\.{_OCTET}\.{_OCTET}"


STATUS = {"OK": 0, "-": 0, "NODATA": 1, "SKIPDATA": 2}
"""`log-status` as a number, which is sooner compared."""


CODES = {
    field: {word.decode(): code for code, word in enumerate(sorted(words - {NOTHING}))}
    for field, words in WORDS.items()
}
"""Words as numbers, of the fields that have few."""


def name(field: str) -> str:
    """A field as the name of a column."""
    return f'"{field.replace(chr(34), chr(34) * 2)}"'


def literal(text: str) -> str:
    """Text in quotes."""
    return "'" + text.replace("'", "''") + "'"


def checked(field: str) -> str:
    """The value of a field: a number, one of `CODES`, or NULL for `-` in place of these; or text as it stands there.

    It fails at what a field can't hold, and is true only of what the plain way reads to the same value.
    """
    column = name(field)
    if field in CODES:
        cases = " ".join(f"WHEN {literal(word)} THEN {code}" for word, code in CODES[field].items())
        return f"CASE {column} {cases} WHEN '-' THEN NULL ELSE error('unclean')::INTEGER END"
    if not is_number(field):
        return f"CASE WHEN {column} <> '' THEN {column} ELSE error('unclean')::VARCHAR END"
    value, largest = f"TRY_CAST({column} AS BIGINT)", LARGEST[FIELDS[field].parquet]
    right = f"CAST({value} AS VARCHAR) = {column} AND {value} BETWEEN 0 AND {largest}"
    return f"CASE WHEN {right} THEN {value} WHEN {column} = '-' THEN NULL ELSE error('unclean')::BIGINT END"


def is_right(field: str) -> str:
    """That a field with few words, or a number, holds a value that it may hold; it fails where it doesn't."""
    if field in CODES:
        return f"coalesce({checked(field)}, 0) >= 0"
    return f"coalesce(CAST({checked(field)} AS VARCHAR), '-') = {name(field)}"


def key(each: str, format: tuple[str, ...]) -> str:
    """What a tally goes by: a checked field, or `start` rounded down; NULL where there is none."""
    if each in PERIODS and "start" in format:
        return f"{name('start')} // {PERIODS[each]} * {PERIODS[each]}"
    return name(each) if each in format else "NULL"


def shown(each: str, value: str) -> str:
    """The value of a key as text; NULL or `-` is none."""
    if each not in CODES:
        return f"CAST({value} AS VARCHAR)"
    cases = " ".join(f"WHEN {code} THEN {literal(word)}" for word, code in CODES[each].items())
    return f"CASE {value} {cases} END"


def status(format: tuple[str, ...]) -> str:
    """`log-status` as one of `STATUS`; fails where it is none of them."""
    if "log-status" not in format:
        return str(STATUS["OK"])
    cases = " ".join(f"WHEN {literal(word)} THEN {code}" for word, code in STATUS.items())
    return f"CASE {name('log-status')} {cases} ELSE error('unclean')::INTEGER END"


def holds(condition: Condition, is_there: bool) -> str:
    """That a condition holds. `is_there` is whether the format has its field."""
    wants_nothing = None in condition.values
    values = [value for value in condition.values if value is not None]
    if not is_there:
        return str(wants_nothing and condition.operator == "=").lower()
    column = name(condition.field)
    nothing = f"{column} IS NULL" if condition.field in CODES or is_number(condition.field) else f"{column} = '-'"
    if condition.operator not in {"=", "!="}:
        return f"coalesce({column} {condition.operator} {values[0]}, false)"
    any_of = [nothing] if wants_nothing else []
    if values:
        listed = ", ".join(_written(condition.field, each) for each in values)
        any_of.append(f"coalesce({column} IN ({listed}), false)")
    for network in condition.networks:
        low, high = int(network.network_address), int(network.broadcast_address)
        octets = str(network.network_address).split(".")[: min(network.prefixlen // 8, 3)]
        begins = (
            f"starts_with({column}, {literal(''.join(f'{octet}.' for octet in octets))})"  # sooner told than the rest
        )
        within = f"{_is_address(column)} AND {_address(column)} BETWEEN {low} AND {high}"
        any_of.append(f"CASE WHEN {begins} THEN {within} ELSE false END")
    found = f"({' OR '.join(any_of)})"
    if condition.operator == "=":
        return found
    return f"NOT {found}" if wants_nothing else f"(NOT {nothing} AND NOT {found})"


def _written(field: str, value: int | str) -> str:
    """A value that a condition names, as `checked` has it."""
    if field in CODES:
        return str(CODES[field].get(str(value), -1))
    return str(value) if isinstance(value, int) else literal(value)


def _is_address(column: str) -> str:
    parts = " AND ".join(f"{part} < 256" for part in _parts(column))
    return f"CASE WHEN regexp_full_match({column}, {literal(_ADDRESS)}) THEN {parts} ELSE false END"


def _address(column: str) -> str:
    """A version 4 address as a number."""
    first, second, third, fourth = _parts(column)
    return f"coalesce({first} * 16777216 + {second} * 65536 + {third} * 256 + {fourth}, -1)"


def _parts(column: str) -> list[str]:
    return [f"TRY_CAST(split_part({column}, '.', {place}) AS BIGINT)" for place in (1, 2, 3, 4)]
