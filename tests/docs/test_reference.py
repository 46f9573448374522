"""The reference tells of all that there is."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from checks import KINDS
from checks.gradebook.exports import EXPORTS
from checks.records import FIELDS
from docs.includes import expanded
from docs.make import gather
from docs.reference import PAGES, environment, kinds
from docs.reference.commands import commands
from docs.reference.environment import MEANINGS
from fixtures.traffic.generate import SCENARIOS
from labs.model import LabFile, TaskFile


@cache
def text(page: str) -> str:
    return PAGES[page]()


def test_every_command_is_there_with_all_its_options() -> None:
    sections = re.split(r"^#+ `(grader .*)`$", text("commands"), flags=re.MULTILINE)
    told = dict(zip(sections[1::2], sections[2::2], strict=True))
    for path, command in commands():
        section = told[" ".join(("grader", *path))]
        said = [
            option for each in command.params if each.name != "help" for option in each.opts if option.startswith("-")
        ]
        assert [option for option in said if option not in section] == []


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("kinds", KINDS),
        ("fields", FIELDS),
        ("traffic", SCENARIOS),
        ("exports", EXPORTS),
        ("lab-yaml", [*LabFile.model_fields, *TaskFile.model_fields]),
        ("environment", MEANINGS),
    ],
)
def test_a_page_has_each_name(page: str, names: list[str]) -> None:
    assert [name for name in names if f"`{name}`" not in text(page)] == []


def test_a_kind_tells_its_reads_its_rights_and_its_findings() -> None:
    section = text("kinds").split("## `flow_log` ")[1].split("\n## ")[0]
    for told in ("`ec2:DescribeFlowLogs`", "`interval`", "`600`", "`role-trust`", "flow_log: {name: web-traffic"):
        assert told in section


def test_findings_of_other_kinds_helpers_are_told_too() -> None:
    assert "role-trust" in kinds.codes("flow_log")
    assert "role-trust" not in kinds.codes("log_group")


def test_a_variable_that_nobody_explains_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "_spoken", lambda: iter([*MEANINGS, "GRADER_NEW"]))
    with pytest.raises(ValueError, match="GRADER_NEW"):
        environment.page()


@pytest.mark.slow
def test_pages_and_reference_are_gathered(tmp_path: Path) -> None:
    gather(tmp_path / "site")
    source = tmp_path / "site" / "source"
    assert (source / "reference" / "commands.md").is_file()
    lab = (source / "how-to" / "write-a-lab.md").read_text()
    assert "grader new first-logs --in my-labs" in lab
    assert not [path for path in source.rglob("*.md") if "<!-- section" in path.read_text()]


def test_a_section_that_is_gone_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "A.md").write_text("## One\n\ntext\n")
    assert expanded("<!-- section: A.md: One -->", tmp_path) == "text"
    with pytest.raises(ValueError, match="no section 'Two'"):
        expanded("<!-- section: A.md: Two -->", tmp_path)
