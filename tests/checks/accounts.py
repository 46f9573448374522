"""Accounts as AWS describes them, made by hand: a solved one, and ways to change it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from checks import KINDS
from checks.bucket import named as bucket_named
from checks.engine.bind import Bound, BoundLab, BoundTask, bind
from checks.engine.evidence import Evidence
from checks.engine.grade import regrade
from checks.engine.kind import Kind, Part
from checks.engine.result import Result, TaskResult
from checks.engine.snapshot import Item, Read, Reply, Snapshot
from checks.flow_log import FLOW_LOGS
from checks.log_group import LOG_GROUPS
from checks.network_interface import INTERFACES
from checks.role import named as role_named
from checks.subnet import SUBNETS
from labs.load import load

LAB = Path(__file__).parents[2] / "labs" / "vpc_flow_logs"
REGION = "eu-west-1"
ACCOUNT = "123456789012"
ROLE = "metrolio-flow-logs-4df7f3c3"
ROLE_ARN = f"arn:aws:iam::{ACCOUNT}:role/{ROLE}"
BUCKET = "metrolio-eu-ff578811"
GROUP = "eu-west-1b-logs"
ALL_TRAFFIC = "fl-0a11"
WEB_ONE = "fl-0b11"
WEB_TWO = "fl-0b22"

GROUPS = LOG_GROUPS.narrowed(logGroupNamePrefix=GROUP)
THE_ROLE = role_named(ROLE)
THE_BUCKET = bucket_named(BUCKET)


def flow_log(flow_log_id: str, name: str, resource: str, **others: Any) -> Item:
    """A flow log as AWS describes one in S3, the common settings filled in."""
    return {
        "FlowLogId": flow_log_id,
        "FlowLogStatus": "ACTIVE",
        "DeliverLogsStatus": "SUCCESS",
        "ResourceId": resource,
        "TrafficType": "ACCEPT",
        "LogDestinationType": "s3",
        "LogDestination": f"arn:aws:s3:::{BUCKET}/web/",
        "LogFormat": "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} "
        "${packets} ${bytes} ${start} ${end} ${action} ${log-status}",
        "MaxAggregationInterval": 600,
        "DestinationOptions": {
            "FileFormat": "plain-text",
            "HiveCompatiblePartitions": False,
            "PerHourPartition": False,
        },
        "Tags": [{"Key": "Name", "Value": name}],
        "CreationTime": "2026-01-01T00:00:00+00:00",
        **others,
    }


def all_traffic(**others: Any) -> Item:
    """The subnet's flow log, as asked for unless `others` say otherwise."""
    item = flow_log(
        ALL_TRAFFIC,
        "eu-west-1b-all-traffic",
        "subnet-0b",
        TrafficType="ALL",
        MaxAggregationInterval=60,
        LogDestinationType="cloud-watch-logs",
        LogGroupName=GROUP,
        DeliverLogsPermissionArn=ROLE_ARN,
    )
    del item["LogDestination"], item["DestinationOptions"]
    return {**item, **others}


def log_group(name: str = GROUP, **others: Any) -> Item:
    """A log group at its defaults."""
    arn = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{name}"
    return {
        "logGroupName": name,
        "arn": f"{arn}:*",
        "logGroupArn": arn,
        "creationTime": 1767225600000,
        "metricFilterCount": 0,
        "storedBytes": 0,
        "logGroupClass": "STANDARD",
        **others,
    }


def role(service: str = "vpc-flow-logs.amazonaws.com", **statement: Any) -> Item:
    """The lab's role, trusting `service`."""
    trust = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole", **statement}
    return {
        "Path": "/",
        "RoleName": ROLE,
        "RoleId": "AROA0123456789ABCDEFG",
        "Arn": ROLE_ARN,
        "CreateDate": "2026-01-01T00:00:00+00:00",
        "AssumeRolePolicyDocument": {"Statement": [trust]},
    }


def subnet(subnet_id: str, zone: str, *, default: bool = True) -> Item:
    """A subnet of the default VPC."""
    return {"SubnetId": subnet_id, "AvailabilityZone": zone, "DefaultForAz": default, "VpcId": "vpc-0"}


def interface(interface_id: str, instance: str | None, *, estate: bool = True) -> Item:
    """A network interface, the estate's own unless said otherwise."""
    tags = [
        {"Key": "labgrader:estate", "Value": "metrolio"},
        {"Key": "labgrader:lab", "Value": "vpc-flow-logs"},
    ]
    return {
        "NetworkInterfaceId": interface_id,
        "OwnerId": ACCOUNT,
        "TagSet": tags if estate else [],
        **({"Attachment": {"InstanceId": instance, "Status": "attached"}} if instance else {}),
    }


