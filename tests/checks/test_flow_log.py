"""Flow logs: every way to do the work wrong that a property can show, and what is said of it."""

from __future__ import annotations

from typing import Any

import pytest

from checks.bucket import BUCKET as BUCKET_READ
from checks.engine.grade import regrade
from checks.engine.snapshot import Reply
from checks.flow_log import FLOW_LOGS
from checks.flow_log.model import DEFAULT_FORMAT
from checks.network_interface import INTERFACES
from checks.role import named as role_named
from tests.checks.accounts import (
    ALL_TRAFFIC,
    BUCKET,
    GROUP,
    REGION,
    ROLE,
    ROLE_ARN,
    THE_BUCKET,
    THE_ROLE,
    WEB_ONE,
    all_traffic,
    asking,
    bound,
    changed,
    codes,
    flow_log,
    graded,
    interface,
    lab,
    role,
    snapshot,
    solved,
    tasks,
    untouched,
)

OTHER_ROLE = "arn:aws:iam::123456789012:role/metrolio-flow-logs-other"
SUBNET, WEB = "subnet-flow-log", "web-traffic"


def name(value: str | None) -> list[dict[str, str]]:
    return [{"Key": "Name", "Value": value}] if value is not None else []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"TrafficType": "ACCEPT"}, "traffic"),
        ({"TrafficType": "REJECT"}, "traffic"),
        ({"MaxAggregationInterval": 600}, "interval"),
        ({"ResourceId": "subnet-0a"}, "resource"),
        ({"ResourceId": "subnet-1b"}, "resource"),
        ({"ResourceId": "vpc-0"}, "resource"),
        ({"ResourceId": "eni-01"}, "resource"),
        ({"Tags": name("eu-west-1b-all-trafic")}, "name"),
        ({"Tags": name("EU-WEST-1B-ALL-TRAFFIC")}, "name"),
        ({"Tags": name(None)}, "name"),
        ({"Tags": None}, "name"),
        ({"LogGroupName": "eu-west-1a-logs"}, "log-group"),
        ({"LogGroupName": f"{GROUP}:*"}, "log-group-wildcard"),
        ({"DeliverLogsPermissionArn": OTHER_ROLE}, "role"),
        ({"DeliverLogsPermissionArn": None}, "role"),
        ({"DeliverLogsStatus": "FAILED", "DeliverLogsErrorMessage": "Access error"}, "delivery-failed"),
        ({"LogFormat": "${version} ${srcaddr}"}, "format"),
        ({"LogFormat": " ".join(f"${{{field}}}" for field in (*DEFAULT_FORMAT, "vpc-id"))}, "format"),
        ({"LogFormat": " ".join(f"${{{field}}}" for field in reversed(DEFAULT_FORMAT))}, "format"),
    ],
)
def test_one_thing_wrong_with_the_subnets_flow_log_is_one_finding_and_an_eighth_less(
    changes: dict[str, Any], code: str
) -> None:
    result = graded(changed(FLOW_LOGS, ALL_TRAFFIC, **changes))
    assert codes(result) == {SUBNET: [code]}
    task = tasks(result)[SUBNET]
    assert (task.verdict, task.score) == ("failed", 35.0)
    assert result.score == 95.0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"TrafficType": "ALL"}, "traffic"),
        ({"TrafficType": "REJECT"}, "traffic"),
        ({"MaxAggregationInterval": 60}, "interval"),
        ({"Tags": name("web-trafic")}, "name"),
        ({"Tags": name("Web-Traffic")}, "name"),
        ({"Tags": name("web-traffic ")}, "name"),
        ({"LogDestination": f"arn:aws:s3:::{BUCKET}"}, "prefix"),
        ({"LogDestination": f"arn:aws:s3:::{BUCKET}/web-logs/"}, "prefix"),
        ({"LogDestination": f"arn:aws:s3:::{BUCKET}/logs/web/"}, "prefix"),
        ({"LogDestination": f"arn:aws:s3:::{BUCKET}/WEB/"}, "prefix"),
        ({"LogDestination": f"arn:aws:s3:::{BUCKET}-x/web/"}, "bucket"),
        ({"LogDestination": "arn:aws:s3:::other/web/"}, "bucket"),
        ({"LogFormat": "${version} ${srcaddr}"}, "format"),
        ({"DestinationOptions": {"FileFormat": "parquet"}}, "file-format"),
        ({"DestinationOptions": {"HiveCompatiblePartitions": True}}, "hive-partitions"),
        ({"DestinationOptions": {"PerHourPartition": True}}, "hourly-partitions"),
        ({"DeliverLogsStatus": "FAILED"}, "delivery-failed"),
    ],
)
def test_one_thing_wrong_with_one_interfaces_flow_log_is_one_finding_and_a_sixteenth_less(
    changes: dict[str, Any], code: str
) -> None:
    result = graded(changed(FLOW_LOGS, WEB_ONE, **changes))
    assert codes(result) == {WEB: [code]}
    finding = tasks(result)[WEB].findings[0]
    assert finding.resource == WEB_ONE
    assert tasks(result)[WEB].score == 37.5


