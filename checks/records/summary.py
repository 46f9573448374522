"""What a heap of records is about: how much, from when to when, accepted or not, and who talks most."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checks.records.counting import count, largest
from checks.records.tally import Tally
from checks.records.where import conditions, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from checks.records.counting import Engine
    from checks.records.reading import Reading
    from checks.records.sources import Source
    from checks.records.tally import Key
    from checks.records.where import Condition, Value

SHOWN = 5
"""How many of each ranking there are."""


@dataclass(frozen=True)
class Ranking:
    """The largest of something, and the sum over all."""

    rows: tuple[tuple[Key, int], ...]
    total: int
    keys: int


@dataclass(frozen=True)
class Summary:
    """Sums over the flows that are meant. What no record has a field for is empty, and told in `reading.lacking`."""

    reading: Reading
    flows: int
    bytes: int
    packets: int
    actions: Mapping[Value, int]
    """Flows by ACCEPT and REJECT."""
    minutes: Mapping[Key, int]
    """Flows by the minute in which they began, and action."""
    protocols: Ranking
    interfaces: Ranking
    """By bytes."""
    senders: Ranking
    """Sources by bytes."""
    receivers: Ranking
    """Destinations by bytes."""
    ports: Ranking
    """Protocol and destination port, by accepted flows."""
    rejected: Ranking
    """Sources, by rejected flows."""
    rejected_ports: Ranking
    """Protocol and destination port, by rejected flows."""

    @property
    def span(self) -> tuple[int, int] | None:
        """The first minute in which a flow began, and the last."""
        minutes = [minute for minute, _ in self.minutes if isinstance(minute, int)]
        return (min(minutes), max(minutes)) if minutes else None


def summary(
    *places: str | Path | Source,
    where: str | Condition | Iterable[str | Condition] = (),
    format: str | Iterable[str] | None = None,
    engine: Engine = "auto",
) -> Summary:
    """Sum up the records in one pass. `places`, `where`, `format` and `engine` are those of `top`."""
    meant = conditions(where)
    accepted, rejected = parse("action=ACCEPT"), parse("action=REJECT")
    tallies = {
        "minutes": Tally(("minute", "action"), where=meant),
        "protocols": Tally(("protocol",), where=meant),
        "packets": Tally(("interface-id",), "packets", meant),
        "interfaces": Tally(("interface-id",), "bytes", meant),
        "senders": Tally(("srcaddr",), "bytes", meant),
        "receivers": Tally(("dstaddr",), "bytes", meant),
        "ports": Tally(("protocol", "dstport"), where=(*meant, accepted)),
        "rejected": Tally(("srcaddr",), where=(*meant, rejected)),
        "rejected_ports": Tally(("protocol", "dstport"), where=(*meant, rejected)),
    }
    counts, reading = count(*places, tallies=tuple(tallies.values()), format=format, engine=engine)
    counted = dict(zip(tallies, counts, strict=True))
    minutes, packets = counted.pop("minutes"), counted.pop("packets")
    actions: Counter[Value] = Counter()
    for (_, action), flows in minutes.items():
        actions[action] += flows
    rankings = {name: Ranking(largest(each, SHOWN), each.total(), len(each)) for name, each in counted.items()}
    return Summary(
        reading,
        flows=minutes.total(),
        bytes=rankings["interfaces"].total,
        packets=packets.total(),
        actions=actions,
        minutes=minutes,
        **rankings,
    )
