"""Where labs are: the ones that come with the kit, and those in folders that an instructor names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from labs.errors import UsageError
from labs.load import FILE, identifier
from labs.source import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

BUILT_IN = Path(__file__).parent
VARIABLE = "GRADER_LABS"


def roots(extra: Sequence[Path] = (), environ: Mapping[str, str] = os.environ) -> tuple[Path, ...]:
    """Folders of labs: `extra`, then `GRADER_LABS` (separated as PATH is), then the built-in ones.

    Raises `UsageError` when one isn't there.
    """
    named = [Path(part) for part in environ.get(VARIABLE, "").split(os.pathsep) if part]
    for folder in (*extra, *named):
        if not folder.is_dir():
            raise UsageError(f"There is no folder {folder}.", remedy="--labs and GRADER_LABS name folders of labs.")
    return (*extra, *named, BUILT_IN)


def folders(where: Sequence[Path]) -> Iterator[Path]:
    """Every lab's folder in `where`, each once and in order; a root may be a lab itself."""
    seen: set[Path] = set()
    for root in where:
        here = [root] if (root / FILE).is_file() else []
        for folder in (*here, *sorted(path.parent for path in root.glob(f"*/{FILE}"))):
            if folder.resolve() not in seen:
                seen.add(folder.resolve())
                yield folder


def find(lab: str, where: Sequence[Path]) -> Path:
    """The folder of the lab with id `lab`, in `where` or in this very folder, or at the path `lab`.

    Raises `UsageError` when there is none.
    """
    by_id: dict[str, Path] = {}
    for folder in folders(where):
        by_id.setdefault(identifier(folder), folder)
    if lab in by_id:
        return by_id[lab]
    path = Path(lab)
    if path.name == FILE and path.is_file():
        return path.parent
    for folder in (path, Path(lab.replace("-", "_"))):
        if (folder / FILE).is_file():
            return folder
    raise UsageError(f"There is no lab {lab!r}.", remedy=f"{did_you_mean(lab, by_id)} `grader list` shows them all.")
