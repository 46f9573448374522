"""`grader lint` looks at every lab there is, and says everything at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.engine.lint import lint
from labs.errors import UsageError
from tests.labs.writing import LAB, marks, places, spoilt, write

OWN_KIND = """\
from checks.engine.kind import Expectation, Kind


class Queue(Expectation):
    name: str


KIND = Kind("queue", Queue, reads=lambda expected: (), judge=lambda expected, view: ())
"""


def with_kind(root: Path, text: str = OWN_KIND) -> None:
    """A kind of an instructor's own in a folder of labs."""
    (root / "checks").mkdir(parents=True)
    (root / "checks" / "queue.py").write_text(text)


QUEUE = spoilt(("log_group: {name:", "queue: {name:"))


def test_the_kits_own_labs_are_well_formed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GRADER_LABS", raising=False)
    count, problems = lint()
    assert (count >= 1, problems) == (True, ())


def test_a_lab_is_named_by_its_folder_its_file_or_the_folder_around_it(tmp_path: Path) -> None:
    folder = write(tmp_path)
    write(tmp_path, LAB.replace("id: a-lab", "id: b-lab"), folder="b_lab")
    assert lint(tmp_path) == (2, ())
    assert lint(folder) == (1, ())
    assert lint(folder / "lab.yaml") == (1, ())


def test_every_lab_is_told_of(tmp_path: Path) -> None:
    for name in ("one", "two", "three"):
        write(tmp_path, spoilt(("id: a-lab", f"id: {name}"), ("points: 20", "points: 0")), folder=name)
    count, problems = lint(tmp_path)
    assert count == 3
    assert [problem.file.parent.name for problem in problems] == ["one", "three", "two"]


def test_a_folder_without_a_lab_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no lab in") as error:
        lint(tmp_path)
    assert error.value.remedy == "A lab is a folder with a lab.yaml in it."


def test_a_folder_that_isnt_there_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no folder"):
        lint(tmp_path / "gone")


@pytest.mark.parametrize("name", ["lab.yml", "labs.yaml", "lab.YAML"])
def test_a_file_that_nobody_would_find_is_told_of(tmp_path: Path, name: str) -> None:
    (tmp_path / "a_lab").mkdir()
    (tmp_path / "a_lab" / name).write_text(LAB)
    _, (problem,) = lint(tmp_path)
    assert str(problem).endswith(f"{name}:1:1: is named {name}, so it isn't found. Rename it to lab.yaml.")


def test_two_folders_of_one_id_are_told_of(tmp_path: Path) -> None:
    write(tmp_path, folder="a-lab")
    write(tmp_path, folder="a_lab")
    _, (problem,) = lint(tmp_path)
    assert problem.file == tmp_path / "a_lab" / "lab.yaml"
    assert problem.message == f"{tmp_path / 'a-lab'} spells the id `a-lab` too."


@pytest.mark.parametrize("looked_at", [".", "a_lab"])
def test_kinds_of_an_instructors_own_are_known(tmp_path: Path, looked_at: str) -> None:
    with_kind(tmp_path)
    write(tmp_path, QUEUE)
    assert lint(tmp_path / looked_at) == (1, ())


def test_mistakes_in_a_kind_of_ones_own_are_told_where_they_are(tmp_path: Path) -> None:
    with_kind(tmp_path)
    text = spoilt(("log_group: {name:", "queue: {§nmae:"))
    _, problems = lint(write(tmp_path, text))
    assert places(list(problems)) == marks(text)
    assert problems[0].suggestion == "Did you mean `name`?"


def test_a_lab_is_not_blamed_for_a_kind_that_is_broken(tmp_path: Path) -> None:
    with_kind(tmp_path, OWN_KIND.replace("KIND =", "KIND_ ="))
    write(tmp_path, QUEUE)
    _, (problem,) = lint(tmp_path)
    assert problem.file.name == "queue.py"
    assert problem.message == "has no KIND."


def test_a_broken_kind_is_told_once_however_many_labs_there_are(tmp_path: Path) -> None:
    with_kind(tmp_path, "KIND = nothing")
    for name in ("one", "two"):
        write(tmp_path, LAB.replace("id: a-lab", f"id: {name}"), folder=name)
    count, problems = lint(tmp_path)
    assert (count, len(problems)) == (2, 1)
