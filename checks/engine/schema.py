"""The JSON Schema of lab.yaml, made from the models, for editors to complete and check by.

An editor checks one file as it is being written, so this says less than `checks.engine.lint`: nothing of templates,
needs, or references.
"""

from __future__ import annotations

import json
from inspect import getdoc
from typing import TYPE_CHECKING, Any

from pydantic.json_schema import models_json_schema

from labs.model import LabFile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checks.engine.kind import Kind

_TEMPLATE = {"type": "string", "pattern": r"\{[{%]", "description": "A template."}
_CONSTRAINTS = frozenset({"enum", "const", "pattern", "format", "maxLength"})


def schema_text(kinds: Mapping[str, Kind[Any]]) -> str:
    """The schema as a file for editors holds it."""
    return json.dumps(lab_schema(kinds), indent=2) + "\n"


def lab_schema(kinds: Mapping[str, Kind[Any]]) -> dict[str, Any]:
    """A schema (draft 2020-12) in which `expect` and `find` know every kind and its fields.

    Where a kind asks for text of a certain form, a template will do too: what it comes out as isn't known yet.
    """
    models = [(LabFile, "validation"), *((kind.model, "validation") for kind in kinds.values())]
    references, definitions = models_json_schema(models, ref_template="#/$defs/{model}")  # type: ignore[arg-type]
    defs: dict[str, Any] = {name: _untitled(each) for name, each in definitions["$defs"].items()}
    lab = defs.pop(_name(references[(LabFile, "validation")]))
    task_name = _name(lab["properties"]["tasks"]["items"])
    task = defs.pop(task_name)
    defs = {name: _with_templates(each) for name, each in sorted(defs.items())}
    by_kind = {name: _of_kind(kind, references[(kind.model, "validation")]) for name, kind in kinds.items()}
    task["properties"]["expect"] |= _of_kinds({name: by_kind[name] for name, kind in kinds.items() if kind.judge})
    fields = lab["properties"]
    sought = _of_kinds({name: by_kind[name] for name, kind in kinds.items() if kind.select})
    fields["find"] = _by_name(fields["find"], {**sought, "maxProperties": 1})
    for field in ("names", "published"):
        fields[field] = _by_name(fields[field], {"type": "string"})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "labgrader lab.yaml",
        **lab,
        "$defs": {task_name: {**task, "title": "task"}, **defs},
    }


def _of_kind(kind: Kind[Any], reference: Mapping[str, Any]) -> dict[str, Any]:
    about = getdoc(kind.model) if "__doc__" in vars(kind.model) else None
    return {**reference, "title": kind.name, **({"description": about} if about else {})}


def _of_kinds(kinds: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": dict(kinds), "additionalProperties": False, "minProperties": 1}


def _by_name(field: Mapping[str, Any], value: Mapping[str, Any]) -> dict[str, Any]:
    """A mapping from names to `value`, where pydantic's lets keys through that are no names."""
    (pattern,) = field["patternProperties"]
    rest = {key: each for key, each in field.items() if key != "patternProperties"}
    return {
        **rest,
        "propertyNames": {**field["propertyNames"], "pattern": pattern},
        "additionalProperties": dict(value),
    }


def _name(reference: Mapping[str, Any]) -> str:
    return str(reference["$ref"]).rpartition("/")[2]


def _untitled(schema: Any) -> Any:
    """Without the titles that pydantic makes of the fields' names, which tell an author nothing."""
    if isinstance(schema, list):
        return [_untitled(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: {name: _untitled(each) for name, each in value.items()} if key == "properties" else _untitled(value)
        for key, value in schema.items()
        if key != "title"
    }


def _with_templates(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_with_templates(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("type") == "string" and _CONSTRAINTS & schema.keys():
        about = {key: schema[key] for key in ("description", "default") if key in schema}
        return {**about, "anyOf": [{key: each for key, each in schema.items() if key not in about}, _TEMPLATE]}
    if "properties" in schema:
        inner = {name: _with_templates(each) for name, each in schema["properties"].items()}
        return {**schema, "properties": inner}
    inside = ("items", "prefixItems", "anyOf", "oneOf", "additionalProperties")
    return {key: _with_templates(each) if key in inside else each for key, each in schema.items()}
