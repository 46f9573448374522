"""Whether a service may assume a role, by the role's trust policy."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from checks.engine.kind import Finding

if TYPE_CHECKING:
    from checks.engine.snapshot import Item


def mistrust(role: Item, service: str, source: str) -> Finding | None:
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


def anything_in_account_of(role: Item) -> str:
    """The ARN of whatever a service may act for, in the role's own account."""
    _, partition, _, _, account = str(role["Arn"]).split(":")[:5]
    return f"arn:{partition}:*:*:{account}:*"


def trusted(role: Item) -> list[str]:
    """The services that `role` lets assume it, each once and in order."""
    named = {name for each in _statements(role) for name in _services(each)}
    return sorted(name for name in named if mistrust(role, name, anything_in_account_of(role)) is None)


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


def _holds(statement: dict[str, Any], source: str, *, unknown: bool) -> bool:
    """Whether a statement's conditions are met."""
    return all(
        _met(operator, key.lower(), _listed(patterns), source, unknown)
        for operator, conditions in (statement.get("Condition") or {}).items()
        for key, patterns in conditions.items()
    )


def _met(operator: str, key: str, patterns: list[str], source: str, unknown: bool) -> bool:
    actual = {"aws:sourcearn": source, "aws:sourceaccount": source.split(":")[4]}.get(key)
    if actual is None or "*" in actual or not operator.startswith(("String", "Arn")):
        return unknown
    found = any(fnmatchcase(actual, pattern) for pattern in patterns)
    return not found if "Not" in operator else found


def _listed(value: Any) -> list[str]:
    return [] if value is None else [str(each) for each in (value if isinstance(value, list) else [value])]
