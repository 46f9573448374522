"""The same with boto3. Names come as LAB_ZONE, LAB_ROLE and LAB_BUCKET, region and credentials as to any AWS tool."""

from __future__ import annotations

import os
from typing import Any

import boto3

ZONE, ROLE, BUCKET = (os.environ[f"LAB_{name}"] for name in ("ZONE", "ROLE", "BUCKET"))


def create_flow_logs(name: str, **settings: Any) -> None:
    """Create flow logs that are called `name`. CreateFlowLogs answers 200 even where it made nothing."""
    tags = [{"ResourceType": "vpc-flow-log", "Tags": [{"Key": "Name", "Value": name}]}]
    refused = boto3.client("ec2").create_flow_logs(TagSpecifications=tags, **settings)["Unsuccessful"]
    if refused:
        raise SystemExit(f"create_flow_logs: {refused}")


def main() -> None:
    """Do all three tasks."""
    ec2, logs, iam = (boto3.client(service) for service in ("ec2", "logs", "iam"))
    logs.create_log_group(logGroupName=f"{ZONE}-logs")

    in_zone = [{"Name": "availability-zone", "Values": [ZONE]}, {"Name": "default-for-az", "Values": ["true"]}]
    group = next(
        each
        for each in logs.describe_log_groups(logGroupNamePrefix=f"{ZONE}-logs")["logGroups"]
        if each["logGroupName"] == f"{ZONE}-logs"
    )
    create_flow_logs(
        f"{ZONE}-all-traffic",
        ResourceType="Subnet",
        ResourceIds=[each["SubnetId"] for each in ec2.describe_subnets(Filters=in_zone)["Subnets"]],
        TrafficType="ALL",
        MaxAggregationInterval=60,
        LogDestinationType="cloud-watch-logs",
        LogDestination=group["arn"].removesuffix(":*"),  # with `:*` AWS takes it, and delivers nothing
        DeliverLogsPermissionArn=iam.get_role(RoleName=ROLE)["Role"]["Arn"],
    )

    of_the_lab = [{"Name": "tag:labgrader:lab", "Values": ["vpc-flow-logs"]}]
    for interface in ec2.describe_network_interfaces(Filters=of_the_lab)["NetworkInterfaces"]:
        create_flow_logs(
            "web-traffic",
            ResourceType="NetworkInterface",
            ResourceIds=[interface["NetworkInterfaceId"]],
            TrafficType="ACCEPT",
            LogDestinationType="s3",
            LogDestination=f"arn:aws:s3:::{BUCKET}/web",  # with or without a slash, it is the same folder
        )


main()
