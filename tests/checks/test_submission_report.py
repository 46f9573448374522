"""What was handed in stands beside the grade: how it ended, in words that are never more than words."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import checks.reports
from checks.engine.result import Result
from checks.engine.submission import Ran, Submission
from checks.gradebook.results import read_result
from checks.reports.output import REPORTS
from labs.errors import EvidenceError
from tests.checks.accounts import graded, solved

SCHEMA = json.loads((Path(checks.reports.__file__).parent / "result.v1.schema.json").read_text())
NASTY = "::error::done\n  ::set-output name=score::100\nx ##[error]y ##vso[task.complete]\n```\n\x1b[31m<script>\n"


def handed_in(**changes: Any) -> Result:
    part = replace(Ran("solution.sh", "shell", "exited", 3, 1.25, NASTY), **changes)
    submission = Submission((part,), isolated=False, isolation=("the network stands open",))
    return replace(graded(solved()), submission=submission, received_at="2026-03-01T11:58:12Z")


def test_json_says_what_was_handed_in_and_keeps_to_its_schema() -> None:
    document = json.loads(REPORTS["json"](handed_in()))
    jsonschema.validate(document, SCHEMA, format_checker=jsonschema.FormatChecker())
    assert document["submission"]["parts"][0]["status"] == 3
    assert document["received_at"] == "2026-03-01T11:58:12Z"


def test_where_nothing_was_handed_in_json_has_no_word_of_it() -> None:
    assert not {"submission", "received_at"} & json.loads(REPORTS["json"](graded(solved()))).keys()


def test_a_kept_result_comes_back_with_what_was_handed_in() -> None:
    result = handed_in()
    again = read_result(json.loads(REPORTS["json"](result)))
    assert (again.submission, again.received_at) == (result.submission, result.received_at)


@pytest.mark.parametrize("spoilt", [{"received_at": "yesterday"}, {"received_at": "2026-03-01T11:58:12"}])
def test_a_time_of_receipt_that_is_none_is_damage(spoilt: dict[str, str]) -> None:
    with pytest.raises(EvidenceError, match="damaged"):
        read_result(json.loads(REPORTS["json"](handed_in())) | spoilt)


@pytest.mark.parametrize("name", ["terminal", "markdown"])
def test_a_failure_is_shown_and_no_ci_takes_its_words_for_commands(name: str) -> None:
    report = REPORTS[name](handed_in())
    assert "exit status 3" in report
    assert "100 of 100 points" in report
    assert "the network stands open" in report
    assert "| : :error::done" in report
    assert not [line for line in report.splitlines() if line.lstrip().startswith(("::", "```"))]
    assert "##[" not in report
    assert "##vso[" not in report
    assert "\x1b" not in report


@pytest.mark.parametrize("name", ["terminal", "markdown"])
def test_what_went_well_shows_no_output(name: str) -> None:
    report = REPORTS[name](handed_in(status=0))
    assert "exit status 0" in report
    assert "done" not in report


def test_of_a_long_output_the_end_is_shown() -> None:
    report = REPORTS["terminal"](handed_in(output="\n".join(f"line {number}" for number in range(50))))
    assert "(30 lines before)" in report
    assert "| line 49" in report
    assert "| line 29\n" not in report


@pytest.mark.parametrize(
    ("ended", "words"),
    [
        ("time", "took longer"),
        ("memory", "memory"),
        ("processes", "processes"),
        ("disk", "disk"),
        ("output", "printed"),
    ],
)
def test_each_limit_is_told_in_words(ended: str, words: str) -> None:
    assert words in REPORTS["terminal"](handed_in(ended=ended, status=None, output=""))


def test_what_can_be_edited_by_hand_is_called_feedback() -> None:
    submission = Submission((Ran("evidence.json", "evidence", "exited", 0, 0.0, ""),), True, (), feedback_only=True)
    assert "no grade of record" in REPORTS["terminal"](replace(graded(solved()), submission=submission))
