"""What holds for every format: the same score, no zero for want of a grade, and a learner's words are only words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from fractions import Fraction
from html import unescape
from math import floor
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt
from tap.parser import Parser

from checks.engine.hidden import for_learner
from checks.engine.result import Result
from checks.reports.output import REPORTS
from tests.checks.reports.results import CASES, NASTY, SECRET, case, handed_in, named

Read = Callable[[str], tuple[str | None, str]]
"""Reads score and points back out of a report; None where it says that there is no score."""


def in_words(report: str) -> tuple[str | None, str]:
    """From words such as `60 of 100 points`."""
    found = re.search(r"(?:([\d.]+)|[Nn]ot graded)(?:,| )*of ([\d.]+) points", report)
    assert found, report
    return found[1], found[2]


def in_json(report: str) -> tuple[str | None, str]:
    data = json.loads(report)
    return data["score"], data["max_score"]


def in_gradescope(report: str) -> tuple[str | None, str]:
    data = json.loads(report)
    assert sum(each["score"] for each in data["tests"]) == pytest.approx(data["score"], abs=0.02)
    return data["score"], str(Fraction(sum(each["max_score"] for each in data["tests"])))


def in_classroom(report: str) -> tuple[str | None, str]:
    data = json.loads(report)
    return data["score"], data["max-score"]


def in_xml(report: str) -> tuple[str | None, str]:
    suite = ElementTree.fromstring(report).find("testsuite")
    assert suite is not None
    known = {each.get("name"): each.get("value") for each in suite.iterfind("properties/property")}
    score = str(known["total-score"])
    return None if score == "–" else score, str(known["total-points"])


def in_tap(report: str) -> tuple[str | None, str]:
    lines = [line for line in Parser().parse_text(report) if line.category == "test"]
    scores = [line.yaml_block["score"] for line in lines]
    if None not in scores:
        assert sum(scores) == pytest.approx(float(in_words(report)[0] or 0), abs=0.02)
    return in_words(report.splitlines()[-2 if None in scores else -1])


def in_markdown(report: str) -> tuple[str | None, str]:
    return in_words("".join(each.content for each in MarkdownIt().parse(report) if each.type == "inline"))


def in_html(report: str) -> tuple[str | None, str]:
    return in_words(re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", report.split("<main>")[1]))))


READ: dict[str, Read] = {
    "classroom50": in_classroom,
    "github": in_words,
    "gitlab": in_xml,
    "gradescope": in_gradescope,
    "html": in_html,
    "json": in_json,
    "junit": in_xml,
    "markdown": in_markdown,
    "summary": in_markdown,
    "tap": in_tap,
    "terminal": in_words,
}


def test_every_format_is_tried() -> None:
    assert READ.keys() == REPORTS.keys()


def shown(name: str, result: Result) -> str:
    """A report as `grader grade` gives it."""
    return REPORTS[name](result if REPORTS[name].whole else for_learner(result))


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("of", CASES)
def test_the_score_is_the_same_in_every_format(name: str, of: str) -> None:
    result = case(of)
    if result.score is None and REPORTS[name].graded_only:
        return
    score, points = READ[name](shown(name, result))
    whole = name == "classroom50"
    if result.score is None:
        assert score is None
    else:
        assert Fraction(str(score)) == Fraction(str(floor(result.score) if whole else result.score))
    if not (name == "gradescope" and of == "with cents"):  # whose made-up total isn't that of its tasks
        assert Fraction(str(points)) == Fraction(str(floor(result.max_score) if whole else result.max_score))


@pytest.mark.parametrize("name", [name for name, report in REPORTS.items() if not report.whole])
@pytest.mark.parametrize("of", [each for each in CASES if each.startswith("hidden")])
def test_of_hidden_tasks_a_learner_is_told_their_points_alone(name: str, of: str) -> None:
    result = case(of)
    if result.score is None and REPORTS[name].graded_only:
        return
    report = shown(name, result).replace("\\", "")
    hidden = [task for task in result.tasks if task.visibility == "hidden"]
    assert "Hidden tasks (graded, not shown)" in report
    for task in hidden:
        assert task.title not in report
        assert task.id not in report
        assert not [each.message for each in task.findings if each.message in report]
        assert not [hint for hint in task.hints if hint in report]


@pytest.mark.parametrize("name", [name for name, report in REPORTS.items() if report.whole])
def test_who_is_no_learner_is_told_all(name: str) -> None:
    assert SECRET in shown(name, case("hidden and failed"))
    assert '"visibility": "hidden"' in shown(name, case("hidden and failed"))


@pytest.mark.parametrize("name", [name for name in REPORTS if name != "json"])
@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_nothing_that_a_learner_typed_acts_on_its_reader(name: str, text: str) -> None:
    for result in (named(text), handed_in(named("x"), text, entry=text[:200])):
        report = REPORTS[name](result)
        READ[name](report)
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\u2028]", report)
        assert "##[" not in report
        assert "##vso[" not in report
        if name != "github":
            assert not [line for line in report.splitlines() if line.lstrip().startswith("::")]


@pytest.mark.parametrize("name", [name for name in REPORTS if name != "github"])
def test_the_same_result_gives_the_same_report(name: str) -> None:
    assert REPORTS[name](case("handed in")) == REPORTS[name](case("handed in"))


@pytest.mark.parametrize("name", [name for name in REPORTS if name != "json"])
def test_how_a_submission_ended_and_that_it_was_not_shut_in_stands_in_each(name: str) -> None:
    report = REPORTS[name](case("handed in")).replace("\\", "")
    assert "exit status 3" in report
    assert "It was not wholly shut in on this machine: the network stands open." in report
    assert "wholly shut in" not in REPORTS[name](handed_in(case("passed"), isolated=True)).replace("\\", "")
