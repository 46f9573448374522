"""Flow logs: what is said of each thing that is wrong, word by word, for a learner acts on the words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from checks.engine.grade import regrade
from checks.engine.snapshot import Reply
from checks.flow_log import FLOW_LOGS
from checks.flow_log.model import DEFAULT_FORMAT
from checks.role import named as role_named
from tests.checks.accounts import (
    ACCOUNT,
    ALL_TRAFFIC,
    BUCKET,
    GROUP,
    REGION,
    ROLE,
    ROLE_ARN,
    THE_BUCKET,
    THE_ROLE,
    WEB_ONE,
    WEB_TWO,
    asking,
    changed,
    graded,
    lab,
    role,
    snapshot,
    solved,
    tasks,
)

OTHER_ROLE = f"arn:aws:iam::{ACCOUNT}:role/metrolio-flow-logs-other"
SUBNET, WEB = "subnet-flow-log", "web-traffic"


def name(value: str) -> list[dict[str, str]]:
    return [{"Key": "Name", "Value": value}]


AGAIN = "A flow log can't be changed: delete it and create it again."
NAMED = "eu-west-1b-all-traffic"
GROUP_ARN = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{GROUP}"
SAID = {
    "a slip in the name": (
        {"Tags": name("eu-west-1b-all-trafic")},
        f"fl-0a11 is named 'eu-west-1b-all-trafic', which looks like a slip of the keyboard; it has to be '{NAMED}'.",
        (NAMED, "eu-west-1b-all-trafic", "Its name is its tag Name, which you can change."),
    ),
    "another name": (
        {"Tags": name("mine")},
        f"fl-0a11 is named 'mine'; it has to be '{NAMED}'.",
        (NAMED, "mine", "Its name is its tag Name, which you can change."),
    ),
    "no name": (
        {"Tags": None},
        f"fl-0a11 has no name; it has to be '{NAMED}'.",
        (NAMED, None, "Its name is its tag Name, which you can change."),
    ),
    "another subnet": (
        {"ResourceId": "subnet-1b"},
        "fl-0a11 is on subnet-1b, a subnet that isn't the default of eu-west-1b. It has to be on subnet-0b, the "
        "default subnet of eu-west-1b.",
        ("subnet-0b", "subnet-1b", AGAIN),
    ),
    "an interface": (
        {"ResourceId": "eni-01"},
        "fl-0a11 is on eni-01, the network interface of instance i-01. It has to be on subnet-0b, the default subnet "
        "of eu-west-1b.",
        ("subnet-0b", "eni-01", AGAIN),
    ),
    **{
        f"something else, {resource}": (
            {"ResourceId": resource},
            f"fl-0a11 is on {resource}, {words}. It has to be on subnet-0b, the default subnet of eu-west-1b.",
            ("subnet-0b", resource, AGAIN),
        )
        for resource, words in {
            "vpc-0": "a whole VPC",
            "subnet-9": "a subnet",
            "eni-9": "a network interface",
            "tgw-0": "a transit gateway",
            "x-0": "another resource",
        }.items()
    },
    "other traffic": ({"TrafficType": "REJECT"}, "The filter of fl-0a11 is REJECT, not ALL.", ("ALL", "REJECT", AGAIN)),
    "another interval": (
        {"MaxAggregationInterval": 600},
        "The maximum aggregation interval (in seconds) of fl-0a11 is 600, not 60.",
        (60, 600, AGAIN),
    ),
    "the default interval, as older clients show it": (
        {"MaxAggregationInterval": None},
        "The maximum aggregation interval (in seconds) of fl-0a11 is 600, not 60.",
        (60, 600, AGAIN),
    ),
    "another group": (
        {"LogGroupName": "mine"},
        f"fl-0a11 writes to the log group mine, not to the log group {GROUP}.",
        (GROUP, "mine", AGAIN),
    ),
    "a group by a slip": (
        {"LogGroupName": "eu-west-1b-log"},
        f"fl-0a11 writes to the log group eu-west-1b-log, which looks like a slip of the keyboard, not to the log "
        f"group {GROUP}.",
        (GROUP, "eu-west-1b-log", AGAIN),
    ),
    "a bucket": (
        {"LogGroupName": None, "LogDestination": "arn:aws:s3:::b/web/"},
        f"fl-0a11 writes to the folder web/ of the bucket b, not to the log group {GROUP}.",
        (GROUP, None, AGAIN),
    ),
    "a bucket without folder": (
        {"LogGroupName": None, "LogDestination": "arn:aws:s3:::b"},
        f"fl-0a11 writes to the bucket b, not to the log group {GROUP}.",
        (GROUP, None, AGAIN),
    ),
    "a stream": (
        {"LogGroupName": None, "LogDestination": "arn:aws:firehose:eu-west-1:1:deliverystream/s"},
        f"fl-0a11 writes to arn:aws:firehose:eu-west-1:1:deliverystream/s, not to the log group {GROUP}.",
        (GROUP, None, AGAIN),
    ),
    "nowhere": (
        {"LogGroupName": None},
        f"fl-0a11 writes to nowhere that is told, not to the log group {GROUP}.",
        (GROUP, None, AGAIN),
    ),
    "a group with a star": (
        {"LogGroupName": f"{GROUP}:*"},
        "fl-0a11 was given the log group's ARN with `:*` at its end. AWS takes that, but then looks for a group named "
        f"'{GROUP}:*' and delivers nothing.",
        (GROUP, f"{GROUP}:*", f"Leave `:*` off. {AGAIN}"),
    ),
    "a group abroad": (
        {"LogDestination": GROUP_ARN.replace(REGION, "us-east-1", 1)},
        f"fl-0a11 writes to a log group {GROUP} in us-east-1 of account {ACCOUNT}, not to the lab's own.",
        (GROUP, GROUP_ARN.replace(REGION, "us-east-1", 1), AGAIN),
    ),
    "a delivery that failed": (
        {"DeliverLogsStatus": "FAILED", "DeliverLogsErrorMessage": "Access error"},
        "fl-0a11 can't deliver its records. AWS says: Access error.",
        ("SUCCESS", "FAILED", "Access error: look at the role's permissions and trust, or at the bucket's policy."),
    ),
    "a delivery that failed without a word": (
        {"DeliverLogsStatus": "FAILED"},
        "fl-0a11 can't deliver its records. AWS says: no reason given.",
        ("SUCCESS", "FAILED", "Access error: look at the role's permissions and trust, or at the bucket's policy."),
    ),
    "another role": (
        {"DeliverLogsPermissionArn": OTHER_ROLE},
        f"fl-0a11 uses the role metrolio-flow-logs-other, not {ROLE}.",
        (ROLE, "metrolio-flow-logs-other", AGAIN),
    ),
    "no role": (
        {"DeliverLogsPermissionArn": None},
        f"fl-0a11 uses no role, not {ROLE}.",
        (ROLE, None, AGAIN),
    ),
    "a role of that name and another path": (
        {"DeliverLogsPermissionArn": f"arn:aws:iam::{ACCOUNT}:role/team/{ROLE}"},
        f"fl-0a11 uses arn:aws:iam::{ACCOUNT}:role/team/{ROLE}, not {ROLE_ARN}.",
        (ROLE_ARN, f"arn:aws:iam::{ACCOUNT}:role/team/{ROLE}", AGAIN),
    ),
    "other fields": (
        {"LogFormat": " ".join(f"${{{field}}}" for field in (*DEFAULT_FORMAT[1:], "vpc-id", "tcp-flags"))},
        "fl-0a11 has a record format of its own: it adds vpc-id, tcp-flags; it lacks version.",
        ([*DEFAULT_FORMAT], [*DEFAULT_FORMAT[1:], "vpc-id", "tcp-flags"], AGAIN),
    ),
    "another order": (
        {"LogFormat": " ".join(f"${{{field}}}" for field in reversed(DEFAULT_FORMAT))},
        "fl-0a11 has a record format of its own: its fields stand in another order.",
        ([*DEFAULT_FORMAT], [*reversed(DEFAULT_FORMAT)], AGAIN),
    ),
}
SAID_OF_BUCKETS = {
    "another bucket": (
        {"LogDestination": "arn:aws:s3:::mine/web/"},
        f"fl-0b11 writes to the folder web/ of the bucket mine, not to the bucket {BUCKET}.",
        (BUCKET, "mine", AGAIN),
    ),
    "a bucket by a slip": (
        {"LogDestination": f"arn:aws:s3:::{BUCKET}1/web/"},
        f"fl-0b11 writes to the folder web/ of the bucket {BUCKET}1, which looks like a slip of the keyboard, not to "
        f"the bucket {BUCKET}.",
        (BUCKET, f"{BUCKET}1", AGAIN),
    ),
    "no folder": (
        {"LogDestination": f"arn:aws:s3:::{BUCKET}"},
        "fl-0b11 writes to no folder. It has to write to the folder web/.",
        ("web", "", AGAIN),
    ),
    "another folder": (
        {"LogDestination": f"arn:aws:s3:::{BUCKET}/logs/"},
        "fl-0b11 writes to the folder logs/. It has to write to the folder web/.",
        ("web", "logs", AGAIN),
    ),
    "a folder in other letters": (
        {"LogDestination": f"arn:aws:s3:::{BUCKET}/Web/"},
        "fl-0b11 writes to the folder Web/, which differs only by upper and lower case. It has to write to the folder "
        "web/.",
        ("web", "Web", AGAIN),
    ),
    "other files": (
        {"DestinationOptions": {"FileFormat": "parquet"}},
        "The file format of fl-0b11 is parquet, not plain-text.",
        ("plain-text", "parquet", AGAIN),
    ),
    "partitions for Hive": (
        {"DestinationOptions": {"HiveCompatiblePartitions": True}},
        "Hive-compatible partitioning of fl-0b11 is True, not False.",
        (False, True, AGAIN),
    ),
    "partitions by the hour": (
        {"DestinationOptions": {"PerHourPartition": True}},
        "Partitioning by the hour of fl-0b11 is True, not False.",
        (False, True, AGAIN),
    ),
}


@pytest.mark.parametrize(
    ("which", "changes", "message", "rest"),
    [
        *((ALL_TRAFFIC, *each) for each in SAID.values()),
        *((WEB_ONE, *each) for each in SAID_OF_BUCKETS.values()),
    ],
    ids=[*SAID, *SAID_OF_BUCKETS],
)
def test_what_is_wrong_is_said_in_full(
    which: str, changes: dict[str, Any], message: str, rest: tuple[object, object, str]
) -> None:
    (task,) = [each for each in graded(changed(FLOW_LOGS, which, **changes)).tasks if each.findings]
    (finding,) = task.findings
    assert finding.message == message
    assert (finding.expected, finding.actual, finding.hint) == rest
    assert finding.resource == which


def test_in_place_of_a_bucket_a_log_group_is_told_with_its_name() -> None:
    changes = {"LogDestination": None, "LogGroupName": "mine", "DestinationOptions": None}
    first, second = tasks(graded(changed(FLOW_LOGS, WEB_ONE, **changes)))[WEB].findings
    assert first.message == f"fl-0b11 writes to the log group mine, not to the bucket {BUCKET}."
    assert (first.expected, first.actual) == (BUCKET, "mine")
    assert second.message == "fl-0b11 writes to no folder. It has to write to the folder web/."
    assert (second.expected, second.actual) == ("web", None)


def test_a_lab_may_ask_for_the_bucket_itself() -> None:
    of = asking("flow_log", name="web-traffic", resource="interfaces", traffic="ACCEPT", to={"bucket": BUCKET})
    (task,) = regrade(of, snapshot(solved())).tasks
    assert {each.message for each in task.findings} == {
        f"{each} writes to the folder web/. It has to write to the bucket itself, in no folder."
        for each in (WEB_ONE, WEB_TWO)
    }
    assert regrade(of, snapshot(changed(FLOW_LOGS, LogDestination=f"arn:aws:s3:::{BUCKET}"))).verdict == "passed"


def test_what_a_flow_log_rests_on_and_is_gone_is_said_with_the_way_back() -> None:
    (gone,) = tasks(graded(solved() | {THE_ROLE: []}))[SUBNET].findings
    assert gone.message == (
        f"fl-0a11 uses the role {ROLE}, but there is no such role any more, so nothing is delivered."
    )
    assert (gone.expected, gone.actual, gone.hint) == (ROLE, None, "`grader reset` puts the lab's own role back.")
    gone, _ = tasks(graded(solved() | {THE_BUCKET: []}))[WEB].findings
    assert gone.message == f"fl-0b11 writes to the bucket {BUCKET}, but there is no such bucket any more."
    assert (gone.expected, gone.actual, gone.hint) == (BUCKET, None, "`grader reset` puts the lab's own bucket back.")


def test_only_a_role_that_was_looked_for_is_said_to_be_gone() -> None:
    account = changed(FLOW_LOGS, ALL_TRAFFIC, DeliverLogsPermissionArn=OTHER_ROLE)
    there = {role_named("metrolio-flow-logs-other").key(REGION): Reply(({"Arn": OTHER_ROLE},))}
    for taken in (snapshot(account), snapshot(account).with_replies(there)):
        message = tasks(regrade(lab(), taken))[SUBNET].findings[0].message
        assert message == f"fl-0a11 uses the role metrolio-flow-logs-other, not {ROLE}."


def test_where_no_role_is_asked_any_will_do() -> None:
    of = asking("flow_log", name=NAMED, resource="subnet", interval=60, to={"log_group": GROUP})
    account = changed(FLOW_LOGS, ALL_TRAFFIC, DeliverLogsPermissionArn=OTHER_ROLE)
    assert regrade(of, snapshot(account)).verdict == "passed"
    assert THE_ROLE not in of.reads


@pytest.mark.parametrize(
    ("arn", "where"),
    [
        (f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{GROUP}", None),
        (f"arn:aws:logs:{REGION}:999999999999:log-group:{GROUP}", f"in {REGION} of account 999999999999"),
        (f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:{GROUP}", f"in us-east-1 of account {ACCOUNT}"),
    ],
)
def test_a_group_belongs_to_the_labs_region_and_account(arn: str, where: str | None) -> None:
    findings = tasks(graded(changed(FLOW_LOGS, ALL_TRAFFIC, LogDestination=arn)))[SUBNET].findings
    assert [where in each.message for each in findings if where] == ([True] if where else [])
    assert bool(findings) == bool(where)


def test_an_account_whose_id_is_not_known_is_given_the_benefit_of_the_doubt() -> None:
    account = changed(FLOW_LOGS, ALL_TRAFFIC, LogDestination=GROUP_ARN.replace(ACCOUNT, "999999999999"))
    condition = {"StringEquals": {"aws:SourceAccount": "999999999999"}}
    taken = replace(snapshot(account | {THE_ROLE: [role(Condition=condition)]}), account_id=None)
    assert regrade(lab(), taken).verdict == "passed"
