"""The peer: the same six calls with boto3, one after another, and a print. No lab, no report, no credit."""

import sys

import boto3

session = boto3.session.Session(aws_access_key_id="sandbox", aws_secret_access_key="sandbox", region_name="eu-west-1")
ec2, logs, iam, s3 = (session.client(name, endpoint_url=sys.argv[1]) for name in ("ec2", "logs", "iam", "s3"))

subnets = ec2.describe_subnets()["Subnets"]
interfaces = ec2.describe_network_interfaces()["NetworkInterfaces"]
flow_logs = ec2.describe_flow_logs()["FlowLogs"]
groups = logs.describe_log_groups(logGroupNamePrefix="eu-west-1b-logs")["logGroups"]
role = iam.get_role(RoleName="metrolio-flow-logs-4df7f3c3")["Role"]
s3.head_bucket(Bucket="metrolio-eu-ff578811")

named = {tag["Value"] for log in flow_logs for tag in log["Tags"] if tag["Key"] == "Name"}
print("log group", "eu-west-1b-logs" in {group["logGroupName"] for group in groups})
print("subnet flow log", "eu-west-1b-all-traffic" in named, role["RoleName"])
print("interface flow logs", "web-traffic" in named, len(subnets), len(interfaces))
