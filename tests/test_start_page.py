"""`grader start` and its page, run as a person runs it."""

from __future__ import annotations

import signal
import time
from urllib.request import ProxyHandler, build_opener

import pytest

from tests.terminal import Shell, page_in, until_ready


@pytest.mark.slow
def test_start_prints_the_page_and_ctrl_c_ends_it(shell: Shell) -> None:
    process = shell.start("start", "vpc-flow-logs")
    address = page_in(until_ready(process))
    direct = build_opener(ProxyHandler({}))
    until, said = time.monotonic() + 10, ""
    while "There is no log group eu-west-1b-logs" not in said and time.monotonic() < until:
        with direct.open(f"{address}?side=checklist", timeout=10) as answer:
            said = answer.read().decode()
    assert "There is no log group eu-west-1b-logs" in said
    listening = direct.open(f"{address}live", timeout=10)  # an open tab must not keep it from ending
    begun = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    listening.close()
    assert process.returncode == 0
    assert "Traceback" not in errors
    assert time.monotonic() - begun < 10


@pytest.mark.slow
def test_a_page_port_that_is_taken_is_told_before_anything_starts(shell: Shell) -> None:
    first = shell.start("start", "vpc-flow-logs", "--no-browser")
    port = page_in(until_ready(first)).rstrip("/").rpartition(":")[2]
    second = shell.run("start", "vpc-flow-logs", "--page-port", port, "--state", "other")
    first.send_signal(signal.SIGINT)
    first.communicate(timeout=20)
    assert second.returncode == 2
    assert "--page-port" in second.stderr
    assert not (shell.folder / "other").exists()
