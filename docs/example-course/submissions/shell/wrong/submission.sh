#!/usr/bin/env bash
# Another name, another zone, another traffic; and then it fails.
set -euo pipefail

subnet=$(aws ec2 describe-subnets \
  --filters "Name=availability-zone,Values=${LAB_ZONE%b}a" Name=default-for-az,Values=true \
  --query 'Subnets[].SubnetId' --output text)
role=$(aws iam get-role --role-name "$LAB_ROLE" --query Role.Arn --output text)

aws logs create-log-group --log-group-name knock
aws ec2 create-flow-logs --resource-type Subnet --resource-ids "$subnet" --traffic-type ALL \
  --log-group-name knock --deliver-logs-permission-arn "$role" \
  --tag-specifications 'ResourceType=vpc-flow-log,Tags=[{Key=Name,Value=knock}]'
aws logs put-retention-policy --log-group-name knocks --retention-in-days 30
