"""Which labs there are, and where."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from labs.catalogue import BUILT_IN, VARIABLE, find, folders, roots
from labs.errors import UsageError
from tests.labs.writing import write

if TYPE_CHECKING:
    from pathlib import Path


def test_the_kits_own_labs_are_always_there() -> None:
    assert roots(environ={}) == (BUILT_IN,)
    assert find("vpc-flow-logs", roots(environ={})) == BUILT_IN / "vpc_flow_logs"


def test_folders_are_named_by_flag_then_by_environment(tmp_path: Path) -> None:
    for name in ("flag", "one", "two"):
        (tmp_path / name).mkdir()
    environ = {VARIABLE: os.pathsep.join([str(tmp_path / "one"), "", str(tmp_path / "two")])}
    expected = (tmp_path / "flag", tmp_path / "one", tmp_path / "two", BUILT_IN)
    assert roots([tmp_path / "flag"], environ) == expected


@pytest.mark.parametrize("by", ["flag", "environment"])
def test_a_folder_that_isnt_there_is_told_of(tmp_path: Path, by: str) -> None:
    gone = tmp_path / "gone"
    with pytest.raises(UsageError, match=r"There is no folder .*gone\.") as error:
        roots([gone] if by == "flag" else [], {VARIABLE: str(gone)} if by == "environment" else {})
    assert error.value.remedy == "--labs and GRADER_LABS name folders of labs."


def test_the_first_folder_that_has_a_lab_wins(tmp_path: Path) -> None:
    first, second = write(tmp_path / "first"), write(tmp_path / "second")
    assert find("a-lab", [first.parent, second.parent]) == first
    assert find("a-lab", [second.parent, first.parent]) == second


def test_every_lab_is_listed_once_and_in_order(tmp_path: Path) -> None:
    for name in ("b", "a", "c"):
        write(tmp_path, folder=name)
    (tmp_path / "checks").mkdir()
    assert [each.name for each in folders([tmp_path, tmp_path / "a", tmp_path])] == ["a", "b", "c"]


def test_a_lab_is_found_by_id_by_folder_or_by_file(tmp_path: Path) -> None:
    folder = write(tmp_path)
    assert find("a-lab", [tmp_path]) == folder
    assert find("a-lab", [folder]) == folder
    assert find(str(folder), [BUILT_IN]) == folder
    assert find(str(folder / "lab.yaml"), [BUILT_IN]) == folder


def test_a_broken_lab_can_still_be_found(tmp_path: Path) -> None:
    assert find("a-lab", [tmp_path / "..", write(tmp_path, "not: [a lab").parent]) == tmp_path / "a_lab"


@pytest.mark.parametrize("name", ["vpc-flow-log", "vpc_flow_logs", "VPC-flow-logs"])
def test_a_misspelt_lab_is_guessed(name: str) -> None:
    with pytest.raises(UsageError, match="There is no lab") as error:
        find(name, [BUILT_IN])
    assert error.value.remedy == "Did you mean `vpc-flow-logs`? `grader list` shows them all."
