"""One record, with its values as what they are: numbers, text, or None for `-`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checks.records.batch import batches, text
from checks.records.formats import format_of, is_number
from checks.records.reading import Reading
from checks.records.sources import sources
from checks.records.where import conditions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from checks.records.batch import Batch
    from checks.records.sources import Source
    from checks.records.where import Condition, Value


@dataclass(frozen=True, slots=True)
class Record:
    """What one line says. `file` and `line` (counting from 1) are where it stands."""

    values: Mapping[str, Value]
    file: str
    line: int

    def __getitem__(self, field: str) -> Value:
        """The value of a field, named with hyphens or underscores. Raises `KeyError` if the format hasn't got it."""
        return self.values[field.replace("_", "-")]

    def get(self, field: str) -> Value:
        """The value of a field; None too where the format hasn't got it."""
        return self.values.get(field.replace("_", "-"))

    @property
    def is_flow(self) -> bool:
        """Whether it tells of traffic: NODATA and SKIPDATA don't."""
        return self.values.get("log-status") in {"OK", None}


def read(
    *places: str | Path | Source,
    format: str | Iterable[str] | None = None,
    where: str | Condition | Iterable[str | Condition] = (),
    reading: Reading | None = None,
) -> Iterator[Record]:
    """The records in files, folders and `-` for standard input, one by one, in the order in which they stand there.

    `format` says what the fields are where no header line does; without it they are AWS's default. `where` says which
    records are meant. `reading` is told how it went. Raises `UsageError` for what can't be opened or isn't understood.
    """
    fields = None if format is None else format_of(format)
    wanted = conditions(where)
    told = Reading() if reading is None else reading
    for source in sources(*places):
        for batch in batches(source, fields, None, told):
            columns = {name: _values(batch, name) for name in batch.format}
            for line, *values in zip(batch.lines, *columns.values(), strict=True):
                record = Record(dict(zip(columns, values, strict=True)), source.name, line)
                if all(condition.holds(record.get(condition.field)) for condition in wanted):
                    yield record


def _values(batch: Batch, name: str) -> Sequence[Value]:
    return batch.numbers(name) if is_number(name) else [text(token) for token in batch.column(name)]
