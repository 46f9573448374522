"""Hidden tasks: graded as any other, and shown to nobody who learns."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checks.engine.hidden import for_learner
from checks.engine.lint import lint
from checks.gradebook.results import read_result
from checks.reports.output import REPORTS, write
from checks.reports.terminal import PLAIN
from labs.errors import EvidenceError, LabError
from labs.guide import guide
from labs.load import load
from tests.checks.accounts import graded, solved
from tests.checks.reports.results import CASES, SECRET, case
from tests.labs.writing import spoilt

HIDDEN = ("    credit: all-or-nothing\n", "    visibility: hidden\n")


def written(folder: Path, *changes: tuple[str, str]) -> Path:
    lab = folder / "a_lab"
    lab.mkdir()
    (lab / "lab.yaml").write_text(spoilt(*changes))
    return lab


def problems(folder: Path) -> list[str]:
    return [problem.message for problem in lint(folder)[1]]


@pytest.mark.parametrize("of", CASES)
def test_what_a_learner_is_told_comes_to_the_same_score(of: str) -> None:
    result = case(of)
    told = for_learner(result)
    assert (told.score, told.max_score, told.verdict) == (result.score, result.max_score, result.verdict)
    assert sum(task.points for task in told.tasks) == sum(task.points for task in result.tasks)
    if result.score is not None:
        assert sum(task.score or 0 for task in told.tasks) == sum(task.score or 0 for task in result.tasks)


def test_hidden_tasks_are_told_of_together_and_last() -> None:
    told = [(task.id, task.score, task.points) for task in for_learner(case("hidden and passed")).tasks]
    assert told == [("web-traffic", 40, 40), ("hidden-tasks", 60, 60)]


def test_on_request_all_is_shown() -> None:
    result = case("hidden and failed")
    assert SECRET not in write(result, [("terminal", None)], PLAIN)
    assert f"{SECRET} (hidden)" in write(result, [("terminal", None)], PLAIN, show_hidden=True)
    assert "(hidden)" not in write(result, [("json", None)], PLAIN, show_hidden=True)


def test_a_kept_result_is_as_hidden_as_it_was() -> None:
    result = case("hidden and failed")
    again = read_result(json.loads(REPORTS["json"](result)))
    assert [task.visibility for task in again.tasks] == ["visible", "hidden", "visible"]
    assert "visibility" not in REPORTS["json"](graded(solved()))
    with pytest.raises(EvidenceError, match="damaged"):
        read_result(json.loads(REPORTS["json"](result).replace('"hidden"', '"secret"')))


def test_a_lab_hides_a_task(tmp_path: Path) -> None:
    folder = written(tmp_path, HIDDEN)
    assert problems(folder) == []
    lab = load(folder)
    assert [task.hidden for task in lab.tasks] == [False, True]
    assert [task.id for task in lab.shown] == ["log-group"]
    assert "Create a flow log" not in guide(lab)


def test_nobody_is_to_wait_for_what_is_not_shown(tmp_path: Path) -> None:
    folder = written(tmp_path, ("    hints: [Look under Logs.]\n", "    visibility: hidden\n"))
    assert problems(folder) == ["`log-group` is hidden, and a learner who lacks it would be told what it is."]


def test_a_hidden_task_may_need_any_other(tmp_path: Path) -> None:
    folder = written(tmp_path, ("    hints: [Look under Logs.]\n", "    visibility: hidden\n"), HIDDEN)
    assert problems(folder) == []


def test_the_guide_gives_no_hidden_task_away(tmp_path: Path) -> None:
    folder = written(tmp_path, HIDDEN)
    (folder / "guide.md.j2").write_text("# A lab\n\nThen Create a flow log somewhere.\n")
    assert problems(folder) == ["tells the title of the hidden task `flow-log`: Create a flow log."]
    (folder / "guide.md.j2").write_text("# A lab\n\n{{ points['flow-log'] }}\n")
    with pytest.raises(LabError, match=r"`points` has no `flow-log`\. That task is hidden"):
        guide(load(folder))


def test_a_visibility_that_is_none_is_told(tmp_path: Path) -> None:
    folder = written(tmp_path, ("    credit: all-or-nothing\n", "    visibility: invisible\n"))
    assert len(problems(folder)) == 1
