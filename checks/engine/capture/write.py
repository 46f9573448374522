"""A drafted lab as its files: lab.yaml as an author would write it, and a guide that tells all that is graded."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import yaml

from checks.engine.wrongs import field_at, leaves, value_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.engine.capture.draft import DraftLab, DraftTask
    from checks.engine.kind import Kind

WIDE = 110
"""Characters of a line, beyond which a mapping or a list is broken up."""

FEW = 3
"""Up to so many keys, a mapping with others in it may stand on one line."""

POINTS = 10
"""What each task is worth, until its author says otherwise."""


def lab_yaml(lab: DraftLab, schema: str | None = None) -> str:
    """lab.yaml. `schema` is the way from there to the schema by which editors check it."""
    return "\n".join(_lab_lines(lab, schema)) + "\n"


def _lab_lines(lab: DraftLab, schema: str | None) -> Iterator[str]:
    if schema:
        yield f"# yaml-language-server: $schema={schema}"
    yield from _comment(
        f"A draft: what stood in account {lab.account_id or 'unknown'}, {lab.region}, at {lab.taken_at}. It asks for "
        "all of that, under the very names it had there. Take out what set-up has to bring, and give learners names of "
        "their own: under `names:`, with `token()`."
    )
    yield f"id: {lab.id}"
    yield f"title: {title(lab)}"
    yield f"region: {lab.region}"
    if lab.find:
        yield ""
        yield from _comment(
            "What tasks take to be there already. Set-up brings it (`estate:`), or every account has it."
        )
        yield "find:"
        for name, found in lab.find.items():
            yield f"  {name}:"
            yield from _lines(found.kind, found.asks, 4)
    yield from ("", "tasks:")
    for number, task in enumerate(lab.tasks):
        if number:
            yield ""
        yield f"  - id: {task.id}"
        yield from _lines("title", task.title, 4)
        if task.needs:
            yield from _lines("needs", list(task.needs), 4)
        yield from _lines("points", POINTS, 4)
        yield "    expect:"
        yield from _lines(task.kind, task.asks, 6)
    if lab.left_out:
        yield ""
        yield from _comment("Left out:")
        for each in lab.left_out:
            yield from _comment(f"- {each.what}. {each.why}", "  ")


def title(lab: DraftLab) -> str:
    """The lab's id as a title."""
    return lab.id.replace("-", " ").capitalize()


def _lines(key: str, value: Any, indent: int) -> Iterator[str]:
    pad = " " * indent
    in_one = f"{pad}{key}: {_flow(value)}"
    if isinstance(value, Mapping) and (len(in_one) > WIDE or (_is_deep(value) and len(value) > FEW)):
        yield f"{pad}{key}:"
        for name, inner in value.items():
            yield from _lines(name, inner, indent + 2)
    elif isinstance(value, list) and len(in_one) > WIDE:
        yield f"{pad}{key}:"
        for each in value:
            yield f"{pad}  - {_flow(each)}"
    else:
        yield in_one


def _is_deep(value: Mapping[str, Any]) -> bool:
    return any(isinstance(each, Mapping) for each in value.values())


def _flow(value: Any) -> str:
    """YAML on one line."""
    text: str = yaml.safe_dump(value, default_flow_style=True, sort_keys=False, allow_unicode=True, width=2**20)
    return text.removesuffix("\n").removesuffix("...").removesuffix("\n")


def _comment(text: str, further: str = "") -> Iterator[str]:
    for line in textwrap.wrap(text, WIDE, break_long_words=False, break_on_hyphens=False, subsequent_indent=further):
        yield f"# {line}"


def guide(lab: DraftLab, kinds: Mapping[str, Kind[Any]]) -> str:
    """The guide, a template: each task under a heading of its own, with all that it asks for."""
    lines = [
        "# {{ lab.title }}",
        "",
        "Work in the region **{{ region }}**, by any means you like: the console, the AWS CLI, an SDK, Terraform. What",
        "counts is what stands in the account at the end.",
    ]
    for number, task in enumerate(lab.tasks, start=1):
        lines += ["", f"## {number}. {task.title} ({{{{ points['{task.id}'] }}}} points)", ""]
        lines += _settings(task, lab, kinds[task.kind])
        lines += ["", "Leave everything else at its default."]
    lines += ["", "## Am I right?", "", "    grader check {{ lab.id }}", "", "says what stands, what doesn't, and why."]
    return "\n".join(lines) + "\n"


def _settings(task: DraftTask, lab: DraftLab, kind: Kind[Any]) -> Iterator[str]:
    expected = kind.model.model_validate(dict(task.asks))
    words = kind.words(expected)
    if task.on:
        yield f"- On: {lab.find[task.on].words}"
    for way in leaves(kind.model):
        value = value_at(expected, way)
        if way not in expected.said or value == task.on:
            continue
        label = way.rpartition(".")[2].replace("_", " ").capitalize()
        told = ", ".join(f"`{_shown(each)}`" for each in _pieces(value))
        about = (field_at(kind.model, way).description or "").rstrip(".")
        line = f"- {label}: {told}{f' ({about[:1].lower()}{about[1:]})' if about else ''}"
        others = words.get(way, ())
        known = not others or any(each.lower() in line.lower() for each in others)
        yield line if known else f"{line} ({others[0]})"


def _pieces(value: Any) -> list[Any]:
    """A value, or all that it consists of."""
    if isinstance(value, Mapping):
        return [each for pair in value.items() for each in pair]
    return sorted(value) if isinstance(value, frozenset) else list(value) if isinstance(value, tuple) else [value]


def _shown(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