def test_one_of_two_interfaces_is_half() -> None:
    account = solved()
    account[FLOW_LOGS] = [log for log in account[FLOW_LOGS] if log["FlowLogId"] != WEB_ONE]
    task = tasks(graded(account))[WEB]
    assert (task.verdict, task.score) == ("failed", 20.0)
    assert [finding.code for finding in task.findings] == ["missing"]
    assert "eni-01" in task.findings[0].message


def test_two_on_one_interface_are_not_two_interfaces() -> None:
    account = changed(FLOW_LOGS, WEB_ONE, ResourceId="eni-02")
    assert tasks(graded(account))[WEB].score == 20.0


def test_web_traffic_in_a_log_group_lacks_bucket_and_folder_and_says_so_once() -> None:
    changes = {"LogDestinationType": "cloud-watch-logs", "LogDestination": None, "LogGroupName": GROUP}
    result = graded(changed(FLOW_LOGS, WEB_ONE, DestinationOptions=None, **changes))
    finding, *others = tasks(result)[WEB].findings
    assert finding.code == "bucket"
    assert GROUP in finding.message
    assert [each.code for each in others] == ["prefix"]


def test_a_flow_log_with_nothing_right_but_its_place_earns_nothing_but_is_explained() -> None:
    account = changed(
        FLOW_LOGS, ALL_TRAFFIC, Tags=name("eu-west-1b-all-trafic"), LogGroupName="elsewhere", TrafficType="REJECT"
    )
    result = graded(account)
    task = tasks(result)[SUBNET]
    assert (task.verdict, task.score) == ("failed", 0.0)
    assert codes(result)[SUBNET] == ["missing", "name", "traffic", "log-group"]
    assert ALL_TRAFFIC in task.findings[0].message


def test_a_second_and_right_flow_log_mends_a_wrong_one() -> None:
    account = solved()
    wrong = all_traffic(FlowLogId="fl-0a00", TrafficType="REJECT")
    account[FLOW_LOGS] = [wrong, *account[FLOW_LOGS]]
    assert graded(account).verdict == "passed"


def test_work_on_the_wrong_resource_says_what_that_resource_is() -> None:
    message = tasks(graded(changed(FLOW_LOGS, ALL_TRAFFIC, ResourceId="subnet-1b")))[SUBNET].findings[0].message
    assert "a subnet that isn't the default of eu-west-1b" in message
    assert "the default subnet of eu-west-1b" in message


def test_a_role_that_is_gone_and_a_role_that_mistrusts_have_findings_of_their_own() -> None:
    assert codes(graded(solved() | {THE_ROLE: []})) == {SUBNET: ["role-missing"]}
    assert codes(graded(solved() | {THE_ROLE: [role("ec2.amazonaws.com")]})) == {SUBNET: ["role-trust"]}


def test_a_bucket_that_is_gone_has_a_finding_of_its_own() -> None:
    assert codes(graded(solved() | {THE_BUCKET: []})) == {WEB: ["bucket-missing", "bucket-missing"]}


