"""Patterns for any text: terms that an event has to contain, must not contain, or may contain instead of others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from checks.patterns.model import Pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checks.patterns.compare import Test
    from checks.patterns.scanner import Scanner

_WORD = re.compile(r"\w+")
_ODD = re.compile(r"[^\w\s]+")
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Terms(Pattern):
    """`ERROR -Exiting "two words" %4\\d\\d%`: all of these, or, where all begin with a question mark, any.

    Terms are looked for anywhere, within words too (`ERROR` is in `ERRORCODE`), and case matters.
    """

    wanted: tuple[Test, ...]
    excluded: tuple[Test, ...]
    optional: tuple[Test, ...]

    def matches(self, message: str) -> Mapping[str, str] | None:
        """Beside other terms, those with a question mark are ignored."""
        if self.wanted or self.excluded:
            matched = all(test(message) for test in self.wanted) and not any(test(message) for test in self.excluded)
        else:
            matched = not self.optional or any(test(message) for test in self.optional)
        return _NOTHING if matched else None

    def declares(self, selector: str) -> bool:
        """Terms have no fields."""
        return selector in _NOTHING


def terms(scanner: Scanner) -> Terms:
    """Raises `PatternError`."""
    kinds: dict[str, list[Test]] = {"": [], "-": [], "?": []}
    while scanner.at < len(scanner.text):
        prefix = next((sign for sign in ("-", "?") if scanner.take(sign)), "")
        kinds[prefix].append(_term(scanner))
    wanted, excluded, optional = (tuple(tests) for tests in kinds.values())
    return Terms(scanner.text, scanner.regexes, wanted, excluded, optional)


def _term(scanner: Scanner) -> Test:
    if (expression := scanner.regular()) is not None:
        return lambda message: expression.search(message) is not None
    if (text := scanner.quoted()) is None:
        if not (word := scanner.read(_WORD)):
            odd = _ODD.match(scanner.text, scanner.at)
            term = odd[0] if odd else ""
            what = f"A term with {term} in it belongs in double quotes." if term else "A term has to stand here."
            raise scanner.wrong(what, term=term)
        text = word[0]
        if scanner.at < len(scanner.text) and not scanner.text[scanner.at - 1].isspace():
            odd = _ODD.match(scanner.text, scanner.at)
            if odd and not odd[0].startswith('"'):
                raise scanner.wrong(f"A term with {odd[0]} in it belongs in double quotes.", term=odd[0])
    return lambda message: text in message
