"""What learners type, in any sensible form, and whether it comes to what is true."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time
from ipaddress import ip_address
from math import inf
from typing import TYPE_CHECKING, Any, Literal

from checks.records.formats import is_number
from checks.records.words import PORTS, PROTOCOLS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Form = Literal["number", "address", "time", "port", "protocol", "tcp-flags", "text"]

DAY = 86_400
MOST, MOST_OF_TEXT = 100, 1000
"""Characters of one answer."""

IN_WORDS: Mapping[Form, str] = {
    "number": "a number",
    "address": "an IP address",
    "time": "a time, in UTC unless it says otherwise",
    "port": "a port",
    "protocol": "a protocol, by name or number",
    "tcp-flags": "TCP flags, by name or as a number",
    "text": "a text",
}

_FORMS: Mapping[str, Form] = {
    **dict.fromkeys(("srcaddr", "dstaddr", "pkt-srcaddr", "pkt-dstaddr"), "address"),
    **dict.fromkeys(("start", "end"), "time"),
    **dict.fromkeys(("srcport", "dstport"), "port"),
    "protocol": "protocol",
    "tcp-flags": "tcp-flags",
}


def form_of_field(field: str) -> Form:
    """What the values of a field look like to people."""
    return _FORMS.get(field, "number" if is_number(field) else "text")


class NotOfForm(ValueError):
    """An answer that can't be one. Its message is a clause in which the answer is quoted."""


@dataclass(frozen=True)
class Said:
    """What an answer comes to. `low` and `high` bound what it may stand for: `14:05` is a whole minute.

    `in_a_day` is set where a time of day is told without a day, and `low` and `high` count from midnight then.
    """

    value: Any
    low: float = 0.0
    high: float = 0.0
    in_a_day: bool = False

    def means(self, true: Any, form: Form, tolerance: float) -> bool:
        """Whether this is what is true. `tolerance` is a share of numbers, and seconds of times."""
        if form == "number":
            slack = abs(true) * tolerance
            return bool(self.low - slack <= true <= self.high + slack)
        if form == "time":
            moments = (true % DAY + days * DAY for days in (-1, 0, 1)) if self.in_a_day else (true,)
            return any(self.low - tolerance <= moment <= self.high + tolerance for moment in moments)
        return bool(self.value == value_of(form, true))

    def differs_by_hours(self, true: Any, tolerance: float) -> bool:
        """Whether a time would be right in another zone."""
        moment = true % DAY if self.in_a_day else true
        off = abs(self.low - moment)
        near = min(off % 1800, 1800 - off % 1800)
        return bool(off <= DAY and near <= max(tolerance, self.high - self.low))


def parse(form: Form, text: str) -> Said:
    """What a typed answer comes to. Raises `NotOfForm`, and nothing else whatever is typed."""
    text = " ".join(text.split())
    if not text:
        raise NotOfForm("it is empty.")
    if len(text) > (MOST_OF_TEXT if form == "text" else MOST):
        raise NotOfForm("it is longer than any answer.")
    return _PARSERS[form](text)


def value_of(form: Form, true: Any) -> Any:
    """What is true, as a right answer comes to it."""
    return _PARSERS[form](" ".join(str(true).split())).value


