"""Results and evidence out of files, into the gradebook. The same file twice is one attempt."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from checks.engine import evidence as evidences
from checks.engine import result as results
from checks.engine.evidence import Evidence
from checks.gradebook.attempt import Entry
from checks.gradebook.results import CUT, read_new_result
from checks.gradebook.text import can_be_kept
from labs.errors import EvidenceError
from labs.moments import when
from labs.names import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from pathlib import Path

    from checks.engine.result import Result


@dataclass(frozen=True)
class _Found:
    learner: str
    result: dict[str, Any] | None = None
    evidence: Evidence | None = None
    received_at: str | None = None


def entries(
    paths: Iterable[Path],
    grade: Callable[[Evidence], Result],
    received_at: datetime | None = None,
    learner: str | None = None,
    *,
    now: datetime,
) -> list[Entry]:
    """An attempt for each moment at which an account was read: a result, its evidence, or both, in any order.

    It was received at `received_at`, or else when its result says, or else `now`. What has no result yet is graded by
    `grade`. `learner` stands in place of the name in the files. Raises `EvidenceError` for the first file that is
    neither, before anything is recorded.
    """
    found: dict[tuple[str, ...], _Found] = {}
    for path in paths:
        data = _json(path)
        schema = data.get("schema") if isinstance(data, dict) else None
        if schema == results.SCHEMA:
            result = read_new_result(data, f"The result {path}")
            kept = data | {"learner": result.learner}
            new = _Found(learner or result.learner, result=kept, received_at=result.received_at)
            account = (result.lab_id, result.account_id or "", result.region, result.taken_at)
        elif schema == evidences.SCHEMA:
            evidence = Evidence.of_json(data, f"The evidence {path}")
            taken = evidence.snapshot
            if not all(map(can_be_kept, (evidence.learner, taken.taken_at))):
                raise EvidenceError(f"The evidence {path} has half a character in it.", remedy=CUT)
            new = _Found(learner or evidence.learner, evidence=evidence)
            account = (evidence.lab_id, taken.account_id or "", taken.region, taken.taken_at)
        else:
            raise EvidenceError(f"{path} is neither a result nor evidence.", remedy="`grader grade` writes both.")
        key = (canonical(new.learner), *account)
        there = found.get(key, new)
        found[key] = replace(
            there,
            result=there.result or new.result,
            evidence=there.evidence or new.evidence,
            received_at=there.received_at or new.received_at,
        )
    return [
        Entry(
            each.learner,
            each.result or grade(each.evidence) if each.evidence else each.result or {},
            each.evidence,
            received_at or (when(each.received_at) if each.received_at else now),
            f"file {hashlib.sha256(json.dumps(key).encode()).hexdigest()}",
        )
        for key, each in found.items()
    ]


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise EvidenceError(f"{path} can't be read: {error.strerror}.") from None
    except (ValueError, RecursionError):
        raise EvidenceError(f"{path} isn't JSON.", remedy="`grader grade` writes results and evidence.") from None
