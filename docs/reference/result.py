"""The result JSON, from the schema that it is tested against."""

from __future__ import annotations

import json
from importlib.resources import files

from docs.reference.markdown import block, table
from docs.reference.types import rows

HEADER = ("Key", "Values", "Default", "Meaning")


def page() -> str:
    """Its keys, and the schema as a whole."""
    text = (files("checks.reports") / "result.v1.schema.json").read_text(encoding="utf-8")
    schema = json.loads(text)
    parts = [
        "# Result JSON\n",
        f"What `grader grade LAB --format json` prints: `{schema['title']}`. {schema['description']}\n",
        table(HEADER, rows(schema)),
    ]
    for key, each in schema["properties"].items():
        if "properties" in each:
            parts += [f"## {key}\n", table(HEADER, rows(each))]
    for name, each in schema.get("$defs", {}).items():
        parts += [f"## {name}\n", table(HEADER, rows(each))]
        for key, field in each["properties"].items():
            inner = field.get("items", {})
            if "properties" in inner:
                parts += [f"## {name}.{key}\n", table(HEADER, rows(inner))]
    return "\n".join([*parts, "## The schema\n", block(json.dumps(schema, indent=2), "json")])
