"""Subnets: which one does a lab mean?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from checks.engine.kind import Expectation, Kind, Resource, Text
from checks.engine.properties import tags
from checks.engine.snapshot import Read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.engine.snapshot import Item, Snapshot

SUBNETS = Read("ec2", "describe_subnets", "Subnets", "ec2:DescribeSubnets")


class Subnet(Expectation):
    """Subnets by their zone, by being the zone's default, by tags.

    subnet: {availability_zone: eu-west-1b, default: true}
    """

    availability_zone: Text | None = None
    default: bool | None = None
    tags: dict[str, str] = Field(default={})


def select(expected: Subnet, account: Snapshot) -> Iterator[Resource]:
    """The subnets that fit all that is said."""
    for subnet in account.read(SUBNETS):
        if expected.availability_zone not in (None, subnet.get("AvailabilityZone")):
            continue
        if expected.default not in (None, subnet.get("DefaultForAz", False)):
            continue
        if expected.tags.items() <= tags(subnet).items():
            yield Resource(subnet["SubnetId"], label(subnet))


def label(subnet: Item) -> str:
    """A subnet in words."""
    what = "the default subnet" if subnet.get("DefaultForAz") else "a subnet that isn't the default"
    return f"{subnet['SubnetId']}, {what} of {subnet.get('AvailabilityZone')}"


KIND = Kind("subnet", Subnet, reads=lambda _expected: (SUBNETS,), select=select)
