"""Reports print what `judge` found: the same score everywhere, and a learner's text is never more than text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

import checks.reports
from checks.engine.result import Result
from checks.engine.snapshot import Read
from checks.flow_log import FLOW_LOGS
from checks.reports import terminal
from checks.reports.output import REPORTS, outputs, write
from labs.errors import UsageError
from tests.checks.accounts import ALL_TRAFFIC, GROUPS, THE_ROLE, changed, graded, solved, untouched

NASTY = "</failure>\x1b[31m|`<b>::error::x\r\n]]>\u202e\x00"
SCHEMA = json.loads((Path(checks.reports.__file__).parent / "result.v1.schema.json").read_text())


def results() -> dict[str, Result]:
    return {
        "untouched": graded(untouched()),
        "solved": graded(solved()),
        "unreadable": graded(solved(), {THE_ROLE: "AccessDenied"}),
        "nasty": graded(changed(FLOW_LOGS, ALL_TRAFFIC, Tags=[{"Key": "Name", "Value": NASTY}])),
        "retention": graded(changed(GROUPS, retentionInDays=7)),
    }


@pytest.mark.parametrize("name", results())
def test_json_keeps_to_its_schema(name: str) -> None:
    document = json.loads(REPORTS["json"](results()[name]))
    jsonschema.validate(document, SCHEMA, format_checker=jsonschema.FormatChecker())


def test_the_schema_itself_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_score_is_the_same_in_every_format() -> None:
    result = results()["retention"]
    assert result.score == 90.0
    assert json.loads(REPORTS["json"](result))["score"] == 90.0
    assert "90 of 100 points" in REPORTS["terminal"](result)
    assert "90 of 100 points" in REPORTS["markdown"](result)
    scores = ElementTree.fromstring(REPORTS["junit"](result)).iterfind(".//property[@name='score']")
    assert sum(float(each.attrib["value"]) for each in scores) == 90.0


@pytest.mark.parametrize("name", REPORTS)
def test_what_could_not_be_read_shows_no_score(name: str) -> None:
    report = REPORTS[name](results()["unreadable"])
    assert "60 of 100" not in report
    assert '"score": 60' not in report
    assert "iam:GetRole" in report.replace("\\", "")


def test_junit_counts_what_it_holds() -> None:
    def suite(name: str) -> dict[str, Any]:
        root = ElementTree.fromstring(REPORTS["junit"](results()[name]))
        found = root.find("testsuite")
        assert found is not None
        for tag, count in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            assert len(found.findall(f"testcase/{tag}")) == int(found.attrib[count])
        return found.attrib

    assert suite("untouched")["failures"] == "2"
    assert suite("untouched")["skipped"] == "1"
    assert suite("unreadable")["errors"] == "1"
    assert suite("unreadable")["failures"] == "0"
    assert suite("solved")["failures"] == "0"


@pytest.mark.parametrize("name", ["terminal", "markdown", "junit"])
def test_nothing_that_a_learner_typed_acts_on_its_reader(name: str) -> None:
    report = REPORTS[name](results()["nasty"])
    assert "\x1b" not in report
    assert "\x00" not in report
    assert "\u202e" not in report
    assert "::error::x\n" not in report
    if name == "markdown":
        assert "<b>" not in report
    if name == "junit":
        ElementTree.fromstring(report)


def test_colour_is_only_where_it_was_asked_for() -> None:
    assert "\x1b[" not in terminal.render(results()["untouched"])
    assert "\x1b[31m" in terminal.render(results()["untouched"], terminal.Style(colour=True))


def test_a_terminal_without_unicode_gets_plain_marks() -> None:
    report = terminal.render(graded(changed(GROUPS, retentionInDays=7)), terminal.Style(unicode=False))
    report.encode("ascii")
    assert "  x Create the log group" in report


def test_hints_come_one_at_a_time_and_only_for_what_is_next() -> None:
    def hints(number: int) -> int:
        return terminal.render(results()["untouched"], terminal.Style(hints=number)).count("Hint ")

    assert [hints(number) for number in (0, 1, 2, 3, 9)] == [0, 1, 2, 3, 3]
    assert "Hint" not in terminal.render(results()["solved"], terminal.Style(hints=3))


@pytest.mark.parametrize("width", [40, 60, 100])
def test_lines_keep_to_the_width(width: int) -> None:
    lines = terminal.render(results()["untouched"], terminal.Style(width=width)).splitlines()
    assert max(len(line) for line in lines[3:]) <= width


def test_formats_go_to_files_and_one_to_standard_output(tmp_path: Path) -> None:
    wanted = outputs([f"json={tmp_path / 'r.json'}", "markdown", f"junit={tmp_path / 'r.xml'}"])
    told = write(results()["solved"], wanted, terminal.PLAIN)
    assert told.startswith("## ")
    assert json.loads((tmp_path / "r.json").read_text())["score"] == 100.0
    assert (tmp_path / "r.xml").read_text().startswith("<?xml")


def test_two_formats_can_not_share_standard_output() -> None:
    with pytest.raises(UsageError, match="Only one"):
        outputs(["json", "junit"])


def test_an_unknown_format_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="`junit`"):
        outputs(["juint"])


def test_a_file_that_can_not_be_written_is_an_error_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="can't be written"):
        write(results()["solved"], outputs([f"json={tmp_path / 'no' / 'r.json'}"]), terminal.PLAIN)
    assert list(tmp_path.iterdir()) == []


def test_a_report_goes_into_what_a_link_leads_to_and_into_a_pipe_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "link.md").symlink_to(tmp_path / "real.md")
    (tmp_path / "real.md").write_text("old")
    write(results()["solved"], outputs([f"markdown={tmp_path / 'link.md'}"]), terminal.PLAIN)
    assert (tmp_path / "real.md").read_text().startswith("## ")
    assert (tmp_path / "link.md").is_symlink()


@pytest.mark.parametrize("wanted", [["json=a", "junit=a"], ["json="], ["json=."], ["json=/nowhere/a"]])
def test_files_that_can_not_be_are_refused_before_anything_is_graded(wanted: list[str]) -> None:
    with pytest.raises(UsageError):
        outputs(wanted)


def test_a_kind_can_not_declare_a_call_that_writes() -> None:
    with pytest.raises(ValueError, match="only reads"):
        Read("ec2", "create_default_vpc", "Vpc", "ec2:CreateDefaultVpc")
