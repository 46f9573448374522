"""The first lab solved, by hand."""

from __future__ import annotations

import pytest

from checks.engine.verify.trial import Solved
from tests.checks.accounts import lab, snapshot, solved


@pytest.fixture
def right() -> Solved:
    return Solved(lab(), snapshot(solved()))