def test_a_chosen_role_that_does_not_exist_is_told_once_it_was_looked_for() -> None:
    taken = snapshot(changed(FLOW_LOGS, ALL_TRAFFIC, DeliverLogsPermissionArn=OTHER_ROLE))
    looked = taken.with_replies({role_named("metrolio-flow-logs-other").key(REGION): Reply()})
    message = tasks(regrade(lab(), looked))[SUBNET].findings[0].message
    assert message == (
        f"{ALL_TRAFFIC} uses the role metrolio-flow-logs-other, not {ROLE}. There is no role metrolio-flow-logs-other "
        "in this account."
    )


@pytest.mark.parametrize(
    ("statement", "trusted"),
    [
        ({}, True),
        ({"Action": ["sts:AssumeRole", "sts:TagSession"]}, True),
        ({"Principal": {"Service": ["ec2.amazonaws.com", "vpc-flow-logs.amazonaws.com"]}}, True),
        ({"Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}}}, True),
        ({"Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:ec2:eu-west-1:123456789012:vpc-flow-log/*"}}}, True),
        ({"Condition": {"StringEquals": {"aws:SourceAccount": "999999999999"}}}, False),
        ({"Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:ec2:eu-west-1:999999999999:vpc-flow-log/*"}}}, False),
        ({"Effect": "Deny"}, False),
        ({"Action": "sts:TagSession"}, False),
        ({"Principal": {"AWS": "arn:aws:iam::123456789012:root"}}, False),
    ],
)
def test_trust_is_what_the_policy_says(statement: dict[str, Any], *, trusted: bool) -> None:
    expected = {} if trusted else {SUBNET: ["role-trust"]}
    assert codes(graded(solved() | {THE_ROLE: [role(**statement)]})) == expected


@pytest.mark.parametrize(
    ("which", "changes"),
    [
        (ALL_TRAFFIC, {"LogDestination": f"arn:aws:logs:{REGION}:123456789012:log-group:{GROUP}"}),
        (
            ALL_TRAFFIC,
            {"LogDestination": f"arn:aws:logs:{REGION}:123456789012:log-group:{GROUP}", "LogGroupName": None},
        ),
        (ALL_TRAFFIC, {"LogDestination": ""}),
        (ALL_TRAFFIC, {"LogFormat": None}),
        (ALL_TRAFFIC, {"LogFormat": "  ".join(f"$${{{field}}}" for field in DEFAULT_FORMAT)}),
        (ALL_TRAFFIC, {"DeliverLogsStatus": None}),
        (
            ALL_TRAFFIC,
            {"Tags": [*name("eu-west-1b-all-traffic"), {"Key": "aws:cloudformation:stack-name", "Value": "s"}]},
        ),
        (WEB_ONE, {"LogDestination": f"arn:aws:s3:::{BUCKET}/web"}),
        (WEB_ONE, {"DestinationOptions": None}),
        (WEB_ONE, {"DeliverLogsPermissionArn": ROLE_ARN}),
        (WEB_ONE, {"LogDestinationType": None}),
        (WEB_ONE, {"MaxAggregationInterval": None}),
    ],
)
def test_what_differs_between_clients_is_correct_work(which: str, changes: dict[str, Any]) -> None:
    result = graded(changed(FLOW_LOGS, which, **changes))
    assert codes(result) == {}
    assert result.score == 100.0


def test_a_log_group_of_that_name_in_another_account_is_not_the_labs() -> None:
    arn = f"arn:aws:logs:{REGION}:999999999999:log-group:{GROUP}"
    assert codes(graded(changed(FLOW_LOGS, ALL_TRAFFIC, LogDestination=arn))) == {SUBNET: ["log-group"]}


def test_flow_logs_of_other_names_and_other_interfaces_change_nothing() -> None:
    account = solved()
    account[FLOW_LOGS] += [
        flow_log("fl-0c01", "security-baseline", "eni-01", TrafficType="ALL"),
        flow_log("fl-0c02", "security-baseline", "vpc-0", LogDestination="arn:aws:s3:::audit"),
        flow_log("fl-0c03", "web-traffic", "eni-99"),
    ]
    account[INTERFACES] += [interface("eni-99", "i-99", estate=False), interface("eni-98", None, estate=False)]
    assert graded(account).score == 100.0


