"""VPCs: which one does a lab mean?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from checks.engine.capture.captured import Telling
from checks.engine.kind import Expectation, Kind, Resource
from checks.engine.properties import shared_tags, tags, with_tags, without
from checks.engine.snapshot import Read
from checks.engine.variation import Mutation, Variation, added, among, every

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from checks.engine.kind import View
    from checks.engine.snapshot import Item, Snapshot
    from checks.engine.variation import Change

VPCS = Read("ec2", "describe_vpcs", "Vpcs", "ec2:DescribeVpcs")


class Vpc(Expectation):
    """VPCs by being the region's default, and by tags.

    vpc: {default: true}
    """

    default: bool | None = None
    tags: dict[str, str] = Field(default={})


def select(expected: Vpc, account: Snapshot) -> Iterator[Resource]:
    """The VPCs that fit all that is said."""
    for vpc in account.read(VPCS):
        is_default = vpc.get("IsDefault", False)
        if expected.default in (None, is_default) and expected.tags.items() <= tags(vpc).items():
            yield Resource(vpc["VpcId"], label(vpc))


def label(vpc: Item) -> str:
    """A VPC in words."""
    what = "the default VPC" if vpc.get("IsDefault") else "a VPC that isn't the default"
    return f"{vpc['VpcId']}, {what}"


def mutations(expected: Vpc, account: View) -> Iterator[Mutation]:
    """No VPC fits any more: each thing that the lab goes by, spoilt in all that fit."""
    spoilt: dict[str, Change] = {
        "default": lambda item: {**item, "IsDefault": not item.get("IsDefault", False)},
        "tags": lambda item: without(item, "Tags"),
    }
    right = {resource.id for resource in select(expected, account.snapshot)}
    for way in sorted(expected.said):
        edit = among("VpcId", right, spoilt[way])
        yield Mutation(f"{way} of none of them", VPCS, edit, {way: "missing"}, touches=frozenset(right))


def equivalents(expected: Vpc, _account: View) -> Iterator[Variation]:
    """The same VPCs, further described."""
    others = {"Name": "my network", "Team": "metrolio"}
    own = {key: value for key, value in others.items() if key not in expected.tags}
    looks: dict[str, Change] = {
        "with tags of the learner's": lambda item: with_tags(item, **own),
        "with other addresses": lambda item: {**item, "CidrBlock": "10.99.0.0/16"},
        "with DNS settings of their own": lambda item: {**item, "DhcpOptionsId": "dopt-0f"},
    }
    for name, change in looks.items():
        yield Variation(f"VPCs {name}", VPCS, every(change))


def noise(expected: Vpc, account: View) -> Iterator[Variation]:
    """VPCs of the learner's own, without tags."""
    if expected.default or expected.tags:
        others = [
            without({**vpc, "VpcId": f"{vpc['VpcId']}f", "IsDefault": False}, "Tags") for vpc in account.read(VPCS)
        ]
        yield Variation("other VPCs", VPCS, added(*others))


def tell(ids: Collection[str], account: Snapshot) -> Iterator[Telling]:
    """By being the default, which every account has; then by tags."""
    meant = [vpc for vpc in account.read(VPCS) if vpc["VpcId"] in ids]
    if len(meant) != len(ids):
        return  # some are of another kind
    what = "VPC" if len(meant) == 1 else "VPCs"
    if all(vpc.get("IsDefault") for vpc in meant):
        yield Telling({"default": True}, f"the default {what}")
    for key, value in shared_tags(meant).items():
        yield Telling({"tags": {key: value}}, f"the {what} tagged `{key}` = `{value}`")
    if not any(vpc.get("IsDefault") for vpc in meant):
        yield Telling({"default": False}, f"the {what}, not the default")


KIND = Kind(
    "vpc",
    Vpc,
    reads=lambda _expected: (VPCS,),
    select=select,
    mutations=mutations,
    equivalents=equivalents,
    noise=noise,
    words=lambda expected: {"default": ("default",) if expected.default else ("not the default",), "tags": ()},
    tell=tell,
)
