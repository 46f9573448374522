"""VPC flow logs: is the traffic recorded as asked, and can it be delivered?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.bucket import named as bucket_named
from checks.engine.candidates import assign
from checks.engine.kind import Finding, Kind, Part
from checks.engine.nearness import likeness, slip
from checks.engine.properties import asked, criteria, none_met
from checks.flow_log.captured import CAPTURE
from checks.flow_log.case import Case
from checks.flow_log.described import goes_where_asked, name
from checks.flow_log.model import FLOW_LOGS, FlowLog
from checks.flow_log.properties import PROPERTIES
from checks.flow_log.variations import equivalents, moot, mutations, noise
from checks.role import ROLE
from checks.role import named as role_named

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from checks.engine.kind import Criterion, Resource, View
    from checks.engine.snapshot import Item, Read, Snapshot

__all__ = ["FLOW_LOGS", "KIND", "FlowLog"]


def reads(expected: FlowLog) -> Iterator[Read]:
    """All flow logs, and the role or bucket that the lab names."""
    yield FLOW_LOGS
    if expected.to.role:
        yield role_named(expected.to.role)
    if expected.to.bucket:
        yield bucket_named(expected.to.bucket)


def judge(expected: FlowLog, account: View) -> Iterator[Part]:
    """One flow log for each resource: the best of all that could be meant for it."""
    logs = account.read(FLOW_LOGS)
    resources = {resource.id: resource for resource in account.found[expected.resource]}

    judged: dict[tuple[str, str], tuple[Criterion, ...]] = {}

    def worth(log: Item, resource_id: str) -> tuple[float, ...] | None:
        """A flow log earns by its name, or by its resource and destination both."""
        called = name(log)
        here = log["ResourceId"] == resource_id and goes_where_asked(expected, log)
        if called != expected.name and not here:
            return None
        asked_of_it = criteria(PROPERTIES, expected, Case(expected, log, resources[resource_id], account))
        judged[log["FlowLogId"], resource_id] = asked_of_it
        return (sum([each.met for each in asked_of_it]), likeness(expected.name, called))

    chosen = assign(
        tuple(resources),
        logs,
        place_of=lambda log: str(log["ResourceId"]),
        worth=worth,
        identity=lambda log: str(log["FlowLogId"]),
    )
    for resource in resources.values():
        log = chosen.get(resource.id)
        if log is not None:
            yield Part(resource.id, judged[log["FlowLogId"], resource.id])
        else:
            others = resources.keys() - {resource.id}
            free = [each for each in logs if each["ResourceId"] not in others and each not in chosen.values()]
            yield _missing(expected, resource, free, account)


def _missing(expected: FlowLog, resource: Resource, logs: Sequence[Item], account: View) -> Part:
    codes = asked(PROPERTIES, expected)
    message = f"There is no flow log named {expected.name!r} on {resource.label}."
    closest = _closest(expected, resource, logs)
    if closest is None:
        finding = Finding("missing", message, expected.name)
        return Part(resource.id, none_met(codes, finding), exists=False)
    case = Case(expected, closest, resource, account)
    wrong = [told for each in criteria(PROPERTIES, expected, case) for told in each.findings]
    called = f" ({name(closest)})" if name(closest) else ""
    finding = Finding(
        "missing",
        f"{message} The closest is {case.id}{called}.",
        expected.name,
        name(closest) or None,
        case.id,
    )
    return Part(resource.id, none_met(codes, finding, *wrong))


def _closest(expected: FlowLog, resource: Resource, logs: Sequence[Item]) -> Item | None:
    """The flow log most like the expected one, among those that seem to be meant for it."""
    meant = [
        each
        for each in logs
        if slip(expected.name, name(each)) or (not name(each) and each["ResourceId"] == resource.id)
    ]

    def nearness(log: Item) -> tuple[bool, bool, float, str]:
        on_it = log["ResourceId"] == resource.id
        return (
            on_it,
            goes_where_asked(expected, log),
            likeness(expected.name, name(log)),
            str(log["FlowLogId"]),
        )

    return max(meant, key=nearness, default=None)


def explains(expected: FlowLog, account: Snapshot) -> Iterator[Read]:
    """The roles that the learner chose in place of the right one: are they there at all?"""
    for log in account.seen(FLOW_LOGS):
        used = str(log.get("DeliverLogsPermissionArn") or "").rpartition("/")[2]
        if expected.to.role and used and used != expected.to.role and name(log) == expected.name:
            yield role_named(used)


def words(expected: FlowLog) -> dict[str, tuple[str, ...]]:
    """How people tell a flow log's settings."""
    minutes = expected.interval // 60
    return {
        "interval": (str(expected.interval), f"{minutes} minute", "one minute" if minutes == 1 else "ten minutes"),
        "file_format": (expected.file_format, "text" if expected.file_format == "plain-text" else "Parquet"),
        "hive_partitions": ("Hive",),
        "hourly_partitions": ("hour",),
        "to.prefix": (f"{expected.to.prefix.strip('/')}/",) if expected.to.prefix.strip("/") else (),
    }


def elsewhere(expected: FlowLog, items: Mapping[Read, Sequence[Item]]) -> Iterator[str]:
    """Flow logs of the name, or nearly, in another region."""
    for log in sorted(items[FLOW_LOGS], key=lambda each: str(each["FlowLogId"])):
        if name(log) == expected.name or slip(expected.name, name(log)):
            yield f"A flow log named {name(log)} ({log['FlowLogId']})"


KIND = Kind(
    "flow_log",
    FlowLog,
    reads=reads,
    judge=judge,
    explains=explains,
    may_explain=(ROLE,),
    elsewhere_reads=lambda _expected: (FLOW_LOGS,),
    elsewhere=elsewhere,
    leaves_behind=lambda expected: (expected.name,),
    moot=moot,
    mutations=mutations,
    equivalents=equivalents,
    noise=noise,
    words=words,
    capture=CAPTURE,
)
