"""Goes through the text of a filter pattern, and knows where it stands when something is wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from checks.patterns import compare, regex
from checks.patterns.model import PatternError

if TYPE_CHECKING:
    from collections.abc import Callable

    from checks.patterns.compare import Test

T = TypeVar("T")

DEEPEST = 50
"""Parentheses within parentheses; AWS names no limit."""

MOST_REGEXES = 2
"""In one pattern of fields or for JSON."""

_SPACE = re.compile(r"\s*")
_OPERATOR = re.compile(r"!=|<=|>=|=|<|>")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_BARE = re.compile(r"""[^\s,\]}&|()"=<>!%]+""")
_ODD = re.compile(r"[^\w.*+-]", re.ASCII)


class Scanner:
    """`at` is where it stands. What it reads it has left behind, with the white space after that."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.regexes = 0
        self.skip()

    def skip(self) -> None:
        """Leave white space behind."""
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def sees(self, *symbols: str) -> bool:
        """Whether one of these comes next."""
        return self.text.startswith(symbols, self.at)

    def take(self, symbol: str) -> bool:
        """Leave this behind, if it comes next."""
        if not self.sees(symbol):
            return False
        self.at += len(symbol)
        self.skip()
        return True

    def expect(self, symbol: str, what: str) -> None:
        """Leave this behind. Raises `PatternError` where something else comes next."""
        if not self.take(symbol):
            raise self.wrong(f"{what} has to end with {symbol} here.")

    def end(self) -> None:
        """Raises `PatternError` where there is something left."""
        if self.at < len(self.text):
            raise self.wrong("Nothing may follow the closing bracket.")

    def read(self, expression: re.Pattern[str]) -> re.Match[str] | None:
        """What `expression` finds right here."""
        found = expression.match(self.text, self.at)
        if found:
            self.at = found.end()
            self.skip()
        return found

    def quoted(self) -> str | None:
        """A text in double quotes, in which a backslash takes away what the next character means."""
        if not self.sees('"'):
            return None
        found = self.read(_QUOTED)
        if not found:
            raise self.wrong("This quotation mark is never closed.")
        return _ESCAPED.sub(r"\1", found[1])

    def regular(self) -> re.Pattern[str] | None:
        """A regular expression between percent signs."""
        if not self.sees("%"):
            return None
        start = self.at + 1
        end = self.text.find("%", start)
        if end < 0:
            raise self.wrong("This regular expression lacks its closing %.")
        try:
            made = regex.compiled(self.text[start:end])
        except regex.Unsupported as error:
            raise self.wrong(error.what, term=error.term, at=start + error.position) from None
        self.regexes += 1
        self.at = end + 1
        self.skip()
        return made

    def comparison(self) -> Test:
        """An operator and a value, as a test of the text of a value."""
        if not (operator := self.read(_OPERATOR)):
            raise self.wrong("One of = != < > <= >= has to stand here.")
        start = self.at
        if (expression := self.regular()) is not None:
            if self.regexes > MOST_REGEXES:
                raise self.wrong("A pattern has two regular expressions at most.", at=start)
            test = compare.with_regex(operator[0], expression)
        elif (text := self.quoted()) is not None:
            test = compare.with_text(operator[0], text)
        else:
            test = compare.with_bare(operator[0], self._bare())
        if test is None:
            written = self.text[start : self.at].strip()
            raise self.wrong(f"{operator[0]} compares numbers, and {written} is none.", term=written, at=start)
        return test

    def _bare(self) -> str:
        start = self.at
        if not (found := self.read(_BARE)):
            raise self.wrong("A value has to stand here.")
        if odd := _ODD.search(found[0]):
            where = start + odd.start()
            raise self.wrong(f"A value with {odd[0]} in it belongs in double quotes.", term=odd[0], at=where)
        return found[0]

    def condition(self, one: Callable[[], Callable[[T], bool]], depth: int = 0) -> Callable[[T], bool]:
        """What `one` reads, joined by || and by &&, which binds closer, with parentheses."""
        if depth > DEEPEST:
            raise self.wrong("There are too many parentheses within each other.")
        either = []
        while True:
            both = [self._factor(one, depth)]
            while self.take("&&"):
                both.append(self._factor(one, depth))
            either.append(compare.both(both))
            if not self.take("||"):
                return compare.either(either)

    def _factor(self, one: Callable[[], Callable[[T], bool]], depth: int) -> Callable[[T], bool]:
        if not self.take("("):
            return one()
        inner = self.condition(one, depth + 1)
        self.expect(")", "A condition in parentheses")
        return inner

    def wrong(self, what: str, *, term: str = "", at: int | None = None) -> PatternError:
        """The error to raise about what stands here, or at `at`."""
        return PatternError(self.text, self.at if at is None else at, what, term=term)
