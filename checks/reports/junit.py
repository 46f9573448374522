"""A result as JUnit XML, in pytest's xunit2 dialect.

JUnit has no notion of a score, so score and points are properties of each case. What could not be read is an `<error>`,
never a `<failure>`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from checks.reports.text import points, reason, tame

if TYPE_CHECKING:
    from checks.engine.result import Result, TaskResult


def render(result: Result) -> str:
    """One XML document."""
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
        hostname=f"{result.account_id or 'unknown'}.{result.region}",
    )
    for task in result.tasks:
        _case(suite, result, task)
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _case(suite: Element, result: Result, task: TaskResult) -> None:
    case = SubElement(suite, "testcase", classname=result.lab_id, name=task.id, time="0")
    properties = SubElement(case, "properties")
    for name, value in (("title", task.title), ("score", points(task.score)), ("points", points(task.points))):
        SubElement(properties, "property", name=name, value=tame(value))
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
    for finding in task.findings:
        lines.append(f"[{finding.code}] {tame(finding.message)}")
        if finding.hint:
            lines.append(f"  {tame(finding.hint)}")
    return "\n".join(lines)
