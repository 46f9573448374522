"""The fields of flow log records."""

from __future__ import annotations

from checks.records import DEFAULT, FIELDS
from docs.reference.markdown import block, code, table


def page() -> str:
    """Every field by the version that brought it, and the default format."""
    parts = [
        "# Flow log fields\n",
        "Every field that a flow log can record, in AWS's order. `grader records --where` and `--by` take their names; "
        "`-` stands for what isn't known.\n",
        "A flow log that isn't told otherwise has version 2, in this order:\n",
        block(" ".join(DEFAULT)),
    ]
    for version in dict.fromkeys(field.version for field in FIELDS.values()):
        fields = [field for field in FIELDS.values() if field.version == version]
        rows = [(code(each.name), each.meaning, code(each.parquet)) for each in fields]
        parts += [f"## Version {version}\n", table(("Field", "Meaning", "In Parquet"), rows)]
    return "\n".join(parts)