def vpc(vpc_id: str, *, default: bool = False, **others: Any) -> Item:
    """A VPC."""
    return {"VpcId": vpc_id, "IsDefault": default, "CidrBlock": "172.31.0.0/16", "OwnerId": ACCOUNT, **others}


def metric_filter(name: str, pattern: str, group: str = GROUP, **metric: Any) -> Item:
    """A metric filter that counts, unless said otherwise."""
    made = {"metricName": "RejectedSSH", "metricNamespace": "Metrolio", "metricValue": "1", **metric}
    about = {"creationTime": 1767225600000, "logGroupName": group, "applyOnTransformedLogs": False}
    return {"filterName": name, "filterPattern": pattern, "metricTransformations": [made], **about}


def stream(name: str, **others: Any) -> Item:
    """A log stream with events in it."""
    times = {"firstEventTimestamp": 1767225600000, "lastEventTimestamp": 1767225660000}
    return {"logStreamName": name, "creationTime": 1767225600000, **times, "storedBytes": 0, **others}


def delivered(
    number: int, folder: str = "web/", *, parquet: bool = False, hive: bool = False, hourly: bool = False
) -> Item:
    """A file of flow log records in S3."""
    mark, ending = f"{number:08x}", "parquet" if parquet else "gz"
    named = ("aws-account-id=", "aws-service=", "aws-region=", "year=", "month=", "day=", "hour=")
    parts = (ACCOUNT, "vpcflowlogs", REGION, "2026", "01", "01", "00")[: 7 if hourly else 6]
    at = "/".join(f"{name if hive else ''}{part}" for name, part in zip(named, parts, strict=False))
    file = f"{ACCOUNT}_vpcflowlogs_{REGION}_{WEB_ONE}_20260101T0005Z_{mark}.log.{ending}"
    about = {"LastModified": "2026-01-01T00:06:00+00:00", "Size": 345, "StorageClass": "STANDARD"}
    return {"Key": f"{folder}AWSLogs/{at}/{file}", **about}


def event(message: str, number: int = 0, stream: str = "eni-0a-all") -> Item:
    """A log event."""
    times = {"timestamp": 1767261600000, "ingestionTime": 1767261700000}
    return {"logStreamName": stream, **times, "message": message, "eventId": str(number)}


def answered(question: str, answer: Any) -> Item:
    """What a learner answered."""
    return {"Question": question, "Answer": answer}


def topic(name: str) -> Item:
    """An SNS topic."""
    return {"TopicArn": f"arn:aws:sns:{REGION}:{ACCOUNT}:{name}"}


def alarm(name: str, **others: Any) -> Item:
    """An alarm that goes off at ten rejected attempts in a minute, unless said otherwise."""
    return {
        "AlarmName": name,
        "AlarmArn": f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:{name}",
        "AlarmConfigurationUpdatedTimestamp": "2026-01-01T00:00:00+00:00",
        "ActionsEnabled": True,
        "OKActions": [],
        "AlarmActions": [topic("alerts")["TopicArn"]],
        "InsufficientDataActions": [],
        "StateValue": "OK",
        "StateReason": "Threshold Crossed: no datapoints were received for 1 period.",
        "MetricName": "RejectedSSH",
        "Namespace": "Metrolio",
        "Statistic": "Sum",
        "Dimensions": [],
        "Period": 60,
        "EvaluationPeriods": 1,
        "Threshold": 10.0,
        "ComparisonOperator": "GreaterThanOrEqualToThreshold",
        **others,
    }


def reason(minute: int, value: float | None = None, **others: Any) -> Item:
    """What CloudWatch went by when it changed an alarm's state, as it writes it: one datapoint, or none."""
    begun = f"2026-01-01T{(minute - 1) // 60 % 24:02}:{(minute - 1) % 60:02}:00.000+0000"
    data: Item = {"version": "1.0", "queryDate": f"2026-01-01T00:{minute:02}:00.000+0000"}
    data |= {} if value is None else {"startDate": begun}
    data |= {"statistic": "Sum", "period": 60, "recentDatapoints": [] if value is None else [value], "threshold": 10.0}
    point = {"timestamp": begun} | ({} if value is None else {"sampleCount": 1.0, "value": value})
    return {**data, "evaluatedDatapoints": [point], **others}


