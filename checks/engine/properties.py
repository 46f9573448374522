"""Judging one resource property by property: each asked one is a criterion, and all the rest together are one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar

from checks.engine.kind import Criterion, Expectation, Finding

if TYPE_CHECKING:
    from checks.engine.snapshot import Item

C = TypeVar("C")
Judgement = Callable[[C], Finding | None]

EXISTS = "exists"
DEFAULTS = "defaults"
EXISTING = Criterion(EXISTS)
AT_DEFAULTS = Criterion(DEFAULTS)


@dataclass(frozen=True)
class Property(Generic[C]):
    """A property of a resource: the way to it in the expectation (`to.role`), and what is wrong with it in a case.

    A property that the lab leaves unsaid is judged against AWS's default.
    """

    way: str
    judge: Judgement[C]

    @cached_property
    def code(self) -> str:
        """The criterion's code: the last step of the way, hyphenated."""
        return self.way.rpartition(".")[2].replace("_", "-")

    @cached_property
    def met(self) -> Criterion:
        """The criterion, where nothing is wrong."""
        return Criterion(self.code)


def asked(properties: Iterable[Property[C]], expected: Expectation) -> tuple[str, ...]:
    """The codes of all criteria of a resource, in order: what it is worth is split over these."""
    return (EXISTS, *(each.code for each in properties if each.way in expected.said), DEFAULTS)


def criteria(properties: Iterable[Property[C]], expected: Expectation, case: C) -> tuple[Criterion, ...]:
    """What an existing resource earns."""
    judged, others, said = [EXISTING], [], expected.said
    for each in properties:
        finding = each.judge(case)
        if each.way in said:
            judged.append(each.met if finding is None else Criterion.of(each.code, finding))
        elif finding is not None:
            others.append(finding)
    return (*judged, Criterion.of(DEFAULTS, *others) if others else AT_DEFAULTS)


def none_met(codes: tuple[str, ...], *findings: Finding) -> tuple[Criterion, ...]:
    """What a missing resource earns, told once."""
    return (Criterion.unmet(codes[0], *findings), *_unmet(codes[1:]))


@lru_cache(256)
def _unmet(codes: tuple[str, ...]) -> tuple[Criterion, ...]:
    return tuple(Criterion.unmet(code) for code in codes)


def tags(item: Item) -> dict[str, str]:
    """A resource's tags. Untagged ones often lack the key, and network interfaces call it TagSet."""
    listed = item.get("Tags") or item.get("TagSet")
    return {each["Key"]: each["Value"] for each in listed} if listed else {}
