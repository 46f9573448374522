"""Patterns for JSON events: conditions on properties, which selectors such as `$.users[0].id` lead to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from checks.patterns.model import Pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from checks.patterns.scanner import Scanner

_SELECTOR = re.compile(r"\$(?:\.(?:[\w-]+|\*)(?:\[(?:\d+|\*)\])*)+", re.ASCII)
_STEP = re.compile(r"\.([\w-]+|\*)|\[(\d+|\*)\]", re.ASCII)
_BEGUN = re.compile(r"""[^\s=!<>&|)}]*""")
_WORDS = re.compile(r"IS\s+(NULL|TRUE|FALSE)\b|NOT\s+EXISTS\b")
_CONSTANTS = {"NULL": None, "TRUE": True, "FALSE": False}

MOST_WILDCARDS = 3
"""In one pattern."""


class Numeral(str):
    """A number of the event, as it is written there: 12.0 isn't the text 12, and is the number 12."""


@dataclass(frozen=True)
class Selector:
    """Where to look: property names, places in a list, and `None` for each of them."""

    text: str
    steps: tuple[str | int | None, ...]

    @classmethod
    def of(cls, text: str) -> Selector:
        """Of a text that is a selector."""
        steps: list[str | int | None] = []
        for name, place in _STEP.findall(text):
            steps.append(None if "*" in (name, place) else name or int(place))
        return cls(text, tuple(steps))

    def find(self, document: Any) -> list[Any]:
        """All that it leads to in an event: without a wildcard, one value or none."""
        found = [document]
        for step in self.steps:
            following: list[Any] = []
            for value in found:
                if step is None:
                    following.extend(_within(value))
                elif isinstance(step, str):
                    if isinstance(value, dict) and step in value:
                        following.append(value[step])
                elif isinstance(value, list) and step < len(value):
                    following.append(value[step])
            found = following
        return found


class Scalars(Mapping[str, str]):
    """The scalars of an event, by selector. It lists none: TestMetricFilter extracts nothing from JSON events."""

    def __init__(self, document: Any) -> None:
        self._document = document

    def __getitem__(self, selector: str) -> str:
        if _SELECTOR.fullmatch(selector):
            for value in Selector.of(selector).find(self._document):
                if (text := _text(value)) is not None:
                    return text
        raise KeyError(selector)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


@dataclass(frozen=True)
class Document(Pattern):
    """`{ $.eventName = "ConsoleLogin" && ($.attempts > 3 || $.root IS TRUE) }`."""

    test: Callable[[Any], bool]
    selectors: frozenset[str]

    def matches(self, message: str) -> Mapping[str, str] | None:
        """An event that isn't a JSON object matches nothing."""
        if not message.lstrip().startswith("{"):
            return None
        try:
            document = json.loads(message, parse_int=Numeral, parse_float=Numeral, parse_constant=_refuse)
        except (ValueError, RecursionError):
            return None
        return Scalars(document) if self.test(document) else None

    def declares(self, selector: str) -> bool:
        """The property has to be in the pattern, if only as `$.size = *` (CDK reference: MetricFilter)."""
        return selector in self.selectors


def document(scanner: Scanner) -> Document:
    """Raises `PatternError`."""
    scanner.take("{")
    selectors: list[str] = []
    wildcards = 0

    def one() -> Callable[[Any], bool]:
        nonlocal wildcards
        start = scanner.at
        selector = _selector(scanner)
        selectors.append(selector.text)
        wildcards += None in selector.steps
        if selector.steps.count(None) > 1:
            raise scanner.wrong("A selector has one wildcard at most.", at=start)
        if wildcards > MOST_WILDCARDS:
            raise scanner.wrong("A pattern has three selectors with a wildcard at most.", at=start)
        return _condition(scanner, selector)

    test = scanner.condition(one)
    scanner.expect("}", "A pattern for JSON events")
    scanner.end()
    return Document(scanner.text, scanner.regexes, test, frozenset(selectors))


def _selector(scanner: Scanner) -> Selector:
    start = scanner.at
    found = scanner.read(_SELECTOR)
    if not found or scanner.sees(".", "[", '"', "$"):
        begun = _BEGUN.match(scanner.text, start)
        what = "A selector has to stand here, such as $.users[0].id, with letters, digits, _ and - in its names."
        raise scanner.wrong(what, term=begun[0] if begun else "", at=start)
    return Selector.of(found[0])


def _condition(scanner: Scanner, selector: Selector) -> Callable[[Any], bool]:
    """Of several values that a wildcard leads to, one is enough.

    What isn't there, or is a list, an object or null, compares with nothing, not even with != (user guide on lists;
    on what isn't there: `?`). A flag compares as the text true or false (`?`).
    """
    if word := scanner.read(_WORDS):
        if word[1] is None:
            return lambda event: not selector.find(event)
        constant = _CONSTANTS[word[1]]
        return lambda event: any(value is constant for value in selector.find(event))
    test = scanner.comparison()
    return lambda event: any((text := _text(value)) is not None and test(text) for value in selector.find(event))


def _within(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _text(value: Any) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
