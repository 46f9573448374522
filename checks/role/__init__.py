"""IAM roles: is it there, and may the service assume it?"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated

from checks.engine.capture.captured import Capture, Captured
from checks.engine.kind import Criterion, Expectation, Finding, Kind, Part, Resource, Text, spelt
from checks.engine.properties import EXISTS
from checks.engine.snapshot import Read
from checks.engine.variation import Mutation, Variation, every
from checks.role.trust import anything_in_account_of, mistrust, trusted
from checks.role.variations import mistrusted, trusted_otherwise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.engine.kind import View
    from checks.engine.snapshot import Snapshot

ROLE = Read(
    "iam",
    "get_role",
    "Role",
    "iam:GetRole",
    absent=("NoSuchEntity",),
    owner="Arn",
    resource="arn:{partition}:iam::{account}:role/{RoleName}",
)
ALL_ROLES = Read("iam", "list_roles", "Roles", "iam:ListRoles", owner="Arn")

AWS_OWN = ("/aws-service-role/", "/aws-reserved/")
"""Paths of the roles that AWS itself makes."""

RoleName = Annotated[
    str,
    spelt(
        re.compile(r"[\w+=,.@-]{1,64}", re.ASCII),
        "is no name of a role. One has up to 64 letters, digits and the characters + = , . @ _ -",
    ),
]
"""IAM API reference, *CreateRole*."""


class Role(Expectation):
    """An IAM role, and the service that may assume it.

    role: {name: metrolio-flow-logs-4df7f3c3, trusts: vpc-flow-logs.amazonaws.com}
    """

    name: RoleName
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
        problem = mistrust(found[0], expected.trusts, anything_in_account_of(found[0])) if found else None
        asked.append(Criterion.of("trusts", problem) if found else Criterion.unmet("trusts"))
    yield Part(expected.name, tuple(asked), exists=bool(found))


def mutations(expected: Role, _account: View) -> Iterator[Mutation]:
    """The role is gone, or doesn't trust the service."""
    read, of_it = named(expected.name), ((expected.name,), frozenset({expected.name}))
    yield Mutation("gone", read, lambda _items: (), {"name": "missing"}, *of_it)
    for label, change in mistrusted(expected.trusts) if expected.trusts else ():
        yield Mutation(f"trusts {label}", read, every(change), {"trusts": "role-trust"}, *of_it)


def equivalents(expected: Role, _account: View) -> Iterator[Variation]:
    """The same trust, written otherwise."""
    for label, change in trusted_otherwise(expected.trusts) if expected.trusts else ():
        yield Variation(f"role {label}", named(expected.name), every(change))


def captured(account: Snapshot) -> Iterator[Captured]:
    """Every role that isn't AWS's own; with the service it trusts, where that is one."""
    for role in account.read(ALL_ROLES):
        if str(role.get("Path", "/")).startswith(AWS_OWN):
            continue
        name, services = str(role["RoleName"]), trusted(role)
        asks = {"name": name, **({"trusts": services[0]} if len(services) == 1 else {})}
        yield Captured(name, f"Create the role {name}", asks)


KIND = Kind(
    "role",
    Role,
    reads=lambda expected: (named(expected.name),),
    judge=judge,
    select=select,
    moot=lambda expected: () if expected.trusts else ("trusts",),
    mutations=mutations,
    equivalents=equivalents,
    capture=Capture((ALL_ROLES,), captured),
)
