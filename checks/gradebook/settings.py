"""What a person may say of a policy, on the command line: `late=10/day`."""

from __future__ import annotations

import json
import re
from dataclasses import fields, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, get_args

from checks.gradebook.moments import read_back, when
from checks.gradebook.policy import UNITS, Counts, Policy
from labs.errors import UsageError
from labs.source import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


def changed(policy: Policy, said: Iterable[str]) -> Policy:
    """`policy` with settings such as `late=10/day`. An empty value takes one back. Raises `UsageError`."""
    for each in said:
        name, sign, value = each.partition("=")
        if name not in SETTINGS or not sign:
            raise UsageError(
                f"{each!r} is no setting of a policy.",
                remedy=did_you_mean(name, SETTINGS) if name not in SETTINGS else f"Say {name}=VALUE.",
            )
        policy = replace(policy, **(SETTINGS[name](value.strip()) if value.strip() else _unset(name)))
    if policy.late is not None and policy.deadline is None:
        raise UsageError("A late penalty needs a deadline.", remedy="Add --set deadline=2026-03-01T12:00Z.")
    return policy


def read(text: str) -> Policy:
    """The policy that the gradebook keeps as `text`."""
    kept = json.loads(text)
    deadline = kept.pop("deadline", None)
    plain = Policy(deadline=read_back(deadline) if deadline else None)
    return changed(plain, (f"{name}={value}" for name, value in kept.items()))


def _counts(value: str) -> dict[str, Any]:
    if value not in get_args(Counts):
        raise UsageError(f"{value!r} is nothing that counts.", remedy="Say counts=best, last or first.")
    return {"counts": value}


def _attempts(value: str) -> dict[str, Any]:
    if not (value.isascii() and value.isdigit() and 0 < len(value) < 7 and int(value)):
        raise UsageError(f"{value!r} is no number of attempts.", remedy="Say attempts=3.")
    return {"attempts": int(value)}


def _late(value: str) -> dict[str, Any]:
    share, _, per = value.partition("/")
    per = per or "day"
    if per not in UNITS:
        raise UsageError(f"A penalty is for each day or hour, and not for each {per!r}.", remedy="Say late=10/day.")
    return {"late": _share(share), "per": per}


def _share(value: str) -> Fraction:
    found = re.fullmatch(r"(\d{1,3}(?:\.\d{1,4})?)\s*%?", value.strip(), re.ASCII)
    share = Fraction(found[1]) if found else Fraction(101)
    if share > 100:
        raise UsageError(f"{value!r} is no share of a hundred.", remedy="Say late=10/day, or cap=50.")
    return share


SETTINGS: Mapping[str, Callable[[str], dict[str, Any]]] = {
    "counts": _counts,
    "attempts": _attempts,
    "deadline": lambda value: {"deadline": when(value)},
    "late": _late,
    "cap": lambda value: {"cap": _share(value)},
}


def _unset(name: str) -> dict[str, Any]:
    plain = {each.name: each.default for each in fields(Policy)}
    return {name: plain[name], **({"per": plain["per"]} if name == "late" else {})}
