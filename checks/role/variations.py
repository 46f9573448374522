"""Other trust policies of a role: those that let a service in no more, and those that only look different."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from checks.engine.properties import without

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.engine.snapshot import Item
    from checks.engine.variation import Change

POLICY = "AssumeRolePolicyDocument"
ASSUME = "sts:AssumeRole"


def _statement(service: str, **others: Any) -> dict[str, Any]:
    whole = {"Effect": "Allow", "Principal": {"Service": service}, "Action": ASSUME, **others}
    return {key: value for key, value in whole.items() if value is not None}


def _trusting(*statements: dict[str, Any]) -> Change:
    return lambda item: {**item, POLICY: {"Version": "2012-10-17", "Statement": list(statements)}}


def mistrusted(service: str) -> Iterator[tuple[str, Change]]:
    """Ways in which a role doesn't let `service` assume it, though it may look so."""
    elsewhere = {"StringEquals": {"aws:SourceAccount": "000000000000"}}
    everybody = {"Effect": "Deny", "Principal": "*", "Action": ASSUME}
    yield "another service", _trusting(_statement("ec2.amazonaws.com"))
    yield "a service of nearly that name", _trusting(_statement(f"{service.split('.')[0]}.amazonaw.com"))
    yield "nobody", _trusting()
    yield "another action", _trusting(_statement(service, Action="sts:TagSession"))
    yield "all but what is needed", _trusting(_statement(service, NotAction="sts:Assume*", Action=None))
    yield "denied beside allowed", _trusting(_statement(service), _statement(service, Effect="Deny"))
    yield "everybody denied", _trusting(_statement(service), everybody)
    yield "only for another account", _trusting(_statement(service, Condition=elsewhere))
    yield (
        "the account, and no service",
        _trusting({"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::000000000000:root"}, "Action": ASSUME}),
    )


def trusted_otherwise(service: str) -> Iterator[tuple[str, Change]]:
    """The same trust in other words."""
    other = _statement("ec2.amazonaws.com", Sid="Servers")
    yield "trust in a list", _trusting(_statement(service, Action=[ASSUME], Principal={"Service": [service]}))
    yield "trust in one statement", lambda item: {**item, POLICY: {"Statement": _statement(service)}}
    yield "trust among others", _trusting(other, _statement(service, Sid="FlowLogs"))
    yield (
        "trust with another service beside",
        _trusting(_statement(service, Principal={"Service": ["ec2.amazonaws.com", service]})),
    )
    yield "trust by a wildcard", _trusting(_statement(service, Action="sts:*"))
    yield "trust by everything", _trusting(_statement(service, Action="*"))
    yield "trust in small letters", _trusting(_statement(service, Action="sts:assumerole"))
    yield "trust as text on the wire", _on_the_wire
    yield "trust for this account", _for_this_account
    yield "with a description", lambda item: {**item, "Description": "Lets flow logs write", "MaxSessionDuration": 7200}
    yield "without tags", lambda item: without(item, "Tags")
    yield "used lately", lambda item: {**item, "RoleLastUsed": {"Region": "eu-west-1"}}


def _on_the_wire(item: Item) -> Item:
    policy = item[POLICY]
    return item if isinstance(policy, str) else {**item, POLICY: quote(json.dumps(policy))}


def _for_this_account(item: Item) -> Item:
    """As the service's own guide advises, against the confused deputy."""
    policy = item[POLICY]
    if isinstance(policy, str):
        return item
    statements = policy["Statement"] if isinstance(policy["Statement"], list) else [policy["Statement"]]
    here = {"StringEquals": {"aws:SourceAccount": str(item["Arn"]).split(":")[4]}}
    return {**item, POLICY: {**policy, "Statement": [{**each, "Condition": here} for each in statements]}}
