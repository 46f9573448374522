"""A lab as data: as its author writes it (`LabFile`), and as one learner meets it (`Lab`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from labs.source import Source

_DIRECTION = "central|north|northeast|east|southeast|south|southwest|west|northwest"
REGION = re.compile(rf"^[a-z]{{2,4}}(-[a-z]+)?-({_DIRECTION})-[1-9][0-9]?$")
"""Regions of every partition: `eu-west-1`, `us-gov-east-1`, `eusc-de-east-1`. New ones come without asking us."""

SLUG = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
_NAME = r"^[a-z][a-z0-9_]*$"

Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=64)]
Name = Annotated[str, StringConstraints(pattern=_NAME, max_length=64)]
Region = Annotated[str, StringConstraints(pattern=REGION.pattern)]
Sentence = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Expected = Annotated[dict[str, dict[str, Any]], Field(min_length=1)]
Sought = Annotated[dict[str, dict[str, Any]], Field(min_length=1, max_length=1)]
Credit = Literal["by-criterion", "all-or-nothing"]
Visibility = Literal["visible", "hidden"]


@dataclass(frozen=True)
class Spelling:
    """How a piece of text has to be spelt: what it is, the rule in words, what joins its words."""

    what: str
    rule: str
    joint: str = ""


SPELLINGS: Mapping[str, Spelling] = {
    SLUG: Spelling("an id", "An id has small letters, digits and single hyphens, a letter first.", "-"),
    _NAME: Spelling("a name", "A name has small letters, digits and underscores, a letter first.", "_"),
    REGION.pattern: Spelling("an AWS region", "One looks like `eu-west-1`."),
}
"""By their patterns."""


class Strict(BaseModel):
    """A model that takes what it declares and nothing else, and that nobody changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=False)


class TaskFile(Strict):
    """One task of a lab, as written."""

    id: Slug = Field(description="Unique in the lab; `needs` and `# task:` lines refer to it.")
    title: Sentence = Field(description="What to do, as the learner reads it.")
    points: Annotated[float, Field(gt=0, le=1_000_000, allow_inf_nan=False)] = Field(
        description="What the task is worth: a number above zero."
    )
    needs: list[str] = Field(default=[], description="Tasks that come before this one. Each is judged alone.")
    credit: Credit = Field(default="by-criterion", description="Whether half done earns anything.")
    visibility: Visibility = Field(
        default="visible", description="Whether learners are shown the task; a hidden one is graded and counts."
    )
    expect: Expected = Field(description="The end state: a kind of resource, and what it must be like.")
    hints: list[Sentence] = Field(default=[], description="From a nudge to the exact setting.")


class LabFile(Strict):
    """lab.yaml, as written."""

    id: Slug = Field(description="What commands call the lab; its folder's name, with hyphens for underscores.")
    title: Sentence = Field(description="The lab's name, as the learner reads it.")
    summary: str = Field(default="", description="One sentence for the list of labs.")
    estate: Slug | None = Field(default=None, description="What set-up puts into the account.")
    region: Region = Field(description="The AWS region that the lab is done in, such as `eu-west-1`.")
    scenarios: list[Sentence] = Field(
        default=[], description="What traffic the sandbox makes; an ordinary day's if none."
    )
    settle: Annotated[int, Field(ge=0, le=1440)] = Field(
        default=0, description="Minutes after the work until it can be judged: when records have come, say."
    )
    published: dict[Name, str] = Field(
        default={}, description="What `token()` gives to a learner without a course secret."
    )
    names: dict[Name, str] = Field(default={}, description="Names that templates may use, in this order.")
    find: dict[Name, Sought] = Field(default={}, description="What is there already, and tasks refer to.")
    tasks: Annotated[list[TaskFile], Field(min_length=1)] = Field(description="What is asked: a list, in order.")


@dataclass(frozen=True)
class Task:
    """One thing asked. `expect` maps a kind's name to the raw expectation, with the learner's names in it."""

    id: str
    title: str
    points: float
    needs: tuple[str, ...]
    all_or_nothing: bool
    expect: Mapping[str, Mapping[str, Any]]
    hints: tuple[str, ...]
    hidden: bool = False
    """Graded, but not shown to learners."""


@dataclass(frozen=True)
class Lab:
    """A lab with one learner's names filled in. Kinds are bound to it by `checks.engine.bind`."""

    id: str
    title: str
    summary: str
    estate: str | None
    region: str
    learner: str
    scenarios: tuple[str, ...]
    settle: int
    """Minutes."""
    names: Mapping[str, str]
    find: Mapping[str, Mapping[str, Mapping[str, Any]]]
    tasks: tuple[Task, ...]
    folder: Path
    source: Source

    @property
    def shown(self) -> tuple[Task, ...]:
        """The tasks that learners are shown."""
        return tuple(task for task in self.tasks if not task.hidden)

    @property
    def points(self) -> float:
        """What all tasks are worth."""
        return round(sum(task.points for task in self.tasks), 2)

    @property
    def digest(self) -> str:
        """`sha256:…` of lab.yaml, byte for byte."""
        return self.source.digest
