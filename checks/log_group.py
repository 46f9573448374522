"""CloudWatch log groups: is it there, with the settings asked for?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from checks.engine.kind import Expectation, Finding, Kind, Part, Text
from checks.engine.nearness import nearest_slip
from checks.engine.properties import Property, asked, criteria, none_met
from checks.engine.snapshot import Read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from checks.engine.kind import View
    from checks.engine.snapshot import Item, Snapshot

LOG_GROUPS = Read("logs", "describe_log_groups", "logGroups", "logs:DescribeLogGroups", owner="arn")
ALL_GROUPS = LOG_GROUPS.bounded(20)
"""A thousand groups are enough to find a slip of the keyboard in."""


class LogGroup(Expectation):
    """A CloudWatch log group. `retention` is in days, and `never` is AWS's default.

    log_group: {name: eu-west-1b-logs, retention: never, log_class: STANDARD}
    """

    name: Text
    retention: int | Literal["never"] = "never"
    log_class: Literal["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"] = "STANDARD"
    kms_key: Text | None = None
    deletion_protection: bool = False


@dataclass(frozen=True)
class Case:
    """One log group beside what is expected of it."""

    expected: LogGroup
    group: Item

    def differs(self, code: str, what: str, expected: object, actual: object, hint: str) -> Finding | None:
        """A finding, unless both are the same."""
        if expected == actual:
            return None
        message = f"{what} of the log group {self.expected.name} is {actual}, not {expected}."
        return Finding(code, message, expected, actual, self.expected.name, hint)


def _retention(case: Case) -> Finding | None:
    if case.group.get("retentionPolicyName"):
        return None  # a policy of the account: AWS then shows its period, and not what the group itself is set to
    actual = case.group.get("retentionInDays") or "never"
    hint = "In the console: Actions, Edit retention setting. To never expire: `aws logs delete-retention-policy`."
    return case.differs("retention", "The retention (in days)", case.expected.retention, actual, hint)


def _log_class(case: Case) -> Finding | None:
    actual = case.group.get("logGroupClass") or "STANDARD"
    hint = "A log group's class can't be changed: delete the group and create it again."
    return case.differs("log-class", "The class", case.expected.log_class, actual, hint)


def _kms_key(case: Case) -> Finding | None:
    expected, actual = case.expected.kms_key or "none", case.group.get("kmsKeyId") or "none"
    hint = "`aws logs disassociate-kms-key` takes a key away, `associate-kms-key` sets one."
    return case.differs("kms-key", "The KMS key", expected, actual, hint)


def _deletion_protection(case: Case) -> Finding | None:
    actual = "on" if case.group.get("deletionProtectionEnabled") else "off"
    expected = "on" if case.expected.deletion_protection else "off"
    hint = f"Turn deletion protection {expected} in the group's settings."
    return case.differs("deletion-protection", "The deletion protection", expected, actual, hint)


PROPERTIES = (
    Property[Case]("retention", _retention),
    Property[Case]("log_class", _log_class),
    Property[Case]("kms_key", _kms_key),
    Property[Case]("deletion_protection", _deletion_protection),
)


@lru_cache(4096)
def named(name: str) -> Read:
    """The read that finds the group `name`, among those whose names begin so: the service has no exact look-up."""
    return LOG_GROUPS.narrowed(logGroupNamePrefix=name)


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


KIND = Kind(
    "log_group",
    LogGroup,
    reads=reads,
    judge=judge,
    explains=explains,
    elsewhere_reads=reads,
    elsewhere=elsewhere,
    leaves_behind=lambda expected: (expected.name,),
)
