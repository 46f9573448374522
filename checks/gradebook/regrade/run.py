"""Grade again all that a gradebook holds of a lab, over the cores of this machine or by others."""

from __future__ import annotations

import json
import os
import zlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, insert, select, tuple_, update

from checks.engine.crew import processes as processes_of
from checks.gradebook.moments import stamp
from checks.gradebook.regrade.again import Regrading, digest
from checks.gradebook.regrade.change import Change, Stored
from checks.gradebook.tables import ATTEMPTS, EVIDENCE, FORMER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from checks.engine.crew import Crew
    from checks.gradebook.book import Gradebook
    from checks.gradebook.regrade.change import Outcome

BATCH = 500
"""Attempts that a process is handed at once."""

WORTH_PROCESSES = 2000
"""Attempts below which starting other processes takes longer than it saves."""

KEPT_COLUMNS = ("lab_digest", "grader_version", "verdict", "score", "max_score", "result")


def outcomes(
    book: Gradebook,
    lab: str,
    folder: Path,
    roots: Sequence[Path],
    processes: int | None = None,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
    crew: Crew | None = None,
) -> Iterator[Outcome]:
    """What each attempt at `lab` comes to, each learner's together, by the lab in `folder` as it is now.

    `crew` grades them, or else so many `processes`. Raises `LabError` when the lab is wrong. Nothing is written.
    """
    count = select(func.count()).select_from(ATTEMPTS).where(ATTEMPTS.c.lab == lab)
    total = book.database.read(lambda connection: connection.execute(count).scalar()) or 0
    wanted = processes or (os.cpu_count() or 1 if total >= WORTH_PROCESSES else 1)
    done = 0
    work = Regrading.of(folder, roots)
    for some in (crew or processes_of(wanted))(work, batches(book, lab)):
        done += len(some)
        progress(done, total)
        yield from some


def batches(book: Gradebook, lab: str, size: int = BATCH) -> Iterator[list[Stored]]:
    """The attempts at a lab with their evidence, a few at a time, each learner's together: a lab is bound for a learner
    once."""
    last = ("", 0)
    place = tuple_(ATTEMPTS.c.learner, ATTEMPTS.c.id)
    columns = (ATTEMPTS.c.id, ATTEMPTS.c.learner, ATTEMPTS.c.name, ATTEMPTS.c.result, EVIDENCE.c.data)
    wanted = select(*columns).outerjoin(EVIDENCE, EVIDENCE.c.attempt == ATTEMPTS.c.id).where(ATTEMPTS.c.lab == lab)
    wanted = wanted.order_by(ATTEMPTS.c.learner, ATTEMPTS.c.id).limit(size)
    while True:
        page = wanted.where(place > last)
        rows = book.database.read(lambda connection, page=page: connection.execute(page).all())  # type: ignore[misc]
        if rows:
            yield [Stored(*row) for row in rows]
        if len(rows) < size:
            return
        last = (rows[-1].learner, rows[-1].id)


def apply(book: Gradebook, changes: Sequence[Change]) -> int:
    """Let these results stand in place of the old ones, which are kept. Gives how many did.

    What somebody else has replaced in the meantime stays as it is.
    """
    return sum(
        book.database.write(lambda connection, some=changes[first : first + BATCH]: _replace(connection, some))  # type: ignore[misc]
        for first in range(0, len(changes), BATCH)
    )


def _replace(connection: Connection, changes: Sequence[Change]) -> int:
    by_id = {each.attempt: each for each in changes}
    columns = [ATTEMPTS.c[name] for name in KEPT_COLUMNS]
    there = select(ATTEMPTS.c.id, *columns).where(ATTEMPTS.c.id.in_(by_id))
    if connection.dialect.name == "postgresql":
        there = there.with_for_update()
    rows = [row for row in connection.execute(there) if digest(row.result) == by_id[row.id].old]
    if not rows:
        return 0
    now = stamp(datetime.now(UTC))
    before = [
        {"attempt": row.id, "replaced_at": now, **{name: getattr(row, name) for name in KEPT_COLUMNS}} for row in rows
    ]
    connection.execute(insert(FORMER), before)
    connection.execute(
        update(ATTEMPTS)
        .where(ATTEMPTS.c.id == bindparam("number"))
        .values({name: bindparam(name) for name in KEPT_COLUMNS}),
        [{"number": row.id, **_columns(zlib.decompress(by_id[row.id].new).decode())} for row in rows],
    )
    return len(rows)


def _columns(text: str) -> dict[str, object]:
    new = json.loads(text)
    return {
        "lab_digest": new["lab"]["digest"],
        **{name: new[name] for name in ("grader_version", "verdict", "score", "max_score")},
        "result": text,
    }
