"""What kinds make of right work: each spoilt state is told, each other look passes, and AWS could show them all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote

import pytest
from botocore.model import Shape
from botocore.session import get_session
from botocore.validate import ParamValidator

from checks.alarm import history_of
from checks.alarm import named as named_alarm
from checks.answer import answer_to, events_of
from checks.answer.mark import Mark, mark_of
from checks.engine.bind import Bound, BoundLab
from checks.engine.grade import regrade
from checks.engine.properties import without
from checks.engine.snapshot import Item, Read
from checks.engine.variation import Variation
from checks.engine.verify.equivalents import equivalents, try_noise
from checks.engine.verify.mutants import mutants, try_mutants
from checks.engine.verify.trial import Solved, changed, tasks_of
from checks.flow_log import FLOW_LOGS
from checks.log_delivery import OBJECTS, STREAMS
from checks.metric_filter import of_group
from checks.network_interface import INTERFACES
from checks.records.fields import DEFAULT
from checks.sns_topic import TOPICS
from checks.subnet import SUBNETS
from checks.vpc import VPCS
from tests.checks.accounts import (
    BUCKET,
    GROUP,
    GROUPS,
    REGION,
    ROLE,
    THE_BUCKET,
    THE_ROLE,
    alarm,
    all_traffic,
    answered,
    asking,
    bound,
    delivered,
    event,
    flow_log,
    interface,
    lab,
    log_group,
    metric_filter,
    role,
    snapshot,
    solved,
    state_update,
    stream,
    subnet,
    topic,
    vpc,
)

ON_SSH: dict[str, Any] = {
    "namespace": "Metrolio",
    "metric_name": "RejectedSSH",
    "statistic": "Sum",
    "period": 60,
    "threshold": 10,
    "comparison": "GreaterThanOrEqualToThreshold",
}
SERVICE = "vpc-flow-logs.amazonaws.com"
TRUST = {"Effect": "Allow", "Principal": {"Service": SERVICE}, "Action": "sts:AssumeRole"}
KEY = "arn:aws:kms:eu-west-1:123456789012:key/k"


TRANSFORMED = "applyOnTransformedLogs"
SSH = (
    '[version, account, eni, source, destination, srcport, destport="22", protocol="6", packets, bytes, windowstart, '
    'windowend, action="REJECT", flowlogstatus]'
)
LINE = "3 123456789012 eni-0a 198.51.100.7 172.31.16.21 50000 22 6 1 40 1767261600 1767261658 REJECT 2"


EVENTS = [
    event(f"2 123456789012 eni-0a {line}", number)
    for number, line in enumerate(
        (
            "198.51.100.7 172.31.16.21 50000 22 6 1 40 1767261600 1767261610 REJECT OK",
            "198.51.100.7 172.31.16.21 50001 23 6 1 40 1767261660 1767261670 REJECT OK",
            "198.51.100.7 172.31.16.21 50001 3389 6 1 40 1767261660 1767261670 REJECT OK",
            "203.0.113.12 172.31.16.21 50002 22 6 1 40 1767261660 1767261670 REJECT OK",
            "203.0.113.12 172.31.16.21 50003 443 6 9 5000 1767261660 1767261670 ACCEPT OK",
            "2001:db8::7 2001:db8::21 50004 53 17 900 1234567 1767261660 1767261720 ACCEPT OK",
            "- - - - - - - 1767261720 1767261780 - NODATA",
        )
    )
]


def objects(folder: str) -> Read:
    return OBJECTS.narrowed(Bucket=BUCKET, Prefix=f"{folder}AWSLogs/")


class Asked(NamedTuple):
    """A lab, and what of the first lab's solved account is otherwise where this one is solved."""

    lab: BoundLab
    account: dict[Read, list[Item]]

    @property
    def right(self) -> Solved:
        return Solved(self.lab, snapshot(solved() | self.account))