_NUMBER = re.compile(r"([+-]?)(\d[\d.,'_ \u00a0\u202f’]*|[.,]\d+)\s*([a-z]*)", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}(?:([.,'_ \u00a0\u202f’])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d+)?")
_WORDS = ("", "flow", "packet", "record", "byte", "time", "address", "port", "second")
_SIZES = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4}


def _number(text: str) -> Said:
    found = _NUMBER.fullmatch(text)
    factor = _factor(found[3]) if found else None
    if found is None or factor is None:
        raise NotOfForm(f"{text!r} isn't a number.")
    digits = found[2].strip()
    grouped = _GROUPED.fullmatch(digits)
    if grouped and not (factor > 1 and digits.count(".") == 1 and "," not in digits):  # 1.234 MB is a decimal
        digits = digits.replace(grouped[1], "")
    digits = digits.replace(",", ".")
    try:
        value = float(f"{found[1]}{digits}") * factor
    except ValueError:
        raise NotOfForm(f"{text!r} isn't a number.") from None
    if value in (inf, -inf):
        raise NotOfForm(f"{text!r} is too large a number.")
    rounded = factor > 1 and len(re.sub(r"\D", "", digits).lstrip("0")) > 1
    half = factor / 2 / 10 ** len(digits.partition(".")[2]) if rounded else 0.0
    return Said(value, value - half, value + half)


def _factor(unit: str) -> int | None:
    """What a unit of bytes makes of a number: `MB` a million, `MiB` 1,048,576; of any other word, nothing."""
    unit = unit.lower()
    if unit in _WORDS or unit.removesuffix("s") in _WORDS or unit.removesuffix("es") in _WORDS or unit == "b":
        return 1
    found = re.fullmatch(r"([kmgt])(i?)b?|(kilo|mega|giga|tera|kibi|mebi|gibi|tebi)bytes?", unit)
    if found is None:
        return None
    word = found[3] or ""
    binary = bool(found[2]) or word.endswith("bi")
    return int((1024 if binary else 1000) ** _SIZES[(found[1] or word)[0]])


def _address(text: str) -> Said:
    bare = text.strip("[]").removesuffix("/32").removesuffix("/128")
    try:
        return Said(str(ip_address(bare)))
    except ValueError:
        raise NotOfForm(f"{text!r} isn't an IP address.") from None


def _time(text: str) -> Said:
    if re.fullmatch(r"\d{9,11}(?:\.\d+)?", text):
        return Said(float(text), float(text), float(text))
    if re.fullmatch(r"\d{12,14}", text):
        return Said(int(text) / 1000, int(text) / 1000, int(text) / 1000)
    told = re.sub(r"\s*(?:UTC|GMT|Z)$", "+00:00", text, flags=re.IGNORECASE)
    step = 1 if re.search(r"\d:\d\d:\d\d", told) else 60
    for read in (_moment, _time_of_day, _by_twelve):
        if (said := read(told)) is not None:
            low, in_a_day = said
            return Said(low, low, low + step - 0.001, in_a_day)
    raise NotOfForm(f"{text!r} isn't a time. One reads like 2026-01-31 14:05:09, 14:05, or seconds since 1970.")


def _moment(text: str) -> tuple[float, bool] | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if ":" not in text.removesuffix("+00:00"):
        return None  # a day, which is no time
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp(), False


def _time_of_day(text: str) -> tuple[float, bool] | None:
    try:
        told = time.fromisoformat(f"0{text}" if re.match(r"\d:", text) else text)
    except ValueError:
        return None
    if ":" not in text:
        return None
    offset = told.utcoffset()
    return told.hour * 3600 + told.minute * 60 + told.second - (offset.total_seconds() if offset else 0), True


def _by_twelve(text: str) -> tuple[float, bool] | None:
    found = re.fullmatch(r"(\d{1,2}):(\d\d)(?::(\d\d))?\s*([ap])\.?m\.?", text.removesuffix("+00:00"), re.IGNORECASE)
    if found is None or not 1 <= int(found[1]) <= 12:
        return None
    hour = int(found[1]) % 12 + (12 if found[4].lower() == "p" else 0)
    return hour * 3600 + int(found[2]) * 60 + int(found[3] or 0), True


def _named(what: str, names: Mapping[int, str], most: int, beside: tuple[str, ...] = ()) -> Callable[[str], Said]:
    """Things that go by number and by name, and may be told by both. Words `beside` say nothing of which it is."""
    by_name: dict[str, set[int]] = {}
    for number, name in names.items():
        by_name.setdefault(name.lower(), set()).add(number)
    idle = {what, "the", "number", *beside}

    def parse(text: str) -> Said:
        words = [word for word in re.split(r"[\s()/,:=-]+", text.lower()) if word and word not in idle]
        numbers = {int(word) for word in words if word.isascii() and word.isdigit()}
        named = [word for word in words if not (word.isascii() and word.isdigit())]
        named = ["-".join(named)] if "-".join(named) in by_name else named
        # A word more may mean anything, as `not` and `or` do.
        meant = [by_name.get(word, set()) for word in named]
        found = numbers or {min(each) for each in meant if each}
        if len(found) != 1 or max(found) > most or not all(each & (numbers or each) for each in meant):
            raise NotOfForm(f"{text!r} isn't a {what}.")
        return Said(found.pop())

    return parse


def _flags(text: str) -> Said:
    if re.fullmatch(r"0x[0-9a-f]+|\d+", text, re.IGNORECASE):
        return Said(int(text, 0) if text.lower().startswith("0x") else int(text))
    names = {"fin": 1, "syn": 2, "rst": 4, "reset": 4, "psh": 8, "push": 8, "ack": 16, "urg": 32, "none": 0}
    words = [word for word in re.split(r"[^a-z0-9]+", text.lower()) if word and word not in ("and", "flag", "flags")]
    if len(words) > 1 and words[-1].isdigit():
        words = words[:-1]  # SYN (2)
    if not words or any(word not in names for word in words):
        raise NotOfForm(f"{text!r} aren't TCP flags. They read like SYN, SYN-ACK or 18.")
    flags = 0
    for word in words:
        flags |= names[word]
    return Said(flags)


def _text(text: str) -> Said:
    return Said(text.strip("\"'“”.").casefold())


_PARSERS: Mapping[Form, Callable[[str], Said]] = {
    "number": _number,
    "address": _address,
    "time": _time,
    "port": _named("port", PORTS, 65535, beside=("tcp", "udp")),
    "protocol": _named("protocol", PROTOCOLS, 255),
    "tcp-flags": _flags,
    "text": _text,
}


_APART = (r"[,;\n&]|\band\b|\s/\s", r"\s+", "/")
"""What parts several, from the surest on."""


def listed(form: Form, answer: Any) -> list[str]:
    """The elements of an answer that names several: a list, or a text with commas, semicolons, blanks, `and`, ….

    What can be one of that form is left whole, such as `22/tcp` and `22 (ssh)`.
    """
    if isinstance(answer, list | tuple):
        return [each for element in answer for each in _elements(form, str(element))]
    text = str(answer).strip().strip("[]{}")
    if form in ("number", "tcp-flags", "text"):  # where several together can look like one
        text = re.sub(r"\band\b", ",", text)
        parts = re.split(r"\s*[,;\n]\s*" if re.search(r"[,;\n]", text) else r"\s+", text)
        return [each for part in parts for each in _elements(form, part)]
    return _elements(form, text)


def _elements(form: Form, text: str) -> list[str]:
    if not text.strip():
        return []
    if not _is_one(form, text):
        for between in _APART:
            parts = re.split(between, text)
            if len(parts) > 1:
                return [each for part in parts for each in _elements(form, part)]
    return [text.strip()]


def _is_one(form: Form, text: str) -> bool:
    try:
        parse(form, text)
    except NotOfForm:
        return False
    return True
