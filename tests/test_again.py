"""`grader start` once more: the learner goes on where they left off."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.terminal import Shell, aws, endpoint, until_ready

LAB = "vpc-flow-logs"
SECRET = "a secret of sixteen and more"


@contextmanager
def running(shell: Shell, *flags: str, end: int = signal.SIGINT) -> Iterator[list[str]]:
    """A sandbox of this folder, until `end`. Gives what it says on standard error once it has ended."""
    said: list[str] = []
    process = shell.start("start", LAB, "--no-browser", *flags)
    until_ready(process)
    yield said
    process.send_signal(end)
    said.append(process.communicate(timeout=20)[1])
    if end != getattr(signal, "SIGKILL", None):
        assert process.returncode == 0, said


def groups(shell: Shell) -> list[str]:
    listed = json.loads(aws(shell, "logs", "describe-log-groups").stdout)["logGroups"]
    return [group["logGroupName"] for group in listed]


def instances(shell: Shell) -> str:
    return aws(shell, "ec2", "describe-instances").stdout


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_learner_goes_on_where_they_were_killed_and_can_begin_anew(shell: Shell) -> None:
    with running(shell, end=signal.SIGKILL):
        assert not aws(shell, "logs", "create-log-group", "--log-group-name", "eu-west-1b-logs").stderr
        before, address = instances(shell), endpoint(shell)
    with running(shell, end=signal.SIGTERM) as said:
        assert (groups(shell), instances(shell), endpoint(shell)) == (["eu-west-1b-logs"], before, address)
    assert "Going on where it was left" in said[0]
    assert "Setting it up" not in said[0]
    assert not (shell.folder / ".labgrader" / LAB / "sandbox.json").exists()

    told = [json.loads(line) for line in shell.run("history", LAB, "--format", "json").stdout.splitlines()]
    assert [(change["client"], change["operation"]) for change in told] == [
        ("labgrader", "CreateStack"),
        ("AWS CLI", "CreateLogGroup"),
    ]
    table = shell.run("history", LAB)
    assert table.returncode == 0
    assert "AWS CLI     logs CreateLogGroup" in table.stdout.splitlines()[-1]

    refused = shell.run("start", LAB, "--learner", "ada", GRADER_SECRET=SECRET)
    assert refused.returncode == 2
    assert "stands the account of demo in eu-west-1, and not of ada in eu-west-1" in refused.stderr
    assert "--fresh" in refused.stderr

    with running(shell, "--fresh") as said:
        assert groups(shell) == []
        assert instances(shell) != before
    assert "Setting it up" in said[0]


def test_a_folder_without_a_history_has_none_to_tell(shell: Shell) -> None:
    told = shell.run("history", LAB)
    assert (told.returncode, told.stdout) == (0, "")
    assert "Nothing was ever changed here." in told.stderr


@pytest.mark.slow
def test_a_damaged_journal_is_named_with_what_to_do(shell: Shell) -> None:
    folder = shell.folder / ".labgrader" / LAB
    folder.mkdir(parents=True)
    (folder / "journal.jsonl").write_text("00000000 {}\n")
    for command in (("start", LAB, "--no-browser"), ("history", LAB)):
        done: subprocess.CompletedProcess[str] = shell.run(*command)
        assert done.returncode == 3
        assert "is damaged: line 1 isn't what was written" in done.stderr
        assert "--fresh" in done.stderr
