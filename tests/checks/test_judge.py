"""The engine: credit, verdicts, and what can't be known."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from checks.engine.bind import BoundLab
from checks.engine.evidence import Evidence
from checks.engine.grade import regrade
from checks.engine.kind import Criterion, Kind, Part
from checks.engine.snapshot import Item, Read
from checks.flow_log import FLOW_LOGS
from checks.network_interface import INTERFACES
from checks.subnet import SUBNETS
from labs.errors import EvidenceError
from tests.checks.accounts import (
    GROUPS,
    REGION,
    THE_BUCKET,
    THE_ROLE,
    WEB_ONE,
    changed,
    codes,
    graded,
    lab,
    snapshot,
    solved,
    tasks,
    untouched,
)

DEPENDS = {
    FLOW_LOGS: {"subnet-flow-log", "web-traffic"},
    SUBNETS: {"subnet-flow-log"},
    INTERFACES: {"web-traffic"},
    GROUPS: {"log-group"},
    THE_ROLE: {"subnet-flow-log"},
    THE_BUCKET: {"web-traffic"},
}


@pytest.mark.parametrize("account", [untouched, solved])
@pytest.mark.parametrize("refused", DEPENDS, ids=lambda read: read.operation)
def test_a_refused_read_leaves_what_rests_on_it_ungraded_and_the_rest_as_it_was(refused: Read, account: object) -> None:
    assert callable(account)
    whole, result = graded(account()), graded(account(), {refused: "AccessDenied"})
    for task_id, task in tasks(result).items():
        if task_id in DEPENDS[refused]:
            assert (task.verdict, task.score, task.reason) == ("unreadable", None, "unreadable")
            assert f"It needs {refused.action}." in task.findings[0].message
        else:
            assert task.verdict in {tasks(whole)[task_id].verdict, "failed", "skipped"}
            assert task.score == tasks(whole)[task_id].score
    assert (result.verdict, result.score, result.exit_status) == ("unreadable", None, 3)


def test_a_failure_that_is_no_refusal_asks_for_no_permission() -> None:
    message = tasks(graded(solved(), {GROUPS: "ReadTimeoutError"}))["log-group"].findings[0].message
    assert "ReadTimeoutError" in message
    assert "needs" not in message


def test_the_lab_makes_six_reads() -> None:
    assert len(lab().reads) == 6
    assert set(lab().reads) == set(DEPENDS)


def test_a_read_that_the_evidence_lacks_is_asked_for_again() -> None:
    account = solved()
    del account[GROUPS]
    task = tasks(graded(account))["log-group"]
    assert (task.verdict, task.reason) == ("unreadable", "needs-new-read")


def test_a_missing_subnet_is_a_matter_of_set_up_not_of_the_learners_work() -> None:
    task = tasks(graded(solved() | {SUBNETS: []}))["subnet-flow-log"]
    assert (task.verdict, task.reason) == ("unreadable", "not-set-up")


def points(of: BoundLab, **worth: float) -> BoundLab:
    return replace(
        of,
        tasks=tuple(
            replace(each, task=replace(each.task, points=worth.get(each.task.id.replace("-", "_"), each.task.points)))
            for each in of.tasks
        ),
    )


def test_credit_is_rounded_once_to_two_decimals() -> None:
    result = regrade(points(lab(), web_traffic=10.0), snapshot(changed(FLOW_LOGS, WEB_ONE, TrafficType="ALL")))
    assert tasks(result)["web-traffic"].score == 9.38  # 10 - 10/16 = 9.375
    assert result.score == 69.38


def test_nearly_everything_never_rounds_up_to_everything() -> None:
    result = regrade(points(lab(), web_traffic=0.04), snapshot(changed(FLOW_LOGS, WEB_ONE, TrafficType="ALL")))
    task = tasks(result)["web-traffic"]
    assert (task.verdict, task.score) == ("failed", 0.03)


def test_all_or_nothing_gives_nothing_for_half() -> None:
    bound = lab()
    strict = replace(
        bound, tasks=tuple(replace(each, task=replace(each.task, all_or_nothing=True)) for each in bound.tasks)
    )
    assert regrade(strict, snapshot(changed(FLOW_LOGS, WEB_ONE, TrafficType="ALL"))).score == 60.0
    assert regrade(strict, snapshot(solved())).score == 100.0


def test_the_criteria_of_a_task_add_up_to_its_points() -> None:
    for task in graded(untouched()).tasks:
        assert sum(each.points for each in task.criteria) == pytest.approx(task.points)


def test_a_kind_that_judges_nothing_passes_nobody() -> None:
    bound = lab()
    first = bound.tasks[0]
    for parts in ((), (Part("empty", ()),)):
        lazy: Kind[Any] = replace(first.expectations[0].kind, judge=lambda *_args, parts=parts: parts)
        empty = replace(
            bound, tasks=(replace(first, expectations=(replace(first.expectations[0], kind=lazy),)), *bound.tasks[1:])
        )
        task = tasks(regrade(empty, snapshot(solved())))["log-group"]
        assert (task.verdict, task.score) == ("unreadable", None)


@pytest.mark.parametrize("read", [FLOW_LOGS, SUBNETS, INTERFACES, THE_ROLE], ids=lambda read: read.operation)
@pytest.mark.parametrize("garbage", [{}, {"Tags": 3}, {"FlowLogId": None, "Attachment": []}])
def test_a_reply_that_is_not_what_aws_documents_is_never_a_traceback_nor_a_pass(read: Read, garbage: Item) -> None:
    result = graded(solved() | {read: [garbage]})
    for task_id in DEPENDS[read]:
        assert tasks(result)[task_id].verdict in {"failed", "unreadable"}


def test_a_criterion_without_findings_can_still_be_unmet() -> None:
    assert not Criterion.unmet("x").met
    assert Criterion.of("x", None).met


def test_evidence_gives_the_same_result_byte_for_byte(tmp_path: Path) -> None:
    account = changed(FLOW_LOGS, WEB_ONE, TrafficType="ALL", LogFormat="${version}")
    taken = snapshot(account, {GROUPS: "Throttling"})
    Evidence.of(lab().lab, taken).save(tmp_path / "e.json")
    again = Evidence.load(tmp_path / "e.json").snapshot
    assert json.dumps(regrade(lab(), again).to_json()) == json.dumps(regrade(lab(), taken).to_json())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"schema": "labgrader/evidence/v1"}',
        '{"schema": "labgrader/evidence/v2"}',
        '{"schema": "labgrader/evidence/v1", "lab": {"id": "a", "digest": "b"}, "learner": "d", "names": [], '
        '"account": {"id": null, "region": "r", "source": "live"}, "taken_at": "t", "reads": {"x": {"items": [1]}}}',
        "\x00",
    ],
)
def test_damaged_evidence_is_an_error_with_its_path(tmp_path: Path, text: str) -> None:
    path = tmp_path / "e.json"
    path.write_text(text)
    with pytest.raises(EvidenceError, match=r"e\.json"):
        Evidence.load(path)


def test_work_in_another_region_is_told_and_earns_nothing() -> None:
    account = untouched()
    there = {
        read.key("us-east-1"): reply
        for read, reply in ((each, snapshot(solved()).replies[each.key(REGION)]) for each in (FLOW_LOGS, GROUPS))
    }
    result = regrade(lab(), snapshot(account).with_replies(there))
    assert result.score == 0.0
    assert codes(result)["log-group"] == ["missing", "wrong-region"]
    assert "us-east-1" in tasks(result)["web-traffic"].findings[-1].message
