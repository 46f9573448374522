"""IAM roles: is it there, and may the service assume it?"""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from checks.engine.kind import Criterion, Expectation, Finding, Kind, Part, Resource, Text
from checks.engine.properties import EXISTS
from checks.engine.snapshot import Read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.engine.kind import View
    from checks.engine.snapshot import Item, Snapshot

ROLE = Read(
    "iam",
    "get_role",
    "Role",
    "iam:GetRole",
    absent=("NoSuchEntity",),
    owner="Arn",
    resource="arn:{partition}:iam::{account}:role/{RoleName}",
)


class Role(Expectation):
    """An IAM role, and the service that may assume it.

    role: {name: metrolio-flow-logs-4df7f3c3, trusts: vpc-flow-logs.amazonaws.com}
    """

    name: Text
    trusts: Text | None = None


@lru_cache(4096)
def named(name: str) -> Read:
    """The read that finds the role `name`."""
    return ROLE.narrowed(RoleName=name)


def select(expected: Role, account: Snapshot) -> Iterator[Resource]:
    """The role of that name."""
    for role in account.read(named(expected.name)):
        yield Resource(role["Arn"], f"the role {expected.name}")


def judge(expected: Role, account: View) -> Iterator[Part]:
    """Whether it is there and, if the lab says so, trusts the service."""
    found = account.read(named(expected.name))
    missing = None if found else Finding("missing", f"There is no role {expected.name}.", expected.name)
    asked = [Criterion.of(EXISTS, missing)]
    if expected.trusts:
        problem = mistrust(found[0], expected.trusts) if found else None
        asked.append(Criterion.of("trusts", problem) if found else Criterion.unmet("trusts"))
    yield Part(expected.name, tuple(asked), exists=bool(found))


def mistrust(role: Item, service: str, source: str | None = None) -> Finding | None:
    """Why `service` can't assume `role`, by the role's trust policy; None when it can.

    `source` is the ARN of what the service acts for, with `*` for what is not known. Conditions on `aws:SourceArn` and
    `aws:SourceAccount` are weighed against it; others are taken to be met where they allow, and unmet where they deny.
    """
    statements = [each for each in _statements(role) if _speaks_of(each, service)]
    denied = any(each.get("Effect") == "Deny" and _holds(each, source, unknown=False) for each in statements)
    allowed = any(each.get("Effect") == "Allow" and _holds(each, source, unknown=True) for each in statements)
    if allowed and not denied:
        return None
    return Finding(
        "role-trust",
        f"The role {role['RoleName']} doesn't let {service} assume it.",
        expected=service,
        actual=sorted({name for each in _statements(role) for name in _services(each)}),
        resource=role["Arn"],
        hint=f"Its trust policy has to allow sts:AssumeRole to the service {service}.",
    )


def _statements(role: Item) -> list[dict[str, Any]]:
    policy = role.get("AssumeRolePolicyDocument") or {}
    if isinstance(policy, str):  # URL-encoded on the wire; most SDKs decode it, some tools don't
        policy = json.loads(unquote(policy))
    statements = policy.get("Statement") or []
    return statements if isinstance(statements, list) else [statements]


def _speaks_of(statement: dict[str, Any], service: str) -> bool:
    """Whether a statement is about `service` assuming the role."""
    everybody = statement.get("Effect") == "Deny" and statement.get("Principal") == "*"
    if not everybody and service not in _services(statement):
        return False
    if "NotAction" in statement:
        return not _names_it(statement["NotAction"])
    return _names_it(statement.get("Action"))


def _names_it(actions: Any) -> bool:
    return any(fnmatchcase("sts:assumerole", action.lower()) for action in _listed(actions))


def _services(statement: dict[str, Any]) -> list[str]:
    principal = statement.get("Principal")
    return _listed(principal.get("Service")) if isinstance(principal, dict) else []


def _holds(statement: dict[str, Any], source: str | None, *, unknown: bool) -> bool:
    """Whether a statement's conditions are met."""
    return all(
        _met(operator.removesuffix("IfExists"), key.lower(), _listed(patterns), source, unknown)
        for operator, conditions in (statement.get("Condition") or {}).items()
        for key, patterns in conditions.items()
    )


def _met(operator: str, key: str, patterns: list[str], source: str | None, unknown: bool) -> bool:
    parts = source.split(":") if source else []
    actual = {"aws:sourcearn": source, "aws:sourceaccount": parts[4] if len(parts) > 4 else None}.get(key)
    if actual is None or "*" in actual or not operator.startswith(("String", "Arn")):
        return unknown
    found = any(fnmatchcase(actual, pattern) for pattern in patterns)
    return not found if "Not" in operator else found


def _listed(value: Any) -> list[str]:
    return [] if value is None else [str(each) for each in (value if isinstance(value, list) else [value])]


KIND = Kind("role", Role, reads=lambda expected: (named(expected.name),), judge=judge, select=select)
