"""Records of all sorts, as files."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from checks.records import DEFAULT

HEADER = " ".join(DEFAULT)
Write = Callable[..., Path]


def line(
    source: str = "198.51.100.7",
    *,
    to: str = "10.0.0.5",
    port: int = 22,
    action: str = "REJECT",
    size: int = 40,
    start: int = 1_767_225_600,
    interface: str = "eni-0a",
) -> str:
    """A record of version 2."""
    return f"2 123456789012 {interface} {source} {to} 40000 {port} 6 1 {size} {start} {start + 30} {action} OK"


NODATA = "2 123456789012 eni-0a - - - - - - - 1767225600 1767225660 - NODATA"
SKIPDATA = "2 123456789012 eni-0b - - - - - - - 1767225600 1767225660 - SKIPDATA"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write lines to a file of that name; one that ends in .gz is packed."""

    def put(name: str, *lines: str, cut: int = 0, ends: str = "\n") -> Path:
        path = tmp_path / "records" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        told = "".join(f"{each}{ends}" for each in lines).encode()
        told = gzip.compress(told) if name.endswith(".gz") else told
        path.write_bytes(told[: len(told) - cut])
        return path

    return put