def state_update(name: str, old: str, new: str, minute: int, **why: Any) -> Item:
    """A piece of an alarm's history, as AWS writes it. Without a `why` somebody set the state by hand."""
    told = {"stateReasonData": reason(minute, **why)} if why else {}
    data = {
        "version": "1.0",
        "oldState": {"stateValue": old, "stateReason": "as it was"},
        "newState": {"stateValue": new, "stateReason": "as it is", **told},
    }
    return {
        "AlarmName": name,
        "AlarmType": "MetricAlarm",
        "Timestamp": f"2026-01-01T00:{minute:02}:00+00:00",
        "HistoryItemType": "StateUpdate",
        "HistorySummary": f"Alarm updated from {old} to {new}",
        "HistoryData": json.dumps(data),
    }


def untouched() -> dict[Read, list[Item]]:
    """What the lab reads in an account that was just set up."""
    return {
        SUBNETS: [
            subnet("subnet-0a", "eu-west-1a"),
            subnet("subnet-0b", "eu-west-1b"),
            subnet("subnet-0c", "eu-west-1c"),
            subnet("subnet-1b", "eu-west-1b", default=False),
        ],
        INTERFACES: [interface("eni-01", "i-01"), interface("eni-02", "i-02")],
        FLOW_LOGS: [],
        GROUPS: [],
        THE_ROLE: [role()],
        THE_BUCKET: [{}],
    }


def solved() -> dict[Read, list[Item]]:
    """The same account once the lab is done."""
    return untouched() | {
        FLOW_LOGS: [
            all_traffic(),
            flow_log(WEB_ONE, "web-traffic", "eni-01"),
            flow_log(WEB_TWO, "web-traffic", "eni-02"),
        ],
        GROUPS: [log_group()],
    }


def changed(read: Read, flow_log_id: str | None = None, **changes: Any) -> dict[Read, list[Item]]:
    """The solved account with `changes` in each item of one read, or in one flow log. None takes a key away."""
    account = solved()
    account[read] = [
        {key: value for key, value in {**item, **changes}.items() if value is not None}
        if flow_log_id in (None, item.get("FlowLogId"))
        else item
        for item in account[read]
    ]
    return account


def snapshot(account: dict[Read, list[Item]], failures: dict[Read, str] | None = None) -> Snapshot:
    """`account` as it would have been read, some reads having failed with these codes."""
    replies = {read.key(REGION): Reply(tuple(items)) for read, items in account.items()}
    for read, code in (failures or {}).items():
        replies[read.key(REGION)] = Reply(code=code, message="no")
    return Snapshot(REGION, "live", "2026-01-01T00:00:00Z", replies, ACCOUNT)


def lab() -> BoundLab:
    """The first lab, for the demo learner."""
    return bind(load(LAB), KINDS)


def bound(kind: str, **expected: Any) -> Bound:
    """What a lab asks of one resource of that kind."""
    it = KINDS[kind]
    return Bound(it, it.model.model_validate(expected))


def asking(kind: str, find: dict[str, Bound] | None = None, **expected: Any) -> BoundLab:
    """A lab of one task, `it`, of ten points, which expects this; with a `find` of its own, or the first lab's."""
    first = lab()
    task = replace(first.tasks[0].task, id="it", points=10.0)
    return replace(first, find=find or first.find, tasks=(BoundTask(task, (bound(kind, **expected),)),))


def judged_by(judge: Callable[[Any, Any], Iterable[Part]]) -> BoundLab:
    """A lab of one task of ten points, with a judge of its own."""
    of = asking("log_group", name=GROUP)
    (task,), (each,) = of.tasks, of.tasks[0].expectations
    lone: Kind[Any] = replace(each.kind, judge=judge)
    return replace(of, tasks=(replace(task, expectations=(replace(each, kind=lone),)),))


def graded(account: dict[Read, list[Item]], failures: dict[Read, str] | None = None) -> Result:
    """The grade of `account`."""
    return regrade(lab(), snapshot(account, failures))


def tasks(result: Result) -> dict[str, TaskResult]:
    """A result's tasks by their ids."""
    return {task.id: task for task in result.tasks}


def codes(result: Result) -> dict[str, list[str]]:
    """The codes of what was found, by task; tasks without findings are left out."""
    return {task.id: [each.code for each in task.findings] for task in result.tasks if task.findings}


def evidence(account: dict[Read, list[Item]], failures: dict[Read, str] | None = None) -> Evidence:
    """What `grade --save` keeps of such an account."""
    return Evidence.of(lab().lab, snapshot(account, failures))
