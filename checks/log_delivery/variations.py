"""Other states of an account in which records have arrived: what `grader verify` proves the kind by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from checks.engine.properties import EXISTS, without
from checks.engine.variation import Mutation, Variation, added, every
from checks.log_delivery.arrived import arrivals
from checks.log_delivery.model import LogDelivery, listing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from checks.engine.kind import View
    from checks.engine.snapshot import Item
    from checks.engine.variation import Change, Edit

MANY = 3000


def moot(expected: LogDelivery) -> Iterator[str]:
    """What isn't said may be any way, and one thing that arrives is told by there being any."""
    asked = expected.said if expected.bucket else expected.said - {"bucket", "prefix"}
    if expected.at_least == 1:
        asked -= {"at_least"}
    yield from (way for way in LogDelivery.model_fields if way not in asked)


def _is(expected: LogDelivery, account: View) -> Callable[[Item], bool]:
    """Whether something listed counts."""
    return lambda item: bool(list(arrivals(expected, (item,), account.snapshot)))


def mutations(expected: LogDelivery, account: View) -> Iterator[Mutation]:
    """Nothing has arrived, or too little, or in another way."""
    read, counts = listing(expected), _is(expected, account)
    label = str(expected.log_group or expected.bucket)
    parts = tuple(each.id for each in account.found[expected.interfaces]) if expected.interfaces else (label,)
    of_all = (parts, frozenset({label}))
    nothing: Edit = lambda items: [item for item in items if not counts(item)]  # noqa: E731
    yield Mutation("nothing arrived", read, nothing, {EXISTS: "missing"}, *of_all)
    for way in ("log_group", "bucket", "prefix"):
        if way in expected.said:
            yield Mutation(
                f"{way} otherwise, and nothing arrived in this one", read, nothing, {way: "missing"}, *of_all
            )
    if expected.log_group:
        empty = every(lambda item: without(item, "firstEventTimestamp", "lastEventTimestamp", "lastIngestionTime"))
        yield Mutation("streams, but nothing in them", read, empty, {EXISTS: "missing"}, *of_all)
    for interface in parts if expected.interfaces else ():
        others = _but_for(interface)
        yield Mutation(
            f"nothing of {interface}", read, others, {"interfaces": "missing"}, (interface,), frozenset({interface})
        )
    if expected.at_least > 1:
        yield from _too_few(expected, parts, counts)
    for way, change in _WRITTEN.items():
        if way in expected.said:
            code = way.replace("_", "-")
            yield Mutation(f"{way} otherwise", read, every(change(expected)), {way: code}, *of_all)


def _but_for(interface: str) -> Edit:
    return lambda items: [item for item in items if not str(item.get("logStreamName")).startswith(interface)]


def _too_few(expected: LogDelivery, parts: Iterable[str], counts: Callable[[Item], bool]) -> Iterator[Mutation]:
    for part in parts:

        def but_one(items: tuple[Item, ...], part: str = part) -> Iterable[Item]:
            mine = [
                item
                for item in items
                if counts(item) and (not expected.interfaces or str(item["logStreamName"]).startswith(part))
            ]
            kept = mine[: expected.at_least - 1]
            return [item for item in items if item not in mine or item in kept]

        spoils = {"at_least": "at-least"}
        yield Mutation(f"at_least one less in {part}", listing(expected), but_one, spoils, (part,), frozenset({part}))


def _rewriting(change: Callable[[str], str]) -> Change:
    return lambda item: {**item, "Key": change(str(item["Key"]))}


def _other_format(expected: LogDelivery) -> Change:
    right, wrong = (".parquet", ".gz") if expected.file_format == "parquet" else (".gz", ".parquet")
    return _rewriting(lambda key: f"{key.removesuffix(right)}{wrong}" if key.endswith(right) else key)


