"""SNS topics and VPCs: is it there, and which one does a lab mean?"""

from __future__ import annotations

from typing import Any

import pytest

from checks.engine.grade import regrade
from checks.engine.judge import NotSetUp, found
from checks.sns_topic import TOPICS
from checks.vpc import VPCS
from tests.checks.accounts import asking, bound, snapshot, tasks, topic, vpc


def test_a_topic_is_known_by_the_end_of_its_arn() -> None:
    there = snapshot({TOPICS: [topic("my-alerts"), topic("alerts")]})
    assert tasks(regrade(asking("sns_topic", name="alerts"), there))["it"].verdict == "passed"
    assert [each.id for each in found("it", bound("sns_topic", name="alerts"), there)] == [topic("alerts")["TopicArn"]]


def test_a_misspelt_topic_is_told() -> None:
    task = tasks(regrade(asking("sns_topic", name="alerts"), snapshot({TOPICS: [topic("Alerts")]})))["it"]
    (finding,) = task.findings
    assert finding.message.startswith(
        "There is no topic alerts in eu-west-1. There is one named 'Alerts', which differs"
    )


NAMED = [{"Key": "Name", "Value": "lab"}]


@pytest.mark.parametrize(
    ("expected", "ids"),
    [
        ({}, ["vpc-0", "vpc-1", "vpc-2"]),
        ({"default": True}, ["vpc-0"]),
        ({"default": False}, ["vpc-1", "vpc-2"]),
        ({"tags": {"Name": "lab"}}, ["vpc-1"]),
        ({"default": True, "tags": {"Name": "lab"}}, []),
    ],
)
def test_a_vpc_fits_when_all_that_is_said_does(expected: dict[str, Any], ids: list[str]) -> None:
    there = snapshot({VPCS: [vpc("vpc-0", default=True), vpc("vpc-1", Tags=NAMED), vpc("vpc-2")]})
    if ids:
        assert [each.id for each in found("it", bound("vpc", **expected), there)] == ids
    else:
        with pytest.raises(NotSetUp):
            found("it", bound("vpc", **expected), there)


def test_a_learner_knows_a_vpc_by_these_words() -> None:
    there = found("it", bound("vpc"), snapshot({VPCS: [vpc("vpc-0", default=True), vpc("vpc-1")]}))
    assert [each.label for each in there] == ["vpc-0, the default VPC", "vpc-1, a VPC that isn't the default"]
