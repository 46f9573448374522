"""What can be wrong with a log group, one property at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checks.engine.kind import Finding
from checks.engine.properties import Property, Wrong, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.engine.snapshot import Item
    from checks.log_group.model import LogGroup


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
    actual = retention(case.group)
    hint = "In the console: Actions, Edit retention setting. To never expire: `aws logs delete-retention-policy`."
    return case.differs("retention", "The retention (in days)", case.expected.retention, actual, hint)


def _log_class(case: Case) -> Finding | None:
    hint = "A log group's class can't be changed: delete the group and create it again."
    return case.differs("log-class", "The class", case.expected.log_class, log_class(case.group), hint)


def _kms_key(case: Case) -> Finding | None:
    expected, actual = case.expected.kms_key or "none", kms_key(case.group) or "none"
    hint = "`aws logs disassociate-kms-key` takes a key away, `associate-kms-key` sets one."
    return case.differs("kms-key", "The KMS key", expected, actual, hint)


def _deletion_protection(case: Case) -> Finding | None:
    actual, expected = ("on" if on else "off" for on in (protected(case.group), case.expected.deletion_protection))
    hint = f"Turn deletion protection {expected} in the group's settings."
    return case.differs("deletion-protection", "The deletion protection", expected, actual, hint)


def _another_key(case: Case) -> Iterator[Wrong]:
    _, partition, _, region, account = str(case.group["arn"]).split(":")[:5]
    key = f"arn:{partition}:kms:{region}:{account}:key/0a1b2c3d"
    if case.expected.kms_key:
        yield Wrong("kms_key forgotten", lambda item: put_kms_key(item, None), {"kms_key": "kms-key"})
    yield Wrong("kms_key of somebody's own", lambda item: put_kms_key(item, key), {"kms_key": "kms-key"})


retention, put_retention = plain("retentionInDays", "never")
log_class, put_log_class = plain("logGroupClass", "STANDARD")
kms_key, put_kms_key = plain("kmsKeyId")
protected, put_protected = plain("deletionProtectionEnabled", False)

PROPERTIES = (
    Property[Case]("retention", _retention, retention, put_retention),
    Property[Case]("log_class", _log_class, log_class, put_log_class),
    Property[Case]("kms_key", _kms_key, kms_key, put_kms_key, _another_key),
    Property[Case]("deletion_protection", _deletion_protection, protected, put_protected),
)
