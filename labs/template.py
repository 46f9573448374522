"""Templates in labs and guides: Jinja2, sandboxed, and only as much of it as fills names in.

A template may name what it is given, look into a mapping, call what it is given to call with a word of its own, use a
few filters and `if`. It may not loop, set, multiply or call anything else, so that what it costs grows with its own
length and no further; and it is looked through before it runs, so that everything wrong with it is told at once.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from labs.errors import LabgraderError
from labs.grammar import FILTERS, Fault, faults

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import jinja2
    from jinja2.nodes import Template
    from jinja2.sandbox import SandboxedEnvironment

LONGEST = 1024 * 1024
"""Characters that a template may come out as."""

_NAMING = re.compile(r"\{\{ *(?P<name>[a-z_]\w*)(?:\('(?P<word>[\w-]*)'\))? *\}\}", re.ASCII)
_JINJAS_OWN = frozenset({"self", "super"})


MOST = 1024
"""Templates that are remembered."""


class TemplateError(LabgraderError):
    """A template is wrong. `faults` say where and how."""

    exit_status = 2

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.message for fault in self.faults))


def render(text: str, values: Mapping[str, Any]) -> str:
    """`text` with `values` filled in: text, numbers, mappings of them, and functions of one word.

    Raises `TemplateError` with everything that is wrong.
    """
    if "{" not in text:
        return text
    plain = _plain(text, values)
    if plain is not None:
        return plain
    known = text, _shape(values)
    if known not in _faultless:
        if found := tuple(faults(_parsed(text), values)):
            raise TemplateError(found)
        if len(_faultless) >= MOST:
            _faultless.clear()
        _faultless.add(known)
    from jinja2 import TemplateError as JinjaError

    try:
        return _run(_compiled(text), values)
    except (JinjaError, RecursionError, SyntaxError, TypeError, ValueError, ArithmeticError) as error:
        raise TemplateError([Fault(1, f"the template fails: {str(error).rstrip('.')}.")]) from None


def _shape(values: Mapping[str, Any]) -> tuple[Any, ...]:
    """All that `faults` looks at of `values`."""
    return tuple((name, tuple(each) if isinstance(each, dict) else callable(each)) for name, each in values.items())


_faultless: set[tuple[str, tuple[Any, ...]]] = set()
"""Templates that nothing is wrong with, with the shape of what they were given: a class takes a lab again and again."""


def _plain(text: str, values: Mapping[str, Any]) -> str | None:
    """What Jinja2 would make of `text`, if that only names texts, and calls with a plain word: most do no more.

    None where there is more to it, or anything amiss. Importing Jinja2 would take longer than all else in a lab.
    """
    cut = _cut(text)
    if cut is None:
        return None
    said, named = cut
    pieces = [said[0]]
    for (name, word), after in zip(named, said[1:], strict=True):
        value = values.get(name)
        if word is not None:
            if not callable(value):
                return None
            try:
                value = value(word)
            except ValueError:
                return None
        if not isinstance(value, str):
            return None
        pieces += (value, after)
    return None if sum(map(len, pieces)) > LONGEST else "".join(pieces)


@lru_cache(1024)  # a class takes the same lab again and again
def _cut(text: str) -> tuple[tuple[str, ...], tuple[tuple[str, str | None], ...]] | None:
    """What stands around the names in `text`, and the names, each with the word that it is called with, if any."""
    if "\r" in text:  # Jinja2 has line ends of its own
        return None
    found = list(_NAMING.finditer(text))
    ends = [0, *(each.end() for each in found)]
    starts = [*(each.start() for each in found), len(text)]
    said = tuple(text[end:start] for end, start in zip(ends, starts, strict=True))
    if any("{" in piece for piece in said) or any(each["name"] in _JINJAS_OWN for each in found):
        return None
    return said, tuple((each["name"], each["word"]) for each in found)


def _parsed(text: str) -> Template:
    from jinja2 import TemplateSyntaxError

    try:
        return _environment().parse(text)
    except TemplateSyntaxError as error:
        raise TemplateError([Fault(error.lineno, *_in_words(error.message or ""))]) from None
    except (RecursionError, ValueError):
        raise TemplateError([Fault(1, "the template is nested too deep, or has too long a number.")]) from None


def _in_words(said: str) -> tuple[str, str]:
    """A message and a suggestion for what Jinja2's parser says."""
    unknown = re.search(r"unknown tag '(\w+)'", said)
    if unknown:
        return f"`{{% {unknown[1]} %}}` doesn't belong here.", "A template has names, `if` and a few filters."
    if "needs to be closed is 'if'" in said:
        return "an `{% if %}` is never closed.", "It ends with `{% endif %}`."
    if "Missing end of" in said:
        return "a `{#` or `{% raw %}` is never closed.", ""
    if "end of print" in said or said == "unexpected '}'":
        return f"the template is wrong: {said.rstrip('.')}.", "One looks like `{{ name }}`."
    return f"the template is wrong: {said.rstrip('.')}.", ""


@lru_cache(MOST)
def _compiled(text: str) -> jinja2.Template:
    return _environment().from_string(text)


def _run(template: jinja2.Template, values: Mapping[str, Any]) -> str:
    pieces: list[str] = []
    length = 0
    for piece in template.generate(values):
        length += len(piece)
        if length > LONGEST:
            raise ValueError(f"it comes out longer than {LONGEST} characters")
        pieces.append(piece)
    return "".join(pieces)


@cache
def _environment() -> SandboxedEnvironment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    class Environment(SandboxedEnvironment):
        """Dots look into mappings, never into Python."""

        def getattr(self, obj: Any, attribute: str) -> Any:
            return self.getitem(obj, attribute)

        def getitem(self, obj: Any, argument: Any) -> Any:
            looks_inside = isinstance(obj, dict) or (isinstance(obj, str) and isinstance(argument, int | slice))
            try:
                return obj[argument] if looks_inside else self.undefined(obj=obj, name=argument)
            except (LookupError, TypeError):
                return self.undefined(obj=obj, name=argument)

    environment = Environment(
        undefined=StrictUndefined, keep_trailing_newline=True, trim_blocks=True, lstrip_blocks=True, finalize=_printable
    )
    environment.globals.clear()
    environment.filters = {name: own or environment.filters[name] for name, own in FILTERS.items()}
    environment.tests.clear()
    return environment


def _printable(value: Any) -> Any:
    if isinstance(value, str | int | float):
        return value
    from jinja2 import Undefined

    if isinstance(value, Undefined):
        return value  # printing it says what is missing
    raise TypeError("what it prints isn't text")
