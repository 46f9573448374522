"""The hook, as pre-commit runs it in a course's repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent

pytestmark = pytest.mark.slow


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_a_wrong_lab_is_not_committed_and_other_files_cost_nothing(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "docs/example-course/labs", tmp_path / "labs")
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    here = [{**hook, "language": "system"} for hook in hooks]  # in place of an environment that takes a minute to make
    settings = {"repos": [{"repo": "local", "hooks": here}]}
    (tmp_path / ".pre-commit-config.yaml").write_text(yaml.safe_dump(settings))
    subprocess.run(["git", "init", "--quiet", "."], cwd=tmp_path, check=True)

    def committed(file: str, text: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / file).write_text(text)
        own = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "PRE_COMMIT_HOME": str(tmp_path / "home")}
        command = [str(BIN / "pre-commit"), "run", "--files", file]
        subprocess.run(["git", "add", "labs", "."], cwd=tmp_path, check=True)
        return subprocess.run(command, cwd=tmp_path, env=own, capture_output=True, text=True, check=False)

    lab = "labs/rejected_traffic/lab.yaml"
    right = (tmp_path / lab).read_text()
    assert "lint labs" in committed(lab, right).stdout
    wrong = committed(lab, right.replace("traffic: REJECT", "traffic: REJECTED"))
    assert wrong.returncode == 1
    assert f"{lab}:" in wrong.stdout
    assert "(no files to check)Skipped" in committed("notes.txt", "Nothing of a lab.").stdout
