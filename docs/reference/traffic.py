"""The traffic that the sandbox makes."""

from __future__ import annotations

from docs.reference.markdown import terms
from fixtures.traffic.generate import SCENARIOS


def page() -> str:
    """Every scenario."""
    return "\n".join(
        [
            "# Traffic\n",
            "What `scenarios` in lab.yaml and [`grader traffic --scenario`](commands.md#grader-traffic) take. In the "
            "sandbox, the estate's servers have traffic while a lab runs, and flow logs deliver records of it.\n",
            terms(SCENARIOS.items()),
        ]
    )
