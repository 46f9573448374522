"""What has arrived, as listings show it: log streams by their names, files by their keys."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.engine.snapshot import Item, Snapshot
    from checks.log_delivery.model import LogDelivery

_STREAM = re.compile(r"(eni-[0-9a-f]+)(?![0-9a-z]).*", re.DOTALL)
"""AWS puts the traffic's type after the interface, and documents no such ending: any will do."""

_KEY = re.compile(
    r"(?:(?P<folder>.*)/)?AWSLogs/(?:aws-account-id=)?[^/]+/(?P<hive>aws-service=)?vpcflowlogs/(?:aws-region=)?"
    r"(?P<region>[^/]+)/(?P<times>(?:[^/]+/){3,4})[^/]+_vpcflowlogs_[^/]+_(?P<flow_log>fl-[0-9a-f]+)_[0-9TZ]+_[^/]+"
    r"\.log(?P<ending>\.gz|\.parquet)",
    re.DOTALL,
)
"""VPC user guide, *Flow log files*."""

_WITH_EVENTS = ("firstEventTimestamp", "lastEventTimestamp", "lastIngestionTime")


@dataclass(frozen=True)
class Arrival:
    """A stream with events in it, of a network interface; or a file, and how it was written."""

    interface: str = ""
    file_format: str = ""
    hive_partitions: bool = False
    hourly_partitions: bool = False


def arrivals(expected: LogDelivery, items: tuple[Item, ...], account: Snapshot) -> Iterator[Arrival]:
    """All that flow logs have delivered there."""
    for item in items:
        found = _stream(item) if expected.log_group else _file(expected, str(item.get("Key")), account.region)
        if found is not None:
            yield found


def _stream(item: Item) -> Arrival | None:
    """AWS shows the time of the last event up to an hour late (CloudWatch Logs API reference, *LogStream*)."""
    named = _STREAM.fullmatch(str(item.get("logStreamName")))
    if named is None or not any(item.get(key) is not None for key in _WITH_EVENTS):
        return None
    return Arrival(named[1])


def _file(expected: LogDelivery, key: str, region: str) -> Arrival | None:
    named = _KEY.fullmatch(key)
    if named is None or named["region"] != region or (named["folder"] or "") != expected.prefix.strip("/"):
        return None
    file_format = "parquet" if named["ending"] == ".parquet" else "plain-text"
    return Arrival("", file_format, named["hive"] is not None, named["times"].count("/") == 4)


def folders(items: tuple[Item, ...]) -> list[str]:
    """The folders in which there are files of flow logs, each in words."""
    found = {named["folder"] or "" for item in items if (named := _KEY.fullmatch(str(item.get("Key"))))}
    return sorted(f"the folder {each}/" if each else "no folder" for each in found)
