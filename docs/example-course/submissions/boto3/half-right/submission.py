"""Records are kept for ever, an interval is left at AWS's default, and nobody has thought of the auditors."""

import os

import boto3

ZONE, ROLE, BUCKET = (os.environ[f"LAB_{name}"] for name in ("ZONE", "ROLE", "BUCKET"))

ec2, logs = boto3.client("ec2"), boto3.client("logs")
role = boto3.client("iam").get_role(RoleName=ROLE)["Role"]["Arn"]
in_zone = [{"Name": "availability-zone", "Values": [ZONE]}, {"Name": "default-for-az", "Values": ["true"]}]
subnets = [each["SubnetId"] for each in ec2.describe_subnets(Filters=in_zone)["Subnets"]]


def record(name, **settings):
    """Make a flow log on the subnet. CreateFlowLogs answers 200 even where it made nothing."""
    tags = [{"ResourceType": "vpc-flow-log", "Tags": [{"Key": "Name", "Value": name}]}]
    made = ec2.create_flow_logs(ResourceIds=subnets, ResourceType="Subnet", TagSpecifications=tags, **settings)
    if made["Unsuccessful"]:
        raise SystemExit(made["Unsuccessful"])


logs.create_log_group(logGroupName="knocks")
record("knocks", TrafficType="REJECT", LogGroupName="knocks", DeliverLogsPermissionArn=role)
