"""What a YAML parser stumbled over, in words that its author understands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yaml import MarkedYAMLError

Words = tuple[tuple[int, int], str, str]
"""A place (line and column, from 1), a message, a suggestion."""

BARE_TEMPLATE = re.compile(r"(?:^\s*|[:,-]\s+|\[\s*)(?P<value>\{\{.*?\}\}[^\s,\]}]*)")
"""A template that isn't in quotes, with what hangs on to it."""


_OTHERS = (
    (r"sequence entries", "a list can't begin here.", "Put each entry in a line of its own, below the key."),
    (r"comment or (a )?line break|chomping", "nothing goes behind `|` or `>` in its line.", "Begin the text below it."),
    (r"alphabetic or numeric", "a value can't begin with `*` or `&`.", "Put it in quotes."),
    (r"node content", "there should be a value here.", "Is one missing, or a comma or bracket too many?"),
    (r"tag|whitespace or line break", "a value can't begin with `!`.", "Put it in quotes."),
    (r"document start", "this doesn't belong behind what stands before it.", "Is a bracket or a quote too many?"),
)
"""What a parser says, in part (there are two of them, with words of their own), and what to say instead."""


def words_for(error: MarkedYAMLError, lines: Sequence[str], quoted: tuple[int, int] | None = None) -> Words:
    """Where a parser stopped, what is wrong there, and what was probably meant.

    `quoted` is where the last piece of text began, if it was in quotes.
    """
    mark, opened = error.problem_mark or error.context_mark, error.context_mark
    if mark is None:
        return (1, 1), f"isn't YAML: {error.problem or error.context}.", ""
    at_end = mark.line >= len(lines)  # where a text without a last line break ends, the parser is in the next line
    place = (len(lines), len(lines[-1]) + 1) if at_end and lines else (mark.line + 1, mark.column + 1)
    line = "" if at_end else lines[mark.line]
    said = f"{error.problem or error.context}"
    bare = BARE_TEMPLATE.search(line)
    if bare:
        return (mark.line + 1, bare.start("value") + 1), *unquoted(bare["value"])
    if "cannot start any token" in said or "tab character" in said:
        return _unfit_start(place, line)
    if "mapping values are not allowed" in said:
        return place, *_stray_colon(line, lines, mark.line)
    if "end of stream" in said and opened and "quoted" in f"{error.context}":
        return (opened.line + 1, opened.column + 1), "the quotes that open here are never closed.", ""
    if opened and re.search("flow (mapping|sequence)", f"{error.context}"):
        bracket = "brace" if "mapping" in f"{error.context}" else "bracket"
        where = f"line {opened.line + 1}, column {opened.column + 1}"
        message = f"something is wrong inside the {bracket} that opens in {where}."
        return place, message, f"Is a comma or the closing {bracket} missing before this?"
    if "did not find expected key" in said or "block end" in said or "'-' indicator" in said:
        if quoted and quoted[0] < place[0] and line[: mark.column].rstrip()[-1:] in ("'", '"'):
            return quoted, f"the quotes that open here aren't closed before line {place[0]}.", "Close them."
        return place, *_misfit(line, mark.column)
    if "could not find expected ':'" in said and opened:
        message = "this is neither a `key: value` nor an entry of a list."
        return (opened.line + 1, opened.column + 1), message, "Is a colon missing, or the space behind it?"
    known = next(((message, advice) for words, message, advice in _OTHERS if re.search(words, said)), None)
    return (place, *known) if known else (place, f"isn't YAML here: {said}.", "")


def unquoted(template: str) -> tuple[str, str]:
    """What is wrong with a template that isn't in quotes."""
    return "a value that begins with a template has to stand in quotes.", f'Write `"{template}"`.'


def _unfit_start(place: tuple[int, int], line: str) -> Words:
    character = line[place[1] - 1 : place[1]]
    if "\t" in (character, line[:1]):
        return place, "there is a tab here; YAML is indented with spaces.", "Replace it with spaces."
    return place, f"a value can't begin with `{character}`.", "Put it in quotes."


def _stray_colon(line: str, lines: Sequence[str], number: int) -> tuple[str, str]:
    before = lines[number - 1] if number else ""
    if line.count(": ") + line.rstrip().endswith(":") > 1:
        return "there is a second colon in this line.", "Put text that has a colon and a space in it in quotes."
    if before and _indent(line) > _indent(before):
        return "this line is indented further than the one above it, which has a value already.", "Line them up."
    return "this `key: value` doesn't go on what stands above it.", "Is a space missing after a colon there?"


def _misfit(line: str, column: int) -> tuple[str, str]:
    before = line[:column].strip()
    if before and before[-1] in "'\"":
        return "the text goes on behind its closing quotes.", "Put all of it in quotes, and double a quote inside it."
    if before:
        return "this doesn't belong behind what stands before it.", "Put the whole value in quotes."
    return "this line doesn't fit in with those above it.", "Indent it as its neighbours are, with spaces."


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" -"))
