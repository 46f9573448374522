"""The gradebook's exports."""

from __future__ import annotations

import sys
from inspect import getdoc

from checks.gradebook.exports import EXPORTS, PER_LEARNER, gradescope
from docs.reference.markdown import block, code


def page() -> str:
    """Every format, with the columns where it has fixed ones."""
    parts = [
        "# Gradebook exports\n",
        "What [`grader gradebook export --format`](commands.md#grader-gradebook-export) takes. The grades are the same "
        "in all. A text that a spreadsheet would take for a formula is written so that it doesn't.\n",
    ]
    for name, render in EXPORTS.items():
        module = sys.modules[render.__module__]
        parts += [f"## {code(name)} {{ #{name} }}\n", f"{getdoc(module)}\n"]
        if header := getattr(module, "HEADER", None):
            parts += ["Columns:\n", block(",".join(header))]
    parts += [f"## {code(PER_LEARNER)} {{ #{PER_LEARNER} }}\n", f"{getdoc(gradescope)}\n"]
    return "\n".join(parts)
