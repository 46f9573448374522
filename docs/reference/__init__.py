"""The reference, written anew at each build from the code that it tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docs.reference import (
    commands,
    environment,
    exports,
    fields,
    kinds,
    lab_yaml,
    labs,
    python,
    result,
    sandbox,
    statuses,
    traffic,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PAGES: Mapping[str, Callable[[], str]] = {
    "commands": commands.page,
    "environment": environment.page,
    "exit-statuses": statuses.page,
    "exports": exports.page,
    "fields": fields.page,
    "kinds": kinds.page,
    "lab-yaml": lab_yaml.page,
    "labs": labs.page,
    "python": python.page,
    "result": result.page,
    "sandbox": sandbox.page,
    "traffic": traffic.page,
}
"""Every generated page, by its file's name."""
