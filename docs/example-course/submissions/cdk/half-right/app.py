"""Records are kept for ever, an interval is left at AWS's default, and nobody has thought of the auditors."""

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_logs as logs

app = cdk.App()
stack = cdk.Stack(app, "Knocks")
role = cdk.CfnParameter(stack, "Role").value_as_string
subnet = cdk.CfnParameter(stack, "Subnet").value_as_string

group = logs.CfnLogGroup(stack, "Group", log_group_name="knocks")
ec2.CfnFlowLog(
    stack,
    "Rejected",
    resource_type="Subnet",
    resource_id=subnet,
    traffic_type="REJECT",
    log_group_name=group.ref,
    deliver_logs_permission_arn=stack.format_arn(service="iam", region="", resource="role", resource_name=role),
    tags=[cdk.CfnTag(key="Name", value="knocks")],
)
app.synth()
