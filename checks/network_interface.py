"""Network interfaces: which ones does a lab mean?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from checks.engine.kind import Expectation, Kind, Resource
from checks.engine.properties import tags
from checks.engine.snapshot import Read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.engine.snapshot import Item, Snapshot

INTERFACES = Read(
    "ec2",
    "describe_network_interfaces",
    "NetworkInterfaces",
    "ec2:DescribeNetworkInterfaces",
    owner="OwnerId",
)


class NetworkInterface(Expectation):
    """Network interfaces by what they are attached to and by tags.

    Where any interface has all of `prefer_tags`, only such ones are meant, whatever has become of them; where none has
    (an account that was set up by other means), all that fit are. `count` is how many the lab relies on.

    network_interface: {attached_to: instance, prefer_tags: {labgrader:estate: metrolio}, count: 2}
    """

    attached_to: Literal["instance"] | None = None
    tags: dict[str, str] = Field(default={})
    prefer_tags: dict[str, str] = Field(default={})
    count: Annotated[int, Field(ge=1)] | None = None


def select(expected: NetworkInterface, account: Snapshot) -> Iterator[Resource]:
    """The interfaces that fit all that is said."""
    interfaces = account.read(INTERFACES)
    preferred = [each for each in interfaces if expected.prefer_tags.items() <= tags(each).items()]
    for interface in (each for each in preferred or interfaces if _fits(expected, each)):
        yield Resource(interface["NetworkInterfaceId"], label(interface), tags(interface).get("Name", ""))


def _fits(expected: NetworkInterface, interface: Item) -> bool:
    if expected.attached_to == "instance" and not (interface.get("Attachment") or {}).get("InstanceId"):
        return False
    return expected.tags.items() <= tags(interface).items()


def label(interface: Item) -> str:
    """A network interface in words."""
    instance = (interface.get("Attachment") or {}).get("InstanceId")
    of = f"the network interface of instance {instance}" if instance else "a network interface without instance"
    name = tags(interface).get("Name")
    return f"{interface['NetworkInterfaceId']}{f' ({name})' if name else ''}, {of}"


KIND = Kind("network_interface", NetworkInterface, reads=lambda _expected: (INTERFACES,), select=select)
