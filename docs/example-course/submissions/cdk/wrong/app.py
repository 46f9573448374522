"""Another name, and all traffic of a VPC of its own."""

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_logs as logs

app = cdk.App()
stack = cdk.Stack(app, "Knocks")
role = cdk.CfnParameter(stack, "Role").value_as_string

network = ec2.CfnVPC(stack, "Network", cidr_block="10.20.0.0/16")
group = logs.CfnLogGroup(stack, "Group", log_group_name="knock")
ec2.CfnFlowLog(
    stack,
    "All",
    resource_type="VPC",
    resource_id=network.ref,
    traffic_type="ALL",
    log_group_name=group.ref,
    deliver_logs_permission_arn=stack.format_arn(service="iam", region="", resource="role", resource_name=role),
    tags=[cdk.CfnTag(key="Name", value="knock")],
)
app.synth()
