"""A lab's guide, with the learner's names in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from labs.errors import LabError
from labs.guide import guide
from labs.load import load
from labs.names import Identity
from tests.labs.writing import LAB, places, write

BUILT_IN = Path(__file__).parents[2] / "labs" / "vpc_flow_logs"


def test_a_guide_has_the_learners_names_in_it() -> None:
    demo = guide(load(BUILT_IN))
    ada = guide(load(BUILT_IN, Identity("ada", b"a secret that is long enough")))
    assert "metrolio-flow-logs-4df7f3c3" in demo
    assert "metrolio-eu-ff578811" in demo
    assert "4df7f3c3" not in ada
    assert "ff578811" not in ada


def test_a_guide_goes_by_the_region_that_the_lab_is_done_in() -> None:
    text = guide(load(BUILT_IN, region="us-east-1"))
    assert "us-east-1b-logs" in text
    assert "eu-west-1" not in text


def test_a_guide_knows_names_lab_points_region_and_learner(tmp_path: Path) -> None:
    text = "{{ zone }} {{ lab.id }} {{ lab.title }} {{ points['log-group'] }} {{ region }} {{ learner }}\n"
    assert guide(load(write(tmp_path, guide=text))) == "eu-west-1b a-lab A lab 20 eu-west-1 demo\n"


def test_half_a_point_is_written_as_one_would(tmp_path: Path) -> None:
    folder = write(tmp_path, LAB.replace("points: 20", "points: 2.50"), guide="{{ points['log-group'] }}")
    assert guide(load(folder)) == "2.5"


def test_a_lab_without_a_guide_has_its_tasks(tmp_path: Path) -> None:
    assert guide(load(write(tmp_path))) == "# A lab\n\n1. Create a log group\n2. Create a flow log\n"


def test_everything_wrong_with_a_guide_is_told_at_its_place(tmp_path: Path) -> None:
    lab = load(write(tmp_path, guide="\r\n# zoen {{ zoen }}\r\n{{ lab.titel }} {{ lab }}\r\n"))
    with pytest.raises(LabError) as wrong:
        guide(lab)
    assert {problem.file.name for problem in wrong.value.problems} == {"guide.md.j2"}
    assert places(list(wrong.value.problems)) == [(2, 11), (3, 8), (3, 20)]


@pytest.mark.parametrize(
    ("raw", "place", "says"),
    [
        (b"ok\nna\xefve", (2, 3), "isn't UTF-8 text from here on."),
        (b"x" * 300_000, (1, 1), "is over 256 KiB"),
        (b"a\n{{ zone", (2, 1), "the template is wrong"),
        (b"a\n{% if zone %}\n", (2, 1), "is never closed."),
    ],
)
def test_a_guide_that_makes_no_sense_is_told_of(tmp_path: Path, raw: bytes, place: tuple[int, int], says: str) -> None:
    folder = write(tmp_path)
    (folder / "guide.md.j2").write_bytes(raw)
    with pytest.raises(LabError) as wrong:
        guide(load(folder))
    (problem,) = wrong.value.problems
    assert (problem.line, problem.column) == place
    assert says in problem.message


def test_a_guide_knows_what_questions_are_called(tmp_path: Path) -> None:
    asks = LAB.replace("log_group: {", "answer: {question: how-many}\n      log_group: {", 1)
    folder = write(tmp_path, asks, guide="{{ questions['log-group'] }}")
    assert guide(load(folder)) == "how-many"
