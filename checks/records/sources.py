"""Where records come from: files, folders, standard input, or what else gives bytes; as text, in blocks of lines."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from checks.records.reading import Damage
from labs.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from checks.records.reading import Reading

BLOCK = 1 << 18
"""Bytes that are looked at in one go: few enough to stay in a processor's cache."""
LONGEST = 1 << 20
"""No record is longer. A line that is can't be one, and isn't kept in memory."""
GZIP, PARQUET, MARK = b"\x1f\x8b", b"PAR1", b"\xef\xbb\xbf"
"""How gzip and Parquet files begin, and what some editors put before a text in UTF-8."""


@dataclass(frozen=True)
class Source:
    """One file of records, or what is like one. `pieces` gives its bytes from the beginning, each time it is called."""

    name: str
    pieces: Callable[[], Iterator[bytes]]
    path: Path | None = None
    """Where an engine can read it by itself."""
    format: tuple[str, ...] | None = None
    """Its fields, where there is no header line to tell them, and whoever hands it out knows them."""


def sources(*places: str | Path | Source) -> Iterator[Source]:
    """The files in `places`: files, folders with all that is in them, `-` for standard input. Raises `UsageError`."""
    for place in places:
        if isinstance(place, Source):
            yield place
        elif str(place) == "-":
            yield Source("standard input", _standard_input)
        else:
            yield from _files(Path(place))


def _files(path: Path) -> Iterator[Source]:
    try:
        if path.is_dir():
            found = sorted(each for each in _under(path) if each.is_file())
            if not found:
                raise UsageError(f"There is no file in the folder {path}.")
            yield from map(_file, found)
        elif path.exists():
            yield _file(path)
        else:
            raise UsageError(f"There is no file or folder {path}.")
    except OSError as error:
        raise UsageError(f"{path} can't be read: {error.strerror}.") from None


def _under(folder: Path) -> Iterator[Path]:
    """What is in a folder, in folders in it, and in what links to folders, each of them once; but nothing hidden."""
    seen: set[str] = set()
    for at, folders, names in os.walk(folder, followlinks=True, onerror=_raise):
        real = os.path.realpath(at)
        folders[:] = [] if real in seen else sorted(each for each in folders if not each.startswith("."))
        if real not in seen:
            yield from (Path(at, each) for each in names if not each.startswith("."))
        seen.add(real)


def _raise(error: OSError) -> None:
    raise error


def _file(path: Path) -> Source:
    whole = path if path.is_file() else None  # a pipe can be read but once, so nobody else is to open it
    return Source(str(path), lambda: _pieces_of(path), whole)


def _pieces_of(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb", buffering=0) as file:
            while piece := file.read(BLOCK):
                yield piece
    except OSError as error:
        raise UsageError(f"{path} can't be read: {error.strerror}.") from None


def _standard_input() -> Iterator[bytes]:
    if sys.stdin is None or sys.stdin.closed:
        raise UsageError("There is no standard input.")
    while piece := os.read(sys.stdin.fileno(), BLOCK):
        yield piece


def blocks(source: Source, reading: Reading) -> Iterator[tuple[int, bytes]]:
    """Whole lines, some hundred kilobytes at a time, each block with the number of its first line.

    A line that is too long for a record is counted as bad. So is none of a file's last line where the file broke off.
    """
    number, rest, damaged = 1, b"", len(reading.damaged)
    for piece in unpacked(source, reading):
        end = piece.rfind(b"\n") + 1
        if not end:
            rest += piece
            if len(rest) > LONGEST:
                rest = rest[:LONGEST] + rest[-1:]  # its end is all that is still of use
            continue
        block, rest = rest + piece[:end], piece[end:]
        if len(block) > LONGEST:
            block = _without_the_endless(block, source.name, number, reading)
        yield number, block
        number += block.count(b"\n")
    if rest and len(reading.damaged) == damaged:
        yield number, _without_the_endless(rest + b"\n", source.name, number, reading)


def _without_the_endless(block: bytes, file: str, number: int, reading: Reading) -> bytes:
    """The block, with nothing on the lines that are too long."""
    lines = block.split(b"\n")
    for index, line in enumerate(lines):
        if len(line) > LONGEST:
            reading.refuse(file, number + index, "is longer than any record", line)
            lines[index] = b""
    return b"\n".join(lines)


def unpacked(source: Source, reading: Reading) -> Iterator[bytes]:
    """The text of a source, which may be gzip or Parquet. What is damaged ends early, and is told."""
    pieces = source.pieces()
    start = b""
    for piece in pieces:
        start += piece
        if len(start) >= len(PARQUET):
            break
    if start.startswith(PARQUET):
        from checks.records.parquet import lines

        if wrong := (yield from lines(start, pieces, source.path)):
            reading.damaged.append(Damage(source.name, wrong))
        return
    if not start.startswith(GZIP):
        if start := start.removeprefix(MARK):
            yield start
        yield from pieces
        return
    import zlib

    try:
        whole = yield from _without_mark(_gunzipped(start, pieces))
    except zlib.error:
        reading.damaged.append(Damage(source.name, "The gzip file is damaged."))
    else:
        if not whole:
            reading.damaged.append(Damage(source.name, "The gzip file is cut off."))


def _without_mark(pieces: Generator[bytes, None, bool]) -> Generator[bytes, None, bool]:
    """The same pieces, the first of them long enough to tell whether a mark stands before the text."""
    start = b""
    try:
        while len(start) < len(MARK):
            start += next(pieces)
    except StopIteration as end:
        yield start
        return bool(end.value)
    yield start.removeprefix(MARK)
    return (yield from pieces)


def _gunzipped(start: bytes, pieces: Iterator[bytes]) -> Generator[bytes, None, bool]:
    """What a gzip file of one or more members holds; and, in the end, whether the last one was whole."""
    import zlib

    member = zlib.decompressobj(wbits=31)
    for packed in chain((start,), pieces):
        left = packed
        while left:
            if member.eof:
                if not left.strip(b"\0"):  # padding, as tapes and some tools leave it
                    break
                member = zlib.decompressobj(wbits=31)
            more = member.decompress(left, BLOCK)
            if more:
                yield more
            left = member.unused_data if member.eof else member.unconsumed_tail
    return member.eof
