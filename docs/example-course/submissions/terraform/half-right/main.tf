# Records are kept for ever, an interval is left at AWS's default, and nobody has thought of the auditors.
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
  name = "knocks"
}

resource "aws_flow_log" "knocks" {
  subnet_id    = var.subnet
  traffic_type = "REJECT"

  log_destination = aws_cloudwatch_log_group.knocks.arn
  iam_role_arn    = data.aws_iam_role.flow_logs.arn
  tags            = { Name = "knocks" }
}
