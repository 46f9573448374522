"""Grading again what is stored, by a lab that was mended."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from checks import KINDS
from checks.engine.bind import bind
from checks.engine.rebind import Rebinder
from checks.flow_log import FLOW_LOGS
from checks.gradebook import Gradebook
from checks.gradebook.regrade.change import Change, Kept, Same, compared
from checks.gradebook.regrade.report import render
from checks.gradebook.regrade.run import apply, outcomes
from checks.gradebook.tables import FORMER
from labs.catalogue import BUILT_IN
from labs.errors import LabError, UsageError
from labs.load import load
from labs.names import Identity
from tests.checks.accounts import REGION
from tests.checks.gradebook.attempts import LAB, NOON, attempt, record

Mend = Callable[[str, str], Path]


@pytest.fixture
def mend(tmp_path: Path) -> Mend:
    """The first lab as it is after a change in its file, in a folder of its own."""

    def mended(old: str, new: str) -> Path:
        folder = tmp_path / "labs" / "vpc_flow_logs"
        if not folder.exists():
            shutil.copytree(BUILT_IN / "vpc_flow_logs", folder)
        text = (folder / "lab.yaml").read_text()
        assert old in text
        (folder / "lab.yaml").write_text(text.replace(old, new))
        return folder

    return mended


@pytest.fixture
def lenient(mend: Mend) -> Path:
    """The lab asks for all traffic where it had asked for what is accepted: whoever did as asked is wrong now."""
    return mend("traffic: ACCEPT", "traffic: ALL")


@pytest.mark.parametrize("folder", sorted(path.parent for path in BUILT_IN.glob("*/lab.yaml")), ids=lambda it: it.name)
def test_a_lab_bound_again_is_the_lab_bound(folder: Path) -> None:
    again = Rebinder(folder, KINDS)
    for learner, region in (("ada", REGION), ("Ben", REGION), ("Ben", "us-east-1"), ("demo", REGION)):
        identity = Identity() if learner == "demo" else Identity(learner, b"a secret of the course")
        plain = bind(load(folder, identity, region), KINDS)
        bound = again.bound(Identity(learner, given=plain.lab.names), region)
        assert bound == plain
        assert bound.reads == plain.reads
        assert [each.references for task in bound.tasks for each in task.expectations] == [
            each.references for task in plain.tasks for each in task.expectations
        ]


def test_a_lab_bound_again_follows_each_name_by_itself() -> None:
    folder = BUILT_IN / "vpc_flow_logs"
    again = Rebinder(folder, KINDS)
    names = dict(load(folder, Identity("ada", b"a secret of the course")).names)
    for name in (*names, "none"):
        names |= {name: f"{names[name]}x"} if name in names else {}
        identity = Identity("ada", given=dict(names), standing={"role": "theirs"} if name == "none" else {})
        assert again.bound(identity, REGION) == bind(load(folder, identity), KINDS)


def test_names_that_no_kind_takes_are_told_of_as_everywhere(lenient: Path) -> None:
    again = Rebinder(lenient, KINDS)
    names = dict(load(lenient).names)
    again.bound(Identity("ada", given=names), REGION)
    with pytest.raises(LabError, match="bucket"):
        again.bound(Identity("ben", given={**names, "bucket": "No Bucket"}), REGION)
    with pytest.raises(UsageError, match="no AWS region"):
        again.bound(Identity("ben", given=names), "the moon")


def all_of(book: Gradebook, folder: Path, processes: int = 1) -> list[Change | Kept | Same]:
    return list(outcomes(book, LAB, folder, (), processes))


def test_an_unchanged_lab_changes_nothing(book: Gradebook) -> None:
    numbers = [record(book, "ada", how) for how in ("solved", "filter", "untouched", "unreadable")]
    assert all_of(book, BUILT_IN / "vpc_flow_logs") == [Same(each) for each in numbers]


def test_who_changes_and_why(book: Gradebook, lenient: Path) -> None:
    record(book, "Ada", "solved")
    record(book, "Ben", "filter")
    up = [each for each in all_of(book, lenient) if isinstance(each, Change)]
    told = render(book, LAB, 2, up, []).splitlines()
    assert told[0] == "1 of 2 attempts come to something else. In 1 more, only what is said of them changes."
    assert "web-traffic: 0 up, 1 down" in told
    assert "  now wrong, 1 times: " in "\n".join(told)
    assert "no longer wrong" not in "\n".join(told)
    assert told[-1] == "Ada: 100 → 95 (web-traffic 40 → 35)"
    assert [each.score for each in book.attempts()] == [100.0, 97.5]  # nothing is applied


def test_what_was_wrong_and_stays_so_is_not_now_wrong(book: Gradebook, mend: Mend) -> None:
    for number in range(3):
        record(book, f"full{number}", "solved")
    record(book, "none", "untouched")
    changes = [each for each in all_of(book, mend("points: 20", "points: 30")) if isinstance(each, Change)]
    told = render(book, LAB, 4, changes, []).splitlines()
    assert told[2:5] == [
        "log-group: 3 up, 0 down",
        "  goes from 20 to 30, of 30 instead of 20, 3 times",
        "  stays at 0, of 30 instead of 20, 1 times",
    ]
    assert not any("wrong" in line for line in told)


def test_of_what_moves_only_what_differs_is_told_as_the_reason() -> None:
    def result(score: float, points: float, *found: str) -> dict[str, Any]:
        findings = [{"message": each} for each in found]
        task = {"id": "one", "verdict": "failed", "score": score, "points": points, "findings": findings}
        return {"tasks": [task]}

    wrong, worse = result(15, 30, "the filter is wrong"), result(5, 20, "the filter is wrong", "so is the name")
    assert [(each.move, each.why) for each in compared(wrong, worse)] == [(-1, ("so is the name",))]
    assert [(each.move, each.why) for each in compared(worse, wrong)] == [(1, ("so is the name",))]
    assert [(each.move, each.why) for each in compared(wrong, result(10, 20, "the filter is wrong"))] == [(-1, ())]


def test_a_task_that_is_new_or_gone_is_told_of_as_that(book: Gradebook, mend: Mend) -> None:
    record(book, "Ada", "solved")
    record(book, "none", "untouched")
    changes = [each for each in all_of(book, mend("id: web-traffic", "id: web")) if isinstance(each, Change)]
    told = render(book, LAB, 2, changes, [])
    assert "\nweb-traffic: 0 up, 1 down\n  is no longer asked: had 40 of 40, 1 times\n" in told
    assert "\nweb: 1 up, 0 down\n  is new: 40 of 40, 1 times\n  is new: 0 of 40, 1 times\n" in told
    assert "now wrong" not in told


def test_what_is_applied_stands_and_what_was_is_kept(book: Gradebook, lenient: Path) -> None:
    number = record(book, "Ada", "solved")
    before = book.attempt(number)
    changes = [each for each in all_of(book, lenient) if isinstance(each, Change)]
    assert apply(book, changes) == 1
    now = book.attempt(number)
    assert before is not None
    assert now is not None
    assert (now.score, now.verdict, now.lab_digest) == (95.0, "failed", load(lenient).digest)
    assert now.result["score"] == 95.0
    assert now.received_at == before.received_at
    (former,) = book.database.read(lambda connection: connection.execute(select(FORMER)).all())
    assert (former.attempt, former.result, former.score, former.lab_digest) == (
        *(number, before.text, 100.0, before.lab_digest),
    )
    assert apply(book, changes) == 0  # somebody else did it in the meantime
    assert all_of(book, lenient) == [Same(number)]


def test_what_evidence_can_t_tell_stays_as_it_is(book: Gradebook, mend: Mend) -> None:
    record(book, "ada", "solved")
    result, evidence = attempt("solved", "ben")
    book.record(None, "ben", result, None, NOON)
    other = replace(evidence, names={"role": "x"})
    book.record(None, "cleo", result, other, NOON)
    replies = {key: reply for key, reply in evidence.snapshot.replies.items() if key != FLOW_LOGS.key(REGION)}
    narrow = replace(evidence.snapshot, replies=replies)
    book.record(None, "dora", result, replace(evidence, snapshot=narrow), NOON)
    same, *kept = all_of(book, BUILT_IN / "vpc_flow_logs")
    assert same == Same(1)
    assert [each.why.split(".")[0] for each in kept if isinstance(each, Kept)] == [
        "Its evidence wasn't kept",
        "The names of learner 'ben' were made for another version of the lab vpc-flow-logs",
        "The saved evidence holds no ec2 describe_flow_logs that answers this",
    ]
    told = render(book, LAB, 4, [], [each for each in kept if isinstance(each, Kept)])
    assert told.count("1 attempt keeps what they have") == 3


def test_a_wrong_lab_is_told_of_before_anything_is_done(book: Gradebook, mend: Mend) -> None:
    record(book, "ada", "solved")
    with pytest.raises(LabError, match="SOME"):
        all_of(book, mend("traffic: ACCEPT", "traffic: SOME"))


@pytest.mark.slow
def test_several_processes_come_to_the_same_in_the_same_order(book: Gradebook, lenient: Path) -> None:
    for each in range(600):
        record(book, f"learner {each}", ("solved", "filter", "untouched")[each % 3])
    assert all_of(book, lenient, processes=2) == all_of(book, lenient)
