"""Tables that people keep in Excel or in an editor, row by row: CSV in all its dialects, and TOML."""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from labs.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from labs.source import Place

MAX_BYTES = 64 * 1024 * 1024
"""A hundred thousand learners take a tenth of it."""

DELIMITERS = ",;\t"
"""Excel writes a semicolon where a comma is a decimal point, and tabs as "Unicode text"."""

ALIKE = 0.8
"""A title that is nearer than this to one that counts is a misspelt one. A `section` is no `region`."""

KEY = "learner"
"""The column that makes a table of learners of it."""


@dataclass(frozen=True)
class Row:
    """One row: its cells by column, those that are empty left out, and where each stands, for who has to mend it."""

    cells: Mapping[str, str]
    line: int
    place: Callable[[str], Place]


def rows_in(
    path: Path,
    columns: Sequence[str],
    *,
    untitled: bool = False,
    keys: Sequence[str] = (KEY,),
    others: bool = False,
) -> tuple[list[Row], list[Problem]]:
    """The rows of the table in `path`, and what is wrong with its form.

    Of a table's columns, those that are called as in `columns` count; one of `keys` has to be among them. With
    `untitled`, a table without any of these is a list of learners. With `others`, all further columns are kept too,
    whatever they are called. Blank rows, and those with a `#` first, are passed over.
    """
    text, problem = _text(path)
    if problem:
        return [], [problem]
    if path.suffix.casefold() == ".toml":
        from labs.toml import rows_in_toml

        rows, problems = rows_in_toml(path, text, columns, others=others)
    else:
        rows, problems = _Csv(path, text, columns, untitled, keys, others).read()
    if not rows and not problems:
        problems = [Problem(path, 1, 1, "this names no learner.")]
    return rows, problems


def _text(path: Path) -> tuple[str, Problem | None]:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        return "", Problem(path, 1, 1, f"can't be read: {error.strerror}.")
    if len(raw) > MAX_BYTES:
        return "", Problem(path, 1, 1, f"is over {MAX_BYTES >> 20} MiB.", "Is it the right file?")
    encoding = "utf-16" if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return raw.decode(encoding), None
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        place = before.count(b"\n") + 1, column
        return "", Problem(path, *place, "isn't UTF-8 text from here on.", "Save it as “CSV UTF-8”.")


def title_of(cell: str) -> str:
    """A column's title as titles are compared: `SIS Login ID` is `sis_login_id`."""
    return re.sub(r"[\s-]+", "_", cell.strip().casefold())


class _Csv:
    """The csv module reads; only where something is wrong is a row looked at once more, for its columns."""

    def __init__(
        self, path: Path, text: str, columns: Sequence[str], untitled: bool, keys: Sequence[str], others: bool
    ) -> None:
        self.path, self.columns, self.untitled, self.keys, self.others = path, columns, untitled, keys, others
        self.lines = io.StringIO(text, newline="").readlines()
        self.skipped = 1 if self.lines and re.fullmatch(r"(?i)sep=.\s*", self.lines[0]) else 0
        self.delimiter = self.lines[0][4] if self.skipped else self._likely_delimiter()
        self.problems: list[Problem] = []
        self.known: list[tuple[int, str]] = []
        self.width = 0

    def read(self) -> tuple[list[Row], list[Problem]]:
        rows: list[Row] = []
        for cells, line, last in self._records():
            if not self.known:
                if not self._take_titles(cells, line, last):
                    if self.problems:
                        break
                    rows.append(self._row(cells, line, last))
                continue
            rows.append(self._row(cells, line, last))
            if len(cells) > self.width and any(cells[self.width :]):
                place = self._place(self.width, line, last)
                advice = "A value with a delimiter in it needs quotation marks around it."
                self._tell(place, f"this row has more cells than there are titles ({self.width}).", advice)
        return rows, self.problems

    def _records(self) -> Iterator[tuple[list[str], int, int]]:
        """Each row that isn't blank, with its first and its last line."""
        lines = self.lines[self.skipped :]
        reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
        before = 0
        while True:
            try:
                record = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                line = before + 1 + self.skipped
                self._tell((line, 1), f"this row can't be told apart: {error}.", "Look at its quotation marks.")
                return
            line, before = before + 1 + self.skipped, reader.line_num
            cells = [cell.strip() for cell in record]
            if any(cells) and not cells[0].startswith("#"):
                yield cells, line, before + self.skipped

    def _row(self, cells: list[str], line: int, last: int) -> Row:
        there = {name: cells[index] for index, name in self.known if index < len(cells) and cells[index]}
        numbers = {name: index for index, name in self.known}
        return Row(there, line, lambda name: self._place(numbers.get(name, 0), line, last))

    def _take_titles(self, cells: list[str], line: int, last: int) -> bool:
        """Whether this row was one of titles. Any other columns are somebody else's, and passed over."""
        titles = [title_of(cell) for cell in cells]
        self.width = len(cells)
        keyed = any(key in titles for key in self.keys)
        if not keyed and self.untitled:
            self.known, self.width = [(0, KEY)], max(self.width, 1)
            return False
        for index, title in enumerate(titles):
            if title in self.columns:
                if title in titles[:index]:
                    self._tell(self._place(index, line, last), f"the column `{title}` is here twice.")
                self.known.append((index, title))
            elif self.others and keyed:
                self.known.append((index, title))
            elif (meant := get_close_matches(title, self.columns, 1, ALIKE)) and meant[0] not in titles:
                place = self._place(index, line, last)
                self._tell(place, f"`{cells[index]}` is no column that is known here.", f"Did you mean `{meant[0]}`?")
        if not keyed and not self.problems:
            known = f"Known columns: {', '.join(f'`{name}`' for name in self.columns)}."
            wanted = " or ".join(f"`{key}`" for key in self.keys)
            self._tell((line, 1), f"there is no column {wanted} among the titles.", known)
        return not self.problems or bool(self.known)

    def _likely_delimiter(self) -> str:
        titles = next((line for line in self.lines if line.strip() and not line.lstrip().startswith("#")), "")
        bare = re.sub(r'"[^"]*"', "", titles)
        return max(DELIMITERS, key=bare.count)

    def _place(self, index: int, line: int, last: int) -> Place:
        """Where the cell of that index begins, in a row that stands on these lines. Past the last cell: its end."""
        record = "".join(self.lines[line - 1 : last]).rstrip("\r\n")
        cell = re.compile(rf'\s*"(?:[^"]|"")*"[^{re.escape(self.delimiter)}]*|[^{re.escape(self.delimiter)}]*')
        start = 0
        for _ in range(index):
            found = cell.match(record, start)
            end = found.end() if found else start
            if end >= len(record):
                break
            start = end + 1
        start += len(record[start:]) - len(record[start:].lstrip(" "))
        before = record[:start]
        return line + before.count("\n"), len(before) - (before.rfind("\n") + 1) + 1

    def _tell(self, place: Place, message: str, suggestion: str = "") -> None:
        self.problems.append(Problem(self.path, *place, message, suggestion))
