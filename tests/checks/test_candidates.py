"""Every candidate is looked at, none earns twice, and nothing that a learner adds makes right work worse."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from checks.engine.collect import _owner
from checks.engine.grade import regrade
from checks.engine.snapshot import Item, Reply
from checks.flow_log import FLOW_LOGS
from checks.network_interface import INTERFACES
from checks.subnet import SUBNETS
from tests.checks.accounts import (
    ACCOUNT,
    ALL_TRAFFIC,
    BUCKET,
    GROUP,
    GROUPS,
    REGION,
    THE_ROLE,
    WEB_ONE,
    WEB_TWO,
    all_traffic,
    changed,
    codes,
    flow_log,
    graded,
    interface,
    lab,
    log_group,
    role,
    snapshot,
    solved,
    tasks,
    untouched,
)

SUBNET, WEB = "subnet-flow-log", "web-traffic"


def named(name: str) -> list[dict[str, str]]:
    return [{"Key": "Name", "Value": name}]


def test_the_estates_interfaces_are_meant_even_when_they_lost_their_instances() -> None:
    account = solved()
    account[INTERFACES] = [
        interface("eni-01", None),
        interface("eni-02", None),
        interface("eni-98", "i-98", estate=False),
        interface("eni-99", "i-99", estate=False),
    ]
    account[FLOW_LOGS] = [
        all_traffic(),
        flow_log(WEB_ONE, "web-traffic", "eni-98"),
        flow_log(WEB_TWO, "web-traffic", "eni-99"),
    ]
    task = tasks(graded(account))[WEB]
    assert (task.verdict, task.reason) == ("unreadable", "not-set-up")


def test_a_retention_policy_of_the_account_is_not_the_groups_own_setting() -> None:
    assert graded(changed(GROUPS, retentionInDays=30, retentionPolicyName="org-30")).verdict == "passed"


def test_one_more_flow_log_never_lowers_the_score() -> None:
    account = changed(FLOW_LOGS, ALL_TRAFFIC, ResourceId="subnet-0a")
    before = graded(account).score
    account[FLOW_LOGS].append(
        all_traffic(FlowLogId="fl-z", Tags=named("test"), TrafficType="REJECT", MaxAggregationInterval=600)
    )
    assert graded(account).score == before


def test_the_best_of_several_strays_counts() -> None:
    account = solved()
    stray: dict[str, Any] = {"ResourceId": "subnet-0a"}
    account[FLOW_LOGS][0] = all_traffic(FlowLogId="fl-1", TrafficType="REJECT", MaxAggregationInterval=600, **stray)
    account[FLOW_LOGS].append(all_traffic(FlowLogId="fl-2", **stray))
    assert codes(graded(account)) == {SUBNET: ["resource"]}


def test_a_near_miss_that_counts_for_one_interface_is_not_told_to_move_to_the_other() -> None:
    account = solved()
    account[FLOW_LOGS] = [all_traffic(), flow_log(WEB_ONE, "web-trafic", "eni-01")]
    assert codes(graded(account)) == {WEB: ["name", "missing"]}


def test_a_stray_with_only_the_destination_earns_nothing() -> None:
    account = solved()
    account[FLOW_LOGS][0] = all_traffic(Tags=named("mine"), ResourceId="subnet-0a")
    assert tasks(graded(account))[SUBNET].score == 0.0


def test_a_flow_log_of_another_name_to_another_bucket_earns_nothing_on_the_right_interface() -> None:
    account = solved()
    account[FLOW_LOGS][1] = flow_log(WEB_ONE, "audit", "eni-01", LogDestination="arn:aws:s3:::audit/web/")
    assert tasks(graded(account))[WEB].score == 20.0


def test_begun_work_is_failed_and_not_skipped() -> None:
    account = changed(FLOW_LOGS, ALL_TRAFFIC, Tags=named("eu-west-1b-all-trafic"), LogGroupName="other")
    account[GROUPS] = []
    assert tasks(graded(account))[SUBNET].verdict == "failed"


def test_a_need_that_is_met_skips_nothing() -> None:
    account = untouched() | {GROUPS: [log_group()]}
    assert tasks(graded(account))[SUBNET].verdict == "failed"


def test_a_missing_resource_lists_the_criteria_that_an_existing_one_would_have() -> None:
    def criteria(account: dict[Any, list[Item]]) -> list[tuple[str, float]]:
        return [(each.code, each.points) for task in graded(account).tasks for each in task.criteria]

    assert criteria(untouched()) == criteria(solved())


def test_a_role_of_the_same_name_in_another_account_is_another_role() -> None:
    arn = "arn:aws:iam::999999999999:role/metrolio-flow-logs-4df7f3c3"
    assert codes(graded(changed(FLOW_LOGS, ALL_TRAFFIC, DeliverLogsPermissionArn=arn))) == {SUBNET: ["role"]}


def test_one_stray_close_to_both_interfaces_is_told_once() -> None:
    account = solved()
    account[FLOW_LOGS] = [all_traffic(), flow_log("fl-x", "web-trafic", "eni-77", LogDestination="arn:aws:s3:::x")]
    messages = [finding.message for finding in tasks(graded(account))[WEB].findings]
    assert len(messages) == len(set(messages))


@pytest.mark.parametrize("garbage", [{}, {"FlowLogId": "fl-1", "Tags": 3}, {"Tags": [{"Key": "Name"}]}])
def test_an_explanation_that_breaks_is_left_out(garbage: Item) -> None:
    taken = snapshot(untouched()).with_replies({FLOW_LOGS.key("us-east-1"): Reply((garbage,))})
    assert regrade(lab(), taken).verdict == "failed"


def test_what_only_explains_decides_nothing() -> None:
    account = changed(FLOW_LOGS, WEB_ONE, ResourceId="eni-77") | {SUBNETS: [{}]}
    assert tasks(graded(account))[WEB].verdict == "failed"


def test_work_elsewhere_is_told_of_a_skipped_task_too() -> None:
    there = {FLOW_LOGS.key("us-east-1"): snapshot(solved()).replies[FLOW_LOGS.key(REGION)]}
    task = tasks(regrade(lab(), snapshot(untouched()).with_replies(there)))[SUBNET]
    assert task.verdict == "skipped"
    assert [each.code for each in task.findings] == ["missing", "wrong-region"]


def test_foreign_flow_logs_elsewhere_are_not_the_learners() -> None:
    there = {FLOW_LOGS.key("us-east-1"): Reply((flow_log("fl-1", "audit", "vpc-1"),))}
    found = regrade(lab(), snapshot(untouched()).with_replies(there))
    assert "wrong-region" not in [each.code for task in found.tasks for each in task.findings]


def test_the_owner_is_told_by_arns_before_interfaces_that_may_be_a_neighbours() -> None:
    account = solved()
    account[INTERFACES].insert(0, {**interface("eni-00", None), "OwnerId": "999999999999"})
    reads = {read.key(REGION): (read, REGION) for read in account}
    assert _owner(reads, dict(snapshot(account).replies)) == ACCOUNT
    alone = {key: value for key, value in reads.items() if value[0] == INTERFACES}
    assert _owner(alone, dict(snapshot(account).replies)) is None


@pytest.mark.parametrize("separator", [",", " vpc-id ", " x"])
def test_a_format_that_is_not_made_of_fields_is_not_the_default(separator: str) -> None:
    log_format = separator.join(solved()[FLOW_LOGS][0]["LogFormat"].split())
    assert codes(graded(changed(FLOW_LOGS, ALL_TRAFFIC, LogFormat=log_format))) == {SUBNET: ["format"]}


def test_the_total_is_not_full_where_a_task_failed() -> None:
    bound = lab()
    odd = replace(
        bound,
        tasks=tuple(
            replace(each, task=replace(each.task, points=worth))
            for each, worth in zip(bound.tasks, (33.333, 33.333, 0.001), strict=True)
        ),
    )
    result = regrade(odd, snapshot(changed(FLOW_LOGS, WEB_ONE, TrafficType="ALL")))
    assert result.score is not None
    assert result.score < result.max_score


ALLOW = {"Effect": "Allow", "Principal": {"Service": "vpc-flow-logs.amazonaws.com"}, "Action": "sts:AssumeRole"}
DENY = {**ALLOW, "Effect": "Deny"}


@pytest.mark.parametrize(
    ("statements", "trusted"),
    [
        ([ALLOW, {**DENY, "Condition": {"StringNotEquals": {"aws:SourceAccount": ACCOUNT}}}], True),
        ([ALLOW, {**DENY, "Condition": {"StringNotEquals": {"aws:SourceAccount": "999999999999"}}}], False),
        ([ALLOW, {"Effect": "Deny", "Principal": "*", "Action": "sts:*"}], False),
        ([ALLOW, {"Effect": "Deny", "Principal": DENY["Principal"], "NotAction": "sts:TagSession"}], False),
        ([{**ALLOW, "Condition": {"ArnLike": {"aws:SourceArn": f"arn:aws:ec2:us-east-1:{ACCOUNT}:*"}}}], False),
        ([{**ALLOW, "Condition": {"ArnLike": {"aws:SourceArn": f"arn:aws:ec2:{REGION}:{ACCOUNT}:*"}}}], True),
        ([{**ALLOW, "Condition": {"StringEquals": {"aws:SourceAccount": [int(ACCOUNT)]}}}], True),
        ([{**ALLOW, "Condition": {"Bool": {"aws:SecureTransport": "true"}}}], True),
    ],
)
def test_conditions_and_denials_count_as_iam_counts_them(statements: list[dict[str, Any]], *, trusted: bool) -> None:
    trust = {**role(), "AssumeRolePolicyDocument": {"Statement": statements}}
    assert codes(graded(solved() | {THE_ROLE: [trust]})) == ({} if trusted else {SUBNET: ["role-trust"]})


def test_names_used_here_are_the_labs() -> None:
    assert (lab().lab.names["bucket"], "eu-west-1b-logs") == (BUCKET, GROUP)
