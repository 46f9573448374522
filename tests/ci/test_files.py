"""The files by which CI platforms and pre-commit know us, against their published schemas and linters."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
SCRIPTS = [
    *sorted((ROOT / "docs/ci/gradescope").iterdir()),
    *sorted((ROOT / "docs/example-course").rglob("*.sh")),
]

pytestmark = pytest.mark.slow


def checked(*command: str | Path) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("schema", "file"),
    [
        ("github-actions", "action.yml"),
        ("github-workflows", "docs/example-course/learner/.github/workflows/grade.yml"),
        ("gitlab-ci", "docs/ci/gitlab/labgrader.gitlab-ci.yml"),
    ],
)
def test_each_keeps_to_its_platforms_schema(schema: str, file: str) -> None:
    more = ("--data-transform", "gitlab-ci") if schema == "gitlab-ci" else ()
    checked(BIN / "check-jsonschema", "--builtin-schema", f"vendor.{schema}", *more, file)


def test_pre_commit_takes_our_hooks_and_the_courses_settings() -> None:
    checked(BIN / "pre-commit", "validate-manifest", ".pre-commit-hooks.yaml")
    checked(BIN / "pre-commit", "validate-config", "docs/example-course/.pre-commit-config.yaml")


def test_shell_scripts_are_sound() -> None:
    assert len(SCRIPTS) >= 8
    for script in SCRIPTS:
        checked("bash", "-n", script)
    checked(BIN / "shellcheck", "--external-sources", *SCRIPTS)
