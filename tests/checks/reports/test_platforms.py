"""Files that a course's platform takes in: by the rules that each documents."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from checks.reports import classroom50
from checks.reports.output import REPORTS, exit_status, outputs, write
from checks.reports.terminal import PLAIN
from labs.errors import UsageError
from tests.checks.reports.results import CASES, case

VISIBILITY = {"enum": ["hidden", "after_due_date", "after_published", "visible"]}
FORMAT = {"enum": ["text", "html", "simple_format", "md", "ansi"]}
NUMBER, TEXT = {"type": "number"}, {"type": "string"}
GRADESCOPE: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "anyOf": [{"required": ["score"]}, {"properties": {"tests": {"items": {"required": ["score"]}, "minItems": 1}}}],
    "properties": {
        "score": {"type": "number"},
        "execution_time": {"type": "number"},
        "output": {"type": "string"},
        **dict.fromkeys(("output_format", "test_output_format", "test_name_format"), FORMAT),
        **dict.fromkeys(("visibility", "stdout_visibility"), VISIBILITY),
        "extra_data": {"type": "object"},
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    **dict.fromkeys(("score", "max_score"), NUMBER),
                    "status": {"enum": ["passed", "failed"]},
                    **dict.fromkeys(("name", "number", "output"), TEXT),
                    **dict.fromkeys(("name_format", "output_format"), FORMAT),
                    "tags": {"type": "array", "items": {"type": "string"}},
                    "visibility": VISIBILITY,
                    "extra_data": {"type": "object"},
                },
            },
        },
    },
}
"""What Gradescope's page "Autograder Specifications" lists."""

_TEXT = {"type": "string", "minLength": 1}
_WHOLE = {"type": "integer", "minimum": 0}
CLASSROOM: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": [
        *("schema", "classroom", "assignment", "submission", "commit", "release", "review", "datetime"),
        *("score", "max-score", "tests"),
    ],
    "properties": {
        **dict.fromkeys(("classroom", "assignment", "commit", "release", "review"), _TEXT),
        "schema": {"const": "classroom50/result/v1"},
        "submission": {"type": "string", "pattern": "^submit/"},
        "datetime": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"},
        "score": _WHOLE,
        "max-score": _WHOLE,
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["test-name", "passed", "score", "max-score"],
                "properties": {"test-name": _TEXT, "passed": {"type": "boolean"}, "score": _WHOLE, "max-score": _WHOLE},
            },
        },
    },
}
"""What Classroom 50's schema asks of an autograder; whose work it is, the runner adds."""

RUNNER = {
    "CLASSROOM": "cloud-2026",
    "ASSIGNMENT": "flow-logs",
    "SUBMISSION_TAG": "submit/2026-01-01T00-00-00Z-abc1234",
    "COMMIT_URL": "https://example.com/commit/abc1234",
    "RELEASE_URL": "https://example.com/releases/1",
}
GRADED = [name for name in CASES if "unreadable" not in name]
GRADED_ONLY = ["classroom50", "gradescope"]


@pytest.mark.parametrize("of", GRADED)
def test_gradescope_takes_it(of: str) -> None:
    jsonschema.validate(json.loads(REPORTS["gradescope"](case(of))), GRADESCOPE)


def test_gradescope_hides_what_is_hidden_and_counts_it() -> None:
    told = json.loads(REPORTS["gradescope"](case("hidden and failed")))
    assert [each["visibility"] for each in told["tests"]] == ["visible", "hidden", "visible"]
    assert told["score"] == sum(each["score"] for each in told["tests"])


@pytest.mark.parametrize("of", GRADED)
def test_classroom_50_takes_it(of: str) -> None:
    told = json.loads(classroom50.render(case(of), RUNNER))
    jsonschema.validate(told, CLASSROOM)
    assert told["score"] <= told["max-score"]
    assert all(each["score"] <= each["max-score"] for each in told["tests"])


def test_classroom_50_is_told_whole_points_rounded_down() -> None:
    assert json.loads(classroom50.render(replace(case("half"), score=89.99), RUNNER))["score"] == 89


def test_what_was_handed_in_is_worth_nothing_and_its_moment_counts() -> None:
    told = json.loads(classroom50.render(case("handed in"), RUNNER))
    assert (told["tests"][-1]["score"], told["tests"][-1]["max-score"]) == (0, 0)
    assert told["datetime"] == "2026-03-01T10:58:12Z"


def test_classroom_50_needs_its_runner() -> None:
    with pytest.raises(UsageError, match="needs SUBMISSION_TAG in the environment"):
        outputs(["classroom50=result.json"], environ={**RUNNER, "SUBMISSION_TAG": ""})
    assert outputs(["classroom50=result.json"], environ=RUNNER)


def test_to_classroom_50_a_low_grade_is_no_broken_grading() -> None:
    assert exit_status(case("half"), [("classroom50", None)]) == 0
    assert exit_status(case("unreadable"), [("classroom50", None)]) == 3
    assert exit_status(case("half"), [("json", None)]) == 1


@pytest.mark.parametrize("name", GRADED_ONLY)
def test_without_a_grade_there_is_no_file_and_none_of_before(name: str, tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    file.write_text('{"score": 100}')
    assert write(case("unreadable"), [(name, file)], PLAIN) == ""
    assert not file.exists()
    assert write(case("unreadable"), [(name, None)], PLAIN) == ""


@pytest.mark.parametrize("name", [name for name in REPORTS if name not in GRADED_ONLY])
def test_every_other_format_says_that_there_is_no_grade(name: str, tmp_path: Path) -> None:
    write(case("unreadable"), [(name, tmp_path / "report")], PLAIN)
    assert (tmp_path / "report").exists()
