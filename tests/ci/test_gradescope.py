"""Gradescope's two scripts, in a folder laid out as /autograder is in its containers."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COURSE = ROOT / "docs" / "example-course"
SECRET = "a course secret of more than sixteen characters"
METADATA = {"id": 1, "created_at": "2026-01-01T12:00:00.000000-08:00", "users": [{"email": "ada@example.org", "id": 7}]}

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="the scripts are for Gradescope")]


@pytest.fixture
def autograder(tmp_path: Path) -> Path:
    """/autograder, with the half-right script in it as what was handed in."""
    shutil.copytree(ROOT / "docs/ci/gradescope", tmp_path / "source")
    shutil.copytree(COURSE / "labs", tmp_path / "source" / "labs")
    shutil.copytree(COURSE / "submissions/shell/half-right", tmp_path / "submission")
    (tmp_path / "results").mkdir()
    (tmp_path / "submission_metadata.json").write_text(json.dumps(METADATA))
    return tmp_path


@pytest.fixture
def installed(autograder: Path) -> Path:
    """As after setup.sh, with the grader that stands here."""
    (autograder / "labgrader" / "kit").mkdir(parents=True)
    (autograder / "labgrader" / "kit" / "bin").symlink_to(Path(sys.executable).parent)
    return autograder


def run(script: str, autograder: Path) -> subprocess.CompletedProcess[str]:
    ours = ("AWS_", "GRADER_", "VIRTUAL_ENV", "PYTHONPATH", "UV_PROJECT")
    own = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return subprocess.run(
        [autograder / "source" / script],
        cwd=autograder,
        env=own | {"AUTOGRADER": str(autograder)},
        capture_output=True,
        text=True,
        check=False,
    )


def results(autograder: Path) -> dict[str, object]:
    return dict(json.loads((autograder / "results" / "results.json").read_text()))


def test_a_submission_has_its_points_and_its_learners_own_names(installed: Path) -> None:
    (installed / "source" / "secret").write_text(SECRET)
    done = run("run_autograder", installed)
    assert done.returncode == 0, done.stderr
    assert results(installed)["score"] == 55.0
    assert "Learner ada@example.org" in done.stdout
    assert SECRET not in json.dumps(results(installed)) + done.stdout
    assert not (installed / "source" / "secret").exists()


def test_a_learner_without_a_ticket_gets_no_grade_rather_than_a_zero(installed: Path) -> None:
    (installed / "source" / "tickets").mkdir()
    (installed / "results" / "results.json").write_text("{}")  # of whoever was here before
    done = run("run_autograder", installed)
    assert done.returncode != 0
    assert "There is no ticket for ada@example.org in the zip file." in done.stderr
    assert not (installed / "results" / "results.json").exists()


def test_what_cant_be_run_gets_no_grade_rather_than_a_zero(installed: Path) -> None:
    (installed / "submission" / "submission.sh").unlink()
    done = run("run_autograder", installed)
    assert done.returncode == 2
    assert "The folder that was handed in is empty." in done.stderr
    assert not (installed / "results" / "results.json").exists()


def test_evidence_that_anybody_can_edit_is_no_grade(installed: Path) -> None:
    shutil.rmtree(installed / "submission")
    shutil.copytree(COURSE / "submissions/snapshot/right", installed / "submission")
    done = run("run_autograder", installed)
    assert done.returncode == 2
    assert "Evidence is no grade of record." in done.stderr
    assert not (installed / "results" / "results.json").exists()


@pytest.mark.skipif(shutil.which("uv") is None, reason="needs uv")
def test_the_whole_zip_file_sets_itself_up_and_grades(autograder: Path) -> None:
    wheel = ["uv", "build", "--quiet", "--wheel", "--out-dir", str(autograder / "source"), str(ROOT)]
    subprocess.run(wheel, check=True)
    (autograder / "source" / ".gitignore").unlink(missing_ok=True)  # of uv's
    done = run("setup.sh", autograder)
    assert done.returncode == 0, done.stderr
    assert (autograder / "labgrader/kit/bin/grader").exists()
    done = run("run_autograder", autograder)
    assert done.returncode == 0, done.stderr
    assert results(autograder)["score"] == 55.0
