#!/usr/bin/env bash
# The reference solution, with the plain AWS CLI. It gets the lab's names as LAB_ZONE, LAB_ROLE and LAB_BUCKET, and region
# and credentials the way any AWS tool does.
set -euo pipefail

# CreateFlowLogs answers 200 even where it made nothing, and the AWS CLI then exits 0: only `Unsuccessful` tells.
create_flow_logs() {
  local refused
  refused=$(aws ec2 create-flow-logs "$@" --query 'Unsuccessful[].[ResourceId,Error.Message]' --output text)
  if [ -n "$refused" ]; then
    echo "create-flow-logs: $refused" >&2
    return 1
  fi
}

named() {
  echo "ResourceType=vpc-flow-log,Tags=[{Key=Name,Value=$1}]"
}

# task: log-group
aws logs create-log-group --log-group-name "$LAB_ZONE-logs"

# task: subnet-flow-log
subnet=$(aws ec2 describe-subnets \
  --filters "Name=availability-zone,Values=$LAB_ZONE" Name=default-for-az,Values=true \
  --query 'Subnets[].SubnetId' --output text)
role=$(aws iam get-role --role-name "$LAB_ROLE" --query Role.Arn --output text)
create_flow_logs --resource-type Subnet --resource-ids "$subnet" --traffic-type ALL \
  --max-aggregation-interval 60 --log-group-name "$LAB_ZONE-logs" --deliver-logs-permission-arn "$role" \
  --tag-specifications "$(named "$LAB_ZONE-all-traffic")"

# task: web-traffic
interfaces=$(aws ec2 describe-network-interfaces \
  --filters Name=tag:labgrader:lab,Values=vpc-flow-logs \
  --query 'NetworkInterfaces[].NetworkInterfaceId' --output text)
# shellcheck disable=SC2086 # one word for each interface
create_flow_logs --resource-type NetworkInterface --resource-ids $interfaces --traffic-type ACCEPT \
  --log-destination-type s3 --log-destination "arn:aws:s3:::$LAB_BUCKET/web/" \
  --tag-specifications "$(named web-traffic)"
