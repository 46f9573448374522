"""From lab.yaml and a learner to a `Lab`. Nothing here knows which kinds of resource there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labs.draft import FILE, draft, identifier
from labs.errors import UsageError
from labs.fill import Filler
from labs.mistakes import Mistakes
from labs.model import REGION, LabFile
from labs.names import Identity
from labs.problems import check

if TYPE_CHECKING:
    from pathlib import Path

    from labs.model import Lab
    from labs.source import Source

__all__ = ["FILE", "identifier", "load", "names_of"]


def load(
    folder: Path, identity: Identity | None = None, region: str | None = None, source: Source | None = None
) -> Lab:
    """The lab in `folder` as `identity` meets it, in `region` if given; of its file as `source` had it, if given.

    Raises `LabError` with every mistake found, `UsageError` when `region` is none or the names that `identity` was
    given are not those of the lab.
    """
    if region is not None and not REGION.fullmatch(region):
        raise UsageError(f"{region!r} is no AWS region.", remedy="One looks like eu-west-1.")
    found = draft(folder, identity or Identity(), region, source)
    found.mistakes.raise_any()
    if identity and identity.given is not None and identity.given.keys() != found.lab.names.keys():
        raise UsageError(
            f"The names of learner {identity.learner!r} were made for another version of the lab {found.lab.id}.",
            remedy="A course that changes a lab's names has to hand new tickets out; old evidence can't be regraded.",
        )
    return found.lab


def names_of(source: Source, identity: Identity, region: str | None = None) -> dict[str, str]:
    """The names alone that `identity` has in the lab of a file that is known to be right. Raises `LabError`."""
    mistakes = Mistakes(source)
    written, _ = check(LabFile, source.data, mistakes)
    names: dict[str, str] = {}
    if written is not None:
        filler = Filler(written.id, region or written.region, written.published, identity, mistakes)
        filler.name_all(written.names)
        names = filler.names
    mistakes.raise_any()
    return names
