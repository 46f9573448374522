"""What pydantic found wrong with one value, in words that an author can act on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from labs.model import SPELLINGS
from labs.source import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic_core import ErrorDetails

Words = tuple[str, str]
"""A message and a suggestion, which may be empty."""

_WANTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "finite_number": "a number",
    "bool_type": "`true` or `false`",
    "dict_type": "a mapping (`key: value`)",
    "model_type": "a mapping (`key: value`)",
    "list_type": "a list",
    "tuple_type": "a list",
    "set_type": "a list",
    "none_required": "nothing",
}
FEW = 8
"""Up to so many choices are told as "this, this or that"."""

_YES_AND_NO = {"yes": "true", "on": "true", "true": "true", "no": "false", "off": "false", "false": "false"}
_CHOICE = re.compile(r"'((?:[^'\\]|\\.)*)'|(-?\d+|True|False)")


def words_of(details: Sequence[ErrorDetails]) -> Words:
    """What is wrong with a value. Several `details` are those of a union: the value is none of what it may be."""
    value = details[0]["input"]
    wanted = [phrase for detail in details if (phrase := _wanted(detail))]
    if value is None and len(wanted) == len(details):
        return f"there is nothing here; it takes {_either(wanted)}.", _meant(value, details)
    if len(wanted) == len(details):
        return f"{shown(value)} isn't {_either(wanted)}.", _meant(value, details)
    return _single(next(detail for detail in details if not _wanted(detail)))


def shown(value: Any) -> str:
    """`value` as an author would recognize it."""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, dict):
        return "A mapping"
    if isinstance(value, list | tuple):
        return "A list"
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _wanted(detail: ErrorDetails) -> str:
    if detail["type"] == "literal_error":
        choices = [f"`{choice}`" for choice in _choices(detail)]
        return _either(choices) if len(choices) <= FEW else f"one of {', '.join(choices)}"
    return _WANTED.get(_type(detail), "")


def _type(detail: ErrorDetails) -> str:
    """What is wrong; a lax model, which would have parsed the text, says it in other words."""
    return detail["type"].replace("_parsing", "_type")


def _single(detail: ErrorDetails) -> Words:
    value, context = detail["input"], detail.get("ctx", {})
    match detail["type"]:
        case "greater_than":
            return f"{shown(value)} is too little.", f"It has to be more than {context['gt']:.16g}."
        case "greater_than_equal":
            return f"{shown(value)} is too little.", f"It has to be {context['ge']:.16g} or more."
        case "less_than":
            return f"{shown(value)} is too much.", f"It has to be less than {context['lt']:.16g}."
        case "less_than_equal":
            return f"{shown(value)} is too much.", f"It can be {context['le']:.16g} at most."
        case "string_too_short":
            least = context["min_length"]
            return ("the text is empty." if least == 1 else f"{shown(value)} is shorter than {least} letters."), ""
        case "string_too_long":
            return f"{shown(value)} is longer than {context['max_length']} letters.", ""
        case "too_short":
            return f"{_counted(value)} here; it needs {context['min_length']} or more.", ""
        case "too_long":
            return f"{_counted(value)} here; it takes {context['max_length']} at most.", ""
        case "string_pattern_mismatch":
            return _misspelt(value, context["pattern"])
        case "value_error" | "assertion_error":
            return str(context["error"]), ""
        case _:
            return f"{shown(value)} {detail['msg'].replace('Input should', 'should').rstrip('.')}.", ""


def _counted(value: Sequence[Any]) -> str:
    return "there is nothing" if not value else f"there {'is' if len(value) == 1 else 'are'} {len(value)} of them"


def _misspelt(value: str, pattern: str) -> Words:
    spelling = SPELLINGS.get(pattern)
    if spelling is None:
        return f"{shown(value)} doesn't match `{pattern}`.", ""
    plain = re.sub(r"[^a-z0-9]+", spelling.joint, value.lower()).strip(spelling.joint)
    meant = f"Did you mean `{plain}`? " if spelling.joint and plain != value and re.search(pattern, plain) else ""
    return f"{shown(value)} isn't {spelling.what}.", f"{meant}{spelling.rule}"


def _meant(value: Any, details: Sequence[ErrorDetails]) -> str:
    choices = [choice for detail in details for choice in _choices(detail)]
    kinds = {_type(detail) for detail in details}
    if isinstance(value, str):
        if value in choices:
            return f"Write {value} without quotes."
        if "bool_type" in kinds and value.lower() in _YES_AND_NO:
            return f"Did you mean `{_YES_AND_NO[value.lower()]}`?"
        if kinds & {"int_type", "float_type"} and re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?", value):
            return f"Write {value} without quotes."
        if kinds & {"int_type", "float_type"} and re.fullmatch(r"[-+]?[\d_.]+([eE][-+]?\d+)?", value):
            return "Write it in plain digits."
        near = nearest(value, choices)
        if near:
            return f"Did you mean `{near}`?"
        return f"Write `[{value}]`." if kinds & {"list_type", "tuple_type"} and len(value) < 40 else ""
    if value is None and kinds & {"dict_type", "model_type"}:
        return "Write `{}` if there is nothing to say of it."
    if "string_type" in kinds and isinstance(value, bool | int | float):
        return f'Put it in quotes: "{str(value).lower()}".'
    if isinstance(value, dict) and kinds & {"list_type", "tuple_type"}:
        return "Each entry of a list begins with `- `."
    close = _nearest_number(value, choices) if isinstance(value, int | float) else None
    return f"Did you mean `{close}`?" if close else ""


def _nearest_number(value: float, choices: Sequence[str]) -> str | None:
    """The choice that is nearest in size, if it is near at all."""
    numbers = [choice for choice in choices if re.fullmatch(r"-?\d+", choice)]
    near = min(numbers, key=lambda choice: abs(int(choice) - value), default=None)
    return near if near is not None and abs(int(near) - value) <= abs(value) / 4 else None


def _choices(detail: ErrorDetails) -> list[str]:
    if detail["type"] != "literal_error":
        return []
    said = str(detail.get("ctx", {}).get("expected", ""))
    return [text or number.lower() for text, number in _CHOICE.findall(said)]


def _either(phrases: Sequence[str]) -> str:
    unique = list(dict.fromkeys(phrases))
    return unique[0] if len(unique) == 1 else f"{', '.join(unique[:-1])} or {unique[-1]}"
