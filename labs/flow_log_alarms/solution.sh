#!/usr/bin/env bash
# The reference solution, with the plain AWS CLI. It gets the lab's names as LAB_ROLE and so on, and region and credentials the
# way any AWS tool does.
set -euo pipefail

group=metrolio-rejected-traffic

# task: log-group
aws logs create-log-group --log-group-name "$group"
aws logs put-retention-policy --log-group-name "$group" --retention-in-days 14

# task: flow-log
vpc=$(aws ec2 describe-vpcs --filters Name=is-default,Values=true --query 'Vpcs[].VpcId' --output text)
role=$(aws iam get-role --role-name "$LAB_ROLE" --query Role.Arn --output text)
refused=$(aws ec2 create-flow-logs --resource-type VPC --resource-ids "$vpc" --traffic-type REJECT \
  --max-aggregation-interval 60 --log-group-name "$group" --deliver-logs-permission-arn "$role" \
  --tag-specifications "ResourceType=vpc-flow-log,Tags=[{Key=Name,Value=$group}]" \
  --query 'Unsuccessful[].Error.Message' --output text)
[ -z "$refused" ] || { echo "create-flow-logs: $refused" >&2; exit 1; }

# task: metric-filter
aws logs put-metric-filter --log-group-name "$group" --filter-name rejected-ssh \
  --filter-pattern '[version, account, interface, srcaddr, dstaddr, srcport, dstport=22, protocol=6, packets, bytes, start, end, action=REJECT, status]' \
  --metric-transformations 'metricNamespace=Metrolio/Network,metricName=RejectedSSH,metricValue=1,defaultValue=0'

# task: topic
aws sns create-topic --name metrolio-network-alerts

# task: alarm
topic=$(aws sns list-topics --query "Topics[?ends_with(TopicArn, ':metrolio-network-alerts')].TopicArn" --output text)
aws cloudwatch put-metric-alarm --alarm-name ssh-under-attack \
  --namespace Metrolio/Network --metric-name RejectedSSH --statistic Sum --period 300 --evaluation-periods 1 \
  --threshold 10 --comparison-operator GreaterThanOrEqualToThreshold --treat-missing-data notBreaching \
  --alarm-actions "$topic"
