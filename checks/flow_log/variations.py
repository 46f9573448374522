"""Other states of an account with the right flow logs: what `grader verify` proves the kind by."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from checks import bucket, role
from checks.engine.properties import EXISTS, with_tags, without
from checks.engine.variation import Mutation, Variation, added, edited, every, removed
from checks.engine.wrongs import wrongs
from checks.flow_log.case import Case
from checks.flow_log.described import (
    bucket_of,
    goes_where_asked,
    log_group_of,
    name,
    prefix_of,
    put_name,
    put_prefix,
    put_resource,
    to_log_group,
)
from checks.flow_log.model import DEFAULT_FORMAT, FLOW_LOGS
from checks.flow_log.properties import PROPERTIES, SERVICE
from checks.role.variations import mistrusted, trusted_otherwise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.engine.kind import Resource, View
    from checks.engine.snapshot import Item
    from checks.engine.variation import Change
    from checks.flow_log.model import FlowLog

ID = "FlowLogId"


def moot(expected: FlowLog) -> Iterator[str]:
    """A log group has no folder and no files; a bucket takes no role; and a role that isn't named may be any."""
    if expected.to.log_group:
        yield from ("to.bucket", "to.prefix", "file_format", "hive_partitions", "hourly_partitions")
    else:
        yield "to.log_group"
    if not expected.to.role:
        yield "to.role"


def _right(expected: FlowLog, account: View) -> Iterator[tuple[Resource, Item]]:
    """The flow log of each resource."""
    for each in account.found[expected.resource]:
        for log in account.read(FLOW_LOGS):
            if log["ResourceId"] == each.id and name(log) == expected.name and goes_where_asked(expected, log):
                yield each, log
                break


def mutations(expected: FlowLog, account: View) -> Iterator[Mutation]:
    """Each flow log gone, or wrong in one thing; and what they deliver through and to, gone or shut."""
    right = list(_right(expected, account))
    everywhere = frozenset(str(log[ID]) for _, log in right)
    for each, log in right:
        parts, it = (each.id,), frozenset({str(log[ID])})
        on = f"on {each.id}"
        yield Mutation(f"gone {on}", FLOW_LOGS, removed(ID, log[ID]), {EXISTS: "missing"}, parts, it)
        case = Case(expected, log, each, account)
        for wrong in wrongs(PROPERTIES, expected, case, log, frozenset(moot(expected))):
            # Where it is moved to the place of another, that one moved here would make it right again.
            touches = everywhere if "resource" in wrong.spoils else it
            edit = edited(ID, log[ID], wrong.change)
            yield Mutation(f"{wrong.label} {on}", FLOW_LOGS, edit, wrong.spoils, parts, touches)
    yield from _beyond(expected, tuple(each.id for each, _ in right))


def _beyond(expected: FlowLog, parts: tuple[str, ...]) -> Iterator[Mutation]:
    """What the flow logs of all resources rest on."""
    if expected.to.bucket:
        it = frozenset({expected.to.bucket})
        read, spoils = bucket.named(expected.to.bucket), {"to.bucket": "bucket-missing"}
        yield Mutation("to.bucket gone since", read, lambda _items: (), spoils, parts, it)
    if expected.to.role:
        it, read = frozenset({expected.to.role}), role.named(expected.to.role)
        yield Mutation("to.role gone since", read, lambda _items: (), {"to.role": "role-missing"}, parts, it)
        for label, change in mistrusted(SERVICE):
            yield Mutation(f"to.role trusts {label}", read, every(change), {"to.role": "role-trust"}, parts, it)


def equivalents(expected: FlowLog, account: View) -> Iterator[Variation]:
    """The same flow logs, as other clients make them and other years show them."""
    for each, log in _right(expected, account):
        for label, change in _looks(expected, log, account).items():
            yield Variation(f"flow log on {each.id} {label}", FLOW_LOGS, edited(ID, log[ID], change))
    if expected.to.role:
        for label, change in trusted_otherwise(SERVICE):
            yield Variation(f"role {label}", role.named(expected.to.role), every(change))
    if expected.to.bucket:
        told = {"BucketRegion": "eu-west-1", "AccessPointAlias": False}
        read = bucket.named(expected.to.bucket)
        yield Variation("bucket with its region told", read, every(lambda item: {**item, **told}))


