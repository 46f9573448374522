"""What may go wrong with a gradebook."""

from __future__ import annotations

from labs.errors import LabgraderError, UsageError


class BookError(LabgraderError):
    """The gradebook can't be reached, or refuses. Nothing is half recorded."""


class NoBook(UsageError):
    """There is no gradebook where one was looked for, or what is there isn't one."""
