"""Lines to columns: many records at a time, so that the work is done by what Python has in C.

A line is a record if it has as many fields as the format, and every field *that is looked at* can be read: a number is
digits and fits AWS's type, `action` and `log-status` are words that AWS uses. Fields stand between single spaces; where
that gives a wrong count, between runs of white space.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import compress
from typing import TYPE_CHECKING, Any, TypeVar

from checks.records.fields import DEFAULT, FIELDS
from checks.records.formats import header_in, is_number
from checks.records.sources import blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from checks.records.reading import Reading
    from checks.records.sources import Source

T = TypeVar("T")

NOTHING = b"-"
DIGITS = 18
LARGEST = {"INT_32": 2**31 - 1, "INT_64": 10**DIGITS - 1}
"""What a number may be at most: what AWS's type holds, with no more than 18 digits."""
WORDS = {
    "action": frozenset({b"ACCEPT", b"REJECT", NOTHING}),
    "log-status": frozenset({b"OK", b"NODATA", b"SKIPDATA", NOTHING}),
}
"""Fields with few values: any other shows that the line is something else."""
FLOWS = frozenset({b"OK", NOTHING})
"""What `log-status` says of a flow. A `-` has what came out of records whose format doesn't have it."""


class Memo(dict[Any, T]):
    """What tokens mean, each worked out once. Forgets all when it has grown large."""

    def __init__(self, meaning: Callable[[Any], T]) -> None:
        super().__init__()
        self._meaning = meaning

    def __missing__(self, token: Any) -> T:
        if len(self) > 100_000:
            self.clear()
        value = self[token] = self._meaning(token)
        return value


def number(token: bytes, name: str) -> int | None:
    """What a token says in a numeric field. Raises `ValueError` when it is no number."""
    if token == NOTHING:
        return None
    if not token.isdigit() or len(token) > DIGITS or (value := int(token)) > LARGEST[FIELDS[name].parquet]:
        raise ValueError(token)
    return value


def text(token: bytes) -> str | None:
    """What a token says in a field of text."""
    return None if token == NOTHING else token.decode("utf-8", "backslashreplace")


def _reader(name: str) -> Memo[int | None]:
    return Memo(lambda token: number(token, name))


_NAMES = frozenset(each.encode() for name in FIELDS for each in (name, name.replace("-", "_")))

_NUMBERS = {name: _reader(name) for name, field in FIELDS.items() if field.parquet == "INT_32"}


@dataclass
class Batch:
    """Some lines of one file, one format, as a row of tokens: the first field of the first line, and so on.

    `stride` is how many tokens a line has; `lines` are the lines' numbers.
    """

    file: str
    format: tuple[str, ...]
    tokens: list[bytes]
    stride: int
    lines: Sequence[int]
    _columns: dict[str, list[bytes]] = field(default_factory=dict)
    _values: dict[str, list[int | None]] = field(default_factory=dict)
    _words: dict[str, set[bytes]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.lines)

    def column(self, name: str) -> list[bytes]:
        """The tokens of one field; `-` where the format doesn't have it."""
        if name not in self._columns:
            known = name in self.format
            self._columns[name] = (
                self.tokens[self.format.index(name) :: self.stride] if known else [NOTHING] * len(self)
            )
        return self._columns[name]

    def numbers(self, name: str) -> list[int | None]:
        """The values of a numeric field. Raises `ValueError` when one of them is no number."""
        if name not in self._values:
            self._values[name] = self._numbers(name)
        return self._values[name]

    def _numbers(self, name: str) -> list[int | None]:
        tokens = self.column(name)
        if name in _NUMBERS:
            return list(map(_NUMBERS[name].__getitem__, tokens))
        absent, digits = tokens.count(NOTHING), b"".join(tokens)
        if absent and digits.count(NOTHING) == absent:
            digits = digits.replace(NOTHING, b"") or b"0"
        if not digits.isdigit() or b"" in tokens:
            return [number(token, name) for token in tokens]
        if max(map(len, tokens)) > DIGITS:
            raise ValueError(name)
        if absent:
            return [None if token == NOTHING else int(token) for token in tokens]
        return list(map(int, tokens))

    def words(self, name: str) -> set[bytes]:
        """The different tokens of a field with few values."""
        if name not in self._words:
            self._words[name] = set(self.column(name))
        return self._words[name]

    def wrong(self, name: str) -> str:
        """What is wrong with the field's values, if anything, in a word or two."""
        if is_number(name):
            try:
                self.numbers(name)
            except ValueError:
                return "isn't a number"
            return ""
        if name in WORDS:
            return "" if self.words(name) <= WORDS[name] else "isn't a word that AWS uses there"
        return "is empty" if b"" in self.column(name) else ""

    def only(self, mask: Sequence[bool]) -> Batch:
        """The lines that `mask` marks."""
        width = len(self.format)
        starts = compress(range(0, len(self) * self.stride, self.stride), mask)
        tokens = [token for start in starts for token in self.tokens[start : start + width]]
        return Batch(self.file, self.format, tokens, width, list(compress(self.lines, mask)))

    def row(self, index: int) -> list[bytes]:
        """The tokens of one line."""
        start = index * self.stride
        return self.tokens[start : start + len(self.format)]


