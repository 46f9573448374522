"""CloudWatch log groups: is it there, with the settings asked for?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.engine.capture.captured import Capture, Captured, asked_of
from checks.engine.kind import Finding, Kind, Part
from checks.engine.nearness import nearest_slip
from checks.engine.properties import asked, criteria, none_met, without
from checks.log_group.model import ALL_GROUPS, LOG_GROUPS, LogGroup, named
from checks.log_group.properties import PROPERTIES, Case
from checks.log_group.variations import equivalents, mutations, noise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from checks.engine.kind import View
    from checks.engine.snapshot import Item, Read, Snapshot

__all__ = ["ALL_GROUPS", "KIND", "LOG_GROUPS", "LogGroup", "named"]


def reads(expected: LogGroup) -> tuple[Read]:
    """What the judgement of a group rests on."""
    return (named(expected.name),)


def judge(expected: LogGroup, account: View) -> Iterator[Part]:
    """Existence first, then settings."""
    candidates = account.read(*reads(expected))
    group = next((each for each in candidates if each.get("logGroupName") == expected.name), None)
    if group is not None:
        yield Part(expected.name, criteria(PROPERTIES, expected, Case(expected, group)))
        return
    names = [str(each.get("logGroupName")) for each in (*candidates, *account.seen(ALL_GROUPS))]
    near = nearest_slip(expected.name, names)
    message = f"There is no log group {expected.name} in {account.snapshot.region}."
    if near:
        message += f" There is one named {near[0]!r}, {near[1]}."
    finding = Finding(
        "missing",
        message,
        expected=expected.name,
        actual=near[0] if near else None,
        resource=near[0] if near else None,
        hint="A log group can't be renamed: create one with the exact name." if near else None,
    )
    yield Part(expected.name, none_met(asked(PROPERTIES, expected), finding), exists=near is not None)


def explains(_expected: LogGroup, _account: Snapshot) -> tuple[Read]:
    """All groups, to find a misspelt one."""
    return (ALL_GROUPS,)


def elsewhere(expected: LogGroup, items: Mapping[Read, Sequence[Item]]) -> Iterator[str]:
    """The group, in another region."""
    for group in items[reads(expected)[0]]:
        if group.get("logGroupName") == expected.name:
            yield f"A log group named {expected.name}"


def captured(account: Snapshot) -> Iterator[Captured]:
    """Every group. The period of a retention policy of the account is none that the group itself is set to."""
    for group in account.read(LOG_GROUPS):
        name = str(group["logGroupName"])
        own = without(group, "retentionInDays") if group.get("retentionPolicyName") else group
        asks = {"name": name, **asked_of(own, PROPERTIES, LogGroup)}
        yield Captured(name, f"Create the log group {name}", asks)


KIND = Kind(
    "log_group",
    LogGroup,
    reads=reads,
    judge=judge,
    explains=explains,
    elsewhere_reads=reads,
    elsewhere=elsewhere,
    leaves_behind=lambda expected: (expected.name,),
    mutations=mutations,
    equivalents=equivalents,
    noise=noise,
    capture=Capture((LOG_GROUPS,), captured),
)
