"""A file that an author wrote, as plain data that remembers where each piece of it stands."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from labs.dialect import parse
from labs.form import Form, Location, Place, Slip

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["Location", "Place", "Source", "did_you_mean", "find_word", "nearest", "read_text"]

_TEMPLATE = re.compile(r"\{[{%].*?(?:[}%]\}|$)")

MAX_BYTES = 256 * 1024
"""No lab is near this size; whatever is was not written by hand."""


@dataclass(frozen=True)
class Source:
    """One YAML file: `data` is what it says as far as it can be understood, `slips` what is wrong with its form."""

    path: Path
    digest: str = ""
    lines: tuple[str, ...] = field(default=(), repr=False)
    form: Form = field(default_factory=Form, repr=False)

    @classmethod
    def read(cls, path: Path) -> Source:
        """The file at `path`. Mistakes of form are in `slips`, that it can't be read among them."""
        text, digest, slip = read_text(path)
        if slip:
            return cls(path, digest, form=Form(slips=[slip]))
        return cls(path, digest, tuple(text.splitlines()), parse(text))

    @property
    def data(self) -> Any:
        """What the file says, as dicts, lists, text, numbers, truth values and None."""
        return self.form.data

    @property
    def slips(self) -> tuple[Slip, ...]:
        """What is wrong with the file's form."""
        return tuple(self.form.slips)

    def position(self, location: Location, *, of_key: bool = False) -> Place:
        """Line and column of a value, or of its key; of the nearest thing around it where it has none."""
        if of_key and location in self.form.keys:
            return self.form.keys[location]
        while location and location not in self.form.values:
            location = location[:-1]
        return self.form.values.get(location, (1, 1))

    def find(self, location: Location, word: str) -> Place:
        """Where `word` stands in a template at `location`; where that text begins, if it isn't to be seen there."""
        line, column = self.position(location)
        last, _ = self.form.ends.get(location, (line, column))
        numbers = range(line, min(last, len(self.lines)) + 1)
        for inside in (True, False):
            for number in numbers:
                first = column if number == line else 1
                at = find_word(self.lines[number - 1], word, first, inside=inside)
                if at:
                    return number, at
        return line, column


def read_text(path: Path) -> tuple[str, str, Slip | None]:
    """The text of a file of an author's, its digest (`sha256:…` over its bytes), and why there is none."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        return "", "", Slip((), (1, 1), f"can't be read: {error.strerror}.")
    if len(raw) > MAX_BYTES:
        message = f"is over {MAX_BYTES // 1024} KiB, which no lab needs."
        return "", "", Slip((), (1, 1), message, "Is it the right file?")
    digest = f"sha256:{hashlib.sha256(raw).hexdigest()}"
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"), digest, None
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        place = (before.count(b"\n") + 1, column)
        return "", digest, Slip((), place, "isn't UTF-8 text from here on.", "Save the file as UTF-8.")


def find_word(line: str, word: str, first: int = 1, *, inside: bool = True) -> int | None:
    """The column in which `word` stands in a line, from column `first` on: inside a template, or anywhere."""
    if not word:
        return None
    whole = rf"(?<![\w-]){re.escape(word)}(?![\w-])"
    everything = [(first - 1, len(line))]
    spans = [match.span() for match in _TEMPLATE.finditer(line, first - 1)] if inside else everything
    for pattern in (re.compile(rf"{whole}(?!\s*[.\[(])"), re.compile(whole)):  # `lab` itself before `lab.id`
        for span in spans:
            found = pattern.search(line, *span)
            if found:
                return found.start() + 1
    return None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A sentence that offers the nearest of `known`, or lists them all."""
    known = sorted(known)
    near = nearest(word, known)
    if near:
        return f"Did you mean `{near}`?"
    return f"Known here: {', '.join(f'`{name}`' for name in known)}." if known else ""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one of `known` that `word` looks like, if any does."""
    known = sorted(known)
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    if not near:
        by_plain = {name.lower().replace("-", "_"): name for name in known}
        plain = get_close_matches(word.lower().replace("-", "_"), by_plain, n=1, cutoff=0.6)
        near = [by_plain[each] for each in plain]
    return near[0] if near else None
