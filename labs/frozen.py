"""A lab that a course has frozen: what its files were then, and which version of the kit graded it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from labs.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SCHEMA = "labgrader/frozen/v1"
FILE = "frozen.json"


@dataclass(frozen=True)
class Frozen:
    """`files` are digests by path, from the lab's folder on: kinds of its own stand beside that, in `../checks/`."""

    lab: str
    version: str
    """Of the kit."""
    files: Mapping[str, str]

    @classmethod
    def of(cls, folder: Path) -> Frozen | None:
        """What is written in a lab's folder; None where it isn't frozen. Raises `UsageError` for what isn't ours."""
        path = folder / FILE
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise UsageError(f"{path} can't be read: {error.strerror}.") from None
        except (ValueError, RecursionError):
            data = None
        files = data.get("files") if isinstance(data, dict) and data.get("schema") == SCHEMA else None
        if not isinstance(files, dict) or not all(isinstance(each, str) for each in [*files, *files.values()]):
            raise UsageError(f"{path} isn't what `grader freeze` wrote.", remedy="Get it back from where it is kept.")
        return cls(str(data.get("lab")), str(data.get("grader_version")), files)

    @classmethod
    def now(cls, lab: str, version: str, folder: Path, beside: Iterator[str] | tuple[str, ...] = ()) -> Frozen:
        """As the files in `folder` are, and those that `beside` names from there."""
        names = sorted({*files_in(folder), *beside})
        return cls(lab, version, {name: digest_of(folder / name) for name in names})

    @property
    def digest(self) -> str:
        """`sha256:…` over all files."""
        told = "".join(f"{digest} {name}\n" for name, digest in sorted(self.files.items()))
        return f"sha256:{hashlib.sha256(told.encode()).hexdigest()}"

    def changes(self, folder: Path) -> list[str]:
        """What is otherwise in `folder` than it was, in words; nothing where all is the same."""
        found = []
        for name, digest in sorted(self.files.items()):
            path = folder / name
            if not path.is_file():
                found.append(f"{name} is gone")
            elif digest_of(path) != digest:
                found.append(f"{name} was changed")
        return found + [f"{name} came later" for name in files_in(folder) if name not in self.files]

    def text(self) -> str:
        """What `of` reads."""
        data: dict[str, Any] = {"schema": SCHEMA, "lab": self.lab, "grader_version": self.version}
        return json.dumps({**data, "digest": self.digest, "files": dict(self.files)}, indent=1) + "\n"


@lru_cache(64)
def frozen_with(folder: Path) -> str:
    """The version of the kit that the lab in `folder` was frozen with; nothing where it isn't frozen."""
    frozen = Frozen.of(folder)
    return frozen.version if frozen else ""


def files_in(folder: Path) -> list[str]:
    """The files of a lab that count, by path: not what Python, an editor or a file manager left there."""
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(
        path.as_posix()
        for path in paths
        if str(path) != FILE and not any(part.startswith((".", "__pycache__")) for part in path.parts)
    )


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
