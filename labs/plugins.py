"""Keep pydantic from looking for plugins: it goes through every installed package for them, and none is wanted here."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SETTING = "PYDANTIC_DISABLE_PLUGINS"


@contextmanager
def without_plugins() -> Iterator[None]:
    """While modules with models are imported, and no longer: what a process starts later is to know nothing of it."""
    before = os.environ.get(SETTING)
    os.environ[SETTING] = "__all__"
    try:
        yield
    finally:
        del os.environ[SETTING]
        if before is not None:
            os.environ[SETTING] = before
