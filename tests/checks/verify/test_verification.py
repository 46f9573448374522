"""What is said of a proof, to people and to programs."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from checks.engine.verify.mutants import Tally
from checks.engine.verify.trial import Solved, Trial
from checks.engine.verify.verification import Verification, try_snapshots
from checks.reports.terminal import PLAIN
from checks.reports.verification import render
from labs.load import load
from tests.checks.accounts import LAB, snapshot, untouched

BAD = Verification(
    "a-lab",
    "A \x1b[31mlab",
    (
        Trial("untouched", "Nothing earns", 3),
        Trial("mutants", "Told for what it is", 5, ("flow_log: traffic: it passes all the same.",)),
        Trial("pairs", "Both are told", 9, ("one, and another: it passes.",)),
        Trial("equivalents", "Passes", 500, tuple(f"number {number} <fails>." for number in range(14))),
    ),
    {"flow_log": Tally(5, 4)},
    12.345,
    8.0,
)
GOOD = Verification("b-lab", "B", (Trial("untouched", "Nothing earns", 3),), {}, 1.0, 0.5)


def test_the_numbers_that_matter_come_first_in_json() -> None:
    said = json.loads(render([BAD, GOOD], "json", PLAIN))
    assert said["schema"] == "labgrader/verification/v1"
    assert (said["mutants"], said["survivors"], said["equivalents"], said["false_alarms"]) == (5, 2, 500, 14)
    assert said["seconds"] == 13.35
    assert [(lab["id"], lab["holds"]) for lab in said["labs"]] == [("a-lab", False), ("b-lab", True)]
    assert said["labs"][0]["kinds"] == {"flow_log": {"made": 5, "killed": 4}}
    assert len(said["labs"][0]["trials"][3]["failures"]) == 14
    assert said["holds"] is False


def test_a_person_is_told_what_fails_and_not_too_much_of_it() -> None:
    said = render([BAD], "terminal", PLAIN)
    assert "✗ Told for what it is        5\n      flow_log: traffic: it passes all the same.\n" in said
    assert "number 11 <fails>." in said
    assert "number 12" not in said
    assert "(2 more; `--format json` has them all.)" in said
    assert "Not proved" in said
    assert "Survivors 2, false alarms 14, 12.3 s (8.0 s of them the solutions)." in said
    assert "\x1b" not in said
    assert "Proved: Survivors 0, false alarms 0" in render([GOOD], "terminal", PLAIN)


def test_ci_reads_junit() -> None:
    root = ElementTree.fromstring(render([BAD, GOOD], "junit", PLAIN))
    first, second = root.findall("testsuite")
    assert (first.get("name"), first.get("tests"), first.get("failures")) == ("a-lab", "4", "3")
    assert (second.get("tests"), second.get("failures")) == ("1", "0")
    failed = [case.get("name") for case in first.findall("testcase") if case.find("failure") is not None]
    assert failed == ["mutants", "pairs", "equivalents"]
    assert "number 13 <fails>." in (first.findall("testcase")[3].findtext("failure") or "")


@pytest.mark.slow
def test_all_that_needs_no_account_is_tried(right: Solved, tmp_path: Path) -> None:
    said: list[str] = []
    trials, tallies = try_snapshots(right, snapshot(untouched()), load(LAB), said.append)
    assert [trial.name for trial in trials] == ["mutants", "pairs", "equivalents", "noise", "refusals", "book"]
    assert all(trial.holds for trial in trials)
    assert sum(tally.made for tally in tallies.values()) >= 100
    assert said
