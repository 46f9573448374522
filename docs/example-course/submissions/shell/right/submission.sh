#!/usr/bin/env bash
# The lab's names come as LAB_ZONE, LAB_ROLE and LAB_BUCKET; region and credentials as to any AWS tool.
set -euo pipefail

subnet=$(aws ec2 describe-subnets \
  --filters "Name=availability-zone,Values=$LAB_ZONE" Name=default-for-az,Values=true \
  --query 'Subnets[].SubnetId' --output text)
role=$(aws iam get-role --role-name "$LAB_ROLE" --query Role.Arn --output text)

aws logs create-log-group --log-group-name knocks
aws logs put-retention-policy --log-group-name knocks --retention-in-days 30

aws ec2 create-flow-logs --resource-type Subnet --resource-ids "$subnet" --traffic-type REJECT \
  --max-aggregation-interval 60 --log-group-name knocks --deliver-logs-permission-arn "$role" \
  --tag-specifications 'ResourceType=vpc-flow-log,Tags=[{Key=Name,Value=knocks}]'

aws ec2 create-flow-logs --resource-type Subnet --resource-ids "$subnet" --traffic-type REJECT \
  --log-destination-type s3 --log-destination "arn:aws:s3:::$LAB_BUCKET/knocks/" \
  --tag-specifications 'ResourceType=vpc-flow-log,Tags=[{Key=Name,Value=archive}]'
