"""lab.yaml, from the schema that editors check it by."""

from __future__ import annotations

from checks import KINDS
from checks.engine.schema import lab_schema
from docs.reference.markdown import block, table
from docs.reference.types import rows
from labs.catalogue import BUILT_IN
from labs.load import FILE

HEADER = ("Key", "Values", "Default", "Meaning")


def page() -> str:
    """The keys of a lab and of a task, and the first lab as an example."""
    schema = lab_schema(KINDS)
    task = schema["$defs"]["TaskFile"]
    example = (BUILT_IN / "vpc_flow_logs" / FILE).read_text(encoding="utf-8")
    return "\n".join(
        [
            "# lab.yaml\n",
            "A lab is a folder with a `lab.yaml`, a guide (`guide.md.j2`) and solutions (`solution.sh`, `solution.py`, "
            "`solution.yaml`). `grader schema` prints a JSON Schema by which an editor completes and checks the file, "
            "and [`grader lint`](commands.md#grader-lint) says what is wrong with it. Any other key is a mistake.\n",
            "## The lab\n",
            table(HEADER, rows(schema)),
            "## A task { #taskfile }\n",
            table(HEADER, rows(task)),
            "`expect` has one or more [kinds](kinds.md) with their settings, and so has each entry of `find`.\n",
            "## Templates\n",
            "Texts are [Jinja](https://jinja.palletsprojects.com) templates. They know `region`, `learner`, every "
            "entry of `names` that comes before, and `token('what')`: eight hex digits that are the same each time for "
            "one learner and one lab ([why](../explanation/names.md)). A name that isn't known is a mistake.\n",
            "## Example\n",
            "The whole of the first lab:\n",
            block(example, "yaml"),
        ]
    )
