"""Judging one resource property by property: each asked one is a criterion, and all the rest together are one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from checks.engine.kind import Criterion, Expectation, Finding

if TYPE_CHECKING:
    from checks.engine.snapshot import Item

C = TypeVar("C")
Judgement = Callable[[C], Finding | None]

EXISTS = "exists"
DEFAULTS = "defaults"


@dataclass(frozen=True)
class Property(Generic[C]):
    """A property of a resource: the way to it in the expectation (`to.role`), and what is wrong with it in a case.

    A property that the lab leaves unsaid is judged against AWS's default.
    """

    way: str
    judge: Judgement[C]

    @property
    def code(self) -> str:
        """The criterion's code: the last step of the way, hyphenated."""
        return self.way.rpartition(".")[2].replace("_", "-")

    def asked_by(self, expected: Expectation) -> bool:
        """Whether the lab says anything about it."""
        here: object = expected
        for step in self.way.split("."):
            if not isinstance(here, Expectation) or step not in here.model_fields_set:
                return False
            here = getattr(here, step)
        return here is not None


def asked(properties: Iterable[Property[C]], expected: Expectation) -> tuple[str, ...]:
    """The codes of all criteria of a resource, in order: what it is worth is split over these."""
    return (EXISTS, *(each.code for each in properties if each.asked_by(expected)), DEFAULTS)


def criteria(properties: Iterable[Property[C]], expected: Expectation, case: C) -> tuple[Criterion, ...]:
    """What an existing resource earns."""
    properties = tuple(properties)
    told = [(each, each.judge(case)) for each in properties]
    return (
        Criterion(EXISTS),
        *(Criterion.of(each.code, finding) for each, finding in told if each.asked_by(expected)),
        Criterion.of(DEFAULTS, *(finding for each, finding in told if not each.asked_by(expected))),
    )


def none_met(codes: Iterable[str], *findings: Finding) -> tuple[Criterion, ...]:
    """What a missing resource earns, told once."""
    first, *others = codes
    return (Criterion.unmet(first, *findings), *(Criterion.unmet(code) for code in others))


def tags(item: Item) -> dict[str, str]:
    """A resource's tags. Untagged ones often lack the key, and network interfaces call it TagSet."""
    return {each["Key"]: each["Value"] for each in item.get("Tags") or item.get("TagSet") or ()}
