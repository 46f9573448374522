#!/usr/bin/env bash
# The lab's names come as LAB_ZONE, LAB_ROLE and LAB_BUCKET; region and credentials as to any AWS tool.
set -euo pipefail

aws logs describe-log-groups
