"""What a kind of resource is made of: the words in which `checks/*.py` are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Generic, NamedTuple, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from checks.engine.capture.captured import Capture, Telling
    from checks.engine.snapshot import Item, Read, Snapshot
    from checks.engine.variation import Mutation, Variation


class Expectation(BaseModel):
    """The declared end state of one resource. What it leaves unsaid is AWS's default, and is checked too."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    @cached_property
    def said(self) -> frozenset[str]:
        """The ways to all that the lab says, such as `name` and `to.role`."""
        ways = set()
        for name in self.model_fields_set:
            value = getattr(self, name)
            if isinstance(value, Expectation):
                ways |= {f"{name}.{way}" for way in value.said}
            if value is not None:
                ways.add(name)
        return frozenset(ways)


@dataclass(frozen=True)
class Refers:
    """Marks a field that names an entry of the lab's `find`, of one of these kinds."""

    kinds: tuple[str, ...]


Text = Annotated[str, StringConstraints(min_length=1)]


def spelt(pattern: re.Pattern[str], otherwise: str) -> AfterValidator:
    """Marks a text that AWS takes only in a certain spelling; `otherwise` says of any other what is wrong with it."""

    def check(text: str) -> str:
        if not pattern.fullmatch(text):
            raise ValueError(f"{text!r} {otherwise}.")
        return text

    return AfterValidator(check)


@dataclass(frozen=True)
class Resource:
    """One thing that `find` found: its id, words by which a learner knows it, and a name to put it in order by."""

    id: str
    label: str
    name: str = ""


@dataclass(frozen=True)
class Finding:
    """One difference between expectation and snapshot, in words that a learner can act on.

    `code` is stable and in small letters with hyphens; `resource` is the id of what was looked at, if anything was.
    """

    code: str
    message: str
    expected: Any = None
    actual: Any = None
    resource: str | None = None
    hint: str | None = None


class Criterion(NamedTuple):
    """One thing that earns credit: existence, one asked property, or all else at its default."""

    code: str
    findings: tuple[Finding, ...] = ()
    met: bool = True

    @classmethod
    def of(cls, code: str, *findings: Finding | None) -> Criterion:
        """Met when nothing was found wrong."""
        told = tuple(finding for finding in findings if finding is not None)
        return cls(code, told, not told)

    @classmethod
    def unmet(cls, code: str, *findings: Finding) -> Criterion:
        """Not met, with or without something to say: one missing resource needs one message, not eight."""
        return cls(code, findings, False)


class Part(NamedTuple):
    """The judgement of one expected resource. `exists` is whether anything that might be meant for it stands."""

    label: str
    criteria: tuple[Criterion, ...]
    exists: bool = True


@dataclass(frozen=True)
class View:
    """What a kind sees while it judges: the snapshot, and what the lab's `find` found in it."""

    snapshot: Snapshot
    found: Mapping[str, tuple[Resource, ...]]

    def read(self, read: Read) -> tuple[Item, ...]:
        """What a declared read gave. The engine has made sure that it succeeded."""
        return self.snapshot.read(read)

    def seen(self, read: Read) -> tuple[Item, ...]:
        """What an explaining read gave, or nothing if it wasn't made."""
        return self.snapshot.seen(read)


E = TypeVar("E", bound=Expectation)


@dataclass(frozen=True)
class Kind(Generic[E]):
    """One AWS resource type. A kind that tasks expect has `judge`; one that `find` looks for has `select`.

    `reads` are the calls a judgement rests on. `explains` are further ones, made only after a task failed, that may add
    words and never points, and `may_explain` lists those of them that hang on what was read, as far as they are known
    beforehand; `elsewhere` says in words what of this task stands in another region, given that region's
    replies to `elsewhere_reads`. `leaves_behind` are the names that a learner's work goes by, for tidying up.

    The rest is what `grader verify` proves a lab by, handed right work in a view of a solved account: `mutations`
    are the ways to spoil it, at least one for each leaf of the expectation but those that are `moot` (they say nothing
    where the rest is as it is); `equivalents` are right work that looks different, and `noise` may stand beside it.
    `words` are those by which a guide may tell what a leaf asks, where its value isn't told as it is; none at all is
    for what a learner needn't know.

    `capture` drafts tasks out of what an account holds, and `tell` the ways in which `find` may tell resources, given
    their ids, from all others, the surest first; the engine takes the first that finds just these.
    """

    name: str
    model: type[E]
    reads: Callable[[E], Iterable[Read]]
    judge: Callable[[E, View], Iterable[Part]] | None = None
    select: Callable[[E, Snapshot], Iterable[Resource]] | None = None
    explains: Callable[[E, Snapshot], Iterable[Read]] = lambda _expected, _snapshot: ()
    may_explain: tuple[Read, ...] = ()
    elsewhere_reads: Callable[[E], Iterable[Read]] = lambda _expected: ()
    elsewhere: Callable[[E, Mapping[Read, Sequence[Item]]], Iterable[str]] = lambda _expected, _items: ()
    leaves_behind: Callable[[E], Iterable[str]] = lambda _expected: ()
    moot: Callable[[E], Iterable[str]] = lambda _expected: ()
    mutations: Callable[[E, View], Iterable[Mutation]] = lambda _expected, _account: ()
    equivalents: Callable[[E, View], Iterable[Variation]] = lambda _expected, _account: ()
    noise: Callable[[E, View], Iterable[Variation]] = lambda _expected, _account: ()
    words: Callable[[E], Mapping[str, Sequence[str]]] = lambda _expected: {}
    capture: Capture | None = None
    tell: Callable[[Collection[str], Snapshot], Iterable[Telling]] = lambda _ids, _snapshot: ()
