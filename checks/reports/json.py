"""A result as `labgrader/result/v1`, the public form for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checks.engine.result import Result


def render(result: Result) -> str:
    """One JSON document."""
    return json.dumps(result.to_json(), indent=2, ensure_ascii=False) + "\n"
