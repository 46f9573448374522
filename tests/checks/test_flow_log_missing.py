"""Flow logs that aren't there: the closest one is told of, and what may explain it is looked for."""

from __future__ import annotations

from typing import Any

import pytest

from checks.engine.grade import regrade
from checks.engine.kind import Finding
from checks.engine.snapshot import Item, Read, Reply
from checks.flow_log import FLOW_LOGS
from checks.role import named as role_named
from tests.checks.accounts import (
    ACCOUNT,
    ALL_TRAFFIC,
    BUCKET,
    WEB_TWO,
    changed,
    flow_log,
    graded,
    lab,
    snapshot,
    solved,
    tasks,
    untouched,
)

OTHER_ROLE = f"arn:aws:iam::{ACCOUNT}:role/metrolio-flow-logs-other"
WEB = "web-traffic"


def test_a_flow_log_that_is_missing_is_told_with_its_resource() -> None:
    first, second = tasks(graded(untouched()))[WEB].findings
    assert first == Finding(
        "missing",
        "There is no flow log named 'web-traffic' on eni-01, the network interface of instance i-01.",
        "web-traffic",
    )
    assert "on eni-02," in second.message


@pytest.mark.parametrize(
    ("strays", "closest"),
    [
        ([("fl-1", "web-trafic", "vpc-0", {})], "fl-1 (web-trafic)"),
        ([("fl-1", "web-trafic", "vpc-0", {}), ("fl-2", "web-trafic", "eni-01", {})], "fl-2 (web-trafic)"),
        ([("fl-1", "", "eni-01", {})], "fl-1"),
        ([("fl-1", "web-trafi", "vpc-0", {}), ("fl-2", "web-traffi", "vpc-0", {})], "fl-2 (web-traffi)"),
        ([("fl-1", "web-trafic", "vpc-0", {}), ("fl-2", "web-trafic", "vpc-0", {})], "fl-2 (web-trafic)"),
        (
            [
                ("fl-1", "web-trafi", "vpc-0", {"LogDestination": f"arn:aws:s3:::{BUCKET}/web/"}),
                ("fl-2", "web-traffi", "vpc-0", {}),
            ],
            "fl-1 (web-trafi)",
        ),
        ([("fl-1", "", "vpc-0", {})], None),
        ([("fl-1", "audit", "eni-01", {})], None),
        ([("fl-1", "web-trafic", "eni-02", {})], None),
    ],
)
def test_the_closest_is_the_one_on_the_resource_then_to_the_place_then_of_the_likest_name(
    strays: list[tuple[str, str, str, dict[str, Any]]], closest: str | None
) -> None:
    made = [
        flow_log(each, called, on, **({"LogDestination": "arn:aws:s3:::other"} | others))
        for each, called, on, others in strays
    ]
    for logs in (made, made[::-1]):
        account = untouched() | {FLOW_LOGS: [*logs, flow_log(WEB_TWO, "web-traffic", "eni-02")]}
        missing = tasks(graded(account))[WEB].findings[0]
        assert missing.code == "missing"
        assert ("The closest is" in missing.message) == (closest is not None)
        if closest:
            assert missing.message.endswith(f" The closest is {closest}.")
            assert (missing.expected, missing.resource) == (WEB, closest.split()[0])
            assert missing.actual == (closest.split("(")[1][:-1] if "(" in closest else None)


def test_the_closest_is_one_that_is_not_another_interfaces_own() -> None:
    account = untouched() | {FLOW_LOGS: [flow_log("fl-1", "web-trafic", "eni-02", TrafficType="ALL")]}
    findings = tasks(graded(account))[WEB].findings
    assert [(each.code, each.resource) for each in findings] == [
        ("missing", None),
        ("name", "fl-1"),
        ("traffic", "fl-1"),
    ]


def explained(account: dict[Read, list[Item]]) -> list[Read]:
    """The further reads that the subnet's flow log asks for."""
    each = lab().tasks[1].expectations[0]
    return list(each.kind.explains(each.expected, snapshot(account)))


def test_another_role_is_looked_for_and_nothing_else_is() -> None:
    chosen = changed(FLOW_LOGS, ALL_TRAFFIC, DeliverLogsPermissionArn=OTHER_ROLE)
    assert explained(chosen) == [role_named("metrolio-flow-logs-other")]
    in_a_path = changed(FLOW_LOGS, ALL_TRAFFIC, DeliverLogsPermissionArn=OTHER_ROLE.replace("role/", "role/team/"))
    assert explained(in_a_path) == [role_named("metrolio-flow-logs-other")]
    assert explained(solved()) == []
    assert explained(changed(FLOW_LOGS, ALL_TRAFFIC, DeliverLogsPermissionArn=None)) == []
    assert (
        explained(
            changed(
                FLOW_LOGS, ALL_TRAFFIC, DeliverLogsPermissionArn=OTHER_ROLE, Tags=[{"Key": "Name", "Value": "mine"}]
            )
        )
        == []
    )


def test_a_flow_log_of_nearly_the_name_in_another_region_is_told_and_others_are_not() -> None:
    logs = (
        flow_log("fl-3", "web-traffic", "eni-9"),
        flow_log("fl-1", "audit", "eni-9"),
        flow_log("fl-2", "web-trafic", "eni-9"),
    )
    taken = snapshot(untouched()).with_replies({FLOW_LOGS.key("us-east-1"): Reply(logs)})
    said = [each.message for each in tasks(regrade(lab(), taken))[WEB].findings if each.code == "wrong-region"]
    assert [each.split(" stands")[0] for each in said] == [
        "A flow log named web-trafic (fl-2)",
        "A flow log named web-traffic (fl-3)",
    ]