def on_subnet(find: dict[str, Bound], *subnets: Item, resource: str) -> Asked:
    """The subnet's flow log, the subnet being looked for in another way."""
    to = {"log_group": GROUP, "role": ROLE}
    of_it = asking("flow_log", find, name="eu-west-1b-all-traffic", resource="it", interval=60, to=to)
    return Asked(of_it, {SUBNETS: list(subnets), FLOW_LOGS: [all_traffic(ResourceId=resource)]})


def on_interfaces(expected: dict[str, Any], *interfaces: Item) -> Asked:
    """Flow logs of two interfaces that are looked for in another way."""
    find = {"it": bound("network_interface", **expected)}
    to = {"bucket": BUCKET, "prefix": "web"}
    return Asked(
        asking("flow_log", find, name="web-traffic", resource="it", traffic="ACCEPT", to=to),
        {INTERFACES: [*interfaces]},
    )


def tagged(item: Item, **tags: str) -> Item:
    key = "TagSet" if "TagSet" in item else "Tags"
    return {**item, key: [*item.get(key, []), *({"Key": name, "Value": value} for name, value in tags.items())]}


def with_policy(policy: object) -> Item:
    return {**role(), "AssumeRolePolicyDocument": policy}


ASKED = {
    "the first lab": Asked(lab(), {}),
    "the first lab as older clients show it": Asked(
        lab(),
        {
            FLOW_LOGS: [without(log, "DeliverLogsStatus", "DestinationOptions") for log in solved()[FLOW_LOGS]],
            GROUPS: [without(log_group(), "logGroupClass", "logGroupArn")],
            THE_ROLE: [tagged(role(), Team="net")],
        },
    ),
    "a bucket": Asked(asking("bucket", name=BUCKET), {}),
    "a bucket as newer SDKs show it": Asked(asking("bucket", name=BUCKET), {THE_BUCKET: [{"BucketRegion": REGION}]}),
    "a role": Asked(asking("role", name=ROLE), {}),
    "a role and its trust": Asked(asking("role", name=ROLE, trusts=SERVICE), {}),
    "a role whose trust is in the SDK's own words": Asked(
        asking("role", name=ROLE, trusts=SERVICE), {THE_ROLE: [tagged(role(Action=["sts:AssumeRole"]), Team="net")]}
    ),
    "a role whose trust is one statement": Asked(
        asking("role", name=ROLE, trusts=SERVICE), {THE_ROLE: [with_policy({"Statement": TRUST})]}
    ),
    "a role whose trust is text": Asked(
        asking("role", name=ROLE, trusts=SERVICE), {THE_ROLE: [with_policy(quote(json.dumps({"Statement": [TRUST]})))]}
    ),
    "a log group with every setting": Asked(
        asking(
            "log_group",
            name=GROUP,
            retention=7,
            log_class="INFREQUENT_ACCESS",
            kms_key=KEY,
            deletion_protection=True,
        ),
        {
            GROUPS: [
                log_group(
                    retentionInDays=7,
                    logGroupClass="INFREQUENT_ACCESS",
                    kmsKeyId=KEY,
                    deletionProtectionEnabled=True,
                )
            ]
        },
    ),
    "a log group as newer SDKs show it": Asked(
        asking("log_group", name=GROUP), {GROUPS: [log_group(deletionProtectionEnabled=False)]}
    ),
    "flow logs with every setting": Asked(
        asking(
            "flow_log",
            name="web-traffic",
            resource="interfaces",
            traffic="REJECT",
            interval=60,
            to={"bucket": BUCKET},
            format=("version", "vpc-id"),
            file_format="parquet",
            hive_partitions=True,
            hourly_partitions=True,
        ),
        {
            FLOW_LOGS: [
                flow_log(
                    f"fl-{number}",
                    "web-traffic",
                    f"eni-0{number}",
                    TrafficType="REJECT",
                    MaxAggregationInterval=60,
                    LogDestination=f"arn:aws:s3:::{BUCKET}",
                    LogFormat="${version} ${vpc-id}",
                    DestinationOptions={
                        "FileFormat": "parquet",
                        "HiveCompatiblePartitions": True,
                        "PerHourPartition": True,
                    },
                )
                for number in (1, 2)
            ]
        },
    ),
    "a flow log through any role": Asked(
        asking("flow_log", name="eu-west-1b-all-traffic", resource="subnet", interval=60, to={"log_group": GROUP}), {}
    ),
    "a flow log made with its group's ARN": Asked(
        lab(),
        {
            FLOW_LOGS: [
                all_traffic(LogDestination=f"arn:aws:logs:eu-west-1:123456789012:log-group:{GROUP}"),
                *solved()[FLOW_LOGS][1:],
            ]
        },
    ),
    "a subnet by its tags": on_subnet(
        {"it": bound("subnet", tags={"Team": "net", "Name": "db"})},
        subnet("subnet-0a", "eu-west-1a"),
        tagged(subnet("subnet-0b", "eu-west-1b"), Team="net", Name="db"),
        resource="subnet-0b",
    ),
    "a subnet that isn't the default": on_subnet(
        {"it": bound("subnet", availability_zone="eu-west-1b", default=False)},
        subnet("subnet-0b", "eu-west-1b"),
        subnet("subnet-1b", "eu-west-1b", default=False),
        resource="subnet-1b",
    ),
    "interfaces by their tags": on_interfaces(
        {"tags": {"Team": "net", "Owner": "ops"}},
        tagged(interface("eni-01", "i-01"), Team="net", Owner="ops"),
        tagged(interface("eni-02", "i-02"), Team="net", Owner="ops"),
        interface("eni-03", "i-03"),
    ),
    "interfaces by their names": on_interfaces(
        {"prefer_tags": {"Name": "web"}},
        tagged(interface("eni-01", "i-01"), Name="web"),
        tagged(interface("eni-02", "i-02"), Name="web"),
        interface("eni-03", "i-03"),
    ),
    "interfaces of instances": on_interfaces(
        {"attached_to": "instance"}, interface("eni-01", "i-01"), interface("eni-02", "i-02"), interface("eni-03", None)
    ),
    "all interfaces, two in number": on_interfaces(
        {"count": 2}, interface("eni-01", "i-01", estate=False), interface("eni-02", None, estate=False)
    ),
    "all of a VPC's traffic": Asked(
        asking(
            "flow_log",
            {"it": bound("vpc", default=True)},
            name="eu-west-1b-all-traffic",
            resource="it",
            interval=60,
            to={"log_group": GROUP, "role": ROLE},
        ),
        {
            VPCS: [vpc("vpc-0", default=True), vpc("vpc-1")],
            FLOW_LOGS: [all_traffic(ResourceId="vpc-0")],
        },
    ),
    "a VPC by its tags": Asked(
        asking(
            "flow_log",
            {"it": bound("vpc", tags={"Name": "lab"})},
            name="eu-west-1b-all-traffic",
            resource="it",
            interval=60,
            to={"log_group": GROUP, "role": ROLE},
        ),
        {
            VPCS: [vpc("vpc-0", default=True), tagged(vpc("vpc-1"), Name="lab")],
            FLOW_LOGS: [all_traffic(ResourceId="vpc-1")],
        },
    ),
    "records in a log group": Asked(
        asking("log_delivery", log_group=GROUP),
        {STREAMS.narrowed(logGroupName=GROUP): [stream("eni-0a-all"), stream("app")]},
    ),
    "records of each interface": Asked(
        asking("log_delivery", log_group=GROUP, interfaces="interfaces", at_least=2),
        {
            STREAMS.narrowed(logGroupName=GROUP): [
                *(stream(f"eni-0{interface}-{traffic}") for interface in "12" for traffic in ("all", "reject")),
                stream("eni-012-all"),
            ]
        },
    ),
    "files in a bucket": Asked(asking("log_delivery", bucket=BUCKET), {objects(""): [delivered(1, "")]}),
    "files in a folder, as written by default": Asked(
        asking(
            "log_delivery",
            bucket=BUCKET,
            prefix="web/",
            at_least=1,
            file_format="plain-text",
            hive_partitions=False,
            hourly_partitions=False,
        ),
        {objects("web/"): [delivered(1), delivered(2, parquet=True, hive=True, hourly=True)]},
    ),
    "files written otherwise": Asked(
        asking(
            "log_delivery",
            bucket=BUCKET,
            prefix="web",
            at_least=2,
            file_format="parquet",
            hive_partitions=True,
            hourly_partitions=True,
        ),
        {objects("web/"): [delivered(number, parquet=True, hive=True, hourly=True) for number in (1, 2, 3)]},
    ),
    "a metric filter": Asked(
        asking(
            "metric_filter",
            name="ssh",
            log_group=GROUP,
            records={"action": "REJECT", "dstport": 22, "protocol": "TCP"},
            namespace="Metrolio",
            metric_name="RejectedSSH",
        ),
        {of_group(GROUP): [metric_filter("ssh", SSH), metric_filter("other", "")]},
    ),
    "a metric filter with every setting": Asked(
        asking(
            "metric_filter",
            name="ssh",
            log_group=GROUP,
            records={"action": "REJECT", "dstport": [22, 3389], "srcaddr": "!= 203.0.113.12"},
            format=(*DEFAULT[:12], "action", "tcp-flags"),
            matches=[LINE],
            passes_over=[LINE.replace("REJECT", "ACCEPT")],
            namespace="Metrolio",
            metric_name="RejectedSSH",
            metric_value=2.5,
            default_value=0,
            unit="Count",
        ),
        {
            of_group(GROUP): [
                metric_filter(
                    "ssh",
                    '[v, a, i, src != "203.0.113.12", dst, sp, port=22 || port=3389, ..., action=REJECT, flags]',
                    metricValue="2.50",
                    defaultValue=0.0,
                    unit="Count",
                )
            ]
        },
    ),
    "a metric filter that adds up bytes by interface": Asked(
        asking(
            "metric_filter",
            name="ssh",
            log_group=GROUP,
            records={"bytes": "> 1000", "dstaddr": "in 172.31.0.0/16"},
            namespace="Metrolio",
            metric_name="RejectedSSH",
            metric_value="$bytes",
            dimensions={"Interface": "$interface-id", "Where": "here"},
        ),
        {
            of_group(GROUP): [
                metric_filter(
                    "ssh",
                    "[v, a, eni, src, dst=172.31.*, sp, dp, p, packets, size>1000, start, end, act, status]",
                    metricValue="$size",
                    dimensions={"Interface": "$eni", "Where": "here"},
                )
            ]
        },
    ),
    "a metric filter on words": Asked(
        asking(
            "metric_filter",
            name="errors",
            log_group=GROUP,
            matches=["ERROR: no disk left", "an ERROR"],
            passes_over=["no error"],
            namespace="Metrolio",
            metric_name="RejectedSSH",
        ),
        {of_group(GROUP): [without(metric_filter("errors", "ERROR", dimensions={}, unit="None"), TRANSFORMED)]},
    ),
    **{
        f"an answer: {question}": Asked(
            asking("answer", question=question, records={"log_group": GROUP}, truth=truth, **more),
            {events_of(GROUP): EVENTS, answer_to(question): [answered(question, given)]},
        )
        for question, truth, given, more in (
            ("rejected-most", {"top": "srcaddr", "where": {"action": "REJECT"}}, "198.51.100.7", {}),
            ("on-which-port", {"top": "dstport", "where": {"action": "REJECT"}}, "SSH", {}),
            ("most-bytes", {"top": "dstaddr", "by": "bytes"}, "2001:DB8::21", {}),
            ("how-many", {"count": "flows", "where": {"protocol": "TCP"}}, "5", {}),
            ("sources", {"count": "srcaddr"}, "3", {"tolerance": 0}),
            ("bytes-out", {"sum": "bytes", "where": {"dstaddr": "2001:db8::21"}}, "1.2 MB", {}),
            ("begun", {"first": "start", "where": {"srcaddr": {"top": "srcaddr", "by": "dstport"}}}, "10:00", {}),
            ("ended", {"last": "end"}, "2026-01-01T10:02:00Z", {"tolerance": 30}),
            ("ports", {"distinct": "dstport", "where": {"action": "REJECT"}}, "23, ssh and 3389", {}),
            ("protocol", {"first": "protocol"}, "TCP (6)", {}),
            ("nothing-there", {"value": "no traffic"}, "No Traffic.", {"options": ["no traffic", "lost records"]}),
            (
                "flags",
                {
                    "value": [2, "SYN-ACK"],
                },
                "18",
                {"type": "tcp-flags"},
            ),
        )
    },
    "an answer that asks no records": Asked(
        asking("answer", question="means", truth={"value": "no traffic"}, options=["no traffic", "lost records"]),
        {answer_to("means"): [answered("means", "no traffic")]},
    ),
    "an answer about records that set-up brings": Asked(
        asking("answer", question="most", records={"log_group": GROUP, "by_set_up": True}, truth={"top": "srcaddr"}),
        {
            events_of(GROUP): EVENTS[:4],
            mark_of(GROUP): [Mark.made("2026-01-01", EVENTS[:4]).tags],
            answer_to("most"): [answered("most", "198.51.100.7")],
        },
    ),
    "a topic": Asked(asking("sns_topic", name="alerts"), {TOPICS: [topic("other"), topic("alerts")]}),
    "an alarm": Asked(
        asking("alarm", name="ssh", actions=["alerts"], **ON_SSH),
        {named_alarm("ssh"): [alarm("ssh")]},
    ),
    "an alarm with every setting": Asked(
        asking(
            "alarm",
            **ON_SSH
            | {
                "name": "ssh",
                "dimensions": {"Interface": "eni-01", "Port": "22"},
                "unit": "Count",
                "statistic": "Maximum",
                "period": 300,
                "evaluation_periods": 3,
                "datapoints_to_alarm": 2,
                "threshold": 0,
                "comparison": "GreaterThanThreshold",
                "treat_missing_data": "notBreaching",
                "actions": ["alerts", "pager"],
                "ok_actions": ["alerts"],
                "insufficient_data_actions": ["alerts"],
                "actions_enabled": False,
                "state": "ALARM",
                "has_been": ["OK", "ALARM"],
            },
        ),
        {
            named_alarm("ssh"): [
                alarm(
                    "ssh",
                    Dimensions=[{"Name": "Port", "Value": "22"}, {"Name": "Interface", "Value": "eni-01"}],
                    Unit="Count",
                    Statistic="Maximum",
                    Period=300,
                    EvaluationPeriods=3,
                    DatapointsToAlarm=2,
                    Threshold=0.0,
                    ComparisonOperator="GreaterThanThreshold",
                    TreatMissingData="notBreaching",
                    AlarmActions=[topic("pager")["TopicArn"], topic("alerts")["TopicArn"]],
                    OKActions=[topic("alerts")["TopicArn"]],
                    InsufficientDataActions=[topic("alerts")["TopicArn"]],
                    ActionsEnabled=False,
                    StateValue="ALARM",
                )
            ],
            history_of("ssh"): [
                state_update("ssh", "OK", "ALARM", 9, value=2.0, statistic="Maximum", period=300, threshold=0.0),
                state_update("ssh", "INSUFFICIENT_DATA", "OK", 4, statistic="Maximum", period=300, threshold=0.0),
            ],
        },
    ),
    "an alarm on the wall clock that warms up": Asked(
        asking("alarm", name="ssh", evaluation_window="wall-clock", warm_up=30, actions=["alerts"], **ON_SSH),
        {
            named_alarm("ssh"): [
                alarm(
                    "ssh",
                    EvaluationWindow={"WallClockWindow": {}},
                    WarmUpConfiguration={"WarmUpPeriodDurationInMinutes": 30},
                )
            ],
        },
    ),
    "an alarm that went off by whatever way": Asked(
        asking("alarm", name="ssh", has_been="ALARM", actions=["alerts"], **ON_SSH),
        {
            named_alarm("ssh"): [alarm("ssh", DatapointsToAlarm=1, TreatMissingData="missing")],
            history_of("ssh"): [
                state_update("ssh", "ALARM", "OK", 12, value=3.0),
                state_update("ssh", "INSUFFICIENT_DATA", "ALARM", 9, value=12.0),
            ],
        },
    ),
}
each_of_them = pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)


