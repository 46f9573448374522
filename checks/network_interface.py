"""Network interfaces: which ones does a lab mean?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from checks.engine.capture.captured import Telling
from checks.engine.kind import Expectation, Kind, Resource
from checks.engine.properties import shared_tags, tags, with_tags, without
from checks.engine.snapshot import Read
from checks.engine.variation import Edit, Mutation, Variation, added, among, every

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from checks.engine.kind import View
    from checks.engine.snapshot import Item, Snapshot
    from checks.engine.variation import Change

INTERFACES = Read(
    "ec2",
    "describe_network_interfaces",
    "NetworkInterfaces",
    "ec2:DescribeNetworkInterfaces",
    owner="OwnerId",
)

ID = "NetworkInterfaceId"


MANY = 3000


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
        yield Resource(interface["NetworkInterfaceId"], label(interface), _name(interface))


def _fits(expected: NetworkInterface, interface: Item) -> bool:
    """Whether it is attached as it has to be, and has all of the tags."""
    if expected.attached_to == "instance" and not (interface.get("Attachment") or {}).get("InstanceId"):
        return False
    return not expected.tags or expected.tags.items() <= tags(interface).items()


def _name(interface: Item) -> str:
    for tag in interface.get("TagSet") or interface.get("Tags") or ():
        if tag["Key"] == "Name":
            return str(tag["Value"])
    return ""


def label(interface: Item) -> str:
    """A network interface in words."""
    instance = (interface.get("Attachment") or {}).get("InstanceId")
    of = f"the network interface of instance {instance}" if instance else "a network interface without instance"
    name = _name(interface)
    return f"{interface['NetworkInterfaceId']}{f' ({name})' if name else ''}, {of}"


def mutations(expected: NetworkInterface, account: View) -> Iterator[Mutation]:
    """Those that are meant can't be told any more; where the lab says how many there are, one is enough."""
    right = sorted(resource.id for resource in select(expected, account.snapshot))
    lost = set(right[:1] if expected.count else right)
    spoilt: dict[str, Edit] = {
        "attached_to": among(ID, lost, lambda item: without(item, "Attachment")),
        "tags": among(ID, lost, _untagged),
        # Where none has the tags, any that fits is meant: only none at all is none.
        "prefer_tags": among(ID, lost, _untagged) if expected.count else lambda _items: (),
        "count": _without(lost),
    }
    for way in sorted(expected.said):
        yield Mutation(f"{way} no longer so", INTERFACES, spoilt[way], {way: "missing"}, touches=frozenset(lost))


def _preferred(expected: NetworkInterface, account: View) -> bool:
    wanted = expected.prefer_tags.items()
    return bool(wanted) and any(wanted <= tags(each).items() for each in account.read(INTERFACES))


def _without(ids: Collection[str]) -> Edit:
    return lambda items: [item for item in items if item[ID] not in ids]


def _untagged(item: Item) -> Item:
    return without(item, "TagSet", "Tags")


def equivalents(expected: NetworkInterface, _account: View) -> Iterator[Variation]:
    """The same interfaces, in use and further described."""
    others, meant_by = {"Team": "metrolio", "Owner": "ada"}, expected.tags.keys() | expected.prefer_tags.keys()
    own = {key: value for key, value in others.items() if key not in meant_by}
    looks: dict[str, Change] = {
        "with tags of the learner's": lambda item: with_tags(item, **own),
        "with public addresses": lambda item: {
            **item,
            "Association": {"PublicIp": "203.0.113.7", "IpOwnerId": "amazon"},
        },
        "described by the learner": lambda item: {**item, "Description": "web-traffic is recorded here"},
        "with IPv6": lambda item: {**item, "Ipv6Addresses": [{"Ipv6Address": "2001:db8::7"}]},
    }
    for label, change in looks.items():
        yield Variation(f"interfaces {label}", INTERFACES, every(change))


def noise(expected: NetworkInterface, account: View) -> Iterator[Variation]:
    """Interfaces of instances that the learner started, of load balancers, and without tags: a few, and very many."""
    if not (expected.tags or _preferred(expected, account)):
        return  # any interface that fits would be meant as well
    one = account.read(INTERFACES)[0]
    third = {
        **_untagged(one),
        "NetworkInterfaceId": "eni-0f01",
        "Attachment": {"InstanceId": "i-0f01", "Status": "attached"},
    }
    balancer = {
        **without(_untagged(one), "Attachment"),
        **{"NetworkInterfaceId": "eni-0f02", "RequesterManaged": True, "InterfaceType": "network_load_balancer"},
    }
    name = {"Key": "Name", "Value": tags(one).get("Name", "web")}
    named = {**third, "NetworkInterfaceId": "eni-0f03", "TagSet": [name]}
    yield Variation("a third instance, started by the learner", INTERFACES, added(third))
    yield Variation("interfaces of other services", INTERFACES, added(balancer))
    if "Name" not in expected.tags.keys() | expected.prefer_tags.keys():
        yield Variation("an interface of the same name", INTERFACES, added(named))
    many = [{**third, "NetworkInterfaceId": f"eni-0f1{number:05}"} for number in range(MANY)]
    yield Variation(f"{MANY:,} other interfaces", INTERFACES, added(*many))


def tell(ids: Collection[str], account: Snapshot) -> Iterator[Telling]:
    """By tags, to which it makes no difference what a learner adds; else by being attached to an instance."""
    meant = [each for each in account.read(INTERFACES) if each[ID] in ids]
    if len(meant) != len(ids):
        return  # some are of another kind
    many = {"count": len(meant)}
    what = "the network interface" if len(meant) == 1 else f"the {len(meant)} network interfaces"
    attached = all((each.get("Attachment") or {}).get("InstanceId") for each in meant)
    for key, value in shared_tags(meant).items():
        yield Telling({"tags": {key: value}, **many}, f"{what} tagged `{key}` = `{value}`")
    if attached:
        to = "attached to an instance" if len(meant) == 1 else "attached to instances"
        yield Telling({"attached_to": "instance", **many}, f"{what} {to}")
        for key, value in shared_tags(meant).items():
            asks = {"attached_to": "instance", "tags": {key: value}, **many}
            yield Telling(asks, f"{what} {to} and tagged `{key}` = `{value}`")


KIND = Kind(
    "network_interface",
    NetworkInterface,
    reads=lambda _expected: (INTERFACES,),
    select=select,
    mutations=mutations,
    equivalents=equivalents,
    noise=noise,
    words=lambda _expected: {"tags": (), "prefer_tags": (), "count": ()},
    tell=tell,
)
