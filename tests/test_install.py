"""Installed as a user installs it, into an environment of its own, and run from an empty folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.checks.accounts import evidence, solved

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.slow


def run(command: list[str], folder: Path, **environment: str) -> str:
    """Run to the end. The environment of this test run, and the folder of the project, are left out of it."""
    own = {
        key: value for key, value in os.environ.items() if not key.startswith(("VIRTUAL_ENV", "PYTHONPATH", "UV_PROJ"))
    }
    done = subprocess.run(
        command, cwd=folder, env=own | environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(["uv", "build", "--quiet", "--wheel", "--out-dir", str(folder), str(ROOT)], folder)
    return next(folder.glob("*.whl"))


def programs(environment: Path) -> Path:
    return environment / ("Scripts" if os.name == "nt" else "bin")


@pytest.mark.skipif(shutil.which("uv") is None, reason="needs uv")
def test_pip_install_gives_all_that_a_clone_has(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    empty = tmp_path / "empty"
    empty.mkdir()
    run(["uv", "venv", "--quiet", "--seed", "--python", sys.executable, str(environment)], empty)
    run([str(programs(environment) / "pip"), "install", "--quiet", f"{wheel}[pytest]"], empty)
    grader = str(programs(environment) / "grader")
    assert "vpc-flow-logs" in run([grader, "list"], empty)
    assert run([grader, "lint"], empty) == "4 labs are well-formed.\n"
    assert "metrolio-eu-ff578811" in run([grader, "show", "vpc-flow-logs"], empty)
    assert "Passed: 100 of 100 points." in run([grader, "demo"], empty)
    evidence(solved()).save(empty / "evidence.json")
    grade = [grader, "grade", "vpc-flow-logs", "--from", "evidence.json"]
    assert "--accent-ground" in run([*grade, "--format", "html"], empty)
    run([grader, "new", "our-logs"], empty)
    run([grader, "new", "web-logs", "--estate", "metrolio"], empty)
    assert run([grader, "lint", "."], empty) == "2 labs are well-formed.\n"
    graded = [str(programs(environment) / "pytest"), "--lab", "vpc-flow-logs", "--lab-from", "evidence.json"]
    assert "3 passed" in run(graded, empty)


@pytest.mark.skipif(shutil.which("uv") is None, reason="needs uv")
def test_uv_tool_install_brings_its_own_aws_cli(wheel: Path, tmp_path: Path) -> None:
    tools = {"UV_TOOL_DIR": str(tmp_path / "tools"), "UV_TOOL_BIN_DIR": str(tmp_path / "bin")}
    run(["uv", "tool", "install", "--quiet", "--python", sys.executable, str(wheel)], tmp_path, **tools)
    path = os.pathsep.join(["/usr/bin", "/bin"]) if os.name != "nt" else os.environ["PATH"]
    told = run([str(tmp_path / "bin" / "grader"), "demo"], tmp_path, PATH=path)
    assert "Passed: 100 of 100 points." in told
