"""Parameters are the lab's names (Role, Bucket, Zone), and what it finds in the account (Subnet)."""

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_logs as logs

app = cdk.App()
stack = cdk.Stack(app, "Knocks")
role = cdk.CfnParameter(stack, "Role").value_as_string
subnet = cdk.CfnParameter(stack, "Subnet").value_as_string
bucket = cdk.CfnParameter(stack, "Bucket").value_as_string

group = logs.CfnLogGroup(stack, "Group", log_group_name="knocks", retention_in_days=30)
ec2.CfnFlowLog(
    stack,
    "Rejected",
    resource_type="Subnet",
    resource_id=subnet,
    traffic_type="REJECT",
    max_aggregation_interval=60,
    log_group_name=group.ref,
    deliver_logs_permission_arn=stack.format_arn(service="iam", region="", resource="role", resource_name=role),
    tags=[cdk.CfnTag(key="Name", value="knocks")],
)
ec2.CfnFlowLog(
    stack,
    "Archive",
    resource_type="Subnet",
    resource_id=subnet,
    traffic_type="REJECT",
    log_destination_type="s3",
    log_destination=f"arn:aws:s3:::{bucket}/knocks/",
    tags=[cdk.CfnTag(key="Name", value="archive")],
)
app.synth()
