"""A YAML file as plain data that remembers where each piece of it stands.

The dialect is YAML without its traps: only `true`, `false`, `null` and plain numbers are other than text, so that
`on`, `0123` and `12:30` stay what the author typed. Anchors and aliases are refused (a few lines of them can
unfold to gigabytes), and so is a key written twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, ClassVar

import yaml

from labs.errors import LabError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

Location = tuple[str | int, ...]
"""The way to a value: keys and indexes from the top."""

MAX_BYTES = 1024 * 1024
"""No lab is near this size; whatever is was not written by hand."""

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """PyYAML's safe loader with YAML 1.1's guesses taken out."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:null|~|)$"), ["n", "~", ""])
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9][0-9]*)$"), list("-0123456789"))
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$"), list("-0123456789")
)


@dataclass
class Source:
    """One YAML file: `data` is what it says, `problem()` points into it."""

    path: Path
    data: Any = None
    digest: str = ""
    _values: dict[Location, tuple[int, int]] = field(default_factory=dict, repr=False)
    _keys: dict[Location, tuple[int, int]] = field(default_factory=dict, repr=False)

    @classmethod
    def read(cls, path: Path) -> Source:
        """The file at `path`. Raises `LabError` with every mistake of form that can be told at once."""
        source = cls(path)
        source._parse(source._text())
        return source

    def position(self, location: Location, *, of_key: bool = False) -> tuple[int, int]:
        """Line and column of a value, or of its key; of the nearest thing around it where it has none."""
        if of_key and location in self._keys:
            return self._keys[location]
        while location and location not in self._values:
            location = location[:-1]
        return self._values.get(location, (1, 1))

    def problem(self, location: Location, message: str, suggestion: str = "", *, of_key: bool = False) -> Problem:
        """A `Problem` at `location`."""
        line, column = self.position(location, of_key=of_key)
        return Problem(self.path, line, column, message, suggestion)

    def _text(self) -> str:
        import hashlib

        try:
            with self.path.open("rb") as file:
                raw = file.read(MAX_BYTES + 1)
        except OSError as error:
            raise LabError([self.problem((), f"can't be read: {error.strerror}.")]) from None
        if len(raw) > MAX_BYTES:
            raise LabError([self.problem((), "is over 1 MiB, which no lab needs. Is it the right file?")])
        self.digest = f"sha256:{hashlib.sha256(raw).hexdigest()}"
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw[: error.start].count(b"\n") + 1
            raise LabError([Problem(self.path, line, 1, "isn't UTF-8 text.", "Save it as UTF-8.")]) from None

    def _parse(self, text: str) -> None:
        loader = _Loader(text)
        try:
            root = loader.get_single_node()
            if root is None:
                raise LabError([self.problem((), "is empty.", "A lab begins with `id:` and `title:`.")])
            problems: list[Problem] = []
            self.data = self._build(loader, root, (), set(), problems)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            said = error.problem or error.context or "isn't YAML"
            raise LabError([Problem(self.path, line, column, f"isn't YAML: {said}.")]) from None
        except yaml.YAMLError as error:
            raise LabError([self.problem((), f"isn't YAML: {error}.")]) from None
        except RecursionError:
            raise LabError([self.problem((), "is nested far too deep.")]) from None
        finally:
            loader.dispose()
        if problems:
            raise LabError(problems)

    def _build(self, loader: Any, node: Any, location: Location, seen: set[int], problems: list[Problem]) -> Any:
        self._values[location] = (node.start_mark.line + 1, node.start_mark.column + 1)
        if id(node) in seen:
            problems.append(self.problem(location, "anchors and aliases aren't taken.", "Write it out."))
            return None
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return [
                self._build(loader, child, (*location, index), seen, problems) for index, child in enumerate(node.value)
            ]
        if not isinstance(node, yaml.MappingNode):
            return self._scalar(loader, node, location, problems)
        built: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else "?"
            here = (*location, key)
            mark = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            if key in built:
                first = self._keys[here][0]
                problems.append(Problem(self.path, *mark, f"`{key}` stands here twice (first: line {first})."))
                continue
            self._keys[here] = mark
            built[key] = self._build(loader, value_node, here, seen, problems)
        return built

    def _scalar(self, loader: Any, node: Any, location: Location, problems: list[Problem]) -> Any:
        if node.tag not in _PLAIN_TAGS:
            problems.append(self.problem(location, f"the tag {node.tag} isn't taken.", "Leave it out."))
            return None
        return loader.construct_object(node)


_PLAIN_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("bool", "null", "int", "float", "str")}


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A sentence that offers the nearest of `known`, or lists them all."""
    known = sorted(known)
    near = get_close_matches(word, known, n=1, cutoff=0.6) or get_close_matches(word.lower(), known, n=1, cutoff=0.5)
    if near:
        return f"Did you mean `{near[0]}`?"
    return f"Known here: {', '.join(f'`{name}`' for name in known)}." if known else ""
