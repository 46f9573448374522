# Another name, and all traffic of a VPC of its own.
variable "role" { type = string }
variable "subnet" { type = string }

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
  name = "knock"
}

resource "aws_flow_log" "knocks" {
  vpc_id       = aws_vpc.other.id
  traffic_type = "ALL"

  log_destination = aws_cloudwatch_log_group.knocks.arn
  iam_role_arn    = data.aws_iam_role.flow_logs.arn
  tags            = { Name = "knock" }
}

resource "aws_vpc" "other" {
  cidr_block = "10.20.0.0/16"
}
