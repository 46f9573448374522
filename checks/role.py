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

ROLE = Read("iam", "get_role", "Role", "iam:GetRole", absent=("NoSuchEntity",), owner="Arn")


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
        problem = mistrust(found[0], expected.trusts, account.snapshot.account_id) if found else None
        asked.append(Criterion.of("trusts", problem) if found else Criterion.unmet("trusts"))
    yield Part(expected.name, tuple(asked), exists=bool(found))


def mistrust(role: Item, service: str, account_id: str | None) -> Finding | None:
    """Why `service` can't assume `role`, by the role's trust policy; None when it can.

    A condition on `aws:SourceAccount` or `aws:SourceArn` has to admit this account; other conditions are not weighed.
    """
    statements = [each for each in _statements(role) if _speaks_of(each, service)]
    denied = any(each.get("Effect") == "Deny" for each in statements)
    allowed = any(each.get("Effect") == "Allow" and _admits(each, account_id) for each in statements)
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
    actions = [action.lower() for action in _listed(statement.get("Action"))]
    assumes = any(fnmatchcase("sts:assumerole", action) for action in actions)
    return assumes and service in _services(statement)


def _services(statement: dict[str, Any]) -> list[str]:
    principal = statement.get("Principal")
    return _listed(principal.get("Service")) if isinstance(principal, dict) else []


def _admits(statement: dict[str, Any], account_id: str | None) -> bool:
    for operator, conditions in (statement.get("Condition") or {}).items():
        if not operator.removesuffix("IfExists").startswith(("String", "Arn")) or "Not" in operator:
            continue
        for key, patterns in conditions.items():
            owners = {"aws:sourceaccount": _listed(patterns), "aws:sourcearn": _accounts(patterns)}.get(key.lower())
            if owners is not None and account_id and not any(fnmatchcase(account_id, each) for each in owners):
                return False
    return True


def _accounts(arns: Any) -> list[str]:
    """The account part of each ARN; a pattern too short to have one admits all."""
    return [parts[4] if len(parts := arn.split(":")) > 4 else "*" for arn in _listed(arns)]


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [] if value is None else [str(value)]


KIND = Kind("role", Role, reads=lambda expected: (named(expected.name),), judge=judge, select=select)
