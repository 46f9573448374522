"""Subnets: which one does a lab mean?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from checks.engine.capture.captured import Telling
from checks.engine.kind import Expectation, Kind, Resource, Text
from checks.engine.properties import shared_tags, tags, with_tags, without
from checks.engine.snapshot import Read
from checks.engine.variation import Mutation, Variation, added, among, every

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from checks.engine.kind import View
    from checks.engine.snapshot import Item, Snapshot
    from checks.engine.variation import Change

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


def mutations(expected: Subnet, account: View) -> Iterator[Mutation]:
    """No subnet fits any more: each thing that the lab goes by, spoilt in all that fit."""
    spoilt: dict[str, Change] = {
        "availability_zone": lambda item: {**item, "AvailabilityZone": f"{item['AvailabilityZone'][:-1]}z"},
        "default": lambda item: {**item, "DefaultForAz": not item.get("DefaultForAz", False)},
        "tags": lambda item: without(item, "Tags"),
    }
    right = {resource.id for resource in select(expected, account.snapshot)}
    for way in sorted(expected.said):
        edit = among("SubnetId", right, spoilt[way])
        yield Mutation(f"{way} of none of them", SUBNETS, edit, {way: "missing"}, touches=frozenset(right))


def equivalents(expected: Subnet, _account: View) -> Iterator[Variation]:
    """The same subnets, in use and further described."""
    others = {"Name": "my subnet", "Team": "metrolio"}
    own = {key: value for key, value in others.items() if key not in expected.tags}
    looks: dict[str, Change] = {
        "nearly used up": lambda item: {**item, "AvailableIpAddressCount": 3},
        "with another zone id": lambda item: {**item, "AvailabilityZoneId": "euw1-az9"},
        "with tags of the learner's": lambda item: with_tags(item, **own),
        "with IPv6": lambda item: {**item, "AssignIpv6AddressOnCreation": True, "EnableDns64": False},
    }
    for label, change in looks.items():
        yield Variation(f"subnets {label}", SUBNETS, every(change))


def noise(expected: Subnet, account: View) -> Iterator[Variation]:
    """Subnets of other VPCs in the same zone, and without tags."""
    if not expected.default:
        return  # any subnet of the zone would be meant as well
    there = account.read(SUBNETS)
    others = [
        without({**item, "SubnetId": f"{item['SubnetId']}f", "VpcId": "vpc-0f", "DefaultForAz": False}, "Tags")
        for item in there
    ]
    yield Variation("subnets of another VPC in the same zones", SUBNETS, added(*others))


def tell(ids: Collection[str], account: Snapshot) -> Iterator[Telling]:
    """By zone and by being its default, which every account has; then by tags."""
    meant = [subnet for subnet in account.read(SUBNETS) if subnet["SubnetId"] in ids]
    if len(meant) != len(ids):
        return  # some are of another kind
    zones = {str(subnet.get("AvailabilityZone")) for subnet in meant}
    defaults = {bool(subnet.get("DefaultForAz")) for subnet in meant}
    what = "subnet" if len(meant) == 1 else "subnets"
    in_zone: dict[str, object] = {"availability_zone": min(zones)} if len(zones) == 1 else {}
    of_zone = f" of `{min(zones)}`" if in_zone else ""
    if defaults == {True}:
        yield Telling({**in_zone, "default": True}, f"the default {what}{of_zone or ' of every zone'}")
    for key, value in shared_tags(meant).items():
        yield Telling({"tags": {key: value}}, f"the {what} tagged `{key}` = `{value}`")
        yield Telling({**in_zone, "tags": {key: value}}, f"the {what}{of_zone} tagged `{key}` = `{value}`")
    if defaults == {False}:
        yield Telling({**in_zone, "default": False}, f"the {what}{of_zone}, not the default")
    if in_zone:
        yield Telling(in_zone, f"the {what}{of_zone}")


KIND = Kind(
    "subnet",
    Subnet,
    reads=lambda _expected: (SUBNETS,),
    select=select,
    mutations=mutations,
    equivalents=equivalents,
    noise=noise,
    words=lambda expected: {"default": ("default",) if expected.default else ("not the default",), "tags": ()},
    tell=tell,
)
