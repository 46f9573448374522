"""The engine: credit, verdicts, and what can't be known."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from checks.engine.evidence import Evidence
from checks.engine.grade import regrade
from checks.engine.judge import found, judge
from checks.engine.kind import Criterion, Finding, Kind, Part
from checks.engine.snapshot import Item, Read, Reply
from checks.flow_log import FLOW_LOGS
from checks.network_interface import INTERFACES
from checks.subnet import SUBNETS
from labs.errors import EvidenceError
from tests.checks.accounts import (
    ACCOUNT,
    GROUPS,
    REGION,
    THE_BUCKET,
    THE_ROLE,
    WEB_ONE,
    all_traffic,
    bound,
    changed,
    codes,
    graded,
    interface,
    judged_by,
    lab,
    log_group,
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


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("NoCredentialsError", "--profile"),
        ("ExpiredTokenException", "sign in again"),
        ("EndpointConnectionError", "Nobody answers there"),
        ("InternalFailure", "look up what the code means"),
    ],
)
def test_a_failure_says_what_to_do_about_it(code: str, advice: str) -> None:
    assert advice in tasks(graded(solved(), {GROUPS: code}))["log-group"].findings[0].message


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
    (finding,) = task.findings
    assert finding.code == "not-set-up"
    assert "The lab's `subnet` isn't there" in finding.message
    assert "(subnet: none found in eu-west-1)" in finding.message
    assert "`grader setup` or `grader reset`" in finding.message


def test_too_few_or_too_many_of_what_the_lab_relies_on_are_counted() -> None:
    for number in (1, 3):
        interfaces = [interface(f"eni-0{each}", f"i-0{each}") for each in range(number)]
        task = tasks(graded(solved() | {INTERFACES: interfaces}))["web-traffic"]
        assert task.reason == "not-set-up"
        assert f"(network_interface: {number} in place of 2 found in eu-west-1)" in task.findings[0].message


def test_what_is_found_has_a_steady_order_by_name_and_then_by_id() -> None:
    wild = [named(interface("eni-1", "i-1"), "web"), interface("eni-3", "i-3"), interface("eni-2", "i-2")]
    for interfaces in (wild, wild[::-1]):
        there = found("it", bound("network_interface"), snapshot({INTERFACES: interfaces}))
        assert [each.id for each in there] == ["eni-2", "eni-3", "eni-1"]


def test_a_result_says_what_was_graded_of_whom_where_when_and_by_what() -> None:
    it, result = lab().lab, judge(lab(), snapshot(solved()), version="1.2.3")
    assert (result.lab_id, result.lab_title, result.lab_digest) == (it.id, it.title, it.digest)
    assert (result.learner, result.account_id, result.region) == (it.learner, ACCOUNT, REGION)
    assert (result.source, result.taken_at, result.grader_version) == ("live", "2026-01-01T00:00:00Z", "1.2.3")
    assert (result.verdict, result.score, result.max_score) == ("passed", 100.0, 100.0)
    assert [task.id for task in result.tasks] == ["log-group", "subnet-flow-log", "web-traffic"]
    first = result.tasks[0]
    assert (first.title, first.points, first.hints) == (it.tasks[0].title, 20, it.tasks[0].hints)


def named(item: Item, name: str) -> Item:
    return {**item, "TagSet": [*item["TagSet"], {"Key": "Name", "Value": name}]}


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


def test_a_kind_that_judges_nothing_is_named() -> None:
    task = regrade(judged_by(lambda *_: ()), snapshot(solved())).tasks[0]
    assert "The kind log_group judged nothing" in task.findings[0].message


@pytest.mark.parametrize(
    "error", [KeyError("Colour"), AttributeError("Colour"), TypeError("Colour"), ValueError("Colour")]
)
def test_a_kind_that_makes_nothing_of_a_reply_is_named_with_what_python_says(error: Exception) -> None:
    def puzzled(_expected: object, _account: object) -> Iterator[Part]:
        raise error

    (finding,) = regrade(judged_by(puzzled), snapshot(solved())).tasks[0].findings
    assert finding.code == "unreadable"
    assert finding.message.startswith(
        f"The kind log_group could make nothing of what was read ({type(error).__name__}: "
    )
    assert "Colour" in finding.message
    assert finding.message.endswith("Either the reply isn't what AWS documents, or the kind has a mistake.")


def test_a_find_that_makes_nothing_of_a_reply_is_named_too() -> None:
    broken = {"AvailabilityZone": "eu-west-1b", "DefaultForAz": True}
    (finding,) = tasks(graded(solved() | {SUBNETS: [broken]}))["subnet-flow-log"].findings
    assert "The kind subnet could make nothing of what was read (KeyError: 'SubnetId')" in finding.message


def test_one_stray_that_is_the_closest_to_two_is_told_once() -> None:
    one = Finding("stray", "fl-1 is on a VPC.")

    def both(_expected: object, _account: object) -> Iterator[Part]:
        yield Part("a", (Criterion.unmet("exists", one), Criterion.unmet("x", Finding("x", "x"))))
        yield Part("b", (Criterion.unmet("exists", one),))

    assert [each.code for each in regrade(judged_by(both), snapshot(solved())).tasks[0].findings] == ["stray", "x"]


def test_what_waits_for_another_task_says_for_which() -> None:
    task = tasks(graded(untouched()))["subnet-flow-log"]
    assert (task.verdict, task.score) == ("skipped", 0.0)
    assert task.reason == "Comes after “Create the log group eu-west-1b-logs”; nothing of it exists yet."
    of = lab()
    second = replace(of.tasks[1], task=replace(of.tasks[1].task, needs=("log-group", "web-traffic")))
    both = tasks(regrade(replace(of, tasks=(of.tasks[0], second, of.tasks[2])), snapshot(untouched())))
    reason = both["subnet-flow-log"].reason
    assert reason is not None
    assert "Comes after “Create the log group eu-west-1b-logs” and “Send the accepted traffic" in reason
    assert [task.verdict for task in both.values()] == ["failed", "skipped", "failed"]


def test_only_the_needs_that_are_unmet_are_named() -> None:
    of = lab()
    second = replace(of.tasks[1], task=replace(of.tasks[1].task, needs=("log-group", "web-traffic")))
    account = untouched() | {GROUPS: [log_group()]}
    result = regrade(replace(of, tasks=(of.tasks[0], second, of.tasks[2])), snapshot(account))
    assert "log group" not in (tasks(result)["subnet-flow-log"].reason or "").replace("nothing of it", "")


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
    assert codes(result) == {
        "log-group": ["missing", "wrong-region"],
        "subnet-flow-log": ["missing", "wrong-region"],
        "web-traffic": ["missing", "missing", "wrong-region", "wrong-region"],
    }
    assert tasks(result)["subnet-flow-log"].verdict == "skipped"  # and told of all the same
    assert tasks(result)["log-group"].findings[-1] == Finding(
        "wrong-region",
        "A log group named eu-west-1b-logs stands in us-east-1, but the lab works in eu-west-1.",
        expected="eu-west-1",
        actual="us-east-1",
        hint="Switch the console or CLI to eu-west-1 and make it there.",
    )
    said = [each.message for each in tasks(result)["web-traffic"].findings if each.code == "wrong-region"]
    assert [each.split(" stands")[0] for each in said] == [
        "A flow log named web-traffic (fl-0b11)",
        "A flow log named web-traffic (fl-0b22)",
    ]


def test_of_two_regions_what_makes_no_sense_in_one_hides_nothing_in_the_other() -> None:
    there = {FLOW_LOGS.key("ap-south-1"): Reply(({"Tags": 3},)), FLOW_LOGS.key("us-east-1"): Reply((all_traffic(),))}
    task = tasks(regrade(lab(), snapshot(untouched()).with_replies(there)))["subnet-flow-log"]
    assert [each.actual for each in task.findings if each.code == "wrong-region"] == ["us-east-1"]


def test_what_passes_is_told_nothing_of_other_regions() -> None:
    there = {FLOW_LOGS.key("us-east-1"): Reply((all_traffic(),))}
    assert codes(regrade(lab(), snapshot(solved()).with_replies(there))) == {}
