"""A flow log as AWS describes it, read in the model's terms, and written as AWS would describe another."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from checks.engine.properties import plain, without
from checks.flow_log.model import format_fields

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from checks.engine.snapshot import Item
    from checks.flow_log.model import FlowLog


def name(log: Item) -> str:
    """What the learner called it: the tag Name, or nothing."""
    for tag in log.get("Tags") or ():
        if tag["Key"] == "Name":
            return str(tag["Value"])
    return ""


def put_name(log: Item, value: str) -> Item:
    """Called otherwise; by nothing, where `value` is empty."""
    others = [tag for tag in log.get("Tags") or [] if tag["Key"] != "Name"]
    return {**log, "Tags": [*others, {"Key": "Name", "Value": value}] if value else others}


resource, put_resource = plain("ResourceId")
traffic, put_traffic = plain("TrafficType")
interval, put_interval = plain("MaxAggregationInterval", 600)


def log_group_of(log: Item) -> str | None:
    """The log group it writes to, however the client named it; None when it writes elsewhere."""
    if log.get("LogGroupName"):
        return str(log["LogGroupName"])
    destination = str(log.get("LogDestination") or "")
    return destination.split(":", 6)[6] if ":log-group:" in destination else None


def put_log_group(log: Item, value: str) -> Item:
    """Another log group, named the way that this one was."""
    was, log = log_group_of(log), {**log, "LogGroupName": value}
    if log.get("LogDestination"):
        log["LogDestination"] = str(log["LogDestination"]).replace(f":log-group:{was}", f":log-group:{value}")
    return log


def folder_of(log: Item) -> tuple[str, str] | None:
    """Bucket and folder that it writes to, the folder without outer slashes; None when it writes elsewhere."""
    return _folder_in(str(log.get("LogDestination") or ""))


@lru_cache(256)
def _folder_in(destination: str) -> tuple[str, str] | None:
    if destination.split(":")[2:3] != ["s3"]:
        return None
    name, _, prefix = destination.split(":", 5)[5].partition("/")
    return name, prefix.strip("/")


def bucket_of(log: Item) -> str | None:
    """The bucket it writes to; None when it writes elsewhere."""
    folder = folder_of(log)
    return folder[0] if folder else None


def put_bucket(log: Item, value: str) -> Item:
    """Another bucket, in the same folder."""
    return _put_folder(log, value, prefix_of(log) or "")


def prefix_of(log: Item) -> str | None:
    """The folder it writes to, without outer slashes; empty for none, None when it writes to no bucket."""
    folder = folder_of(log)
    return folder[1] if folder else None


def put_prefix(log: Item, value: str) -> Item:
    """Another folder of the same bucket."""
    return _put_folder(log, bucket_of(log) or "", value)


def _put_folder(log: Item, bucket: str, prefix: str) -> Item:
    partition = str(log.get("LogDestination") or "arn:aws").split(":")[1]
    folder = f"{bucket}/{prefix}/" if prefix else bucket
    return {**log, "LogDestinationType": "s3", "LogDestination": f"arn:{partition}:s3:::{folder}"}


def goes_where_asked(expected: FlowLog, log: Item) -> bool:
    """Whether its destination is the expected one. The role by which it gets there is another matter."""
    if expected.to.log_group:
        return log_group_of(log) == expected.to.log_group
    return folder_of(log) == (expected.to.bucket, expected.to.prefix.strip("/"))


def destination(log: Item) -> str:
    """Where it writes, in words."""
    folder = folder_of(log)
    if folder:
        return f"the folder {folder[1]}/ of the bucket {folder[0]}" if folder[1] else f"the bucket {folder[0]}"
    group = log_group_of(log)
    return f"the log group {group}" if group else str(log.get("LogDestination") or "nowhere that is told")


def role_of(log: Item) -> str | None:
    """The name of the role it delivers through, without path."""
    return str(log.get("DeliverLogsPermissionArn") or "").rpartition("/")[2] or None


def put_role(log: Item, value: str) -> Item:
    """Another role of the same account."""
    before = str(log["DeliverLogsPermissionArn"]).rpartition("/")[0]
    return {**log, "DeliverLogsPermissionArn": f"{before}/{value}"}


def fields_of(log: Item) -> tuple[str, ...]:
    """The fields of its records, in order."""
    return format_fields(log.get("LogFormat"))


def put_fields(log: Item, value: Sequence[str]) -> Item:
    """Records of other fields."""
    return {**log, "LogFormat": " ".join(f"${{{each}}}" for each in value)}


def _option(key: str, default: object) -> tuple[Callable[[Item], Any], Callable[[Item, Any], Item]]:
    """One of the DestinationOptions, which older clients don't show, and which then are the default."""
    seen, _ = plain(key, default)

    def put_in(log: Item, value: object) -> Item:
        return {**log, "DestinationOptions": {**(log.get("DestinationOptions") or {}), key: value}}

    return lambda log: seen(log.get("DestinationOptions") or {}), put_in


file_format, put_file_format = _option("FileFormat", "plain-text")
hive, put_hive = _option("HiveCompatiblePartitions", False)
hourly, put_hourly = _option("PerHourPartition", False)


def to_log_group(log: Item, group: str) -> Item:
    """The same flow log, writing to a log group in place of a bucket."""
    log = without(log, "LogDestination", "DestinationOptions")
    return {**log, "LogDestinationType": "cloud-watch-logs", "LogGroupName": group}


def to_bucket(log: Item, bucket: str) -> Item:
    """The same flow log, writing to a bucket in place of a log group."""
    return _put_folder(without(log, "LogGroupName"), bucket, "")
