"""Other states of an account with the right log group: what `grader verify` proves the kind by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.engine.properties import EXISTS, without
from checks.engine.variation import Mutation, Variation, added, edited, removed
from checks.engine.wrongs import other_values, wrongs
from checks.log_group.model import LogGroup, named
from checks.log_group.properties import PROPERTIES, Case

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.engine.kind import View
    from checks.engine.snapshot import Item
    from checks.engine.variation import Change

NAME = "logGroupName"
MANY = 5000


def _right(expected: LogGroup, account: View) -> Item:
    return next(each for each in account.read(named(expected.name)) if each[NAME] == expected.name)


def mutations(expected: LogGroup, account: View) -> Iterator[Mutation]:
    """The group is gone, or named otherwise, or one of its settings is another."""
    read, group = named(expected.name), _right(expected, account)
    of_it = ((expected.name,), frozenset({expected.name}))
    yield Mutation("gone", read, removed(NAME, expected.name), {EXISTS: "missing"}, *of_it)
    for label, name in other_values(LogGroup.model_fields["name"], expected.name):
        # AWS looks for groups by the beginning of their names, and others aren't in its answer.
        shown = name.startswith(expected.name)
        edit = edited(NAME, expected.name, _renaming(name)) if shown else removed(NAME, expected.name)
        yield Mutation(f"name {label}", read, edit, {"name": "missing"}, *of_it)
    for wrong in wrongs(PROPERTIES, expected, Case(expected, group), group):
        yield Mutation(wrong.label, read, edited(NAME, expected.name, wrong.change), wrong.spoils, *of_it)


def equivalents(expected: LogGroup, _account: View) -> Iterator[Variation]:
    """The same group as other clients and other days show it."""
    policy = {"retentionInDays": 30, "retentionPolicyName": "whole-account"}
    looks: dict[str, Change] = {
        "used, with data in it": lambda item: {**item, "storedBytes": 123_456_789, "metricFilterCount": 2},
        "made at another time": lambda item: {**item, "creationTime": 1_500_000_000_000},
        "shown by an older SDK": lambda item: without(item, "logGroupArn"),
        "with keys of tomorrow": lambda item: {**item, "dataProtectionStatus": "DISABLED", "inheritedProperties": []},
        "under a retention policy of the account": lambda item: {**item, **policy},
        "with a bearer token's setting": lambda item: {**item, "bearerTokenAuthenticationEnabled": False},
    }
    if expected.log_class == "STANDARD":
        looks["without its class"] = lambda item: without(item, "logGroupClass")
        looks["with its class"] = lambda item: {**item, "logGroupClass": "STANDARD"}
    if not expected.deletion_protection:
        looks["without deletion protection"] = lambda item: without(item, "deletionProtectionEnabled")
        looks["with deletion protection off"] = lambda item: {**item, "deletionProtectionEnabled": False}
    for label, change in looks.items():
        yield Variation(f"log group {label}", named(expected.name), edited(NAME, expected.name, change))


def noise(expected: LogGroup, account: View) -> Iterator[Variation]:
    """Other groups whose names begin like the right one's, which AWS shows with it: a few, and very many."""
    read, group = named(expected.name), _right(expected, account)
    others = [
        _renaming(f"{expected.name}-old")(group),
        {**_renaming(f"{expected.name}/app")(group), "retentionInDays": 1, "kmsKeyId": "arn:aws:kms:::key/other"},
        without({**_renaming(f"{expected.name}2")(group), "logGroupClass": "INFREQUENT_ACCESS"}, "logGroupArn"),
    ]
    yield Variation("log groups with the same prefix", read, added(*others))
    many = [_renaming(f"{expected.name}-{number:05}")(group) for number in range(MANY)]
    yield Variation(f"{MANY:,} log groups with the same prefix", read, added(*many))


def _renaming(name: str) -> Change:
    def rename(item: Item) -> Item:
        was = item[NAME]
        arns = {
            key: value.replace(f":log-group:{was}", f":log-group:{name}")
            for key, value in item.items()
            if key in ("arn", "logGroupArn")
        }
        return {**item, **arns, NAME: name}

    return rename
