"""The JSON Schema of lab.yaml, made from the models, for editors to complete and check by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic.json_schema import models_json_schema

from labs.model import LabFile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checks.engine.kind import Kind


def lab_schema(kinds: Mapping[str, Kind[Any]]) -> dict[str, Any]:
    """A schema (draft 2020-12) in which `expect` and `find` know every kind and its fields.

    Fields that hold text may hold a template, so their patterns are not part of it.
    """
    models = [(LabFile, "validation"), *((kind.model, "validation") for kind in kinds.values())]
    references, definitions = models_json_schema(models, ref_template="#/$defs/{model}")  # type: ignore[arg-type]
    defs: dict[str, Any] = definitions["$defs"]
    by_kind = {name: references[(kind.model, "validation")] for name, kind in kinds.items()}
    judged = {name: by_kind[name] for name, kind in kinds.items() if kind.judge}
    found = {name: by_kind[name] for name, kind in kinds.items() if kind.select}
    defs["TaskFile"]["properties"]["expect"] |= _of_kinds(judged)
    lab: dict[str, Any] = defs.pop("LabFile")
    lab["properties"]["find"]["additionalProperties"] = _of_kinds(found)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "labgrader lab.yaml",
        **{key: value for key, value in lab.items() if key != "title"},
        "$defs": dict(sorted(defs.items())),
    }


def _of_kinds(kinds: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": dict(kinds), "additionalProperties": False, "minProperties": 1}
