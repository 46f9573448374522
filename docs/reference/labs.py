"""The labs that come with the kit."""

from __future__ import annotations

from docs.reference.markdown import code, table
from labs.catalogue import BUILT_IN, folders
from labs.load import load


def page() -> str:
    """Each lab with its tasks."""
    parts = ["# Labs\n", "These come with the kit. Begin one with `grader start LAB`.\n"]
    for folder in folders((BUILT_IN,)):
        lab = load(folder)
        rows = [
            (task.title, f"{task.points:g}", ", ".join(f"[`{kind}`](kinds.md#{kind})" for kind in task.expect))
            for task in lab.tasks
        ]
        solutions = ", ".join(code(path.name) for path in sorted(folder.glob("solution.*")))
        parts += [
            f"## {lab.title} {{ #{lab.id} }}\n",
            f"{code(lab.id)}, in {lab.region}. {lab.summary}\n",
            table(("Task", "Points", "Kinds"), rows),
            f"Solutions: {solutions}.\n",
        ]
    return "\n".join(parts)
