"""DuckDB, where it is installed: the extra `records` brings it."""

from __future__ import annotations

import os
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from labs.errors import LabgraderError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MEMORY = "256MB"
"""What it may keep in memory before it writes to a temporary folder."""


class NoEngine(LabgraderError):
    """Something needs DuckDB, and it isn't installed."""

    exit_status = 2


def is_installed() -> bool:
    """Whether DuckDB can be imported."""
    return find_spec("duckdb") is not None


def require(what: str) -> None:
    """Raise `NoEngine` where there is no DuckDB for `what`."""
    if not is_installed():
        raise NoEngine(
            f"{what} needs DuckDB, which isn't installed here.",
            remedy="`pip install 'labgrader[records]'` installs it (in a checkout: `uv sync --extra records`).",
        )


@contextmanager
def connection(*, in_order: bool = False) -> Iterator[Any]:
    """A database of its own, bounded in memory, that leaves nothing behind. It may give rows `in_order`."""
    from tempfile import TemporaryDirectory

    import duckdb

    with TemporaryDirectory(prefix="labgrader-records-") as folder:
        settings: dict[str, Any] = {
            "memory_limit": MEMORY,
            "temp_directory": folder,
            "threads": min(4, os.cpu_count() or 1),
            "preserve_insertion_order": in_order,
            "autoinstall_known_extensions": False,
        }
        database = duckdb.connect(":memory:", config=settings)
        try:
            yield database
        finally:
            database.close()


def is_sayable(path: Path) -> bool:
    """Whether DuckDB can be told of a path: it takes UTF-8 only."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True


def is_of_the_file(error: Exception) -> bool:
    """Whether DuckDB failed because of what a file holds. What a packed page holds wrong, it tells by no class."""
    import duckdb

    of_files = (duckdb.InvalidInputException, duckdb.IOException, duckdb.ConversionException)
    return type(error) is duckdb.Error or isinstance(error, of_files)