def batches(
    source: Source, format: tuple[str, ...] | None, needed: Iterable[str] | None, reading: Reading
) -> Iterator[Batch]:
    """The records of one source, without those lines that are none; those are counted in `reading`.

    `format` holds until a header line tells another. `needed` are the fields that are looked at, None is
    all. Every record is counted.
    """
    fields = source.format or format or DEFAULT
    wanted = None if needed is None else frozenset(needed)
    reading.files += 1
    for first, block in blocks(source, reading):
        batch = _regular(source.name, fields, first, block)
        if batch is not None and not any(batch.wrong(name) for name in looked_at(batch.format, wanted)):
            found = [batch]
        else:
            found = list(_line_by_line(source.name, fields, first, block, wanted, reading))
            fields = found[-1].format
        for each in found:
            if len(each):
                _count(each, wanted, reading)
                yield each


def looked_at(format: tuple[str, ...], wanted: frozenset[str] | None) -> list[str]:
    """The fields of the format that are wanted; and one at least that is never right in a header line, if any is so."""
    if wanted is None:
        return list(format)
    names = [name for name in format if name in wanted or name == "log-status"]
    if not tells_headers_apart(names):
        names += [name for name in format if name in WORDS or is_number(name)][:1]
    return names


def tells_headers_apart(names: Iterable[str]) -> bool:
    """Whether one of the fields can't hold its own name: whoever looks at it finds every header line."""
    return any(name in WORDS or is_number(name) for name in names)


def _regular(file: str, fields: tuple[str, ...], first: int, block: bytes) -> Batch | None:
    """The block, if every line of it has the right number of fields and a single space between each two."""
    if b"\r" in block:
        block = block.replace(b"\r\n", b"\n")
    width, count = len(fields), block.count(b"\n")
    tokens = block.replace(b"\n", b" \n ").split(b" ")
    tokens.pop()
    if len(tokens) != count * (width + 1) or tokens[width :: width + 1].count(b"\n") != count:
        return None
    batch = Batch(file, fields, tokens, width + 1, range(first, first + count))
    if not tells_headers_apart(fields) and not _NAMES.isdisjoint(tokens):
        return None  # there may be a header line in it
    return batch


def _line_by_line(
    file: str, fields: tuple[str, ...], first: int, block: bytes, wanted: frozenset[str] | None, reading: Reading
) -> Iterator[Batch]:
    """The same, for a block that has header lines, bad lines, or runs of white space in it. At least one batch."""
    batch = Batch(file, fields, [], len(fields), [])
    for index, line in enumerate(block[:-1].split(b"\n"), start=first):
        tokens = line.removesuffix(b"\r").split(b" ")
        if len(tokens) != len(batch.format):
            tokens = line.split()
        if not tokens or tokens == [b""]:
            continue
        told = header_in([token.decode("ascii", "replace") for token in tokens]) if tokens[0][:1].islower() else None
        if told:
            if told != batch.format:
                yield _without_the_wrong(batch, wanted, reading)
                batch = Batch(file, told, [], len(told), [])
        elif len(tokens) != len(batch.format):
            count = f"{len(tokens)} {'field' if len(tokens) == 1 else 'fields'}"
            why = f"has {count}, where the format has {len(batch.format)}"
            reading.refuse(file, index, why, line)
        else:
            batch.tokens += tokens
            batch.lines.append(index)  # type: ignore[attr-defined]
    yield _without_the_wrong(batch, wanted, reading)


def _without_the_wrong(batch: Batch, wanted: frozenset[str] | None, reading: Reading) -> Batch:
    """The batch without the lines that hold a value which can't be."""
    wrong = {name for name in looked_at(batch.format, wanted) if batch.wrong(name)}
    if not wrong:
        return batch
    mask = []
    for index in range(len(batch)):
        tokens = batch.row(index)
        alone = Batch(batch.file, batch.format, tokens, len(tokens), [batch.lines[index]])
        told = next((f"{name} {said}" for name in batch.format if name in wrong and (said := alone.wrong(name))), "")
        if told:
            reading.refuse(batch.file, batch.lines[index], told, b" ".join(tokens))
        mask.append(not told)
    return batch.only(mask)


def _count(batch: Batch, wanted: frozenset[str] | None, reading: Reading) -> None:
    reading.records += len(batch)
    for name in (wanted or frozenset()).difference(batch.format):
        reading.lacking[name] += len(batch)
    if "log-status" not in batch.format:
        return
    if not batch.words("log-status") <= FLOWS:
        status = batch.column("log-status")
        reading.no_data += status.count(b"NODATA")
        reading.skipped += status.count(b"SKIPDATA")
