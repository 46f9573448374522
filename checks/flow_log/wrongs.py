"""Ways to get a flow log wrong that are no other value of a setting, but are done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.engine.properties import Wrong, without
from checks.flow_log.described import (
    put_fields,
    put_name,
    put_prefix,
    put_resource,
    to_bucket,
    to_log_group,
)
from checks.network_interface import INTERFACES
from checks.subnet import SUBNETS
from checks.vpc import VPCS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.engine.snapshot import Item
    from checks.engine.variation import Change
    from checks.flow_log.case import Case

OPTIONS = ("file_format", "hive_partitions", "hourly_partitions")
"""What is asked of files, and is at its default where there are none."""


def names(_case: Case) -> Iterator[Wrong]:
    """A flow log's name is a tag, and easily forgotten."""
    yield Wrong("name forgotten", lambda log: put_name(log, ""), {"name": "name"})


def resources(case: Case) -> Iterator[Wrong]:
    """On something else that stands in the account: another of its kind, what it is part of, what is part of it.

    Where the lab looks at none of them, there are some all the same.
    """
    asked = {each.id for each in case.account.found[case.expected.resource]}
    subnets = [str(each["SubnetId"]) for each in case.account.seen(SUBNETS)] or ["subnet-0f"]
    interfaces = [str(each["NetworkInterfaceId"]) for each in case.account.seen(INTERFACES)] or ["eni-0f"]
    within = (*case.account.seen(SUBNETS), *case.account.seen(INTERFACES), *case.account.seen(VPCS))
    networks = [each.get("VpcId") for each in within]
    for label, others in (("VPC", networks), ("subnet", subnets), ("network interface", interfaces)):
        for other in sorted({str(each) for each in others if each} - {case.resource.id})[:3]:
            code = "missing" if other in asked else "resource"
            yield Wrong(f"resource the {label} {other}", _on(other), {"resource": code})


def _on(resource_id: str) -> Change:
    return lambda log: put_resource(log, resource_id)


def log_groups(case: Case) -> Iterator[Wrong]:
    """A group that is there by name and can't be written to, and no group at all."""
    group = str(case.expected.to.log_group)
    account = case.account.snapshot.account_id or "000000000000"
    at = f"arn:aws:logs:{case.account.snapshot.region}:{account}:log-group:{group}"

    def by_arn(arn: str) -> Change:
        return lambda log: {**log, "LogDestination": arn, "LogGroupName": arn.split(":", 6)[6]}

    way = "to.log_group"
    yield Wrong(f"{way} with :* after it", by_arn(f"{at}:*"), {way: "log-group-wildcard"})
    abroad = "us-west-2" if case.account.snapshot.region != "us-west-2" else "us-east-1"
    yield Wrong(f"{way} in {abroad}", by_arn(at.replace(case.account.snapshot.region, abroad)), {way: "log-group"})
    yield Wrong(f"{way} of another account", by_arn(at.replace(account, "999999999999")), {way: "log-group"})
    yield Wrong(f"{way} in place of which a bucket", lambda log: to_bucket(log, group.lower()), {way: "log-group"})
    yield Wrong(f"{way} not writable", _failed, {way: "delivery-failed"})


def _failed(log: Item) -> Item:
    return {**log, "DeliverLogsStatus": "FAILED", "DeliverLogsErrorMessage": "Access error"}


def roles(case: Case) -> Iterator[Wrong]:
    """A role of that name which isn't the one, and none."""
    before, _, role = str(case.log.get("DeliverLogsPermissionArn")).rpartition("/")
    owner = before.split(":")[4] if before.count(":") > 3 else ""

    def put(arn: str) -> Change:
        return lambda log: {**log, "DeliverLogsPermissionArn": arn}

    way = "to.role"
    yield Wrong(f"{way} forgotten", lambda log: without(log, "DeliverLogsPermissionArn"), {way: "role"})
    yield Wrong(f"{way} of another path", put(f"{before}/service-role/{role}"), {way: "role"})
    yield Wrong(f"{way} of another account", put(f"{before.replace(owner, '999999999999')}/{role}"), {way: "role"})


def buckets(case: Case) -> Iterator[Wrong]:
    """A bucket that can't be written to, and no bucket at all."""
    group = f"{case.expected.to.bucket}-logs"
    fields = type(case.expected).model_fields
    asked = [way for way in OPTIONS if getattr(case.expected, way) != fields[way].default]
    spoils = {"to.bucket": "bucket", "to.prefix": "prefix", **{way: way.replace("_", "-") for way in asked}}
    yield Wrong("to.bucket in place of which a log group", lambda log: to_log_group(log, group), spoils)
    yield Wrong("to.bucket not writable", _failed, {"to.bucket": "delivery-failed"})


def prefixes(case: Case) -> Iterator[Wrong]:
    """Nearly the folder."""
    prefix, way = case.expected.to.prefix.strip("/"), {"to.prefix": "prefix"}
    if prefix:
        yield Wrong("to.prefix forgotten", lambda log: put_prefix(log, ""), way)
        yield Wrong("to.prefix inside another folder", lambda log: put_prefix(log, f"logs/{prefix}"), way)
    yield Wrong("to.prefix with another folder inside", lambda log: put_prefix(log, f"{prefix}/new".strip("/")), way)


def formats(case: Case) -> Iterator[Wrong]:
    """A field more, at the end or among the others."""
    fields = case.expected.format
    more = next(each for each in ("vpc-id", "tcp-flags", "flow-direction") if each not in fields)
    way = {"format": "format"}
    yield Wrong("format with a field more", lambda log: put_fields(log, (*fields, more)), way)
    yield Wrong("format with a field more in front", lambda log: put_fields(log, (more, *fields)), way)
    yield Wrong("format with one field twice", lambda log: put_fields(log, (*fields, fields[0])), way)
