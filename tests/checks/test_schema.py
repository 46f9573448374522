"""The JSON Schema of lab.yaml: an editor accepts what the kit accepts, and underlines what it wouldn't."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
import yaml

from checks import KINDS
from checks.engine.kind import Expectation, Kind
from checks.engine.schema import lab_schema
from labs.dialect import parse
from tests.labs.writing import LAB, spoilt

if TYPE_CHECKING:
    from collections.abc import Iterator

jsonschema = pytest.importorskip("jsonschema", reason="the schema is checked where jsonschema is installed")

BUILT_IN = Path(__file__).parents[2] / "labs" / "vpc_flow_logs" / "lab.yaml"
SCHEMA = lab_schema(KINDS)


def complaints(data: Any, schema: dict[str, Any] = SCHEMA) -> list[str]:
    """Where the schema finds fault with `data`."""
    found = jsonschema.Draft202012Validator(schema).iter_errors(data)
    return sorted("/".join(str(step) for step in error.absolute_path) for error in found)


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


@pytest.mark.parametrize("text", [BUILT_IN.read_text(encoding="utf-8"), LAB], ids=["the first lab", "another"])
def test_it_accepts_what_the_kit_accepts(text: str) -> None:
    assert complaints(yaml.safe_load(text)) == []
    assert complaints(parse(text).data) == []


WRONG = {
    "an unknown key": (("title: A lab", "titel: A lab"), ["", ""]),
    "an unknown key in a task": (("points: 20", "points: 20\n    colour: red"), ["tasks/0"]),
    "an unknown key in an expectation": (
        ('{name: "{{ zone }}-logs"}', "{name: x, nmae: y}"),
        ["tasks/0/expect/log_group"],
    ),
    "an unknown key inside a key": (("role: writer", "role: w, rol: x"), ["tasks/1/expect/flow_log/to"]),
    "a missing key": (("    points: 20\n", ""), ["tasks/0"]),
    "an unknown kind": (("log_group: {name:", "log_gruop: {name:"), ["tasks/0/expect"]),
    "a kind that tasks can't ask for": (('log_group: {name: "{{ zone }}-logs"}', "subnet: {}"), ["tasks/0/expect"]),
    "a kind that can't be looked for": (("    bucket: {name", "    log_group: {name"), ["find/bucket"]),
    "two kinds in one entry": (
        ('    bucket: {name: "{{ bucket }}"}', "    bucket: {name: x}\n    subnet: {}"),
        ["find/bucket"],
    ),
    "no points": (("points: 20", "points: 0"), ["tasks/0/points"]),
    "points in letters": (("points: 20", "points: twenty"), ["tasks/0/points"]),
    "a choice that isn't one": (("traffic: ALL", "traffic: SOME"), ["tasks/1/expect/flow_log/traffic"]),
    "a number that isn't a choice": (("interval: 60", "interval: 61"), ["tasks/1/expect/flow_log/interval"]),
    "text for true": (("default: true", "default: 'yes'"), ["find/subnet/subnet/default"]),
    "a bad id": (("id: log-group", "id: Log_Group"), ["tasks/0/id"]),
    "a bad name": (("  zone:", "  Zo-ne:"), ["names"]),
    "a name that isn't text": (('zone: "{{ region }}b"', "zone: 5"), ["names/zone"]),
    "a bad region": (("region: eu-west-1", "region: eu-wets-1"), ["region"]),
    "no tasks": ((LAB[LAB.index("tasks:") :], "tasks: []\n"), ["tasks"]),
}


@pytest.mark.parametrize(("change", "where"), WRONG.values(), ids=WRONG)
def test_it_underlines_what_the_kit_refuses(change: tuple[str, str], where: list[str]) -> None:
    assert complaints(parse(spoilt(change)).data) == where


def test_a_template_may_stand_where_a_choice_is_asked_for() -> None:
    assert complaints(parse(spoilt(("traffic: ALL", 'traffic: "{{ traffic }}"'))).data) == []


def walk(schema: Any) -> Iterator[dict[str, Any]]:
    """Every schema inside a schema."""
    if isinstance(schema, dict):
        yield schema
        schema = list(schema.values())
    if isinstance(schema, list):
        for each in schema:
            yield from walk(each)


def test_an_editor_has_something_to_say_of_every_key() -> None:
    task = SCHEMA["$defs"]["TaskFile"]["properties"]
    assert [name for name, each in {**SCHEMA["properties"], **task}.items() if not each.get("description")] == []
    kinds = {**task["expect"]["properties"], **SCHEMA["properties"]["find"]["additionalProperties"]["properties"]}
    assert kinds.keys() == KINDS.keys()
    assert [name for name, each in kinds.items() if f"{name}: {{" not in each["description"]] == []


def test_every_reference_leads_somewhere() -> None:
    used = {each["$ref"] for each in walk(SCHEMA) if isinstance(each.get("$ref"), str)}
    assert used == {f"#/$defs/{name}" for name in SCHEMA["$defs"]}


class TaskFile(Expectation):
    """A model whose name is taken."""

    mode: Literal["on", "off"]


def test_a_kind_of_ones_own_is_in_it_whatever_its_model_is_called() -> None:
    kind = Kind("task", TaskFile, reads=lambda _expected: (), judge=lambda _expected, _view: ())
    schema = lab_schema({**KINDS, "task": kind})
    jsonschema.Draft202012Validator.check_schema(schema)
    right = spoilt(('log_group: {name: "{{ zone }}-logs"}', "task: {mode: on}"))
    assert complaints(parse(right).data, schema) == []
    assert complaints(parse(right.replace("mode: on", "mode: in")).data, schema) == ["tasks/0/expect/task/mode"]
