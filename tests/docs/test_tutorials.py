"""Each tutorial is followed to the letter, and shows what its reader then sees."""

from __future__ import annotations

import os
import re
import socket
import subprocess

import pytest

from tests.docs.pages import Step, steps
from tests.shown import timeless
from tests.terminal import GRADER, Shell

MARK = "--- step {} ---"
BACKGROUND = """
({command}) >background.txt 2>&1 &
background=$!
trap 'kill $background; wait $background' EXIT
for _ in $(seq 300); do grep -q ^Ctrl-C background.txt && break; sleep 0.2; done
"""


def script(followed: list[Step]) -> str:
    """The tutorial as one session of bash, with a mark after each step."""
    lines = []
    for number, step in enumerate(followed):
        if step.mark == "background":
            lines.append(BACKGROUND.format(command=step.block.strip().replace("grader start", "exec grader start")))
        elif step.mark == "file":
            lines.append(f"cat >{step.said} <<'END'\n{step.block}END")
        elif step.mark == "run":
            lines.append(step.said or step.block)
        lines.append(f"echo '{MARK.format(number)}'")
    return "\n".join(lines)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.mark.slow
@pytest.mark.parametrize("page", ["tutorials/learner.md", "tutorials/instructor.md", "tutorials/ci.md"])
def test_a_tutorial_shows_what_its_reader_sees(shell: Shell, page: str) -> None:
    followed = steps(page)
    text = script(followed).replace("4599", str(free_port()))
    own = {"PATH": f"{GRADER.parent}{os.pathsep}{os.environ['PATH']}", "BROWSER": "true"}
    done = subprocess.run(
        ["bash", "-c", text],
        cwd=shell.folder,
        env=shell.environment | own,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=240,
        check=False,
    )
    printed = re.split(r"^--- step \d+ ---\n", done.stdout, flags=re.MULTILINE)
    shown = 0
    for number, step in enumerate(followed):
        if step.mark == "output":
            shown += 1
            told, expected = timeless(printed[number - 1]), timeless(step.block)
            if step.said == "in any order":
                told, expected = sorted(told), sorted(expected)
            assert told == expected, done.stderr
    assert shown, f"{page} shows nothing"
