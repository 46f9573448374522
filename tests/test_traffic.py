"""`grader traffic`: more of it, and faster than it comes."""

from __future__ import annotations

import json
import re

import pytest

from fixtures.commands.traffic import SORTS
from fixtures.traffic.generate import SCENARIOS
from tests.terminal import Shell, aws

LAB = "vpc-flow-logs"


def test_where_nothing_runs_nobody_can_make_traffic(shell: Shell) -> None:
    done = shell.run("traffic", LAB)
    assert (done.returncode, done.stdout) == (2, "")
    assert "No sandbox runs for vpc-flow-logs in this folder." in done.stderr
    assert "In a live account traffic is real" in done.stderr


def test_traffic_of_an_unknown_sort_is_told(shell: Shell) -> None:
    done = shell.run("traffic", LAB, "--scenario", "flod")
    assert done.returncode == 2
    assert "Did you mean `flood`?" in done.stderr


def test_help_names_every_sort_of_traffic() -> None:
    assert SORTS.replace(" or ", ", ").split(", ") == list(SCENARIOS)


@pytest.mark.slow
def test_a_learner_makes_traffic_and_is_told_what_came_of_it(started: Shell) -> None:
    done = started.run("traffic", LAB, "--minutes", "1")
    assert done.stdout.splitlines() == [
        "1 minute of traffic passed: day.",
        "There is no flow log, so nothing was recorded.",
    ]
    role, bucket = "metrolio-flow-logs-4df7f3c3", "metrolio-eu-ff578811"
    vpc = json.loads(aws(started, "ec2", "describe-vpcs").stdout)["Vpcs"][0]["VpcId"]
    logs = ["ec2", "create-flow-logs", "--resource-type", "VPC", "--traffic-type", "ALL", "--resource-ids"]
    named = ("--tag-specifications", "ResourceType=vpc-flow-log,Tags=[{Key=Name,Value=all}]")
    arn = ("--deliver-logs-permission-arn", f"arn:aws:iam::123456789012:role/{role}")
    assert not aws(started, *logs, vpc, "--log-group-name", "web", *arn, *named).stderr
    to_s3 = ("--log-destination-type", "s3", "--log-destination", f"arn:aws:s3:::{bucket}/web/")
    assert not aws(started, *logs, vpc, *to_s3).stderr

    done = started.run("traffic", LAB, "--minutes", "70", "--scenario", "web", "--scenario", "day")
    first, group, files = done.stdout.splitlines()
    assert first == "70 minutes of traffic passed: web, day."
    assert re.fullmatch(r" +all +log group web: new records in 2 streams", group)
    assert re.fullmatch(rf" +fl-[0-9a-f]+ +s3://{bucket}/web/: 2\d new files", files)
    assert re.search(r"It is [-\d]+ [:\d]+ UTC in the account now, 71 minutes ahead of yours\.", done.stderr)

    assert not aws(started, "s3api", "delete-bucket-policy", "--bucket", bucket).stderr
    assert not aws(started, "logs", "delete-log-group", "--log-group-name", "web").stderr
    told = started.run("traffic", LAB, "--scenario", "quiet").stdout
    assert f"s3://{bucket}/web/: FAILED: Access error" in told
