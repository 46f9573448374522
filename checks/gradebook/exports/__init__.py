"""A class's grades for other systems, one format a module. An export only prints: the grades are `policy`'s."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.gradebook.exports import canvas, flat, moodle, whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from checks.gradebook.exports.material import Material

EXPORTS: dict[str, Callable[[Material], str]] = {
    "csv": flat.render,
    "canvas": canvas.render,
    "moodle": moodle.render,
    "json": whole.render,
}
"""Every format that is one document, by the name it has on the command line."""

PER_LEARNER = "gradescope"
"""The format that is a file for each learner."""
