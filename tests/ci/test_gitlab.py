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


def test_a_submission_is_graded_for_its_learner_and_reported_as_junit(tmp_path: Path) -> None:
    project, temporary = tmp_path / "project", tmp_path / "temporary"
    (temporary / "labgrader").mkdir(parents=True)
    (temporary / "labgrader" / "bin").symlink_to(Path(sys.executable).parent)
    shutil.copytree(COURSE / "submissions/cloudformation/half-right", project)
    variables = {**JOB["variables"], "LAB": "rejected-traffic", "LABS": str(COURSE / "labs"), "LEARNER": "ada"}
    own = {"PATH": os.environ["PATH"], "TMPDIR": str(temporary), "CI_PIPELINE_CREATED_AT": "2026-01-01T00:00:00Z"}
    done = subprocess.run(
        ["sh", "-c", "\n".join(JOB["script"])],
        cwd=project,
        env={**variables, **own, "GRADER_SECRET": SECRET, "CI_JOB_TOKEN": "glcbt-0123456789"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "Not there yet: 55 of 100 points." in done.stdout
    assert "Learner ada, " in done.stdout
    report = ElementTree.parse(project / "labgrader.xml")
    assert len(list(report.iter("failure"))) == 3
    assert (project / "grade.html").exists()
    for artifact in (*JOB["artifacts"]["paths"], JOB["artifacts"]["reports"]["junit"]):
        assert (project / artifact).exists()
