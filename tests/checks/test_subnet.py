"""Subnets: which one does a lab mean?"""

from __future__ import annotations

from typing import Any

import pytest

from checks.engine.judge import NotSetUp, found
from checks.engine.kind import Resource
from checks.subnet import SUBNETS
from tests.checks.accounts import bound, snapshot, subnet

TEAM = [{"Key": "Team", "Value": "net"}, {"Key": "Name", "Value": "web"}]
THERE = [
    subnet("subnet-1", "eu-west-1a"),
    subnet("subnet-2", "eu-west-1b"),
    subnet("subnet-3", "eu-west-1b", default=False) | {"Tags": TEAM},
    {"SubnetId": "subnet-4", "AvailabilityZone": "eu-west-1b"},
]


@pytest.mark.parametrize(
    ("expected", "ids"),
    [
        ({}, ["1", "2", "3", "4"]),
        ({"availability_zone": "eu-west-1b"}, ["2", "3", "4"]),
        ({"availability_zone": "eu-west-1b", "default": True}, ["2"]),
        ({"availability_zone": "eu-west-1b", "default": False}, ["3", "4"]),
        ({"default": True}, ["1", "2"]),
        ({"tags": {"Team": "net"}}, ["3"]),
        ({"tags": {"Team": "net", "Name": "web"}, "default": False}, ["3"]),
        ({"tags": {"Team": "ops"}}, []),
        ({"tags": {"Team": "net"}, "availability_zone": "eu-west-1a"}, []),
    ],
)
def test_a_subnet_fits_when_all_that_is_said_does(expected: dict[str, Any], ids: list[str]) -> None:
    taken = snapshot({SUBNETS: THERE})
    if ids:
        assert [each.id for each in found("it", bound("subnet", **expected), taken)] == [f"subnet-{n}" for n in ids]
    else:
        with pytest.raises(NotSetUp):
            found("it", bound("subnet", **expected), taken)


def test_a_learner_knows_it_by_these_words() -> None:
    _, default, other, _ = found("it", bound("subnet"), snapshot({SUBNETS: THERE}))
    assert default == Resource("subnet-2", "subnet-2, the default subnet of eu-west-1b")
    assert other == Resource("subnet-3", "subnet-3, a subnet that isn't the default of eu-west-1b")


def test_a_guide_may_tell_of_the_default_subnet_in_those_words_and_of_tags_in_none() -> None:
    for default, words in ((True, ("default",)), (False, ("not the default",))):
        each = bound("subnet", default=default)
        assert each.kind.words(each.expected) == {"default": words, "tags": ()}
