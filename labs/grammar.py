"""Which part of Jinja2 a lab's templates may use, and whether one keeps to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from labs.source import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from jinja2 import nodes

DEEPEST = 24
"""Levels in a template's tree; `{{ a if b else c }}` has four."""

KEYWORDS = frozenset({"and", "else", "false", "if", "in", "is", "none", "not", "or", "true"})
"""Words that Jinja2 keeps for itself in expressions."""

_LONGEST_REPLACED = 64 * 1024


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a template: in which line of it, and by which word it is to be found there.

    `undefined` says that the template is fine in itself, but asks for what isn't there.
    """

    line: int
    message: str
    suggestion: str = ""
    word: str = ""
    undefined: bool = False


def replace(text: str, old: str, new: str) -> str:
    """`text` with `new` for every `old`. Raises `ValueError` where that makes far more of it."""
    text, old, new = str(text), str(old), str(new)
    if len(text) + text.count(old) * len(new) > _LONGEST_REPLACED:
        raise ValueError("`replace` makes too long a text")
    return text.replace(old, new)


FILTERS: Mapping[str, Callable[..., Any] | None] = {
    **dict.fromkeys(("capitalize", "first", "last", "length", "lower", "title", "trim", "upper")),
    "replace": replace,
}
"""Filters that don't make more of a text than it was; those without a function of ours are Jinja2's."""

_TAGS = {
    "For": "{% for %}",
    "Macro": "{% macro %}",
    "CallBlock": "{% call %}",
    "FilterBlock": "{% filter %}",
    "With": "{% with %}",
    "Block": "{% block %}",
    "Extends": "{% extends %}",
    "Include": "{% include %}",
    "Import": "{% import %}",
    "FromImport": "{% from %}",
    "Assign": "{% set %}",
    "AssignBlock": "{% set %}",
    "ScopedEvalContextModifier": "{% autoescape %}",
    "Test": "is",
    "Dict": "{}",
    "Concat": "~",
}
_ALLOWED = frozenset(
    {
        *("Template", "Output", "TemplateData", "If", "CondExpr"),
        *("Name", "Const", "Tuple", "List", "Getattr", "Getitem", "Slice", "Filter", "Call"),
        *("Compare", "Operand", "And", "Or", "Not", "Neg", "Pos"),
    }
)
_TAG = re.compile(r"\{% | %\}")
_ADVICE = "A template has names, `if` and a few filters."


def faults(tree: nodes.Template, values: Mapping[str, Any]) -> Iterator[Fault]:
    """Everything wrong with the template `tree`, given `values`, without running it."""
    from jinja2 import nodes

    ahead: list[tuple[nodes.Node, int]] = [(tree, 1)]
    while ahead:
        node, depth = ahead.pop()
        kind = type(node).__name__
        if depth > DEEPEST:
            yield Fault(node.lineno, "the template is nested too deep.")
            return
        if kind not in _ALLOWED:
            what = _TAGS.get(kind) or str(getattr(node, "operator", kind.lower()))
            yield Fault(node.lineno, f"templates here have no `{what}`.", _ADVICE, _TAG.sub("", what))
            continue
        yield from _faults_of(node, values)
        # What is called has been looked at: its name on its own would be told of as one that can't be printed.
        inner = node.args if isinstance(node, nodes.Call) else node.iter_child_nodes()
        branches = len(node.elif_) if isinstance(node, nodes.If) else 0  # Python nests them
        ahead += [(child, depth + 1 + branches) for child in inner]


def _faults_of(node: nodes.Node, values: Mapping[str, Any]) -> Iterator[Fault]:
    from jinja2 import nodes

    match node:
        case nodes.Name() if node.name not in values:
            yield _undefined(node, values)
        case nodes.Call():
            yield from _wrong_call(node, values)
        case nodes.Filter() if node.name not in FILTERS:
            text = f"templates here have no filter `{node.name}`."
            yield Fault(node.lineno, text, did_you_mean(node.name, FILTERS), node.name)
        case nodes.Getattr() | nodes.Getitem():
            yield from _wrong_look_up(node, values)
        case nodes.Output():
            for child in node.nodes:
                if isinstance(child, nodes.Name) and child.name in values:
                    yield from _unprintable(child, values[child.name])


def _undefined(name: nodes.Name, known: Iterable[str]) -> Fault:
    text = f"`{name.name}` is a name that nobody defined."
    known = [each for each in known if each.isidentifier()]
    return Fault(name.lineno, text, did_you_mean(name.name, known), name.name, undefined=True)


def _wrong_call(node: nodes.Call, values: Mapping[str, Any]) -> Iterator[Fault]:
    from jinja2 import nodes

    called = node.node
    if not isinstance(called, nodes.Name) or (called.name in values and not callable(values[called.name])):
        yield Fault(node.lineno, "templates here call no methods.", "Filters such as `| upper` change a text.")
    elif called.name not in values:
        yield _undefined(called, (name for name, value in values.items() if callable(value)))
    elif not _is_one_word(node):
        text = f"`{called.name}` takes one word in quotes."
        yield Fault(node.lineno, text, f"Such as `{called.name}('role')`.", called.name)


def _is_one_word(call: nodes.Call) -> bool:
    if len(call.args) != 1 or call.kwargs or call.dyn_args or call.dyn_kwargs:
        return False
    return isinstance(getattr(call.args[0], "value", None), str)


def _wrong_look_up(node: nodes.Getattr | nodes.Getitem, values: Mapping[str, Any]) -> Iterator[Fault]:
    from jinja2 import nodes

    key = node.attr if isinstance(node, nodes.Getattr) else getattr(node.arg, "value", None)
    if not isinstance(node.node, nodes.Name) or node.node.name not in values or not isinstance(key, str):
        return
    name, holder = node.node.name, values[node.node.name]
    if not isinstance(holder, Mapping):
        yield Fault(node.lineno, f"`{name}` is text: it has no `{key}`.", f"Write `{name}`.", name)
    elif key not in holder:
        yield Fault(node.lineno, f"`{name}` has no `{key}`.", did_you_mean(key, holder), key, undefined=True)


def _unprintable(node: nodes.Name, value: Any) -> Iterator[Fault]:
    if isinstance(value, Mapping):
        ways = [f"{node.name}.{key}" if key.isidentifier() else f"{node.name}['{key}']" for key in value]
        advice = f"Write {' or '.join(f'`{way}`' for way in ways)}." if ways else ""
        yield Fault(node.lineno, f"`{node.name}` isn't text: it has parts.", advice, node.name)
    elif callable(value):
        yield Fault(node.lineno, f"`{node.name}` has to be called.", f"Write `{node.name}('…')`.", node.name)
