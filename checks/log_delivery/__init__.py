"""Records of flow logs: have they arrived, and the way they were asked for?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.engine.kind import Criterion, Finding, Kind, Part
from checks.engine.properties import EXISTING, EXISTS, none_met
from checks.log_delivery.arrived import Arrival, arrivals, folders
from checks.log_delivery.model import OBJECTS, STREAMS, LogDelivery, listing, whole_bucket
from checks.log_delivery.variations import equivalents, moot, mutations, noise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checks.engine.kind import View
    from checks.engine.snapshot import Read, Snapshot

__all__ = ["KIND", "OBJECTS", "STREAMS", "LogDelivery", "listing"]

WAIT = (
    "Records come only where there is traffic, and take up to ten minutes. The flow log itself may tell why there are "
    "none: it needs a role that may write, or a bucket policy that lets it."
)
SETTINGS = {
    "file_format": "The records in {} are written as {}, not as {}.",
    "hive_partitions": "The folders in {} {} Hive-compatible names (such as year=2026), which they {}.",
    "hourly_partitions": "The folders in {} {} divided by the hour, which they {}.",
}


def judge(expected: LogDelivery, account: View) -> Iterator[Part]:
    """One part for each interface that is asked about, or one for all."""
    there = list(arrivals(expected, account.read(listing(expected)), account.snapshot))
    if expected.interfaces is None:
        of = "" if there else _elsewhere(expected, account)
        yield _part(expected, str(expected.log_group or expected.bucket), there, "", of)
        return
    for resource in account.found[expected.interfaces]:
        own = [each for each in there if each.interface == resource.id]
        yield _part(expected, resource.id, own, f" of {resource.label}")


def _part(expected: LogDelivery, label: str, there: Sequence[Arrival], of: str, elsewhere: str = "") -> Part:
    settings = [way for way in SETTINGS if way in expected.said]
    codes = (EXISTS, *(["at-least"] if "at_least" in expected.said else []), *(_code(way) for way in settings))
    if not there:
        message = f"No records{of} have arrived in {expected.place}.{elsewhere}"
        return Part(label, none_met(codes, Finding("missing", message, resource=label, hint=WAIT)), exists=False)
    judged = [EXISTING]
    if "at_least" in expected.said:
        judged.append(Criterion.of("at-least", _too_few(expected, label, len(there))))
    best = _best(expected, there, settings)
    judged += [Criterion.of(_code(way), _otherwise(expected, way, label, best)) for way in settings]
    return Part(label, tuple(judged))


def _best(expected: LogDelivery, there: Sequence[Arrival], settings: Sequence[str]) -> Sequence[Arrival]:
    """As many as are asked for, those first that are written as asked: there may lie others beside them."""

    def fitting(each: Arrival) -> int:
        return sum(getattr(each, way) == getattr(expected, way) for way in settings)

    return sorted(there, key=fitting, reverse=True)[: expected.at_least]


def _code(way: str) -> str:
    return way.replace("_", "-")


def _too_few(expected: LogDelivery, label: str, number: int) -> Finding | None:
    if number >= expected.at_least:
        return None
    what = ("log stream" if expected.log_group else "file") + ("" if number == 1 else "s")
    message = f"{number} {what} of flow logs, and not {expected.at_least}, have arrived in {expected.place}."
    return Finding("at-least", message, expected.at_least, number, label, "Wait for more traffic.")


def _otherwise(expected: LogDelivery, way: str, label: str, there: Sequence[Arrival]) -> Finding | None:
    """What is wrong with how some of the files are written."""
    wanted = getattr(expected, way)
    actual = next((value for each in there if (value := getattr(each, way)) != wanted), None)
    if actual is None:
        return None
    words = (actual, wanted)
    if way == "hive_partitions":
        words = ("have" if actual else "have no", "shouldn't have" if actual else "should have")
    elif way == "hourly_partitions":
        words = ("are" if actual else "aren't", "shouldn't be" if actual else "should be")
    message = SETTINGS[way].format(expected.place, *words)
    hint = "A flow log can't be changed: delete it, create it again, and wait for its first records."
    return Finding(_code(way), message, wanted, actual, label, hint)


def _elsewhere(expected: LogDelivery, account: View) -> str:
    """Where in the bucket records have arrived instead, as far as that was read."""
    found = folders(account.seen(whole_bucket(expected))) if expected.bucket else []
    return f" Some have arrived in {' and in '.join(found)} of that bucket." if found else ""


def explains(expected: LogDelivery, _account: Snapshot) -> Iterator[Read]:
    """What else is in the bucket."""
    if expected.bucket:
        yield whole_bucket(expected)


def words(expected: LogDelivery) -> dict[str, tuple[str, ...]]:
    """How people tell where and how records arrive."""
    return {
        "prefix": (f"{expected.prefix.strip('/')}/",) if expected.prefix.strip("/") else (),
        "at_least": (),
        "file_format": (str(expected.file_format), "text" if expected.file_format == "plain-text" else "Parquet"),
        "hive_partitions": ("Hive",),
        "hourly_partitions": ("hour",),
    }


KIND = Kind(
    "log_delivery",
    LogDelivery,
    reads=lambda expected: (listing(expected),),
    judge=judge,
    explains=explains,
    moot=moot,
    mutations=mutations,
    equivalents=equivalents,
    noise=noise,
    words=words,
)