@each_of_them
def test_right_is_right(asked: Asked) -> None:
    assert regrade(asked.right.bound, asked.right.snapshot).verdict == "passed"


@each_of_them
def test_each_mutant_is_told_for_what_it_is(asked: Asked) -> None:
    trial, tallies = try_mutants(asked.right, mutants(asked.right))
    assert trial.failures == ()
    assert trial.tried
    assert all(tally.made == tally.killed for tally in tallies.values())


@each_of_them
def test_each_equivalent_passes(asked: Asked) -> None:
    right = asked.right
    for it in equivalents(right):
        assert changed(right.tasks, tasks_of(regrade(right.bound, it.of(right.snapshot)))) == [], it.label


def test_no_look_is_idle() -> None:
    """Some say what this or that account says anyway; one that changes no account at all proves nothing."""
    other: set[tuple[str, str]] = set()
    same: set[tuple[str, str]] = set()
    for asked in ASKED.values():
        right = asked.right
        for each in right.all():
            for it in each.kind.equivalents(each.expected, right.view(each)):
                label = re.sub(r" on \S+", "", it.label)
                (same if it.of(right.snapshot) == right.snapshot else other).add((each.kind.name, label))
    assert same - other == set()


@each_of_them
def test_noise_changes_nothing(asked: Asked) -> None:
    made: dict[Read, list[Item]] = {read: [] for _, each in asked.right.asked() for read in each.reads}
    there = {read for each in asked.lab.find.values() for read in each.reads} | {events_of(GROUP), mark_of(GROUP)}
    begun = snapshot(solved() | asked.account | {read: [] for read in made.keys() - there})
    assert try_noise(asked.right, begun, mutants(asked.right)).failures == ()


