"""Terminals in empty folders."""

from __future__ import annotations

import os
import signal
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.terminal import Shell, until_ready

# Properties hold on a busy machine too.
settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where every tool has to be there (`NO_SKIPS`, as CI sets it), a test that was skipped has failed.

    `MAY_LACK` names one that can't be installed there.
    """
    report = yield
    strict = os.environ.get("NO_SKIPS") and not hasattr(report, "wasxfail")
    lacked = os.environ.get("MAY_LACK")
    if report.skipped and strict and not (lacked and lacked in str(report.longrepr).lower()):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's cache folder that fills up, as at a user's."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def shell(tmp_path: Path, cache: Path) -> Shell:
    own = {key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "GRADER_", "CI"))}
    nothing = {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    return Shell(
        tmp_path,
        own | nothing | {"AWS_EC2_METADATA_DISABLED": "true", "HOME": str(tmp_path), "XDG_CACHE_HOME": str(cache)},
    )


@pytest.fixture
def started(shell: Shell) -> Iterator[Shell]:
    """A folder in which `grader start` runs."""
    process = shell.start("start", "vpc-flow-logs", "--no-browser")
    until_ready(process)
    yield shell
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    out, errors = process.communicate(timeout=20)
    assert "Traceback" not in out + errors
