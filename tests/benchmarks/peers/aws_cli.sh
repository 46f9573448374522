#!/usr/bin/env bash
# The peer: the same six calls with the AWS CLI.
set -euo pipefail
aws ec2 describe-subnets >/dev/null
aws ec2 describe-network-interfaces >/dev/null
aws ec2 describe-flow-logs --query 'FlowLogs[].Tags' --output text
aws logs describe-log-groups --log-group-name-prefix eu-west-1b-logs --query 'logGroups[].logGroupName' --output text
aws iam get-role --role-name metrolio-flow-logs-4df7f3c3 --query Role.Arn --output text
aws s3api head-bucket --bucket metrolio-eu-ff578811 >/dev/null
