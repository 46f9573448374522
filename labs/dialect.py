"""YAML without its traps, read piece by piece, with the place of each.

Only `true`, `false`, `null` and plain numbers are other than text, so `on`, `0123` and `12:30` stay what the author
typed. Tags are refused (they make a parser build things), and so are anchors and aliases (a few lines of them can
unfold to gigabytes), keys written twice, and nesting that nobody writes by hand.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from labs.form import Form, Slip
from labs.missteps import BARE_TEMPLATE, unquoted, words_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from labs.form import Location, Place

DEEPEST = 32
"""Levels of nesting. A lab has six."""

_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_KEY = re.compile(r"[^\x00-\x1f\x7f]+")
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,17}")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


class _Stop(Exception):
    """Reading on would tell nothing."""


def parse(text: str) -> Form:
    """What `text`, whose lines end in newlines, says as far as it can be understood. Mistakes are in `slips`."""
    form = Form()
    unseen = _UNSEEN.search(text)
    if unseen:
        before = text[: unseen.start()]
        place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
        message = f"there is a character here that nobody sees: U+{ord(unseen[0]):04X}."
        form.slips.append(Slip((), place, message, "Delete it and type on."))
        return form
    builder = _Builder(text, form)
    try:
        builder.document()
    except _Stop:
        pass
    except yaml.MarkedYAMLError as error:
        place, message, suggestion = words_for(error, builder.lines, builder.quoted)
        form.slips.append(Slip((), place, message, suggestion))
    except yaml.YAMLError as error:
        form.slips.append(Slip((), (1, 1), f"isn't YAML: {error}."))
    return form


class _Builder:
    def __init__(self, text: str, form: Form) -> None:
        self.lines = text.splitlines()
        self.form = form
        self.events: Iterator[Any] = yaml.parse(text, Loader=_PARSER)
        self.is_blank = not text.strip()
        self.quoted: Place | None = None

    def document(self) -> None:
        next(self.events)
        if isinstance(next(self.events), yaml.StreamEndEvent):
            self._nothing()
        root = next(self.events)
        if _is_plain(root) and root.value in ("", "~", "null"):
            self._nothing()
        self.form.data = self._value(root, (), 1)
        next(self.events)
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            place = _start(after)
            self._tell(("---",), place, "a second document begins here.", "A lab is one: leave the `---` out.")

    def _nothing(self) -> None:
        said = "is empty." if self.is_blank else "says nothing."
        self._tell((), (1, 1), said, "A lab begins with `id:` and `title:`.")
        raise _Stop

    def _tell(self, location: Location, place: Place, message: str, suggestion: str = "") -> None:
        self.form.slips.append(Slip(location, place, message, suggestion))

    def _value(self, event: Any, at: Location, depth: int) -> Any:
        place = _start(event)
        self.form.values[at] = place
        if isinstance(event, yaml.AliasEvent):
            self._tell(at, place, f"aliases such as `*{event.anchor}` aren't taken.", "Write out what it stands for.")
            return None
        if event.anchor is not None:
            self._tell((*at, "&"), place, f"anchors such as `&{event.anchor}` aren't taken.", "Leave it out.")
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._tell(at, place, f"tags such as `{tag}` aren't taken.", "Leave it out; text can stand in quotes.")
        if isinstance(event, yaml.ScalarEvent):
            self.quoted = place if event.style in ("'", '"') else None
            self.form.ends[at] = _place(event.end_mark)
            return _scalar(event)
        if depth > DEEPEST:
            self._tell((), place, f"is nested more than {DEEPEST} levels deep, which no lab needs.")
            raise _Stop
        if self._is_bare_template(event, at, place):
            self._skip()
            return None
        return self._sequence(at, depth) if isinstance(event, yaml.SequenceStartEvent) else self._mapping(at, depth)

    def _is_bare_template(self, event: Any, at: Location, place: Place) -> bool:
        line = self.lines[place[0] - 1][place[1] - 1 :]
        if not isinstance(event, yaml.MappingStartEvent) or not line.startswith("{{"):
            return False
        bare = BARE_TEMPLATE.match(line)
        self._tell(at, place, *unquoted(bare["value"] if bare else "{{ … }}"))
        return True

    def _skip(self) -> None:
        open_ = 1
        while open_:
            event = next(self.events)
            open_ += isinstance(event, yaml.CollectionStartEvent)
            open_ -= isinstance(event, yaml.CollectionEndEvent)

    def _sequence(self, at: Location, depth: int) -> list[Any]:
        built: list[Any] = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            built.append(self._value(event, (*at, len(built)), depth + 1))
        return built

    def _mapping(self, at: Location, depth: int) -> dict[str, Any]:
        built: dict[str, Any] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key, place, again = self._key(event, at), _start(event), False
            if key in built:
                message = f"`{key}` stands here twice (first in line {self.form.keys[(*at, key)][0]})."
                self._tell((*at, f"{key} again", place[0]), place, message, "Keep one of them.")
                again = True
            here = (*at, f"{key} again") if again else (*at, key)
            self.form.keys.setdefault(here, place)
            after = next(self.events)
            value = self._value(after, here, depth + 1)
            if _is_plain(after) and not after.value:
                self.form.values[here] = self.form.ends[here] = place
            if not again and not key.startswith("\0"):
                built[key] = value
        return built

    def _key(self, event: Any, at: Location) -> str:
        if isinstance(event, yaml.ScalarEvent) and _KEY.fullmatch(event.value) and event.value != "<<":
            return str(event.value)
        if isinstance(event, yaml.CollectionStartEvent):
            self._skip()
        self._tell((*at, "\0", *_start(event)), _start(event), "a key has to be a plain word.", "Such as `title:`.")
        return f"\0{_start(event)}"


def _start(event: Any) -> Place:
    return _place(event.start_mark)


def _place(mark: Any) -> Place:
    return mark.line + 1, mark.column + 1


def _is_plain(event: Any) -> bool:
    return isinstance(event, yaml.ScalarEvent) and event.implicit[0] and event.tag is None


def _scalar(event: Any) -> Any:
    text = event.value
    if not _is_plain(event):
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text
