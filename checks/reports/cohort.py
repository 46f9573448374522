"""What came of a class: a line for each learner, and how many of which."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from checks.reports.text import points, tame

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from checks.engine.result import Verdict
    from checks.reports.terminal import Style

FORMATS = ("terminal", "json", "junit", "csv")
SCHEMA = "labgrader/class/v1"
LONGEST = 300
"""Characters of a finding that a line has room for; the gradebook has all of it."""


@dataclass(frozen=True)
class Line:
    """One learner's result, short enough that those of a whole class can be kept. `score` is None if ungraded."""

    learner: str
    email: str
    account: str
    verdict: Verdict
    score: float | None
    max_score: float
    taken_at: str
    finding: str

    @classmethod
    def of(cls, result: Mapping[str, Any], email: str = "") -> Line:
        """The line of a result, as `labgrader/result/v1` has it."""
        weighed = sorted(result["tasks"], key=lambda task: bool(task["verdict"] != "unreadable"))
        told = [each["message"] for task in weighed if task["verdict"] != "passed" for each in task["findings"]]
        first = str(told[0]) if told else ""
        return cls(
            result["learner"],
            email,
            result["account"]["id"] or "",
            result["verdict"],
            result["score"],
            result["max_score"],
            result["taken_at"],
            tame(first if len(first) <= LONGEST else f"{first[: LONGEST - 1]}…"),
        )


@dataclass(frozen=True)
class ClassReport:
    """The lines of one run over a class."""

    lab_id: str
    lab_digest: str
    lines: Sequence[Line]

    def count(self, verdict: str) -> int:
        """How many ended so."""
        return sum(line.verdict == verdict for line in self.lines)

    @property
    def exit_status(self) -> int:
        """0 all passed, 1 some not, 3 some could not be graded."""
        if self.count("unreadable"):
            return 3
        return 0 if self.count("passed") == len(self.lines) else 1


def render(report: ClassReport, name: str, style: Style) -> str:
    """The report in the format `name`."""
    match name:
        case "json":
            return json.dumps(_json(report), indent=1, ensure_ascii=False) + "\n"
        case "csv":
            return _csv(report)
        case "junit":
            return _junit(report)
    return summary(report, style)


def told(line: Line, style: Style) -> str:
    """A line for a terminal."""
    mark = style.paint(style.mark(line.verdict), line.verdict)
    score = f"{points(line.score)} / {points(line.max_score)}"
    why = f"   {style.paint(line.finding, 'dim')}" if line.finding and line.verdict != "passed" else ""
    return f"{mark} {tame(line.learner):24} {line.account or '–':12} {score:>12}{why}"[: style.width + 40]


def summary(report: ClassReport, style: Style) -> str:
    """What came of all of them, in a few lines."""
    scores = [line.score for line in report.lines if line.score is not None]
    passed, unreadable = report.count("passed"), report.count("unreadable")
    failing = len(report.lines) - passed - unreadable
    text = f"{report.lab_id}: {len(report.lines):,} graded, {passed:,} passed, {failing:,} not yet, "
    text += f"{unreadable:,} unreadable."
    if scores:
        text += f" Of those with a score, the mean is {points(round(sum(scores) / len(scores), 2))}."
    return style.paint(text, "passed" if report.exit_status == 0 else "bold") + "\n"


def _json(report: ClassReport) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "lab": {"id": report.lab_id, "digest": report.lab_digest},
        "passed": report.count("passed"),
        "unreadable": report.count("unreadable"),
        "learners": [asdict(line) for line in report.lines],
    }


def _csv(report: ClassReport) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(field.name for field in fields(Line))
    for line in report.lines:
        writer.writerow(_harmless(value) for value in asdict(line).values())
    return text.getvalue()


def _harmless(value: Any) -> Any:
    """What a learner typed, so that no spreadsheet takes it for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in tuple("=+-@\t\r") else value


def _junit(report: ClassReport) -> str:
    root = Element("testsuites", name="labgrader")
    unreadable = report.count("unreadable")
    counts = {"tests": len(report.lines), "errors": unreadable}
    counts["failures"] = len(report.lines) - unreadable - report.count("passed")
    suite = SubElement(
        root, "testsuite", {name: str(value) for name, value in counts.items()}, name=report.lab_id, time="0"
    )
    for line in report.lines:
        case = SubElement(suite, "testcase", classname=report.lab_id, name=tame(line.learner), time="0")
        if line.verdict == "unreadable":
            SubElement(case, "error", message=line.finding)
        elif line.verdict != "passed":
            SubElement(case, "failure", message=line.finding or line.verdict)
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"
