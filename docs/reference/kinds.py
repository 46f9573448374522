"""Every kind of resource: what a lab may ask of it, what it reads, and what it tells."""

from __future__ import annotations

import ast
import pkgutil
from collections.abc import Mapping
from importlib import import_module
from inspect import getdoc, getsource, isfunction
from textwrap import dedent
from typing import TYPE_CHECKING, Any

from checks import KINDS
from checks.engine.properties import DEFAULTS, EXISTS, Property
from checks.engine.snapshot import Read
from docs.reference.markdown import block, code, table
from docs.reference.types import rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from types import ModuleType

    from checks.engine.kind import Kind

TELLING = frozenset({"Finding", "finding", "_finding", "differs"})
EARNING = frozenset({"Criterion", "of", "unmet"})
"""The calls that make findings and criteria, with the code as a text of its own."""


def page() -> str:
    """Every kind that comes with the kit, in alphabetical order."""
    used = table(
        ("Kind", "What it is", "In"),
        ((f"[`{name}`](#{name})", _first_sentence(kind), _places(kind)) for name, kind in KINDS.items()),
    )
    parts = [
        "# Kinds\n",
        "A kind is one AWS resource type that a lab can ask for (`expect`), or refer to (`find`). What a lab leaves "
        "unsaid is AWS's default, and is checked too. Where AWS refuses one of the reads, the task is *unreadable*. "
        "For kinds that aren't here, see [Write a kind of your own](../how-to/write-a-kind.md).\n",
        used,
    ]
    for name, kind in KINDS.items():
        parts += [f"## {code(name)} {{ #{name} }}\n", *_described(name, kind)]
    return "\n".join(parts)


def _places(kind: Kind[Any]) -> str:
    return ", ".join(code(word) for word, there in (("expect", kind.judge), ("find", kind.select)) if there)


def _first_sentence(kind: Kind[Any]) -> str:
    return (getdoc(kind.model) or "").split(". ")[0].split("\n\n")[0].rstrip(".") + "."


def _described(name: str, kind: Kind[Any]) -> Iterator[str]:
    schema = kind.model.model_json_schema()
    yield f"In {_places(kind)}.\n"
    yield from prose(getdoc(kind.model) or "")
    yield table(("Setting", "Values", "Default", "Meaning"), rows(schema))
    for inner, each in schema.get("$defs", {}).items():
        yield f"### {inner} {{ #{inner.lower()} }}\n"
        yield from prose(each.get("description", ""))
        yield table(("Setting", "Values", "Default", "Meaning"), rows(each))
    modules = list(_modules(f"checks.{name}"))
    yield "Reads, and the IAM actions that they need:\n"
    yield table(("Call", "IAM action", "On"), sorted(set(_reads(modules))))
    if kind.judge:
        yield f"Criteria that earn credit: {_listed(criteria(name))}.\n"
        yield f"Codes of findings: {_listed(sorted(codes(name)))}.\n"


def prose(text: str) -> Iterator[str]:
    """A docstring's paragraphs; the last one may be an example of what is written in lab.yaml."""
    for paragraph in text.split("\n\n"):
        example = paragraph.split(":")[0].strip("{").isidentifier() and "{" in paragraph
        yield block(dedent(paragraph), "yaml") if example else f"{paragraph}\n"


def codes(name: str) -> set[str]:
    """The codes of all findings that the kind `name` can bring."""
    modules = list(_modules(f"checks.{name}"))
    borrowed: list[Any] = [
        value
        for module in modules
        for value in vars(module).values()
        if isfunction(value) and value.__module__.split(".")[1:2] != [name] and value.__module__.startswith("checks.")
    ]
    said = {text for each in (*modules, *borrowed) for text in _texts(getsource(each), TELLING)}
    return said | set(_properties(KINDS[name], modules))


def criteria(name: str) -> list[str]:
    """The codes of all that earns credit, in order."""
    modules = list(_modules(f"checks.{name}"))
    each_asked = _properties(KINDS[name], modules)
    said = [text for module in modules for text in _texts(getsource(module), EARNING)]
    at_defaults = (
        [DEFAULTS] if any(_is_properties(value) for module in modules for value in vars(module).values()) else []
    )
    return list(dict.fromkeys((EXISTS, *each_asked, *said, *at_defaults)))


def _texts(source: str, functions: Collection[str]) -> Iterator[str]:
    """The first text that is handed to each call of `functions`."""
    for node in ast.walk(ast.parse(dedent(source))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in functions:
            texts = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            yield from texts[:1]


def _is_properties(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and all(isinstance(each, Property) for each in value)


def _properties(kind: Kind[Any], modules: Iterable[ModuleType]) -> list[str]:
    """The codes of what is judged property by property."""
    properties: dict[str, None] = {}
    for module in modules:
        for value in vars(module).values():
            if _is_properties(value):
                properties |= dict.fromkeys(each.code for each in value)
            elif isinstance(value, Mapping) and value and set(value) <= set(kind.model.model_fields):
                properties |= dict.fromkeys(str(each).replace("_", "-") for each in value)
    return list(properties)


def _modules(name: str) -> Iterator[ModuleType]:
    """The module that holds a kind; where that is a package, all that is in it."""
    module = import_module(name)
    yield module
    for each in pkgutil.iter_modules(getattr(module, "__path__", ())):
        yield import_module(f"{name}.{each.name}")


def _reads(modules: Iterable[ModuleType]) -> Iterator[tuple[str, str, str]]:
    for module in modules:
        for value in vars(module).values():
            if isinstance(value, Read):
                yield code(f"{value.service} {value.operation}"), *_needed(value)


def _needed(read: Read) -> tuple[str, str]:
    """The IAM action, and what it is weighed against; an answer is read from no account."""
    return (code(read.action), code(read.resource or "*")) if read.action else ("none", "what the learner has answered")


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(code(text) for text in dict.fromkeys(texts))
