"""Workflow commands, read as the runner reads them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from checks.reports.github import LONGEST
from checks.reports.output import REPORTS
from checks.reports.text import tame
from tests.checks.reports.results import CASES, NASTY, case, handed_in, named

Commands = list[tuple[str, dict[str, str], str]]


def run(report: str) -> tuple[Commands, list[str]]:
    """The commands that a runner would follow, and the lines that it would only show."""
    commands: Commands = []
    shown: list[str] = []
    stopped = ""
    for line in report.splitlines():
        found = re.fullmatch(r"\s*::([^ :]+)(?: ([^:]*))?::(.*)", line)
        if stopped:
            if found and found[1] == stopped:
                stopped = ""
            else:
                shown.append(line)
        elif found and found[1] == "stop-commands":
            stopped = found[3]
        elif found:
            pairs = [each.split("=", 1) for each in (found[2] or "").split(",") if each]
            commands.append((found[1], {key: unescaped(value) for key, value in pairs}, unescaped(found[3])))
        else:
            shown.append(line)
    assert not stopped, "commands stay off"
    return commands, shown


def unescaped(text: str) -> str:
    for code, char in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):  # as the runner does
        text = text.replace(code, char)
    return text


def test_each_task_that_is_not_passed_is_an_annotation_and_the_report_is_in_the_log() -> None:
    commands, shown = run(REPORTS["github"](case("handed in")))
    assert [(sort, known.get("file")) for sort, known, _ in commands] == [
        ("error", None),
        ("warning", "solution.sh"),
        ("notice", None),
        ("notice", None),
    ]
    assert commands[0][1]["title"] == "Record all traffic of the default subnet of eu-west-1b (35 / 40)"
    assert "  expected: 60\n  observed: 600" in commands[0][2]
    assert commands[-1][2] == "95 of 100 points."
    assert "Not there yet: 95 of 100 points." in shown


@pytest.mark.parametrize("of", CASES)
def test_commands_are_on_again_at_the_end(of: str) -> None:
    assert run(REPORTS["github"](case(of)))[0][-1][0] == "notice"


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_a_learner_gives_the_runner_no_command(text: str) -> None:
    plain, _ = run(REPORTS["github"](handed_in(named("x"), "x", entry="x")))
    commands, _ = run(REPORTS["github"](handed_in(named(text), text, entry=text)))
    assert [(sort, known.keys()) for sort, known, _ in commands] == [(sort, known.keys()) for sort, known, _ in plain]
    assert tame(text)[:2000].strip() in commands[0][2]
    assert commands[1][1]["file"] == tame(text)
    assert max(len(message) for _, _, message in commands) <= LONGEST


def test_the_word_that_turns_commands_on_again_is_another_each_time() -> None:
    assert len({REPORTS["github"](case("passed")).splitlines()[0] for _ in range(5)}) == 5


def test_there_are_no_more_annotations_than_github_shows() -> None:
    result = case("half")
    many = replace(result, tasks=tuple(result.tasks[0]._replace(title=f"Task {number}") for number in range(25)))
    errors = [message for sort, _, message in run(REPORTS["github"](many))[0] if sort == "error"]
    assert len(errors) == 10
    assert errors[-1] == "16 more tasks are in the log."
