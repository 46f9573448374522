#!/usr/bin/env bash
# The reference solution, with the plain AWS CLI. It gets the lab's names as LAB_ZONE, LAB_ROLE and LAB_BUCKET, and region
# and credentials the way any AWS tool does.
set -euo pipefail

# CreateFlowLogs answers 200 even where it made nothing, and the AWS CLI then exits 0: only `Unsuccessful` tells.
create_flow_log() {
  local name=$1 refused
  shift
  refused=$(aws ec2 create-flow-logs --max-aggregation-interval 60 "$@" \
    --tag-specifications "ResourceType=vpc-flow-log,Tags=[{Key=Name,Value=$name}]" \
    --query 'Unsuccessful[].Error.Message' --output text)
  [ -z "$refused" ] || { echo "create-flow-logs: $refused" >&2; return 1; }
}

# task: log-group
aws logs create-log-group --log-group-name metrolio-who-and-where

# task: who-and-where
subnet=$(aws ec2 describe-subnets \
  --filters "Name=availability-zone,Values=$LAB_ZONE" Name=default-for-az,Values=true \
  --query 'Subnets[].SubnetId' --output text)
role=$(aws iam get-role --role-name "$LAB_ROLE" --query Role.Arn --output text)
# shellcheck disable=SC2016 # the dollars are AWS's
format='${instance-id} ${interface-id} ${flow-direction} ${srcaddr} ${srcport} ${dstaddr} ${dstport} ${protocol}'
# shellcheck disable=SC2016
format+=' ${tcp-flags} ${type} ${traffic-path} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}'
create_flow_log who-and-where --resource-type Subnet --resource-ids "$subnet" --traffic-type ALL \
  --log-group-name metrolio-who-and-where --deliver-logs-permission-arn "$role" --log-format "$format"

# task: rejected-parquet
vpc=$(aws ec2 describe-vpcs --filters Name=is-default,Values=true --query 'Vpcs[].VpcId' --output text)
create_flow_log rejected-parquet --resource-type VPC --resource-ids "$vpc" --traffic-type REJECT \
  --log-destination-type s3 --log-destination "arn:aws:s3:::$LAB_BUCKET/rejected/" \
  --destination-options FileFormat=parquet,HiveCompatiblePartitions=true,PerHourPartition=true