def _looks(expected: FlowLog, log: Item, account: View) -> dict[str, Change]:
    stack: Any = {"aws:cloudformation:stack-name": "mine", "aws:cloudformation:logical-id": "FlowLog"}
    looks: dict[str, Change] = {
        "with further tags": partial(with_tags, Team="metrolio", Environment="lab"),
        "made by CloudFormation": partial(with_tags, **stack),
        "with its name last among the tags": lambda log: put_name(with_tags(log, Zebra="1"), expected.name),
        "made at another time": lambda log: {**log, "CreationTime": "2019-05-05T05:05:05+00:00"},
        "before its first delivery": lambda log: without(log, "DeliverLogsStatus"),
        "after a delivery": lambda log: {**log, "DeliverLogsStatus": "SUCCESS"},
        "with its format in many blanks": lambda log: {**log, "LogFormat": "  ".join(_format(expected)) + " "},
        "with its format on several lines": lambda log: {**log, "LogFormat": "\n".join(_format(expected))},
        "with its format escaped": lambda log: {**log, "LogFormat": " ".join(f"${each}" for each in _format(expected))},
    }
    if expected.format == DEFAULT_FORMAT:
        looks["without its format"] = lambda log: without(log, "LogFormat")
    if expected.interval == 600:
        looks["without its interval"] = lambda log: without(log, "MaxAggregationInterval")
    return looks | (_looks_to_group(log, account) if expected.to.log_group else _looks_to_bucket(expected, log))


def _format(expected: FlowLog) -> list[str]:
    return [f"${{{each}}}" for each in expected.format]


def _looks_to_group(log: Item, account: View) -> dict[str, Change]:
    here = account.snapshot
    arn = f"arn:aws:logs:{here.region}:{here.account_id or '000000000000'}:log-group:{log_group_of(log)}"
    return {
        "with its group by name": lambda log: without(log, "LogDestination"),
        "with its group by name, and an empty ARN": lambda log: {**log, "LogDestination": ""},
        "with its group by ARN": lambda log: {**log, "LogDestination": arn},
        "of the time before S3": lambda log: without(log, "LogDestinationType", "LogDestination", "DestinationOptions"),
    }


def _looks_to_bucket(expected: FlowLog, log: Item) -> dict[str, Change]:
    partition = str(log["LogDestination"]).split(":")[1]
    bare = f"arn:{partition}:s3:::{bucket_of(log)}/{prefix_of(log)}".rstrip("/")
    role_arn = f"arn:{partition}:iam::000000000000:role/flow-logs"
    options = {
        "FileFormat": expected.file_format,
        "HiveCompatiblePartitions": expected.hive_partitions,
        "PerHourPartition": expected.hourly_partitions,
    }
    looks: dict[str, Change] = {
        "with no slash after its folder": lambda log: {**log, "LogDestination": bare},
        "with a slash after its folder": lambda log: {**log, "LogDestination": f"{bare}/"},
        "with a role echoed": lambda log: {**log, "DeliverLogsPermissionArn": role_arn},
        "with its options told": lambda log: {**log, "DestinationOptions": options},
    }
    if (expected.file_format, expected.hive_partitions, expected.hourly_partitions) == ("plain-text", False, False):
        looks["without its options"] = lambda log: without(log, "DestinationOptions")
    return looks


def noise(expected: FlowLog, account: View) -> Iterator[Variation]:
    """Flow logs of other names, to other places, on the same resources and on others."""
    right = list(_right(expected, account))
    others: dict[str, Change] = {
        "to another log group": lambda log: to_log_group(log, "practice"),
        "to another folder": lambda log: put_prefix(log, "practice") if bucket_of(log) else to_log_group(log, "other"),
        "on a whole VPC": lambda log: put_resource(to_log_group(log, "practice"), "vpc-0f"),
        "without any tag": lambda log: without(to_log_group(log, "practice"), "Tags"),
        "that fails": lambda log: {**to_log_group(log, "practice"), "DeliverLogsStatus": "FAILED"},
    }
    for number, (label, change) in enumerate(others.items()):
        made = [put_name(change(_another(log, number)), "practice") for _, log in right]
        made = [without(each, "Tags") if label == "without any tag" else each for each in made]
        yield Variation(f"flow logs {label}, beside the right ones", FLOW_LOGS, added(*made))


def _another(log: Item, number: int) -> Item:
    return {**log, ID: f"{log[ID]}f{number}"}
