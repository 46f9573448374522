"""Patterns for events of fields with spaces between them, such as flow log records."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checks.patterns.model import Pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checks.patterns.compare import Test
    from checks.patterns.scanner import Scanner

_NAME = re.compile(r"[\w-]+", re.ASCII)
_FIELD = re.compile(r'\[([^\]]*)\](?!\S)|"([^"]*)"(?!\S)|(\S+)')
REST = "..."


@dataclass
class Field:
    """One field of a pattern; without a name it goes by its number.

    `at` is its place in the event, from the end (negative) where it comes after `...`.
    """

    name: str
    at: int = 0


@dataclass(frozen=True)
class Delimited(Pattern):
    """`[version, account, ..., action=REJECT, status]`.

    An event of more or fewer fields doesn't match (user guide: `[w1=ERROR, w2]` matches "ERROR message", and doesn't
    match "ERROR WARN message"), but `...` stands for any number of them, none included (`?`).
    """

    before: tuple[Field, ...]
    after: tuple[Field, ...]
    open: bool
    tests: tuple[Callable[[Sequence[str]], bool], ...]

    def matches(self, message: str) -> Mapping[str, str] | None:
        """By field: `$name`, or `$3` for the third of the event where it has no name in the pattern."""
        fields = split(message)
        least = len(self.before) + len(self.after)
        if len(fields) < least or (not self.open and len(fields) > least):
            return None
        for test in self.tests:
            if not test(fields):
                return None
        extracted = {}
        last = len(fields) - len(self.after)
        for at, value in enumerate(fields):
            field = self.before[at] if at < len(self.before) else self.after[at - last] if at >= last else None
            extracted[f"${field.name if field and field.name else at + 1}"] = value
        return extracted

    def declares(self, selector: str) -> bool:
        """Fields with a name go by that, all others by their number."""
        name = selector.removeprefix("$")
        if name == selector:
            return False
        fields = (*self.before, *self.after)
        if name in {field.name for field in fields if field.name}:
            return True
        if not name.isdecimal() or int(name) < 1:
            return False
        at = int(name) - 1
        if at < len(self.before):
            return not self.before[at].name
        return self.open or (at < len(fields) and not fields[at].name)


def split(message: str) -> list[str]:
    """The fields of an event: white space parts them, but not within a pair of brackets or of double quotes.

    Brackets and quotes group only where they stand around a whole field (`?`), and aren't part of it.
    """
    if '"' not in message and "[" not in message:
        return message.split()
    return [found[found.lastindex or 0] for found in _FIELD.finditer(message)]


def delimited(scanner: Scanner) -> Delimited:
    """Raises `PatternError`."""
    scanner.take("[")
    parts: tuple[list[Field], list[Field]] = ([], [])
    tests: list[Callable[[Sequence[str]], bool]] = []
    is_open = False
    while True:
        start = scanner.at
        if scanner.take(REST):
            if is_open:
                raise scanner.wrong("A pattern has one ... at most.", at=start)
            is_open = True
            if not scanner.sees(",", "]"):
                raise scanner.wrong("... stands by itself.")
        elif test := _field(scanner, parts[is_open]):
            tests.append(test)
        if scanner.take(","):
            continue
        if not scanner.sees("]"):
            raise scanner.wrong("A field ends with a comma, or with the closing ] of the pattern.")
        break
    scanner.take("]")
    scanner.end()
    before, after = (tuple(fields) for fields in parts)
    if not is_open and not any(field.name for field in before):
        raise scanner.wrong("A pattern in square brackets names the fields of the event.", at=1)
    for at, field in enumerate(before):
        field.at = at
    for at, field in enumerate(after, -len(after)):
        field.at = at
    return Delimited(scanner.text, scanner.regexes, before, after, is_open, tuple(tests))


def _field(scanner: Scanner, fields: list[Field]) -> Callable[[Sequence[str]], bool] | None:
    """A name, or conditions on it: `port=22 || port=3389`. The name may be left out, and the field too.

    Another name in the conditions is a field of its own, as in the user guide's `status_code = 4* && bytes > 1000`.
    """
    if scanner.sees(",", "]"):
        fields.append(Field(""))
        return None
    if not scanner.sees("("):
        start = scanner.at
        name = _name(scanner)
        if scanner.sees(",", "]"):
            fields.append(Field(name))
            return None
        if scanner.at == len(scanner.text):
            raise scanner.wrong("The closing ] is missing.")
        scanner.at = start
    here: dict[str, Field] = {}

    def one() -> Callable[[Sequence[str]], bool]:
        name = _name(scanner)
        if name not in here:
            here[name] = Field(name)
            fields.append(here[name])
        return _of(here[name], scanner.comparison())

    return scanner.condition(one)


def _of(field: Field, test: Test) -> Callable[[Sequence[str]], bool]:
    return lambda values: test(values[field.at])


def _name(scanner: Scanner) -> str:
    start = scanner.at
    found = scanner.read(_NAME)
    if not found:
        odd = scanner.text[start : start + 1]
        what = f"A field has a name of letters, digits and _, and not {odd}." if odd else "The closing ] is missing."
        raise scanner.wrong(what, term=odd)
    return found[0]
