"""`grader grade` in all its formats, with hidden tasks and a score that is enough: whole processes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checks.engine.evidence import Evidence
from checks.flow_log import FLOW_LOGS
from checks.reports.output import CLASSROOM
from tests.checks.accounts import ALL_TRAFFIC, LAB, THE_ROLE, changed, lab, snapshot, solved
from tests.terminal import Shell

pytestmark = pytest.mark.slow

RUNNER = dict.fromkeys(CLASSROOM, "submit/x")


@pytest.fixture
def half(shell: Shell) -> Shell:
    """A folder with evidence of work that earns 95 of 100 points, and of work that could not be read."""
    taken = snapshot(changed(FLOW_LOGS, ALL_TRAFFIC, MaxAggregationInterval=600))
    Evidence.of(lab().lab, taken).save(shell.folder / "half.json")
    Evidence.of(lab().lab, snapshot(solved(), {THE_ROLE: "AccessDenied"})).save(shell.folder / "refused.json")
    return shell


def hide(folder: Path) -> None:
    """The first lab once more, with its second task hidden."""
    own = folder / "labs" / "vpc_flow_logs"
    own.mkdir(parents=True)
    text = (LAB / "lab.yaml").read_text(encoding="utf-8")
    task = "    needs: [log-group]\n    points: 40\n"
    assert text.count(task) == 1
    (own / "lab.yaml").write_text(text.replace(task, f"{task}    visibility: hidden\n"), encoding="utf-8")


def test_every_format_in_one_run(half: Shell) -> None:
    names = ["html", "json", "junit", "markdown", "tap", "gitlab", "gradescope", "classroom50"]
    wanted = [flag for name in names for flag in ("--format", f"{name}={name}.out")]
    step = {**RUNNER, "GITHUB_STEP_SUMMARY": str(half.folder / "step.md")}
    flags = ("--format", "github", "--format", "summary", *wanted)
    done = half.run("grade", "vpc-flow-logs", "--from", "half.json", *flags, **step)
    assert done.returncode == 0, done.stderr  # since Classroom 50 is among them
    assert done.stdout.startswith("::stop-commands::")
    assert "95 of 100 points" in (half.folder / "step.md").read_text(encoding="utf-8")
    assert json.loads((half.folder / "gradescope.out").read_text(encoding="utf-8"))["score"] == 95
    for name in names:
        assert (half.folder / f"{name}.out").stat().st_size > 200


def test_without_a_grade_no_platform_gets_a_file(half: Shell) -> None:
    flags = ("--format", "gradescope=g.json", "--format", "classroom50=c.json", "--format", "terminal")
    done = half.run("grade", "vpc-flow-logs", "--from", "refused.json", *flags, **RUNNER)
    assert done.returncode == 3
    assert "Could not be graded" in done.stdout
    assert not list(half.folder.glob("[gc].json"))


@pytest.mark.parametrize(("least", "status"), [("95%", 0), ("95.01", 1), ("101", 2)])
def test_so_many_points_are_enough(half: Shell, least: str, status: int) -> None:
    done = half.run("grade", "vpc-flow-logs", "--from", "half.json", "--min-score", least)
    assert done.returncode == status, done.stderr
    assert ("95 of 100" in done.stdout) is (status < 2)


def test_no_number_of_points_makes_a_grade_of_none(half: Shell) -> None:
    assert half.run("grade", "vpc-flow-logs", "--from", "refused.json", "--min-score", "0").returncode == 3


def test_what_makes_no_sense_is_refused(half: Shell) -> None:
    grade = ("grade", "vpc-flow-logs", "--from", "half.json", "--format")
    for flags, told in (
        (("summary",), "GITHUB_STEP_SUMMARY isn't set"),
        (("classroom50",), "needs CLASSROOM, ASSIGNMENT"),
        (("htlm",), "`html`"),
    ):
        done = half.run(*grade, *flags)
        assert done.returncode == 2
        assert told in done.stderr
    done = half.run(*grade, "classroom50", "--min-score", "50", **RUNNER)
    assert (done.returncode, done.stdout) == (2, "")


def test_a_hidden_task_counts_and_no_learner_sees_it(half: Shell) -> None:
    hide(half.folder)
    own, title = ("vpc-flow-logs", "--labs", "labs"), "Record all traffic"
    assert "2 tasks and hidden ones, 100 points" in half.run("list", "--labs", "labs").stdout
    assert title not in half.run("show", *own).stdout
    grade = ("grade", *own, "--from", "half.json")
    told = half.run(*grade).stdout
    assert title not in told
    assert "Hidden tasks (graded, not shown)" in told
    assert "35 / 40" in told
    assert "95 of 100 points" in told
    assert title in half.run(*grade, "--show-hidden").stdout
    tasks = json.loads(half.run(*grade, "--format", "json").stdout)["tasks"]
    assert [task.get("visibility") for task in tasks] == [None, "hidden", None]


def test_a_format_costs_only_those_who_ask_for_it(half: Shell) -> None:
    """What is imported shows on standard error; a template, XML or a database would take longer than the grade."""
    costly = ("jinja2.", "markupsafe", "xml.etree", "sqlalchemy", "markdown_it")
    for name, loaded in (("json", ()), ("terminal", ()), ("junit", ("xml.etree",))):
        grade = ("grade", "vpc-flow-logs", "--from", "half.json", "--format", name)
        done = half.run(*grade, PYTHONPROFILEIMPORTTIME="1")
        assert "checks.reports.output" in done.stderr
        assert tuple(each for each in costly if f" {each}" in done.stderr) == loaded
