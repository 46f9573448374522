"""The regular expressions that filter patterns may hold: a small part of what is usual, without parentheses."""

from __future__ import annotations

import re
import warnings

_PLAIN = re.compile(r"[A-Za-z0-9:_#=@/;,\-^$?\[\]{}|*+.]")
_ESCAPE = re.compile(r"\\(?:[dDsSwW]|x[0-9A-Fa-f]{2}|[^\w\s()])", re.ASCII)


class Unsupported(Exception):
    """A regular expression that filter patterns don't support. `position` counts from its beginning."""

    def __init__(self, position: int, what: str, term: str = "") -> None:
        super().__init__(what)
        self.position, self.what, self.term = position, what, term


def compiled(text: str) -> re.Pattern[str]:
    r"""Raises `Unsupported`.

    Letters, digits, `:_#=@/;,-`, the operators `^$?[]{}|\*+.`, and `\d \D \s \S \w \W \xhh`, for ASCII only.
    """
    if not text:
        raise Unsupported(0, "There is no regular expression between the percent signs.")
    at = 0
    while at < len(text):
        if not (found := _ESCAPE.match(text, at) or _PLAIN.match(text, at)):
            raise Unsupported(at, f"Regular expressions here have no {text[at]!r}.", text[at])
        at = found.end()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # of sets within sets, which Python may come to know
            return re.compile(text, re.ASCII)
    except re.error as error:
        raise Unsupported(error.pos or 0, f"This is no regular expression: {error.msg}.") from None
