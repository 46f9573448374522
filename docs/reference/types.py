"""JSON Schema in words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from docs.reference.markdown import code

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Schema = dict[str, Any]
WORDS = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}


def in_words(schema: Schema) -> str:
    """The values that a field may have."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "const" in schema:
        return code(json.dumps(schema["const"]))
    if "enum" in schema:
        return ", ".join(code(value if isinstance(value, str) else json.dumps(value)) for value in schema["enum"])
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " or ".join(dict.fromkeys(in_words(each) for each in schema[several] if each != {"type": "null"}))
    return _plain(schema)


def _plain(schema: Schema) -> str:
    kind = schema.get("type")
    if isinstance(kind, list):
        return " or ".join("null" if each == "null" else in_words({**schema, "type": each}) for each in kind)
    if kind == "array":
        return f"list of {in_words(schema.get('items', {}))}"
    if kind == "object":
        inner = schema.get("additionalProperties")
        return f"mapping of names to {in_words(inner)}" if isinstance(inner, dict) and inner else "mapping"
    if schema.get("format") == "date-time":
        return "time (ISO 8601)"
    return WORDS.get(str(kind), "anything") + _bounds(schema)


def _bounds(schema: Schema) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None:
        return f", {low} to {high}"
    if low is not None:
        return f", at least {low}"
    if "exclusiveMinimum" in schema:
        return f", above {schema['exclusiveMinimum']}"
    return ""


def rows(schema: Schema) -> Iterator[tuple[str, str, str, str]]:
    """For each field: its name, its values, its default (or *required*), and what it says."""
    for name, field in schema.get("properties", {}).items():
        yield code(name), in_words(field), _default(name, field, schema), field.get("description", "")


def _default(name: str, field: Mapping[str, Any], schema: Schema) -> str:
    if name in schema.get("required", ()):
        return "*required*"
    value = field.get("default")
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, list):
        return "AWS's own" if len(value) > 5 else code(", ".join(map(str, value)))
    return code(value if isinstance(value, str) else json.dumps(value))
