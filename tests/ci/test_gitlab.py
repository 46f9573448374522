"""The GitLab template: its script, run as a runner's shell runs it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

ROOT = Path(__file__).parents[2]
COURSE = ROOT / "docs" / "example-course"
SECRET = "a course secret of more than sixteen characters"
JOB = yaml.safe_load((ROOT / "docs/ci/gitlab/labgrader.gitlab-ci.yml").read_text())[".labgrader"]

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="the script is for a POSIX shell")]


@pytest.fixture
def job(tmp_path: Path) -> Path:
    """A runner's folder, with the grader installed already."""
    (tmp_path / "temporary" / "labgrader").mkdir(parents=True)
    (tmp_path / "temporary" / "labgrader" / "bin").symlink_to(Path(sys.executable).parent)
    return tmp_path


def run(job: Path, submission: str, **variables: str) -> subprocess.CompletedProcess[str]:
    shutil.copytree(COURSE / "submissions" / submission, job / "project")
    given = {**JOB["variables"], "LAB": "rejected-traffic", "LABS": str(COURSE / "labs"), **variables}
    own = {"PATH": os.environ["PATH"], "TMPDIR": str(job / "temporary"), "CI_JOB_TOKEN": "glcbt-0123456789"}
    return subprocess.run(
        ["sh", "-c", "\n".join(JOB["script"])],
        cwd=job / "project",
        env={**given, **own, "CI_PIPELINE_CREATED_AT": "2026-01-01T00:00:00Z"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_submission_is_graded_for_its_learner_and_reported_as_junit(job: Path) -> None:
    done = run(job, "cloudformation/half-right", LEARNER="ada", GRADER_SECRET=SECRET)
    assert done.returncode == 1, done.stderr
    assert "Not there yet: 55 of 100 points." in done.stdout
    assert "Learner ada, " in done.stdout
    report = ElementTree.parse(job / "project" / "labgrader.xml")
    assert len(list(report.iter("failure"))) == 3
    for artifact in (*JOB["artifacts"]["paths"], JOB["artifacts"]["reports"]["junit"]):
        assert (job / "project" / artifact).exists()


def test_evidence_that_anybody_can_edit_is_no_grade(job: Path) -> None:
    done = run(job, "snapshot/right")
    assert done.returncode == 2
    assert "it is no grade of record" in done.stdout
