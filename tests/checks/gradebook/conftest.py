"""Gradebooks, in SQLite and in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from checks.gradebook import Gradebook
from tests.checks.gradebook.postgres import Cluster, cluster, programs


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    if programs() is None:
        pytest.skip("needs PostgreSQL (apt-get install postgresql)")
    with cluster() as running:
        yield running


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a gradebook may come to be."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'gradebook.db'}"
    running: Cluster = request.getfixturevalue("postgres")
    return running.make(f"book_{uuid4().hex}")


@pytest.fixture
def book(url: str) -> Iterator[Gradebook]:
    opened = Gradebook.open(url, patience=5)
    yield opened
    opened.close()
