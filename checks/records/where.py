"""Which records are meant: `action=REJECT`, `dstport=22,3389`, `bytes>1000`, `srcaddr in 10.0.0.0/8`."""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checks.records.batch import DIGITS
from checks.records.formats import field_named, is_number
from labs.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from ipaddress import IPv4Network, IPv6Network

Value = int | str | None
"""What a field holds. None is the `-` of what doesn't apply or wasn't there."""

_CONDITION = re.compile(r"\s*([A-Za-z][\w-]*?)\s*(!=|<=|>=|==|=|<|>|\s(?:not\s+)?in\s)\s*(.*?)\s*", re.IGNORECASE)
_ORDER: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ADDRESSES = frozenset({"srcaddr", "dstaddr", "pkt-srcaddr", "pkt-dstaddr"})
_CAPITALS = frozenset({"action", "log-status"})
_TIMES = frozenset({"start", "end"})
_EXAMPLE = "For example action=REJECT, dstport=22,3389, bytes>1000, srcaddr!=10.0.0.1 or 'srcaddr in 10.0.0.0/8'."


@dataclass(frozen=True)
class Condition:
    """What the value of one field has to be. Of a value that isn't there, only `=-` is true."""

    field: str
    operator: str
    """One of =, !=, <, <=, >, >=."""
    values: tuple[Value, ...] = ()
    """Any of them, for = and !=; exactly one number for the rest."""
    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    def holds(self, value: Value) -> bool:
        """Whether a record with this value is meant."""
        if self.operator in _ORDER:
            limit = self.values[0]
            return isinstance(value, int) and isinstance(limit, int) and _ORDER[self.operator](value, limit)
        if value is None and None not in self.values:
            return False
        return (value in self.values or self._within(value)) is (self.operator == "=")

    def _within(self, value: Value) -> bool:
        if not self.networks or not isinstance(value, str):
            return False
        from ipaddress import ip_address

        try:
            address = ip_address(value)
        except ValueError:
            return False
        return any(address in network for network in self.networks)


def conditions(where: str | Condition | Iterable[str | Condition]) -> tuple[Condition, ...]:
    """The conditions that `where` says, all of which have to hold. Raises `UsageError`."""
    each = (where,) if isinstance(where, str | Condition) else where
    return tuple(one if isinstance(one, Condition) else parse(one) for one in each)


def parse(text: str) -> Condition:
    """One condition. Raises `UsageError` with what would be understood."""
    found = _CONDITION.fullmatch(text)
    if not found or not found[3]:
        raise UsageError(f"{text!r} is not a condition.", remedy=_EXAMPLE)
    field = field_named(found[1])
    compared = {"==": "=", "in": "=", "not in": "!="}.get(word := " ".join(found[2].lower().split()), word)
    words = [word.strip() for word in found[3].split(",")]
    if compared in _ORDER:
        if not is_number(field):
            raise UsageError(f"{text!r}: {field} is text, and only numbers are less or more.", remedy=_EXAMPLE)
        if len(words) > 1 or words == ["-"]:
            raise UsageError(f"{text!r} takes one number after {compared}.", remedy=_EXAMPLE)
    networks = [word for word in words if "/" in word and field in _ADDRESSES]
    values = tuple(_value(field, word, text) for word in words if word not in networks)
    return Condition(field, compared, values, tuple(_network(word, text) for word in networks))


def _value(field: str, word: str, text: str) -> Value:
    if word == "-":
        return None
    if not word:
        raise UsageError(f"{text!r} has a comma too many.", remedy=_EXAMPLE)
    if not is_number(field):
        return word.upper() if field in _CAPITALS else word
    if word.isascii() and word.isdigit():
        if len(word.lstrip("0")) > DIGITS:
            raise UsageError(f"{text!r}: no record holds a number of more than {DIGITS} digits.", remedy=_EXAMPLE)
        return int(word.lstrip("0") or "0")
    if field == "protocol":
        from checks.records.words import PROTOCOLS

        number = next((number for number, name in PROTOCOLS.items() if name.lower() == word.lower()), None)
        if number is not None:
            return number
    if field in _TIMES:
        return _time(word, text)
    raise UsageError(f"{text!r}: {field} is a number, and {word!r} is none.", remedy=_EXAMPLE)


def _time(word: str, text: str) -> int:
    from datetime import UTC, datetime

    try:
        moment = datetime.fromisoformat(word)
    except ValueError:
        raise UsageError(
            f"{text!r}: {word!r} is no time.", remedy="Seconds since 1970, or such as 2026-01-31T09:30Z; UTC if unsaid."
        ) from None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def _network(word: str, text: str) -> IPv4Network | IPv6Network:
    from ipaddress import ip_network

    try:
        return ip_network(word)
    except ValueError as error:
        raise UsageError(
            f"{text!r}: {error}.", remedy="A network is an address, a slash and a length: 10.0.0.0/8."
        ) from None
