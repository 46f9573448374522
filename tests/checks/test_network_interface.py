"""Network interfaces: which ones does a lab mean?"""

from __future__ import annotations

from typing import Any

import pytest

from checks.engine.judge import NotSetUp, found
from checks.engine.kind import Resource
from checks.network_interface import INTERFACES
from tests.checks.accounts import bound, interface, snapshot

ESTATE = {"labgrader:estate": "metrolio"}
NAMED = [{"Key": "Name", "Value": "web"}]
THERE = [
    interface("eni-1", "i-1"),
    interface("eni-2", None),
    interface("eni-3", "i-3", estate=False),
    interface("eni-4", None, estate=False) | {"TagSet": NAMED},
    interface("eni-5", None, estate=False) | {"Attachment": {"Status": "attached"}},
]


@pytest.mark.parametrize(
    ("expected", "ids"),
    [
        ({}, {"1", "2", "3", "4", "5"}),
        ({"attached_to": "instance"}, {"1", "3"}),
        ({"tags": ESTATE}, {"1", "2"}),
        ({"tags": ESTATE, "attached_to": "instance"}, {"1"}),
        ({"prefer_tags": ESTATE}, {"1", "2"}),
        ({"prefer_tags": ESTATE, "attached_to": "instance"}, {"1"}),
        ({"prefer_tags": {"Team": "net"}}, {"1", "2", "3", "4", "5"}),
        ({"prefer_tags": {"Team": "net"}, "attached_to": "instance"}, {"1", "3"}),
        ({"prefer_tags": {"Name": "web"}, "attached_to": "instance"}, set()),
        ({"prefer_tags": ESTATE, "count": 2}, {"1", "2"}),
        ({"prefer_tags": ESTATE, "count": 1}, set()),
        ({"tags": {"Team": "net"}}, set()),
    ],
)
def test_an_interface_fits_when_all_that_is_said_does(expected: dict[str, Any], ids: set[str]) -> None:
    taken = snapshot({INTERFACES: THERE})
    if ids:
        assert {each.id for each in found("it", bound("network_interface", **expected), taken)} == {
            f"eni-{number}" for number in ids
        }
    else:
        with pytest.raises(NotSetUp):
            found("it", bound("network_interface", **expected), taken)


def test_a_learner_knows_it_by_these_words() -> None:
    one, two, *_, named = found("it", bound("network_interface"), snapshot({INTERFACES: THERE}))
    assert one == Resource("eni-1", "eni-1, the network interface of instance i-1")
    assert two == Resource("eni-2", "eni-2, a network interface without instance")
    assert named == Resource("eni-4", "eni-4 (web), a network interface without instance", "web")


def test_a_guide_need_not_tell_of_tags_nor_of_how_many_there_are() -> None:
    each = bound("network_interface")
    assert each.kind.words(each.expected) == {"tags": (), "prefer_tags": (), "count": ()}
