"""A result as JUnit XML, in pytest's xunit2 dialect.

JUnit has no notion of a score, so score and points are properties of each case, and their totals of the suite. What
could not be read is an `<error>`, never a `<failure>`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from checks.reports.text import handed_in, points, reason, shown, tame

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checks.engine.result import Result, TaskResult

MOST_LINES = 200
"""Of what a program printed."""


def render(result: Result) -> str:
    """One XML document."""
    root, suite = suite_of(result)
    for task in result.tasks:
        _case(suite, result, task)
    if result.submission is not None:
        SubElement(suite, "system-out").text = "\n".join(map(harmless, handed_in(result.submission, MOST_LINES)))
    return document(root)


def suite_of(result: Result) -> tuple[Element, Element]:
    """A document's root, and in it the suite, without its cases yet."""
    verdicts = [task.verdict for task in result.tasks]
    root = Element("testsuites", name="labgrader")
    suite = SubElement(
        root,
        "testsuite",
        name=result.lab_id,
        errors=str(verdicts.count("unreadable")),
        failures=str(verdicts.count("failed")),
        skipped=str(verdicts.count("skipped")),
        tests=str(len(verdicts)),
        time="0",
        timestamp=result.taken_at.removesuffix("Z"),
        hostname=tame(f"{result.account_id or 'unknown'}.{result.region}"),
    )
    total = {"learner": result.learner, "total-score": points(result.score), "total-points": points(result.max_score)}
    _properties(suite, total)
    return root, suite


def document(root: Element) -> str:
    """The text of a document."""
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def harmless(line: str) -> str:
    """A line in which GitLab and Jenkins find no attachment: `[[ATTACHMENT|…]]` links to a file of the learner's."""
    return re.sub(r"\[(?=\[)", "[ ", line)


def _properties(of: Element, known: Mapping[str, str]) -> None:
    properties = SubElement(of, "properties")
    for name, value in known.items():
        SubElement(properties, "property", name=name, value=tame(value))


def _case(suite: Element, result: Result, task: TaskResult) -> None:
    case = SubElement(suite, "testcase", classname=result.lab_id, name=task.id, time="0")
    _properties(case, {"title": task.title, "score": points(task.score), "points": points(task.points)})
    if task.verdict == "passed":
        return
    message = tame(task.findings[0].message) if task.findings else task.verdict
    match task.verdict:
        case "skipped":
            SubElement(case, "skipped", type="labgrader.skip", message=reason(task) or message)
        case "failed":
            SubElement(case, "failure", message=message).text = _told(task)
        case _:
            SubElement(case, "error", message=message).text = _told(task)


def _told(task: TaskResult) -> str:
    lines = []
    for finding in shown(task):
        lines.append(f"[{finding.code}] {harmless(tame(finding.message))}")
        if finding.hint:
            lines.append(f"  {harmless(tame(finding.hint))}")
    return "\n".join(lines)
