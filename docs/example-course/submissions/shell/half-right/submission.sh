#!/usr/bin/env bash
# Records are kept for ever, an interval is left at AWS's default, and nobody has thought of the auditors.
set -euo pipefail

subnet=$(aws ec2 describe-subnets \
  --filters "Name=availability-zone,Values=$LAB_ZONE" Name=default-for-az,Values=true \
  --query 'Subnets[].SubnetId' --output text)
role=$(aws iam get-role --role-name "$LAB_ROLE" --query Role.Arn --output text)

aws logs create-log-group --log-group-name knocks
aws ec2 create-flow-logs --resource-type Subnet --resource-ids "$subnet" --traffic-type REJECT \
  --log-group-name knocks --deliver-logs-permission-arn "$role" \
  --tag-specifications 'ResourceType=vpc-flow-log,Tags=[{Key=Name,Value=knocks}]'
