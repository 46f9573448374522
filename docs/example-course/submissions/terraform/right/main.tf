# The lab's names come as TF_VAR_zone, TF_VAR_role and TF_VAR_bucket, and what it finds in the account as TF_VAR_subnet.
variable "role" { type = string }
variable "subnet" { type = string }
variable "bucket" { type = string }

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {}

data "aws_iam_role" "flow_logs" {
  name = var.role
}

resource "aws_cloudwatch_log_group" "knocks" {
  name              = "knocks"
  retention_in_days = 30
}

resource "aws_flow_log" "knocks" {
  subnet_id                = var.subnet
  traffic_type             = "REJECT"
  max_aggregation_interval = 60

  log_destination = aws_cloudwatch_log_group.knocks.arn
  iam_role_arn    = data.aws_iam_role.flow_logs.arn
  tags            = { Name = "knocks" }
}

resource "aws_flow_log" "archive" {
  subnet_id            = var.subnet
  traffic_type         = "REJECT"
  log_destination_type = "s3"
  log_destination      = "arn:aws:s3:::${var.bucket}/knocks/"
  tags                 = { Name = "archive" }
}
