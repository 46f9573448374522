"""Tables in TOML: a `[[learners]]` for each row, say."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from labs.errors import Problem
from labs.rows import Row, title_of
from labs.source import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from labs.source import Place


def rows_in_toml(
    path: Path, text: str, columns: Sequence[str], table: str = "learners", *, others: bool = False
) -> tuple[list[Row], list[Problem]]:
    """Each `[[table]]` as a row, and what is wrong with the file's form.

    Unlike in CSV, no other keys may stand there, unless all `others` are kept too.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        told = re.search(r"^(.*) \(at (?:line (\d+), column (\d+)|end of document)\)$", str(error))
        message = f"{told[1] if told else error}."
        place = (int(told[2]), int(told[3])) if told and told[2] else (text.count("\n") + 1, 1)
        return [], [Problem(path, *place, f"isn't TOML: {message}")]
    where = _Places(text, table)
    problems = [
        Problem(
            path,
            *where.of_key(key),
            f"`{key}` is no key that is known here.",
            f"Each {table.removesuffix('s')} is a `[[{table}]]`.",
        )
        for key in data
        if key != table
    ]
    listed = data.get(table, [])
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        return [], [*problems, Problem(path, *where.of_key(table), f"`{table}` has to be written `[[{table}]]`.")]
    rows: list[Row] = []
    for number, each in enumerate(listed):
        cells, wrong = _cells(each, None if others else columns)
        problems += [Problem(path, *where.of(number, key), message, advice) for key, message, advice in wrong]
        if wrong:
            continue
        rows.append(Row(cells, where.of(number)[0], lambda key, number=number: where.of(number, key)))  # type: ignore[misc]
    return rows, problems


def _cells(table: dict[str, Any], columns: Sequence[str] | None) -> tuple[dict[str, str], list[tuple[str, str, str]]]:
    cells: dict[str, str] = {}
    wrong: list[tuple[str, str, str]] = []
    for key, value in table.items():
        if columns is not None and key not in columns:
            wrong.append((key, f"`{key}` is no key that is known here.", did_you_mean(key, columns)))
        elif not isinstance(value, str):
            wrong.append((key, f"`{key}` has to be a text.", f'Write it in quotation marks: {key} = "{value}".'))
        elif value.strip():
            cells[title_of(key) if columns is None else key] = value.strip()
    return cells, wrong


class _Places:
    """Where things stand: tomllib doesn't tell, so the text is searched, table by table."""

    def __init__(self, text: str, table: str) -> None:
        self._lines = text.splitlines()
        self._table = table
        heads = re.compile(rf"\s*\[\[\s*{table}\s*\]\]")
        self._heads = [number for number, line in enumerate(self._lines) if heads.match(line)]

    def of(self, table: int, key: str = "") -> Place:
        """A key's value in the table of that number, or the table's own head."""
        if table >= len(self._heads):  # written in some other way
            return self.of_key(self._table)
        head = self._heads[table]
        after = self._heads[table + 1] if table + 1 < len(self._heads) else len(self._lines)
        return self._find(key, head, after) or (head + 1, 1)

    def of_key(self, key: str) -> Place:
        """A key, anywhere."""
        return self._find(key, 0, len(self._lines), of_key=True) or (1, 1)

    def _find(self, key: str, first: int, after: int, *, of_key: bool = False) -> Place | None:
        pattern = re.compile(rf"""\s*\[*\s*["']?({re.escape(key)})["']?\s*(?:=\s*|\])""")
        for number in range(first, after) if key else ():
            found = pattern.match(self._lines[number])
            if found:
                return number + 1, (found.start(1) if of_key else found.end()) + 1
        return None
