"""A lab as far as it can be understood, and everything that is wrong with it: `load` takes only the faultless ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from labs.fill import Filler
from labs.mistakes import Mistakes
from labs.model import Lab, LabFile, Task, TaskFile
from labs.needs import check_needs
from labs.problems import check
from labs.source import Source
from labs.words import shown

if TYPE_CHECKING:
    from pathlib import Path

    from labs.names import Identity
    from labs.source import Location

FILE = "lab.yaml"


@dataclass(frozen=True)
class Draft:
    """`lab` has stand-ins where `mistakes` tell of something."""

    lab: Lab
    mistakes: Mistakes

    @property
    def knows_names(self) -> bool:
        """Whether the names in `lab`, and its tasks' ids, are all there are."""
        ids = [("tasks", index, "id") for index, _ in enumerate(self.lab.tasks)]
        return not (
            self.mistakes.doubt(("names",)) or self.mistakes.cover(("tasks",)) or any(map(self.mistakes.cover, ids))
        )


def identifier(folder: Path) -> str:
    """A lab's id, which its folder's name spells with underscores; so no file is opened to look one up."""
    return folder.resolve().name.replace("_", "-")


def draft(folder: Path, identity: Identity, region: str | None = None, source: Source | None = None) -> Draft:
    """The lab in `folder` as `identity` meets it, in `region` if given, and every mistake in its file."""
    source = source or Source.read(folder / FILE)
    mistakes = Mistakes(source)
    if not isinstance(source.data, dict):
        mistakes.add(
            (), f"{shown(source.data)} isn't a lab.", "A lab is a mapping that begins with `id:` and `title:`."
        )
    written, data = check(LabFile, source.data, mistakes)
    raw: dict[str, Any] = data if isinstance(data, dict) else {}
    tasks = raw.get("tasks")
    check_needs(tasks if isinstance(tasks, list) else [], mistakes)
    written = written or _stand_in(raw, folder, mistakes)
    _check_id(written.id, folder, mistakes)
    filler = Filler(written.id, region or written.region, written.published, identity, mistakes)
    names = raw.get("names")
    filler.name_all(names if isinstance(names, dict) else {})
    lab = Lab(
        id=written.id,
        title=filler.fill(written.title, ("title",)),
        summary=filler.fill(written.summary, ("summary",)).strip(),
        estate=written.estate,
        region=region or written.region,
        learner=identity.learner,
        scenarios=tuple(filter(None, written.scenarios)),
        settle=written.settle,
        names=filler.names,
        find=filler.fill(written.find, ("find",)),
        tasks=tuple(_task(task, ("tasks", index), filler) for index, task in enumerate(written.tasks)),
        folder=folder,
        source=source,
    )
    filler.check_published(written.published)
    return Draft(lab, mistakes)


def _task(task: TaskFile, at: Location, filler: Filler) -> Task:
    return Task(
        id=task.id,
        title=filler.fill(task.title, (*at, "title")),
        points=task.points,
        needs=tuple(task.needs),
        all_or_nothing=task.credit == "all-or-nothing",
        expect=filler.fill(task.expect, (*at, "expect")),
        hints=tuple(filler.fill(task.hints, (*at, "hints"))),
        hidden=task.visibility == "hidden",
    )


def _check_id(written: str, folder: Path, mistakes: Mistakes) -> None:
    spelt = identifier(folder)
    if written != spelt:
        text = f"the id is `{written}`, but the folder's name spells `{spelt}`."
        mistakes.add(("id",), text, f"Rename the folder to `{written.replace('-', '_')}`, or mend the id.")


def _stand_in(raw: dict[str, Any], folder: Path, mistakes: Mistakes) -> LabFile:
    """What is sound in a file that isn't a lab, so that the rest of it can be looked at too."""
    sound = {key: _sound(value, (key,), mistakes) for key, value in raw.items() if not mistakes.cover((key,))}
    find = sound.get("find") or {}
    sound["find"] = {name: entry or {} for name, entry in find.items()}
    sound["tasks"] = [
        TaskFile.model_construct(**{"id": "", "title": "", "points": 1.0, "expect": {}, **(task or {})})
        for task in sound.get("tasks") or []
    ]
    return LabFile.model_construct(**{"id": identifier(folder), "title": "", "region": "eu-west-1", **sound})


def _sound(value: Any, at: Location, mistakes: Mistakes) -> Any:
    """`value` without what has been told of: entries of lists become None, so that the others keep their places."""
    if mistakes.cover(at):
        return None
    if isinstance(value, dict):
        sound = {key: _sound(inner, (*at, key), mistakes) for key, inner in value.items()}
        return {key: inner for key, inner in sound.items() if at == ("find",) or not mistakes.cover((*at, key))}
    if isinstance(value, list):
        return [_sound(inner, (*at, index), mistakes) for index, inner in enumerate(value)]
    return value