def offered(right: Solved) -> Iterator[Variation]:
    """All that the kinds of a lab say of its right work."""
    for each in right.all():
        for offers in (each.kind.mutations, each.kind.equivalents, each.kind.noise):
            yield from offers(each.expected, right.view(each))


@lru_cache
def shape_of(read: Read) -> Shape:
    """What AWS's own model of the service says an item of this read looks like."""
    operation = "".join(word.title() for word in read.operation.split("_"))
    whole = get_session().get_service_model(read.service).operation_model(operation).output_shape
    shape = whole.members[read.items] if read.items else whole
    return shape.member if shape.type_name == "list" else shape


def as_the_model_has_it(item: Item) -> Item:
    """The one thing that AWS's SDKs take apart, put together again."""
    policy = item.get("AssumeRolePolicyDocument")
    return {**item, "AssumeRolePolicyDocument": "{}"} if isinstance(policy, dict) else item


def not_among(value: Any, shape: Shape) -> Iterator[str]:
    """The texts in `value` where AWS has a list of those that there are, and doesn't list them."""
    if shape.type_name == "structure":
        for key in value.keys() & shape.members.keys():
            yield from not_among(value[key], shape.members[key])
    elif shape.type_name == "list":
        for each in value:
            yield from not_among(each, shape.member)
    elif getattr(shape, "enum", None) and value not in shape.enum:
        yield value


@each_of_them
def test_each_state_is_one_that_aws_could_describe(asked: Asked) -> None:
    """A key that AWS doesn't know would be looked at by nobody, and prove nothing."""
    for it in offered(asked.right):
        items = it.of(asked.right.snapshot).read(it.read)
        for item in items[:10] if it.read.action else ():
            report = ParamValidator().validate(as_the_model_has_it(item), shape_of(it.read))
            assert not report.has_errors(), f"{it.label}: {report.generate_report()}"
            assert list(not_among(item, shape_of(it.read))) == [], it.label
