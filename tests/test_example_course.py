"""The example course: what was handed in comes to what its README says, in every form."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fixtures.submission.works import providers
from tests.terminal import Shell

COURSE = Path(__file__).parents[1] / "docs" / "example-course"
LAB = ("rejected-traffic", "--labs", str(COURSE / "labs"))
LACKS = re.compile(r"This machine (?:has no|lacks).*|.*isn't on this machine.*|.*isn't beside the grader.*")


def grades() -> dict[str, float]:
    """The table in the README: what each submission comes to."""
    table = re.findall(r"^\| `(\w+)` \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$", (COURSE / "README.md").read_text(), re.M)
    kinds = ("right", "half-right", "wrong")
    return {
        f"{form}/{kind}": float(score) for form, *scores in table for kind, score in zip(kinds, scores, strict=True)
    }


def test_the_table_has_every_submission_there_is() -> None:
    there = {f"{path.parent.name}/{path.name}" for path in COURSE.glob("submissions/*/*") if path.is_dir()}
    assert set(grades()) == there
    assert len(there) == 18


@pytest.mark.slow
@pytest.mark.parametrize("submission", grades())
def test_a_submission_comes_to_what_the_table_says(shell: Shell, submission: str) -> None:
    path = COURSE / "submissions" / submission
    plugins = os.pathsep.join(str(each) for each in providers())
    done = shell.run("grade", *LAB, "--submission", str(path), "--format", "json", GRADER_TERRAFORM_PLUGINS=plugins)
    lacks = LACKS.search(done.stderr)
    if done.returncode == 3 and lacks:
        pytest.skip(lacks[0])
    result = json.loads(done.stdout or "null")
    assert result is not None, done.stderr
    assert result["score"] == grades()[submission], done.stdout
    assert done.returncode == (0 if submission.endswith("/right") else 1)
    assert result["submission"]["feedback_only"] == submission.startswith("snapshot/")


@pytest.mark.slow
def test_what_a_learner_begins_with_runs_and_earns_nothing(shell: Shell) -> None:
    done = shell.run("grade", *LAB, "--submission", str(COURSE / "learner"), "--format", "json")
    result = json.loads(done.stdout)
    assert result["score"] == 0
    assert [(part["entry"], part["status"]) for part in result["submission"]["parts"]] == [("submission.sh", 0)]


@pytest.mark.slow
def test_the_courses_own_tests_run_beside_its_lab(shell: Shell) -> None:
    shutil.copytree(COURSE, shell.folder / "course")
    command = [sys.executable, "-m", "pytest", "--lab", "rejected-traffic", "--lab-labs", "labs", "-rA"]
    done = subprocess.run(
        [*command, "--lab-submission", "submissions/boto3/half-right"],
        cwd=shell.folder / "course",
        env=shell.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "rejected-traffic: 55 of 100 points" in done.stdout, done.stdout
    assert "PASSED tests/test_beside_the_lab.py::test_nobody_records_traffic_that_was_let_in" in done.stdout
    assert "rejected-traffic::hidden-tasks - Failed: 0 of 30 points." in done.stdout
    assert "archive" not in done.stdout


def test_the_lab_is_well_formed(shell: Shell) -> None:
    done = shell.run("lint", str(COURSE / "labs"))
    assert (done.returncode, done.stdout) == (0, "1 lab is well-formed.\n")
