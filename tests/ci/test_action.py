"""The GitHub Action: its steps, run as the runner runs them."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.ci.steps import ROOT, Runner

COURSE = ROOT / "docs" / "example-course"
SECRET = "a course secret of more than sixteen characters"
TOKEN = "ghs_0123456789abcdef0123456789abcdef0123"
INSTALL, OPEN = "Install labgrader", "Let submissions be shut in"
CURIOUS = """\
env
cat /proc/*/environ 2>/dev/null | tr '\\0' '\\n'
echo '::error::passed' '::add-mask::x'
aws logs create-log-group --log-group-name knocks
"""

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="the steps are for bash")]


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """A job on a runner with the grader installed already."""
    workspace, temporary = tmp_path / "workspace", tmp_path / "temporary"
    for folder in (workspace, temporary / "labgrader" / "kit"):
        folder.mkdir(parents=True)
    (temporary / "labgrader" / "kit" / "bin").symlink_to(Path(sys.executable).parent)
    shutil.copytree(COURSE / "labs", workspace / "labs")
    own = {name: os.environ[name] for name in ("PATH", "HOME")}
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"repository": {"pushed_at": 1767225600}}))
    platform = {"GITHUB_EVENT_NAME": "push", "GITHUB_EVENT_PATH": str(event), "GITHUB_TOKEN": TOKEN, "CI": "true"}
    inputs = {"lab": "rejected-traffic", "labs": "labs\n", "submission": "work"}
    return Runner(workspace, temporary, inputs, own | platform, frozenset({INSTALL, OPEN}))


def test_a_submission_is_graded_with_annotations_summary_and_outputs(runner: Runner) -> None:
    shutil.copytree(COURSE / "submissions/boto3/half-right", runner.workspace / "work")
    runner.inputs = {**runner.inputs, "formats": "junit=grade.xml\nhtml=grade.html\n"}
    assert runner.run() == 1
    outputs = runner.outputs["grade"]
    assert (outputs["verdict"], outputs["score"], outputs["max-score"]) == ("failed", "55", "100")
    assert "::error" in runner.said
    assert "55 of 100 points" in runner.summary
    assert "archive" not in runner.summary + runner.said  # which is hidden
    assert (runner.workspace / "grade.xml").exists()
    assert (runner.workspace / "grade.html").exists()
    result = json.loads(Path(outputs["result"]).read_text())
    assert result["received_at"] == "2026-01-01T00:00:00Z"

    runner.inputs = {**runner.inputs, "min-score": "50%"}
    assert runner.run() == 0


def test_what_is_handed_in_sees_neither_the_secret_nor_a_token(runner: Runner) -> None:
    (runner.workspace / "work").mkdir()
    (runner.workspace / "work" / "submission.sh").write_text(CURIOUS)
    runner.inputs = {**runner.inputs, "learner": "ada@example.org", "secret": SECRET}
    assert runner.run() == 1, runner.said
    result = Path(runner.outputs["grade"]["result"]).read_text()
    assert json.loads(result)["learner"] == "ada@example.org"
    printed = json.loads(result)["submission"]["parts"][0]["output"]
    assert "LAB_ROLE=metrolio-flow-logs-" in printed
    for what in (SECRET, TOKEN, "GITHUB_", "RUNNER_", "GRADER_"):
        assert what not in printed, printed
    assert "\n::error::passed" not in runner.said
    assert SECRET not in runner.said + runner.summary + result


def test_the_grader_itself_runs_without_what_the_job_has(runner: Runner) -> None:
    kit = runner.temporary / "labgrader" / "kit" / "bin"
    kit.unlink()
    kit.mkdir()
    (kit / "grader").write_text("#!/bin/sh\nexec env\n")
    (kit / "grader").chmod(0o755)
    runner.inputs = {**runner.inputs, "secret": SECRET, "ticket": "ada.json"}
    assert runner.run() == 0
    seen = {line.partition("=")[0] for line in runner.said.splitlines()}
    assert seen - {"_", "PWD", "SHLVL"} == {"PATH", "HOME", "LANG", "CI", "GITHUB_EVENT_NAME", "GITHUB_EVENT_PATH"}


def test_evidence_that_anybody_can_edit_is_no_grade(runner: Runner) -> None:
    shutil.copytree(COURSE / "submissions/snapshot/right", runner.workspace / "work")
    assert runner.run() == 2
    assert "it is no grade of record" in runner.said
    assert runner.summary == ""
    assert runner.outputs["grade"] == {}


def test_what_cant_be_graded_has_no_score(runner: Runner) -> None:
    (runner.workspace / "work").mkdir()
    assert runner.run() == 2
    assert runner.outputs["grade"] == {}
    assert "The folder that was handed in is empty." in runner.said


@pytest.mark.skipif(shutil.which("uv") is None, reason="needs uv")
def test_the_kit_installs_itself_with_what_it_pins(tmp_path: Path) -> None:
    ours = ("AWS_", "GRADER_", "VIRTUAL_ENV", "PYTHONPATH", "UV_PROJECT")
    own = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    others = frozenset({OPEN, "Grade"})
    runner = Runner(tmp_path, tmp_path, {"lab": "rejected-traffic"}, own, others)
    assert runner.run() == 0, runner.said
    assert str(tmp_path / "labgrader" / "kit") in runner.said
