"""JUnit XML, for everybody and for GitLab: by the rules of pytest's xunit2 schema, and read by another's parser."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
from junitparser import Error, Failure, JUnitXml, Skipped

from checks.reports.output import REPORTS
from tests.checks.reports.results import CASES, NASTY, case, handed_in, named

CHILDREN = {
    "testsuites": {"testsuite"},
    "testsuite": {"properties", "testcase", "system-out", "system-err"},
    "testcase": {"properties", "skipped", "error", "failure", "system-out", "system-err"},
    "properties": {"property"},
}
NEEDS = {"testsuite": {"name", "tests", "failures", "errors"}, "testcase": {"name"}, "property": {"name", "value"}}
MAY_HAVE = {
    "testsuites": {"name", "time", "tests", "failures", "errors"},
    "testsuite": {"time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url", "group"},
    "testcase": {"time", "classname", "group"},
    "skipped": {"type", "message"},
    "error": {"type", "message"},
    "failure": {"type", "message"},
}
"""Jenkins' schema junit-10.xsd, which pytest's xunit2 goes by; and properties of cases, which both have taken since."""

FORMATS = ("junit", "gitlab")


def cases(report: str) -> list[Any]:
    (suite,) = JUnitXml.fromstring(report.encode())
    return list(suite)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("of", CASES)
def test_it_keeps_to_the_schema(name: str, of: str) -> None:
    root = ElementTree.fromstring(REPORTS[name](case(of)))
    assert root.tag == "testsuites"
    for each in root.iter():
        needed = NEEDS.get(each.tag, set())
        assert {child.tag for child in each} <= CHILDREN.get(each.tag, set())
        assert needed <= set(each.keys()) <= needed | MAY_HAVE.get(each.tag, set())
        assert [child.tag for child in each].count("properties") <= 1
        if each.find("properties") is not None:
            assert each[0].tag == "properties"


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("of", CASES)
def test_another_parser_counts_the_same(name: str, of: str) -> None:
    document: Any = JUnitXml.fromstring(REPORTS[name](case(of)).encode())
    (suite,) = document
    counted = (suite.tests, suite.failures, suite.errors, suite.skipped)
    document.update_statistics()
    assert counted == (document.tests, document.failures, document.errors, document.skipped)


def test_gitlab_shows_the_text_of_each_case_that_did_not_pass() -> None:
    first, second, third = cases(REPORTS["gitlab"](case("untouched, and so partly skipped")))
    (failure,), (skipped,), (other,) = first.result, second.result, third.result
    assert (type(failure), type(skipped), type(other)) == (Failure, Skipped, Failure)
    assert failure.text == "0 of 20 points\nThere is no log group eu-west-1b-logs in eu-west-1."
    assert "Comes after" in skipped.text
    (refused,) = cases(REPORTS["gitlab"](case("unreadable")))[1].result
    assert isinstance(refused, Error)
    assert "iam:GetRole" in str(refused.text)


def test_gitlab_is_told_names_for_people_each_once() -> None:
    result = case("half")
    twice = replace(result, tasks=(result.tasks[0], *result.tasks))
    names = [each.name for each in cases(REPORTS["gitlab"](twice))]
    assert names[:2] == ["Create the log group eu-west-1b-logs", "Create the log group eu-west-1b-logs [log-group]"]
    assert len(set(names)) == len(names)


def test_a_submission_is_a_remark_to_gitlab_and_fails_nothing() -> None:
    (remark,) = cases(REPORTS["gitlab"](case("handed in")))[-1].result
    assert isinstance(remark, Skipped)
    assert "not wholly shut in" in str(remark.text)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_no_name_becomes_an_element_or_an_attachment(name: str, text: str) -> None:
    report = REPORTS[name](handed_in(named(text), text, entry=text))
    assert len(cases(report)) == (4 if name == "gitlab" else 3)
    root = ElementTree.fromstring(report)
    other = ElementTree.fromstring(REPORTS[name](handed_in(named("x"), "x", entry="x")))
    assert [each.tag for each in root.iter()] == [each.tag for each in other.iter()]
    assert "[[ATTACHMENT" not in "".join(root.itertext())