def test_the_order_in_which_aws_lists_things_makes_no_difference() -> None:
    account = changed(FLOW_LOGS, WEB_ONE, TrafficType="ALL")
    backwards = {read: list(reversed(items)) for read, items in account.items()}
    assert graded(account).to_json() == graded(backwards).to_json()


def test_an_account_set_up_by_others_is_judged_on_all_interfaces_of_instances() -> None:
    account = solved()
    account[INTERFACES] = [interface("eni-01", "i-01", estate=False), interface("eni-02", "i-02", estate=False)]
    assert graded(account).verdict == "passed"


def test_an_estate_that_lost_an_interface_can_not_be_graded() -> None:
    account = solved()
    account[INTERFACES] = account[INTERFACES][:1]
    task = tasks(graded(account))[WEB]
    assert (task.verdict, task.reason, task.score) == ("unreadable", "not-set-up", None)


def test_nothing_of_it_yet_and_its_need_unmet_is_skipped() -> None:
    result = graded(untouched())
    assert [task.verdict for task in result.tasks] == ["failed", "skipped", "failed"]
    assert result.score == 0.0


def test_a_need_unmet_does_not_take_from_what_was_done() -> None:
    account = solved() | {BUCKET_READ.narrowed(Bucket=BUCKET): [{}]}
    account[next(read for read in account if read.service == "logs")] = []
    result = graded(account)
    assert [task.verdict for task in result.tasks] == ["failed", "passed", "passed"]
    assert result.score == 80.0


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"interval": 60}, {"interval": ("60", "1 minute", "one minute")}),
        ({"interval": 600}, {"interval": ("600", "10 minute", "ten minutes")}),
        ({"file_format": "parquet"}, {"file_format": ("parquet", "Parquet")}),
        ({"file_format": "plain-text"}, {"file_format": ("plain-text", "text")}),
        ({"hive_partitions": True}, {"hive_partitions": ("Hive",)}),
        ({"hourly_partitions": True}, {"hourly_partitions": ("hour",)}),
        ({"to": {"bucket": BUCKET, "prefix": "/web"}}, {"to.prefix": ("web/",)}),
        ({"to": {"bucket": BUCKET, "prefix": "X"}}, {"to.prefix": ("X/",)}),
        ({"to": {"bucket": BUCKET, "prefix": "/"}}, {"to.prefix": ()}),
        ({"to": {"bucket": BUCKET}}, {"to.prefix": ()}),
    ],
)
def test_a_guide_may_tell_a_setting_in_other_words(asked: dict[str, Any], words: dict[str, tuple[str, ...]]) -> None:
    each = bound("flow_log", **{"name": "n", "resource": "interfaces", "to": {"bucket": BUCKET}, **asked})
    assert words.items() <= each.kind.words(each.expected).items()


def test_what_is_asked_of_files_counts_only_where_there_are_files() -> None:
    to = {"log_group": GROUP}
    of = asking(
        "flow_log", name="eu-west-1b-all-traffic", resource="subnet", interval=60, to=to, hourly_partitions=True
    )
    assert regrade(of, snapshot(solved())).score == 10.0


def test_a_folder_may_begin_with_any_letter() -> None:
    of = asking(
        "flow_log", name="web-traffic", resource="interfaces", traffic="ACCEPT", to={"bucket": BUCKET, "prefix": "X"}
    )
    right = snapshot(changed(FLOW_LOGS, LogDestination=f"arn:aws:s3:::{BUCKET}/X/"))
    assert regrade(of, right).verdict == "passed"


def test_a_name_goes_by_its_flow_log_for_tidying_up() -> None:
    each = lab().tasks[1].expectations[0]
    assert list(each.kind.leaves_behind(each.expected)) == ["eu-west-1b-all-traffic"]
