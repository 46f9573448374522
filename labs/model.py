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

REGION = re.compile(r"^[a-z]{2}(-[a-z]+)+-[1-9]$")

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=64)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
Sentence = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Expected = Annotated[dict[str, dict[str, Any]], Field(min_length=1)]
Credit = Literal["by-criterion", "all-or-nothing"]


class Strict(BaseModel):
    """A model that takes what it declares and nothing else, and that nobody changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=False)


class TaskFile(Strict):
    """One task of a lab, as written."""

    id: Slug = Field(description="Unique in the lab; `needs` and `# task:` lines refer to it.")
    title: Sentence = Field(description="What to do, as the learner reads it.")
    points: Annotated[float, Field(gt=0, le=1_000_000, strict=False)] = Field(description="What the task is worth.")
    needs: list[str] = Field(default=[], description="Tasks that come before this one. Each is judged alone.")
    credit: Credit = Field(default="by-criterion", description="Whether half done earns anything.")
    expect: Expected = Field(description="The end state: a kind of resource, and what it must be like.")
    hints: list[Sentence] = Field(default=[], description="From a nudge to the exact setting.")


class LabFile(Strict):
    """lab.yaml, as written."""

    id: Slug
    title: Sentence
    summary: Sentence = Field(default="-", description="One sentence for the list of labs.")
    estate: Slug | None = Field(default=None, description="What set-up puts into the account.")
    region: Annotated[str, StringConstraints(pattern=REGION.pattern)]
    published: dict[Name, str] = Field(
        default={}, description="What `token()` gives to a learner without a course secret."
    )
    names: dict[Name, str] = Field(default={}, description="Names that templates may use, in this order.")
    find: dict[Name, Expected] = Field(default={}, description="What is there already, and tasks refer to.")
    tasks: Annotated[list[TaskFile], Field(min_length=1)]


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


@dataclass(frozen=True)
class Lab:
    """A lab with one learner's names filled in. Kinds are bound to it by `checks.engine.bind`."""

    id: str
    title: str
    summary: str
    estate: str | None
    region: str
    learner: str
    names: Mapping[str, str]
    find: Mapping[str, Mapping[str, Mapping[str, Any]]]
    tasks: tuple[Task, ...]
    folder: Path
    source: Source

    @property
    def digest(self) -> str:
        """`sha256:…` of lab.yaml, byte for byte."""
        return self.source.digest
