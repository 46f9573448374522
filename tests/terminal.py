"""A terminal, for tests that run the grader and the AWS CLI as a person does: whole processes, from an empty folder."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

GRADER = Path(sys.executable).parent / "grader"


@dataclass(frozen=True)
class Shell:
    """A terminal in a folder, without anything of AWS or the kit in its environment."""

    folder: Path
    environment: dict[str, str]

    def run(self, *arguments: str, says: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        """Run the grader to its end."""
        return subprocess.run(
            [GRADER, *arguments],
            cwd=self.folder,
            env=self.environment | environment,
            input=says,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=90,
            check=False,
        )

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Run the grader and leave it running."""
        return subprocess.Popen(
            [GRADER, *arguments],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )


def until_ready(process: subprocess.Popen[str]) -> str:
    """What `grader start` says until its account can be used. Fails, with its words, where that never comes."""
    assert process.stdout is not None
    told = ""
    for line in process.stdout:
        told += line
        if line.startswith("Ctrl-C"):
            return told
    raise AssertionError(f"it never came up: {process.communicate()[1]}")


def page_in(told: str) -> str:
    """The page's address, in what `grader start` says."""
    found = re.search(r"^Page +(http://127\.0\.0\.1:\d+/)$", told, re.MULTILINE)
    assert found, told
    return found[1]


def endpoint(shell: Shell) -> str:
    return str(json.loads((shell.folder / ".labgrader/vpc-flow-logs/sandbox.json").read_text())["endpoint"])


def aws(shell: Shell, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The AWS CLI, pointed at the sandbox by what `grader env` prints."""
    exports = shell.run("env", "--shell", "sh").stdout
    command = 'eval "$EXPORTS"; exec "$0" "$@"'
    return subprocess.run(
        ["bash", "-c", command, str(GRADER.parent / "aws"), *arguments],
        env=shell.environment | {"EXPORTS": exports},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
