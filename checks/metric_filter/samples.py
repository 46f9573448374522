"""Flow log records to try a filter pattern on: all that is meant in several ways, and all that is nearly meant."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from itertools import combinations, islice, product
from typing import TYPE_CHECKING, Any

from checks.conditions import conditions_of
from checks.records.fields import FIELDS
from checks.records.formats import format_of, is_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from checks.records.where import Condition, Value

Record = dict[str, "Value"]

ICMP = (1, 58)
ADDRESSES = ("srcaddr", "dstaddr", "pkt-srcaddr", "pkt-dstaddr")
START = 1767261600
"""2026-01-01 at ten, UTC."""

BASE: Record = {
    "account-id": "123456789012",
    "interface-id": "eni-0a1b2c3d4e5f60718",
    "srcaddr": "203.0.113.12",
    "dstaddr": "172.31.16.21",
    "srcport": 49152,
    "dstport": 443,
    "protocol": 6,
    "packets": 12,
    "bytes": 3480,
    "start": START,
    "end": START + 58,
    "action": "ACCEPT",
    "log-status": "OK",
    "vpc-id": "vpc-0a1b2c3d4e5f60718",
    "subnet-id": "subnet-0a1b2c3d4e5f60718",
    "instance-id": "i-0a1b2c3d4e5f60718",
    "tcp-flags": 2,
    "type": "IPv4",
    "region": "eu-west-1",
    "az-id": "euw1-az1",
    "flow-direction": "ingress",
}
"""An accepted visit to a web server. What isn't here is `-`."""

OTHERS: Mapping[str, Sequence[Value]] = {
    "account-id": ("210987654321",),
    "interface-id": ("eni-0f9e8d7c6b5a40312",),
    "srcaddr": ("198.51.100.7", "172.31.16.21", "2001:db8::7"),
    "dstaddr": ("172.31.32.5", "203.0.113.12", "2001:db8::21"),
    "srcport": (22, 443, 61000, 0),
    "dstport": (22, 80, 3389, 53, 51234, 0),
    "protocol": (17, 1, 58, 47),
    "packets": (1, 22, 6, 40000),
    "bytes": (40, 22, 6, 75_000_000),
    "start": (START - 86_400, START + 7),
    "end": (START + 1, START + 86_400),
    "action": ("REJECT", "ACCEPT"),
    "vpc-id": ("vpc-0f9e8d7c6b5a40312",),
    "subnet-id": ("subnet-0f9e8d7c6b5a40312",),
    "instance-id": ("i-0f9e8d7c6b5a40312", None),
    "tcp-flags": (0, 3, 4, 18, 19),
    "type": ("IPv6",),
    "region": ("eu-central-1",),
    "az-id": ("euw1-az2",),
    "flow-direction": ("egress",),
    "traffic-path": (1, 8),
    "pkt-src-aws-service": ("S3", "AMAZON"),
    "pkt-dst-aws-service": ("S3", "AMAZON"),
    "reject-reason": ("BPA",),
}
"""Other values of fields, the likely ones first."""

FEW = 8
"""Of what is meant, so many combinations are the ground for all else."""


@dataclass(frozen=True)
class Sample:
    """A record as a line, what it says, and the fields by which it isn't meant; none where it is."""

    line: str
    record: Mapping[str, Value]
    amiss: tuple[str, ...]


def samples(where: Mapping[str, Any], format: tuple[str, ...]) -> tuple[Sample, ...]:
    """Samples of that format, those first that are meant, then those that aren't by the fewest fields."""
    wanted, fields = conditions_of(where), format_of(format)
    made: dict[str, Sample] = {}
    for record in _records(wanted, fields):
        line = " ".join("-" if (value := record.get(name)) is None else str(value) for name in fields)
        amiss = tuple(dict.fromkeys(each.field for each in wanted if not each.holds(record.get(each.field))))
        made.setdefault(line, Sample(line, record, amiss))
    return tuple(sorted(made.values(), key=lambda sample: len(sample.amiss)))


def meant(samples: Iterable[Sample]) -> list[Sample]:
    """Those that have to match."""
    return [each for each in samples if not each.amiss]


