"""TAP 14, read by another's parser."""

from __future__ import annotations

from typing import Any

import pytest
from tap.parser import Parser

from checks.reports.output import REPORTS
from checks.reports.tap import plain
from tests.checks.reports.results import CASES, NASTY, case, handed_in, named


def lines(report: str) -> list[Any]:
    return list(Parser().parse_text(report))


def points(report: str) -> list[Any]:
    return [line for line in lines(report) if line.category == "test"]


@pytest.mark.parametrize("of", CASES)
def test_a_parser_knows_every_line_and_finds_what_the_plan_says(of: str) -> None:
    report = REPORTS["tap"](case(of))
    assert report.startswith("TAP version 14\n1..3\n")
    assert {line.category for line in lines(report)} <= {"version", "plan", "test", "diagnostic", "bail"}
    assert [line.number for line in points(report)] == [1, 2, 3]


def test_what_comes_later_is_skipped_with_why() -> None:
    first, second, _ = points(REPORTS["tap"](case("untouched, and so partly skipped")))
    assert not first.ok
    assert second.skip
    assert second.directive.reason == "Comes after “Create the log group eu-west-1b-logs”; nothing of it exists yet."


def test_what_was_found_stands_in_the_yaml_below() -> None:
    report = REPORTS["tap"](case("handed in"))
    (finding,) = points(report)[1].yaml_block["findings"]
    assert finding["code"] == "interval"
    assert (finding["expected"], finding["observed"]) == ("60", "600")
    assert finding["hint"].startswith("A flow log can't be changed")


def test_once_something_could_not_be_read_the_harness_is_to_stop() -> None:
    last = lines(REPORTS["tap"](case("unreadable")))[-1]
    assert last.category == "bail"
    assert "iam:GetRole" in last.reason


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_no_name_becomes_a_directive_or_another_line(text: str) -> None:
    found = lines(REPORTS["tap"](handed_in(named(text), text, entry=text)))
    assert {line.category for line in found} == {"version", "plan", "test", "diagnostic"}
    tests = [line for line in found if line.category == "test"]
    assert [line.ok for line in tests] == [True, False, True]
    assert not any(line.skip or line.todo for line in tests)
    assert len(tests[1].yaml_block["findings"]) == 1


def test_a_title_is_escaped_as_the_specification_says() -> None:
    assert plain("a # SKIP b \\ c") == "a \\# SKIP b \\\\ c"
