"""Roles: is it there, and may the service assume it?"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, unquote

import pytest

from checks.engine.grade import regrade
from checks.engine.judge import NotSetUp, found
from checks.engine.kind import Finding, Resource
from checks.engine.result import TaskResult
from checks.engine.variation import Change
from checks.role.variations import mistrusted, trusted_otherwise
from tests.checks.accounts import (
    ACCOUNT,
    ROLE,
    ROLE_ARN,
    THE_ROLE,
    asking,
    bound,
    codes,
    graded,
    role,
    snapshot,
    solved,
    tasks,
    untouched,
)

SERVICE = "vpc-flow-logs.amazonaws.com"
ALLOW = {"Effect": "Allow", "Principal": {"Service": SERVICE}, "Action": "sts:AssumeRole"}
FLOW_LOG = f"arn:aws:ec2:eu-west-1:{ACCOUNT}:vpc-flow-log/*"
OTHERS = "arn:aws:ec2:eu-west-1:999999999999:vpc-flow-log/*"


def judged(*roles: dict[str, Any], trusts: str | None = SERVICE) -> TaskResult:
    """How a lab judges that asks for the role, and for its trust unless said otherwise."""
    expected = asking("role", name=ROLE, trusts=trusts)
    return tasks(regrade(expected, snapshot(untouched() | {THE_ROLE: list(roles)})))["it"]


def trusting(*statements: dict[str, Any]) -> dict[str, Any]:
    return {**role(), "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": list(statements)}}


def test_a_role_that_is_there_and_trusts_earns_everything() -> None:
    task = judged(role())
    assert (task.verdict, task.score, task.findings) == ("passed", 10.0, ())
    assert task.parts[0].exists
    assert [(each.resource, each.code) for each in task.criteria] == [(ROLE, "exists"), (ROLE, "trusts")]


def test_a_role_that_is_not_there_is_missing_and_told_once() -> None:
    for trusts in (SERVICE, None):
        task = judged(trusts=trusts)
        assert (task.verdict, task.score) == ("failed", 0.0)
        assert task.findings == (Finding("missing", f"There is no role {ROLE}.", ROLE),)
        assert not task.parts[0].exists


def test_a_role_that_mistrusts_is_half_and_told_whom_it_trusts() -> None:
    task = judged(trusting(ALLOW | {"Principal": {"Service": ["lambda.amazonaws.com", "ec2.amazonaws.com"]}}))
    assert (task.verdict, task.score) == ("failed", 5.0)
    (finding,) = task.findings
    assert finding == Finding(
        "role-trust",
        f"The role {ROLE} doesn't let {SERVICE} assume it.",
        expected=SERVICE,
        actual=["ec2.amazonaws.com", "lambda.amazonaws.com"],
        resource=ROLE_ARN,
        hint=f"Its trust policy has to allow sts:AssumeRole to the service {SERVICE}.",
    )


def test_a_role_that_trusts_no_service_is_told_to_trust_none() -> None:
    (finding,) = judged(trusting(ALLOW | {"Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}})).findings
    assert finding.actual == []


def test_where_no_trust_is_asked_any_will_do() -> None:
    task = judged(role("ec2.amazonaws.com"), trusts=None)
    assert (task.verdict, task.score) == ("passed", 10.0)
    assert [each.code for each in task.criteria] == ["exists"]


def test_a_lab_can_look_for_a_role() -> None:
    there = found("it", bound("role", name=ROLE), snapshot(untouched()))
    assert there == (Resource(ROLE_ARN, f"the role {ROLE}"),)
    with pytest.raises(NotSetUp):
        found("it", bound("role", name=ROLE), snapshot(untouched() | {THE_ROLE: []}))


def when(operator: str, key: str, value: Any) -> dict[str, Any]:
    return {"Condition": {operator: {key: value}}}


@pytest.mark.parametrize(
    ("statements", "trusted"),
    [
        ([ALLOW], True),
        ([ALLOW | {"Action": "STS:assumerole"}], True),
        ([ALLOW | {"Action": "sts:Assume*"}], True),
        ([ALLOW | {"Action": ["sts:TagSession", "sts:AssumeRole"]}], True),
        ([ALLOW | {"Principal": {"Service": ["ec2.amazonaws.com", SERVICE]}}], True),
        ([ALLOW | {"Principal": {"AWS": "*"}}], False),
        ([ALLOW | {"Principal": "*"}], False),
        ([{key: value for key, value in ALLOW.items() if key != "Principal"}], False),
        ([{key: value for key, value in ALLOW.items() if key != "Action"}], False),
        ([{"Effect": "Allow", "Principal": {"Service": SERVICE}, "NotAction": "sts:TagSession"}], True),
        ([{"Effect": "Allow", "Principal": {"Service": SERVICE}, "NotAction": ["sts:AssumeRole"]}], False),
        ([ALLOW, ALLOW | {"Effect": "Deny"}], False),
        ([ALLOW, ALLOW | {"Effect": "Deny", "Principal": "*"}], False),
        ([ALLOW, ALLOW | {"Effect": "Deny", "Principal": {"Service": "ec2.amazonaws.com"}}], True),
        ([ALLOW, ALLOW | {"Effect": "Deny", "Action": "sts:TagSession"}], True),
        ([ALLOW | {"Effect": "allow"}], False),  # AWS refuses that; nothing else is an Allow
        ([], False),
        # Conditions on where the service comes from are weighed.
        ([ALLOW | when("StringEquals", "aws:SourceAccount", ACCOUNT)], True),
        ([ALLOW | when("StringEquals", "AWS:sourceaccount", "999999999999")], False),
        ([ALLOW | when("StringEquals", "aws:SourceAccount", ["999999999999", ACCOUNT])], True),
        ([ALLOW | when("StringNotEquals", "aws:SourceAccount", ACCOUNT)], False),
        ([ALLOW | when("StringNotEquals", "aws:SourceAccount", "999999999999")], True),
        ([ALLOW | when("StringEqualsIfExists", "aws:SourceAccount", "999999999999")], False),
        ([ALLOW | when("ArnLike", "aws:SourceArn", FLOW_LOG)], True),
        ([ALLOW | when("ArnLikeIfExists", "aws:SourceArn", OTHERS)], False),
        ([ALLOW | when("ArnNotLike", "aws:SourceArn", OTHERS)], True),
        ([ALLOW | when("ArnNotLike", "aws:SourceArn", FLOW_LOG)], False),
        ([ALLOW | {"Condition": when("ArnLike", "aws:SourceArn", FLOW_LOG)["Condition"]
           | when("StringEquals", "aws:SourceAccount", "999999999999")["Condition"]}], False),
        # A denial elsewhere denies nothing here.
        ([ALLOW, ALLOW | {"Effect": "Deny"} | when("StringNotEquals", "aws:SourceAccount", ACCOUNT)], True),
        ([ALLOW, ALLOW | {"Effect": "Deny"} | when("StringEquals", "aws:SourceAccount", ACCOUNT)], False),
        # Of others nobody here knows: they hold where they allow, and don't where they deny.
        ([ALLOW | when("StringEquals", "aws:SourceOrgID", "o-1")], True),
        ([ALLOW, ALLOW | {"Effect": "Deny"} | when("StringEquals", "aws:SourceOrgID", "o-1")], True),
        ([ALLOW | when("Null", "aws:SourceAccount", "false")], True),
    ],
)  # fmt: skip
def test_trust_is_what_the_policy_comes_to(statements: list[dict[str, Any]], *, trusted: bool) -> None:
    expected = {} if trusted else {"subnet-flow-log": ["role-trust"]}
    assert codes(graded(solved() | {THE_ROLE: [trusting(*statements)]})) == expected


def test_a_role_on_its_own_is_asked_for_its_own_account() -> None:
    """Which of the service's resources it will act for isn't known; in whose account is."""
    assert judged(trusting(ALLOW | when("StringEquals", "aws:SourceAccount", ACCOUNT))).verdict == "passed"
    assert judged(trusting(ALLOW | when("StringEquals", "aws:SourceAccount", "999999999999"))).verdict == "failed"
    assert judged(trusting(ALLOW | when("ArnLike", "aws:SourceArn", FLOW_LOG))).verdict == "passed"


@pytest.mark.parametrize("wordings", [mistrusted, trusted_otherwise])
def test_each_wording_of_a_trust_is_another_and_iam_would_take_it(
    wordings: Callable[[str], Iterator[tuple[str, Change]]],
) -> None:
    plain = trusting(ALLOW) | {"Tags": [{"Key": "Team", "Value": "net"}]}
    made = [plain, *(change(plain) for _, change in wordings(SERVICE))]
    assert len({json.dumps(each, sort_keys=True) for each in made}) == len(made)
    for each in made:
        policy = each["AssumeRolePolicyDocument"]
        policy = json.loads(unquote(policy)) if isinstance(policy, str) else policy
        assert policy.keys() <= {"Version", "Statement"}
        assert policy.get("Version", "2012-10-17") == "2012-10-17"
        for statement in policy["Statement"] if isinstance(policy["Statement"], list) else [policy["Statement"]]:
            assert statement.keys() <= {"Sid", "Effect", "Principal", "Action", "NotAction", "Condition"}
            assert statement["Effect"] in {"Allow", "Deny"}
            assert statement["Principal"] == "*" or statement["Principal"].keys() <= {"Service", "AWS"}
            for operator, condition in statement.get("Condition", {}).items():
                assert (operator, *condition) == ("StringEquals", "aws:SourceAccount")


@pytest.mark.parametrize(
    ("policy", "trusted"),
    [
        ({"Statement": ALLOW}, True),
        (quote(json.dumps({"Statement": [ALLOW]})), True),
        (quote(json.dumps({"Statement": [ALLOW | {"Effect": "Deny"}]})), False),
        ({}, False),
        (None, False),
        ({"Statement": None}, False),
    ],
)
def test_a_policy_is_read_in_every_form_that_clients_hand_on(policy: object, *, trusted: bool) -> None:
    task = judged({**role(), "AssumeRolePolicyDocument": policy})
    assert task.verdict == ("passed" if trusted else "failed")
