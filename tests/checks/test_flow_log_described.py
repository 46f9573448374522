"""A flow log as AWS describes it: what is put there is seen there, and nothing else is changed."""

from __future__ import annotations

from typing import Any

import pytest

from checks.engine.snapshot import Item
from checks.flow_log import described
from checks.flow_log.properties import PROPERTIES
from tests.checks.accounts import ACCOUNT, BUCKET, GROUP, REGION, WEB_ONE, all_traffic, flow_log

PROPERTY = {each.way: each for each in PROPERTIES}
GROUP_ARN = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group"
TO_GROUP = all_traffic(LogDestination=f"{GROUP_ARN}:{GROUP}")
TO_BUCKET = flow_log(WEB_ONE, "web-traffic", "eni-01")


@pytest.mark.parametrize(
    ("log", "way", "value"),
    [
        (TO_GROUP, "name", "another"),
        (TO_GROUP, "name", ""),
        (TO_GROUP, "resource", "vpc-1"),
        (TO_GROUP, "traffic", "REJECT"),
        (TO_GROUP, "interval", 600),
        (TO_BUCKET, "interval", 60),
        (TO_GROUP, "to.log_group", "mine"),
        (TO_GROUP, "to.role", "mine"),
        (TO_BUCKET, "to.bucket", "mine"),
        (TO_BUCKET, "to.prefix", "mine"),
        (TO_BUCKET, "to.prefix", ""),
        (TO_BUCKET, "format", ("version", "vpc-id")),
        (TO_BUCKET, "file_format", "parquet"),
        (TO_BUCKET, "hive_partitions", True),
        (TO_BUCKET, "hourly_partitions", True),
    ],
)
def test_what_is_put_there_is_seen_there_and_the_rest_stays(log: Item, way: str, value: Any) -> None:
    after = PROPERTY[way].put(log, value)
    assert {each.way: each.seen(after) for each in PROPERTIES} == {
        each.way: value if each.way == way else each.seen(log) for each in PROPERTIES
    }


def test_a_property_can_be_put_where_older_clients_show_nothing() -> None:
    bare = {key: value for key, value in TO_BUCKET.items() if key not in ("DestinationOptions", "Tags")}
    assert PROPERTY["file_format"].seen(bare) == "plain-text"
    assert PROPERTY["file_format"].put(bare, "parquet")["DestinationOptions"] == {"FileFormat": "parquet"}
    assert PROPERTY["name"].put(bare, "n")["Tags"] == [{"Key": "Name", "Value": "n"}]
    assert PROPERTY["name"].put(TO_BUCKET, "")["Tags"] == []


def test_a_group_that_is_named_twice_is_renamed_twice() -> None:
    after = described.put_log_group(TO_GROUP, "mine")
    assert (after["LogGroupName"], after["LogDestination"]) == ("mine", f"{GROUP_ARN}:mine")
    assert "LogDestination" not in described.put_log_group(all_traffic(), "mine")


def test_a_role_keeps_its_path_and_is_known_by_its_name() -> None:
    log = all_traffic(DeliverLogsPermissionArn=f"arn:aws:iam::{ACCOUNT}:role/team/mine")
    assert described.role_of(log) == "mine"
    assert described.put_role(log, "other")["DeliverLogsPermissionArn"] == f"arn:aws:iam::{ACCOUNT}:role/team/other"
    assert described.role_of(TO_BUCKET) is None


def test_a_flow_log_that_is_turned_elsewhere_has_no_trace_of_where_it_went() -> None:
    there = described.to_bucket(TO_GROUP, "mine")
    assert (there["LogDestinationType"], there["LogDestination"]) == ("s3", "arn:aws:s3:::mine")
    assert "LogGroupName" not in there
    back = described.to_log_group(TO_BUCKET, "mine")
    assert (back["LogDestinationType"], back["LogGroupName"]) == ("cloud-watch-logs", "mine")
    assert back.keys().isdisjoint({"LogDestination", "DestinationOptions"})


def test_a_bucket_stays_in_its_partition() -> None:
    log = TO_BUCKET | {"LogDestination": f"arn:aws-cn:s3:::{BUCKET}/web/"}
    assert described.put_bucket(log, "mine")["LogDestination"] == "arn:aws-cn:s3:::mine/web/"
    to_group = TO_GROUP | {"LogDestination": f"arn:aws-cn:logs:cn-north-1:{ACCOUNT}:log-group:{GROUP}"}
    assert described.to_bucket(to_group, "mine")["LogDestination"] == "arn:aws-cn:s3:::mine"
    assert described.put_prefix(log, "")["LogDestination"] == f"arn:aws-cn:s3:::{BUCKET}"
