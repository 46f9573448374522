"""The README shows what is: real output, real commands."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.shown import timeless
from tests.terminal import GRADER, Shell, aws

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")


def shown(command: str) -> str:
    found = re.search(rf"<!-- output: {re.escape(command)} -->\n```\n(.*?)```", TEXT, re.DOTALL)
    assert found, f"the README shows no output of {command}"
    return found[1]


@pytest.mark.slow
def test_the_demo_prints_what_the_readme_shows(shell: Shell) -> None:
    done = shell.run("demo")
    assert done.returncode == 0, done.stderr
    assert timeless(done.stdout) == timeless(shown("grader demo"))


@pytest.mark.slow
def test_check_prints_what_the_readme_shows(started: Shell) -> None:
    aws(started, "logs", "create-log-group", "--log-group-name", "eu-west-1b-log")
    assert timeless(started.run("check", "vpc-flow-logs").stdout) == timeless(shown("grader check vpc-flow-logs"))


@pytest.mark.slow
def test_verify_prints_what_the_readme_shows(shell: Shell) -> None:
    shown_here = timeless(shown("grader verify vpc-flow-logs"))
    assert timeless(shell.run("verify", "vpc-flow-logs").stdout) == shown_here


@pytest.mark.parametrize("command", sorted(set(re.findall(r"uv run grader ([a-z]+)", TEXT))))
def test_every_command_of_the_readme_is_one(command: str) -> None:
    done = subprocess.run([GRADER, command, "--help"], capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0, done.stderr


def test_what_the_readme_links_to_is_there() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", TEXT):
        assert (ROOT / target).exists(), target
