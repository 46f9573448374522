"""Environment variables: those that the code speaks of, each with what it does."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from docs.reference.markdown import terms
from labs.catalogue import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROOT = BUILT_IN.parent
OURS = re.compile(r"GRADER_[A-Z_]+")

MEANINGS = {
    "GRADER_ANSWERS": "Where a learner's answers are, in place of `answers.yaml` in this folder (`--answers`).",
    "GRADER_GRADEBOOK": "The gradebook: a file or a database URL, in place of `gradebook.db` here (`--gradebook`).",
    "GRADER_LABS": "Folders of labs of your own, separated as `PATH` is (`--labs`).",
    "GRADER_SECRET": "The course secret, at least 16 characters. Never a flag, which every process could read.",
    "GRADER_SECRET_FILE": "A file with the course secret, in place of `GRADER_SECRET` (`--secret-file`).",
    "GRADER_TERRAFORM_PLUGINS": "Folders with Terraform's providers, as `terraform providers mirror` writes them, "
    "separated as `PATH` is.",
    "GRADER_TRACEBACK": "Set to 1, it shows where an error came from that nobody foresaw.",
}
OTHERS = {
    "AWS_ENDPOINT_URL": "The account behind this AWS endpoint. `grader env` sets it, and every SDK goes by it.",
    "AWS_PROFILE": "As the AWS SDK has it; what writes to a live account asks for `--profile` or `--live` besides.",
    "AWS_REGION": "As the AWS SDK has it; a lab's own region comes first.",
    "CI": "If set, progress is told on a terminal only.",
    "NO_COLOR": "If set, reports have no colour.",
    "XDG_CACHE_HOME": "Where the AWS SDK's descriptions are kept once they are read.",
}


def page() -> str:
    """Ours, and those of others that we go by."""
    spoken = set(_spoken())
    if spoken != MEANINGS.keys():
        raise ValueError(f"the code and this page know different variables: {sorted(spoken ^ MEANINGS.keys())}")
    return "\n".join(
        [
            "# Environment variables\n",
            "A flag comes before a variable.\n",
            "## Of the grader\n",
            terms(MEANINGS.items()),
            "## Of others\n",
            terms(OTHERS.items()),
            "A lab's solution scripts get each of the lab's names as `LAB_ROLE`, `LAB_BUCKET` and so on.\n",
        ]
    )


def _spoken() -> Iterator[str]:
    """The variables of ours in the code."""
    for text in (path.read_text(encoding="utf-8") for path in _code()):
        for node in ast.walk(ast.parse(text)) if "GRADER_" in text else ():
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and OURS.fullmatch(node.value):
                yield node.value


def _code() -> Iterator[Path]:
    yield ROOT / "grader.py"
    for room in ("labs", "checks", "fixtures"):
        yield from (ROOT / room).rglob("*.py")
