"""A saved snapshot with what it was graded against, so that a grade can be made again, and disputed, offline.

It holds what AWS described and the learner's rendered names. It holds no credential and no course secret.
"""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checks.engine.snapshot import Reply, Snapshot
from labs.errors import EvidenceError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labs.model import Lab

SCHEMA = "labgrader/evidence/v1"


@dataclass(frozen=True)
class Evidence:
    """A snapshot, the lab it was taken for, and the names the learner had in it."""

    lab_id: str
    lab_digest: str
    learner: str
    names: Mapping[str, str]
    snapshot: Snapshot

    @classmethod
    def of(cls, lab: Lab, snapshot: Snapshot) -> Evidence:
        """What was read for `lab`."""
        return cls(lab.id, lab.digest, lab.learner, lab.names, snapshot)

    def save(self, path: Path) -> None:
        """Write to `path`: whole or not at all."""
        write_whole(path, json.dumps(self.to_json(), indent=1, sort_keys=True, ensure_ascii=False) + "\n", private=True)

    @classmethod
    def load(cls, path: Path) -> Evidence:
        """Read what `save` wrote. Raises `EvidenceError` for anything else."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise EvidenceError(f"The evidence {path} can't be read: {error.strerror}.") from None
        except (ValueError, RecursionError):
            raise EvidenceError(f"The evidence {path} isn't JSON.", remedy="--save FILE writes evidence.") from None
        return cls.of_json(data, f"The evidence {path}")

    @classmethod
    def of_json(cls, data: Any, called: str = "The evidence") -> Evidence:
        """What `to_json` gave. Raises `EvidenceError` for anything else, calling it as it is `called`."""
        if not isinstance(data, dict) or data.get("schema") != SCHEMA:
            raise EvidenceError(f"{called} isn't evidence of this kit ({SCHEMA}).", remedy="--save FILE writes it.")
        try:
            return cls._of(data)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise EvidenceError(f"{called} is damaged: {error!r}.") from None

    def to_json(self) -> dict[str, Any]:
        """The saved form, `labgrader/evidence/v1`."""
        taken = self.snapshot
        return {
            "schema": SCHEMA,
            "lab": {"id": self.lab_id, "digest": self.lab_digest},
            "learner": self.learner,
            "names": dict(self.names),
            "account": {"id": taken.account_id, "region": taken.region, "source": taken.source},
            "taken_at": taken.taken_at,
            "reads": {key: _reply_json(taken.replies[key]) for key in taken},
        }

    @classmethod
    def _of(cls, data: dict[str, Any]) -> Evidence:
        account = data["account"]
        replies = {str(key): _reply(reply) for key, reply in data["reads"].items()}
        where = [account["region"], account["source"], data["taken_at"]]
        for text in (*where, data["learner"], data["lab"]["id"], data["lab"]["digest"], *data["names"].values()):
            if not text or not isinstance(text, str):
                raise ValueError("a text is missing")
        if not isinstance(account["id"], str | None):
            raise TypeError("the account's id is no text")
        snapshot = Snapshot(account["region"], account["source"], data["taken_at"], replies, account["id"])
        names = {str(name): value for name, value in data["names"].items()}
        return cls(data["lab"]["id"], data["lab"]["digest"], data["learner"], names, snapshot)


def _reply_json(reply: Reply) -> dict[str, Any]:
    if reply.code is not None:
        return {"failed": {"code": reply.code, "message": reply.message}}
    return {"items": list(reply.items), **({"cut_short": True} if reply.cut_short else {})}


def _reply(data: dict[str, Any]) -> Reply:
    if "failed" in data:
        return Reply(code=str(data["failed"]["code"]), message=str(data["failed"]["message"]))
    items = data["items"]
    for item in items:
        if not isinstance(item, dict):
            raise ValueError("an item is no mapping")  # noqa: TRY004 - as all else that is wrong with evidence
    return Reply(tuple(items), cut_short=bool(data.get("cut_short")))


def write_whole(path: Path, text: str, *, private: bool = False) -> None:
    """Write `text` aside and rename it to `path`, so that nobody ever sees half of it. Raises `UsageError`.

    A link is followed; into what is no file (a device, a pipe) `text` is written as it is. `private` is for the owner's
    eyes alone.
    """
    try:
        path = path.resolve()
        if path.exists() and not path.is_file():
            path.write_text(text, encoding="utf-8", newline="\n")
            return
        handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise UsageError(f"{path} can't be written: {error.strerror}.") from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        if not private:
            Path(aside).chmod(0o644)
        Path(aside).replace(path)
    except OSError as error:
        raise UsageError(f"{path} can't be written: {error.strerror}.") from None
    finally:
        Path(aside).unlink(missing_ok=True)