def _records(wanted: Sequence[Condition], fields: Sequence[str]) -> Iterator[Record]:
    tried = {each.field: _tried(each, wanted) for each in wanted}
    right = {
        name: [value for value in values if all(each.holds(value) for each in wanted if each.field == name)]
        for name, values in tried.items()
    }
    version = max(FIELDS[name].version for name in fields)
    grounds = [
        {**BASE, "version": version, **dict(zip(right, values, strict=True))}
        for values in islice(product(*right.values()), FEW)
    ]
    for ground in grounds:
        yield _consistent(ground, ())
        for name in fields:
            for value in tried.get(name, ()) or OTHERS.get(name, ()):
                yield _consistent({**ground, name: value}, (name,))
        for one, other in combinations(tried, 2):
            for values in islice(product(tried[one], tried[other]), FEW * FEW):
                yield _consistent({**ground, one: values[0], other: values[1]}, (one, other))
        yield from (_swapped(ground, *pair) for pair in (("srcaddr", "dstaddr"), ("srcport", "dstport")))
        for status in ("NODATA", "SKIPDATA"):
            kept = ("version", "account-id", "interface-id", "start", "end", "vpc-id", "subnet-id")
            yield {**{name: ground.get(name) for name in kept}, "log-status": status}


def _swapped(record: Record, one: str, other: str) -> Record:
    return _consistent({**record, one: record[other], other: record[one]}, (one, other))


def _tried(condition: Condition, wanted: Sequence[Condition]) -> list[Value]:
    """Values for a field: what is asked for, what comes near it, and what is usual."""
    name = condition.field
    near: list[Value] = []
    for each in (each for each in wanted if each.field == name):
        near += [value for value in each.values if value is not None]
        for network in each.networks:
            near += [str(network[0]), str(network[-1]), str(network[network.num_addresses // 2])]
            near += [*map(str, _beside(network)), *_alike(network)]
    around = [other for value in near for other in _neighbours(name, value)]
    usual = [*OTHERS.get(name, ()), *([BASE[name]] if name in BASE else [])]
    return [value for value in dict.fromkeys([*near, *usual, *around]) if value is not None]


def _beside(network: Any) -> Iterator[Any]:
    if int(network[0]):
        yield network[0] - 1
    if int(network[-1]) < 2**network.max_prefixlen - 1:
        yield network[-1] + 1


def _alike(network: Any) -> Iterator[str]:
    """Addresses outside that begin with the same digits, as 100.0.0.1 does for 10.0.0.0/8."""
    if network.version == 4 and network.prefixlen >= 8:
        octets = str(network[0]).split(".")
        last = network.prefixlen // 8 - 1
        longer = int(f"{octets[last]}0")
        if longer <= 255:
            yield ".".join([*octets[:last], str(longer), *octets[last + 1 : 3], "1"][:4])


def _neighbours(name: str, value: Value) -> Iterator[Value]:
    """What a careless pattern takes for `value`: beside it, beginning or ending like it, or containing it."""
    if isinstance(value, int):
        most = 65535 if name.endswith("port") else 255 if name == "protocol" else 10**9
        others = (value + 1, value - 1, int(f"{value}2"), int(f"2{value}"), int(f"2{value}0"), value // 10)
        yield from (other for other in others if 0 <= other <= most)
    elif value and name in ADDRESSES and not is_number(name):
        yield from _addresses_beside(value)
    elif value and name not in ("action", "log-status", "type", "flow-direction"):
        yield from (f"{value}2", f"2{value}", value[:-1] or f"{value}3")


def _addresses_beside(text: str) -> Iterator[str]:
    try:
        address = ip_address(text)
    except ValueError:
        return
    yield str(address + 1) if int(address) < 2**address.max_prefixlen - 1 else str(address - 1)
    for other in (f"{text}0", f"1{text}", f"{text}1"):
        try:
            yield str(ip_address(other))
        except ValueError:
            continue


def _consistent(record: Record, tried: Sequence[str]) -> Record:
    """The same, as far as it could be: ICMP has no ports, and both addresses are of one family."""
    if record["protocol"] in ICMP:
        record = {**record, "srcport": 0, "dstport": 0}
    if record["protocol"] != 6:
        record = {**record, "tcp-flags": 0}
    six = [":" in str(record[name]) for name in ("srcaddr", "dstaddr")]
    if six[0] != six[1]:
        other = "srcaddr" if "dstaddr" in tried else "dstaddr"
        same: dict[bool, Mapping[str, Value]] = {
            True: {"srcaddr": "2001:db8::7", "dstaddr": "2001:db8::21"},
            False: BASE,
        }
        record = {**record, other: same[six[0] if other == "dstaddr" else six[1]][other]}
    if "type" not in tried:
        record = {**record, "type": "IPv6" if ":" in str(record["srcaddr"]) else "IPv4"}
    for name in ("srcaddr", "dstaddr"):
        if f"pkt-{name}" not in tried and record.get(f"pkt-{name}") is None:
            record = {**record, f"pkt-{name}": record[name]}
    return record