def _other_names(expected: LogDelivery) -> Change:
    names = ("aws-account-id=", "aws-service=", "aws-region=", "year=", "month=", "day=", "hour=")
    if expected.hive_partitions:
        return _rewriting(lambda key: re.sub("|".join(names), "", key))

    def named(key: str) -> str:
        before, _, rest = key.partition("AWSLogs/")
        *folders, file = rest.split("/")
        return "/".join([f"{before}AWSLogs", *map("".join, zip(names, folders, strict=False)), file])

    return _rewriting(named)


def _other_hours(expected: LogDelivery) -> Change:
    def moved(key: str) -> str:
        *folders, file = key.split("/")
        if expected.hourly_partitions:
            return "/".join([*folders[:-1], file])
        return "/".join([*folders, "hour=07" if "=" in folders[-1] else "07", file])

    return _rewriting(moved)


_WRITTEN = {"file_format": _other_format, "hive_partitions": _other_names, "hourly_partitions": _other_hours}


def equivalents(expected: LogDelivery, account: View) -> Iterator[Variation]:
    """The same records, listed on another day, and more of them."""
    read, counts = listing(expected), _is(expected, account)
    if expected.log_group:
        looks: dict[str, Change] = {
            "stream named by another kind of traffic": lambda item: _ending(item, "-reject"),
            "stream named by its interface alone": lambda item: _ending(item, ""),
            "stream whose last event isn't shown yet": lambda item: without(
                item, "lastEventTimestamp", "lastIngestionTime"
            ),
            "stream of an older SDK": lambda item: {**item, "storedBytes": 0, "uploadSequenceToken": "49"},
        }
    else:
        looks = {
            "file in another class": lambda item: {**item, "StorageClass": "STANDARD_IA"},
            "file with its checksum": lambda item: {**item, "ChecksumAlgorithm": ["CRC64NVME"], "ETag": '"0f"'},
            "file of another hour": lambda item: {**item, "LastModified": "2020-02-02T02:02:02+00:00", "Size": 99},
        }
    for label, change in looks.items():
        yield Variation(label, read, every(_where(counts, change)))


def _ending(item: Item, ending: str) -> Item:
    interface = re.split(r"(?<=[0-9a-f])-", str(item["logStreamName"]))
    return {**item, "logStreamName": f"{'-'.join(interface[:1])}{ending}"}


def _where(counts: Callable[[Item], bool], change: Change) -> Change:
    return lambda item: change(item) if counts(item) else item


def noise(expected: LogDelivery, _account: View) -> Iterator[Variation]:
    """What others have put there: a few things, and very many."""
    read = listing(expected)
    if expected.log_group:
        times = {"creationTime": 1, "firstEventTimestamp": 1, "lastEventTimestamp": 2, "storedBytes": 0}
        others: list[Item] = [{"logStreamName": name, **times} for name in ("app/i-0f", "eni", "my-eni-0f-all")]
        empty: Item = {"logStreamName": "eni-0f0f0f0f-all", "creationTime": 1, "storedBytes": 0}
        yield Variation("log streams of other things", read, added(*others, empty))
        many = [{"logStreamName": f"app/{number}", **times} for number in range(MANY)]
    else:
        folder = dict(read.params)["Prefix"]
        about = {"LastModified": "2026-01-01T00:00:00+00:00", "Size": 1, "StorageClass": "STANDARD"}
        day = "vpcflowlogs/eu-west-1/2026/01/01"
        file = "123456789012_vpcflowlogs_eu-west-1_fl-0f_20260101T0000Z_0f0f0f0f"
        names = (
            "",
            "notes.txt",
            f"123456789012/{day}/notes.txt",
            f"123456789012/{day.replace('vpcflowlogs', 'CloudTrail')}/{file}.log.gz",
            f"123456789012/{day}/{file}.log.gz.tmp",
            f"123456789012/{day.replace('eu-west-1', 'mars-1')}/{file}.log.gz",
        )
        yield Variation("files of other things", read, added(*({"Key": f"{folder}{name}", **about} for name in names)))
        many = [
            {"Key": f"{folder}123456789012/elasticloadbalancing/{number}.log.gz", **about} for number in range(MANY)
        ]
    yield Variation(f"{MANY:,} other things", read, added(*many))
