"""Text as a database takes it."""

from __future__ import annotations

import re

_NONE = re.compile("[\0\ud800-\udfff]")


def can_be_kept(text: str) -> bool:
    """Whether this is text through and through: no half of a character is in it, and no NUL."""
    return not _NONE.search(text)
