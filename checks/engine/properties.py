"""Judging one resource property by property: each asked one is a criterion, and all the rest together are one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from checks.engine.kind import Criterion, Expectation, Finding

if TYPE_CHECKING:
    from checks.engine.snapshot import Item
    from checks.engine.variation import Change

C = TypeVar("C")
Judgement = Callable[[C], Finding | None]

EXISTS = "exists"
DEFAULTS = "defaults"
EXISTING = Criterion(EXISTS)
AT_DEFAULTS = Criterion(DEFAULTS)


class Wrong(NamedTuple):
    """A way to make a right item wrong: in words, as a change, and the leaves it spoils with the codes that tell."""

    label: str
    change: Change
    spoils: Mapping[str, str]


@dataclass(frozen=True)
class Property(Generic[C]):
    """A property of a resource: the way to it in the expectation (`to.role`), and what is wrong with it in a case.

    A property that the lab leaves unsaid is judged against AWS's default. `seen` gives its value in an item as AWS
    describes it, in the terms of the model, and `put` the item as AWS would describe it with another value. `wrong` are
    the ways to get it wrong that no other value of its type stands for.
    """

    way: str
    judge: Judgement[C]
    seen: Callable[[Item], Any]
    put: Callable[[Item, Any], Item]
    wrong: Callable[[C], Iterable[Wrong]] = lambda _case: ()

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


def shared_tags(items: Sequence[Item]) -> dict[str, str]:
    """The tags that all of `items` have, but for those that nobody else could give: AWS's own, and a lab's set-up's."""
    listed = [tags(item).items() for item in items]
    shared = sorted(set.intersection(*map(set, listed))) if listed else []
    return {key: value for key, value in shared if key != "labgrader:lab" and not key.startswith("aws:")}


def with_tags(item: Item, **others: str) -> Item:
    """`item` with these tags too."""
    listed = [{"Key": key, "Value": value} for key, value in {**tags(item), **others}.items()]
    return {**item, "TagSet" if "TagSet" in item else "Tags": listed}


def without(item: Item, *keys: str) -> Item:
    """`item` as AWS describes it where it leaves these keys out."""
    return {key: value for key, value in item.items() if key not in keys}


def plain(key: str, default: Any = None) -> tuple[Callable[[Item], Any], Callable[[Item, Any], Item]]:
    """`seen` and `put` of a property that AWS keeps under `key`, and may leave out where it is the default."""

    def put(item: Item, value: Any) -> Item:
        return without(item, key) if value in (None, default) else {**item, key: value}

    return lambda item: item.get(key) or default, put
