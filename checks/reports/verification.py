"""What `grader verify` found out of labs, in the words of its reader."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from checks.engine.verify.verification import to_json
from checks.reports.terminal import wrapped
from checks.reports.text import tame
from labs import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checks.engine.verify.trial import Trial
    from checks.engine.verify.verification import Verification
    from checks.reports.terminal import Style

FORMATS = ("terminal", "json", "junit")
MOST_TOLD = 12
"""How many failures of one trial a person is told; JSON and JUnit have all of them."""


def render(verifications: Sequence[Verification], name: str, style: Style) -> str:
    """All of them in the format `name`."""
    if name == "json":
        return json.dumps(to_json(verifications, __version__), indent=2, ensure_ascii=False) + "\n"
    if name == "junit":
        return _junit(verifications)
    return "\n".join(line for each in verifications for line in _table(each, style)) + "\n"


def _table(it: Verification, style: Style) -> Iterator[str]:
    yield style.paint(f"{it.lab_id}: {tame(it.lab_title)}", "bold")
    width = max(len(trial.title) for trial in it.trials)
    for trial in it.trials:
        mark = style.paint(style.mark("passed" if trial.holds else "failed"), "passed" if trial.holds else "failed")
        note = style.paint(f"  {tame(trial.note)}", "dim") if trial.note else ""
        yield f"  {mark} {trial.title:{width}}  {trial.tried:>7,}{note}"
        yield from _failures(trial, style)
    if it.kinds:
        yield ""
        yield f"  {'Kind':24}{'mutants':>9}{'killed':>9}"
        for kind, tally in it.kinds.items():
            yield f"  {kind:24}{tally.made:>9,}{tally.killed:>9,}"
    yield ""
    told = f"Survivors {it.survivors}, false alarms {it.false_alarms}, {it.seconds:.1f} s"
    told += f" ({it.solution_seconds:.1f} s of them the solutions)."
    proved = f"Proved: {told}" if it.holds else f"Not proved: see the crosses. {told}"
    yield style.paint(proved, "passed" if it.holds else "failed")


def _failures(trial: Trial, style: Style) -> Iterator[str]:
    for failure in trial.failures[:MOST_TOLD]:
        yield wrapped(tame(failure), 6, style)
    if len(trial.failures) > MOST_TOLD:
        yield wrapped(f"({len(trial.failures) - MOST_TOLD} more; `--format json` has them all.)", 6, style)


def _junit(verifications: Sequence[Verification]) -> str:
    root = Element("testsuites", name="labgrader verify")
    for it in verifications:
        suite = SubElement(
            root,
            "testsuite",
            name=it.lab_id,
            tests=str(len(it.trials)),
            failures=str(sum(not trial.holds for trial in it.trials)),
            errors="0",
            skipped="0",
            time=f"{it.seconds:.2f}",
        )
        for trial in it.trials:
            case = SubElement(suite, "testcase", classname=it.lab_id, name=trial.name, time="0")
            if not trial.holds:
                failure = SubElement(case, "failure", message=tame(trial.failures[0]))
                failure.text = "\n".join(tame(each) for each in trial.failures)
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"
