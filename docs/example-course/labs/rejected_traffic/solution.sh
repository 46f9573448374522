#!/usr/bin/env bash
set -euo pipefail

subnet=$(aws ec2 describe-subnets \
  --filters "Name=availability-zone,Values=$LAB_ZONE" Name=default-for-az,Values=true \
  --query 'Subnets[].SubnetId' --output text)

# task: log-group
aws logs create-log-group --log-group-name knocks
aws logs put-retention-policy --log-group-name knocks --retention-in-days 30

# task: flow-log
role=$(aws iam get-role --role-name "$LAB_ROLE" --query Role.Arn --output text)
aws ec2 create-flow-logs --resource-type Subnet --resource-ids "$subnet" --traffic-type REJECT \
  --max-aggregation-interval 60 --log-group-name knocks --deliver-logs-permission-arn "$role" \
  --tag-specifications 'ResourceType=vpc-flow-log,Tags=[{Key=Name,Value=knocks}]'

# task: archive
aws ec2 create-flow-logs --resource-type Subnet --resource-ids "$subnet" --traffic-type REJECT \
  --max-aggregation-interval 600 --log-destination-type s3 --log-destination "arn:aws:s3:::$LAB_BUCKET/knocks/" \
  --tag-specifications 'ResourceType=vpc-flow-log,Tags=[{Key=Name,Value=archive}]'
