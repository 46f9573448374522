"""A result as JUnit XML for GitLab's unit test reports, which show less of it than others do.

GitLab shows a case's `classname` and `name`, and of `<failure>`, `<error>` and `<skipped>` the text inside: no message,
no property, no suite. Of two cases with one name it drops the second. Source: GitLab's `lib/gitlab/ci/parsers/test/
junit.rb` and its page "Unit test reports".
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import SubElement

from checks.reports.junit import document, harmless, suite_of
from checks.reports.text import handed_in, points, tame, told

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from checks.engine.result import Result, TaskResult

MOST_LINES = 200
"""Of what a program printed."""
_TAGS = {"failed": "failure", "skipped": "skipped", "unreadable": "error"}


def render(result: Result) -> str:
    """One XML document, which is to be an artifact of the sort `reports: junit`."""
    root, suite = suite_of(result)
    names: set[str] = set()
    for task in result.tasks:
        name = tame(task.title)
        _case(suite, result, f"{name} [{task.id}]" if name in names else name, task)
        names.add(name)
    if result.submission is not None:  # a remark: it passes nothing, and fails nothing
        case = SubElement(suite, "testcase", classname=result.lab_id, name="What was handed in", time="0")
        _say(SubElement(case, "skipped"), handed_in(result.submission, MOST_LINES))
        suite.set("tests", str(len(result.tasks) + 1))
        suite.set("skipped", str(int(suite.get("skipped", "0")) + 1))
    return document(root)


def _case(suite: Element, result: Result, name: str, task: TaskResult) -> None:
    case = SubElement(suite, "testcase", classname=result.lab_id, name=name, time="0")
    properties = SubElement(case, "properties")
    for key, value in (("id", task.id), ("score", points(task.score)), ("points", points(task.points))):
        SubElement(properties, "property", name=key, value=value)
    if task.verdict != "passed":
        worth = f"{points(task.score)} of {points(task.points)} points"
        _say(SubElement(case, _TAGS[task.verdict]), (worth, *told(task)))


def _say(where: Element, lines: Iterable[str]) -> None:
    where.text = "\n".join(map(harmless, lines))
