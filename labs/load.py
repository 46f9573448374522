"""From lab.yaml and a learner to a `Lab`. Nothing here knows which kinds of resource there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from labs.errors import LabError, Problem, UsageError
from labs.model import REGION, Lab, LabFile, Task
from labs.names import Identity
from labs.problems import problems_of
from labs.source import Location, Source, did_you_mean
from labs.template import TemplateError, render

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FILE = "lab.yaml"


def load(folder: Path, identity: Identity | None = None, region: str | None = None) -> Lab:
    """The lab in `folder` as `identity` meets it, in `region` if given.

    Raises `LabError` with every mistake found, `UsageError` when `region` is none.
    """
    identity = identity or Identity()
    if region is not None and not REGION.match(region):
        raise UsageError(f"{region!r} is no AWS region.", remedy="One looks like eu-west-1.")
    source = Source.read(folder / FILE)
    try:
        written = LabFile.model_validate(source.data)
    except ValidationError as error:
        raise LabError(problems_of(error, LabFile, source)) from None
    problems = [*_wrong_needs(written, source)]
    if written.id != identifier(folder):
        text = f"the id is `{written.id}`, but the folder's name spells `{identifier(folder)}`."
        problems.append(source.problem(("id",), text, "Rename one of them."))
    filler = _Filler(written, identity, region or written.region, source)
    lab = Lab(
        id=written.id,
        title=filler.fill(written.title, ("title",)),
        summary=filler.fill(written.summary, ("summary",)),
        estate=written.estate,
        region=region or written.region,
        learner=identity.learner,
        names=filler.names,
        find=filler.fill(written.find, ("find",)),
        tasks=tuple(filler.task(task, ("tasks", index)) for index, task in enumerate(written.tasks)),
        folder=folder,
        source=source,
    )
    problems += filler.problems
    if problems:
        raise LabError(problems)
    return lab


def identifier(folder: Path) -> str:
    """A lab's id, which its folder's name spells with underscores; so no file is opened to look one up."""
    return folder.resolve().name.replace("_", "-")


class _Filler:
    """Fills templates in, and keeps what went wrong instead of stopping at the first."""

    def __init__(self, written: LabFile, identity: Identity, region: str, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self.names: dict[str, str] = {}
        self._values: dict[str, Any] = {
            "lab": written.id,
            "learner": identity.learner,
            "region": region,
            "token": lambda what: identity.token(written.id, what, written.published),
        }
        for name, template in written.names.items():
            if name in self._values:
                text = f"`{name}` has a meaning of its own in templates."
                self.problems.append(source.problem(("names", name), text, "Choose another name.", of_key=True))
            given = identity.given.get(name) if identity.given is not None else None
            self.names[name] = given if given is not None else self.fill(template, ("names", name))
            self._values[name] = self.names[name]

    def task(self, task: Any, at: Location) -> Task:
        return Task(
            id=task.id,
            title=self.fill(task.title, (*at, "title")),
            points=task.points,
            needs=tuple(task.needs),
            all_or_nothing=task.credit == "all-or-nothing",
            expect=self.fill(task.expect, (*at, "expect")),
            hints=tuple(self.fill(task.hints, (*at, "hints"))),
        )

    def fill(self, value: Any, at: Location) -> Any:
        """`value` with every piece of text in it rendered."""
        if isinstance(value, dict):
            return {key: self.fill(inner, (*at, key)) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.fill(inner, (*at, index)) for index, inner in enumerate(value)]
        if not isinstance(value, str):
            return value
        try:
            return render(value, self._values)
        except TemplateError as error:
            self.problems.append(self.source.problem(at, error.message, error.suggestion))
            return value


def _wrong_needs(written: LabFile, source: Source) -> Iterator[Problem]:
    needs: dict[str, list[str]] = {}
    for index, task in enumerate(written.tasks):
        if task.id in needs:
            yield source.problem(("tasks", index, "id"), f"there are two tasks named `{task.id}`.")
        needs.setdefault(task.id, task.needs)
    for index, task in enumerate(written.tasks):
        for at, need in enumerate(task.needs):
            where = ("tasks", index, "needs", at)
            if need not in needs:
                yield source.problem(where, f"there is no task `{need}`.", did_you_mean(need, needs))
            elif task.id in _reached(need, needs):
                yield source.problem(where, f"`{task.id}` needs `{need}`, which needs `{task.id}` in turn.")


def _reached(start: str, needs: Mapping[str, list[str]]) -> set[str]:
    reached: set[str] = set()
    ahead = [start]
    while ahead:
        task = ahead.pop()
        if task not in reached:
            reached.add(task)
            ahead += needs.get(task, [])
    return reached
