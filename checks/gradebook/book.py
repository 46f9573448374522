"""The gradebook: every attempt with its result and its evidence, and what people decided about learners."""

from __future__ import annotations

import json
import uuid
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import func, insert, select, update

from checks.engine.evidence import Evidence
from checks.gradebook.attempt import Attempt, Entry, Former, Run, State
from checks.gradebook.database import PATIENCE, Database
from checks.gradebook.moments import moment, stamp
from checks.gradebook.tables import ATTEMPTS, DECISIONS, EVIDENCE, FORMER, POLICIES, RUNS
from checks.gradebook.text import can_be_kept
from labs.errors import UsageError
from labs.names import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection, Row

    from checks.engine.result import Result

PAGE = 2000
"""Attempts that are read at once."""

TOGETHER = 500
"""Attempts that are written in one transaction."""

COLUMNS = [column for column in ATTEMPTS.c if column.name not in ("result", "receipt")]


@dataclass(frozen=True)
class Gradebook:
    """A gradebook that is open. Any number of threads, processes and machines may use the same one."""

    database: Database

    @classmethod
    def open(cls, url: str, *, create: bool = True, patience: float = PATIENCE) -> Gradebook:
        """The gradebook at a URL (`sqlite:///path`, `postgresql://user@host/name`) or in the file of that path.

        It is made where there is none, unless `create` says no, and brought up to date. Every call waits up to
        `patience` seconds for a database that is away. Raises `NoBook` and `BookError`.
        """
        return cls(Database.open(url, create=create, patience=patience))

    def close(self) -> None:
        """Let the database go."""
        self.database.engine.dispose()

    def begin(self, run: Run) -> Run:
        """`run` as it has begun: the unfinished one of the same key is gone on with, whoever began it."""
        now = stamp(datetime.now(UTC))

        def work(connection: Connection) -> Run:
            fresh = {"key": run.key, "lab": run.lab, "started_at": now}
            connection.execute(self.database.insert_new(RUNS).values(fresh))
            unfinished = select(RUNS).where(RUNS.c.key == run.key, RUNS.c.finished_at.is_(None))
            found = connection.execute(unfinished).one()
            return Run(found.key, found.lab, found.id, moment(found.started_at))

        return self.database.write(work)

    def finish(self, run: Run) -> None:
        """There is nothing left to do in `run`; the next of its key begins anew."""
        now = stamp(datetime.now(UTC))
        over = update(RUNS).where(RUNS.c.id == run.id, RUNS.c.finished_at.is_(None)).values(finished_at=now)
        self.database.write(lambda connection: connection.execute(over))

    def done(self, run: Run) -> frozenset[str]:
        """The learners that have an attempt in `run`, as `labs.names.canonical` gives them."""
        there = select(ATTEMPTS.c.learner).where(ATTEMPTS.c.run == run.id)
        return self.database.read(lambda connection: frozenset(connection.execute(there).scalars()))

    def record(
        self,
        run: Run | None,
        learner: str,
        result: Result,
        evidence: Evidence | None,
        received_at: datetime,
    ) -> int:
        """Write an attempt down, and give its id. It is durable once this returns.

        In a run, a learner has one attempt: a second one changes nothing, and gives the first one's id.
        """
        return self.record_all(run, [Entry(learner, result, evidence, received_at)])[0]

    def record_all(self, run: Run | None, entries: Sequence[Entry]) -> list[int]:
        """Write several attempts down in few transactions; their ids, in the same order."""
        rows = [_row(run, each) for each in entries]
        ids: dict[str, int] = {}
        for first in range(0, len(rows), TOGETHER):
            some = rows[first : first + TOGETHER]
            ids |= self.database.write(lambda connection, some=some: self._insert(connection, some))  # type: ignore[misc]
        return [ids[row["receipt"]] for row, _ in rows]

    def _insert(self, connection: Connection, rows: list[tuple[dict[str, Any], bytes | None]]) -> dict[str, int]:
        by_receipt = {row["receipt"]: (row, data) for row, data in reversed(rows)}
        ordered = sorted(by_receipt)  # so that no two writers wait for each other
        statement = self.database.insert_new(ATTEMPTS).returning(ATTEMPTS.c.receipt, ATTEMPTS.c.id)
        made = connection.execute(statement, [by_receipt[each][0] for each in ordered])
        ids: dict[str, int] = {row.receipt: row.id for row in made}
        data = [{"attempt": ids[each], "data": found} for each in ids if (found := by_receipt[each][1]) is not None]
        if data:
            connection.execute(insert(EVIDENCE), data)
        if len(ids) < len(ordered):
            there = select(ATTEMPTS.c.receipt, ATTEMPTS.c.id).where(ATTEMPTS.c.receipt.in_(by_receipt.keys() - ids))
            ids |= {row.receipt: row.id for row in connection.execute(there)}
        return ids

    def attempts(
        self, lab: str | None = None, learner: str | None = None, *, after: int = 0, results: bool = True
    ) -> Iterator[Attempt]:
        """Attempts in the order in which they were recorded, of one lab, one learner, or all; those `after` an id.

        Without `results`, what each came to in full is left out, which is quicker. Memory stays flat.
        """
        columns = [*COLUMNS, ATTEMPTS.c.result] if results else COLUMNS
        wanted = select(*columns).order_by(ATTEMPTS.c.id).limit(PAGE)
        if lab is not None:
            wanted = wanted.where(ATTEMPTS.c.lab == lab)
        if learner is not None:
            wanted = wanted.where(ATTEMPTS.c.learner == canonical(learner))
        while True:
            page = wanted.where(ATTEMPTS.c.id > after)
            rows = self.database.read(lambda connection, page=page: connection.execute(page).all())  # type: ignore[misc]
            yield from map(_attempt, rows)
            if len(rows) < PAGE:
                return
            after = rows[-1].id

    def attempt(self, number: int) -> Attempt | None:
        """The attempt with that id, in full."""
        wanted = select(*COLUMNS, ATTEMPTS.c.result).where(ATTEMPTS.c.id == number)
        row = self.database.read(lambda connection: connection.execute(wanted).first())
        return _attempt(row) if row else None

    def results(self, attempts: Iterable[int]) -> dict[int, dict[str, Any]]:
        """What these attempts came to in full, by their ids."""
        ids = sorted(set(attempts))
        found: dict[int, dict[str, Any]] = {}
        for first in range(0, len(ids), TOGETHER):
            wanted = select(ATTEMPTS.c.id, ATTEMPTS.c.result).where(ATTEMPTS.c.id.in_(ids[first : first + TOGETHER]))
            rows = self.database.read(lambda connection, wanted=wanted: connection.execute(wanted).all())  # type: ignore[misc]
            found |= {row.id: parsed(row.result) for row in rows}
        return found

    def evidence(self, attempt: int) -> Evidence | None:
        """What was read from the account at that attempt, if it was kept. Raises `EvidenceError`."""
        wanted = select(EVIDENCE.c.data).where(EVIDENCE.c.attempt == attempt)
        data = self.database.read(lambda connection: connection.execute(wanted).scalar())
        return None if data is None else unpacked(data, attempt)

    def former(self, learner: str) -> list[Former]:
        """What a learner's attempts came to before they were graded again, in the order in which that was."""
        columns = [FORMER.c[name] for name in Former._fields]
        own = select(*columns).join(ATTEMPTS, ATTEMPTS.c.id == FORMER.c.attempt).order_by(FORMER.c.id)
        wanted = own.where(ATTEMPTS.c.learner == canonical(learner))
        rows = self.database.read(lambda connection: connection.execute(wanted).all())
        return [Former(*row)._replace(replaced_at=moment(row.replaced_at)) for row in rows]

    def state(self) -> State:
        """Numbers that are others once anything has changed. An id isn't given twice, so what came and went shows."""
        numbers = [
            select(each).select_from(table).scalar_subquery()
            for table in (ATTEMPTS, FORMER, DECISIONS, POLICIES)
            for each in (func.count(), func.coalesce(func.max(table.c.id), 0))
        ]
        row = self.database.read(lambda connection: connection.execute(select(*numbers)).one())
        return State(*zip(row[::2], row[1::2], strict=True))


def packed(evidence: Evidence) -> bytes:
    """Evidence as it is kept."""
    return zlib.compress(written(evidence.to_json(), orjson.OPT_SORT_KEYS))


def unpacked(data: bytes, attempt: int) -> Evidence:
    """What `packed` gave. Raises `EvidenceError`."""
    return Evidence.of_json(parsed(zlib.decompress(data)), f"The evidence of attempt {attempt}")


def written(data: Any, option: int = 0) -> bytes:
    """`data` as JSON, for `parsed`. `option` is orjson's: whether keys are sorted, say."""
    try:
        return orjson.dumps(data, option=option)
    except TypeError:  # halves of characters and numbers of over 64 bits: Python's own takes them
        return json.dumps(data, sort_keys=bool(option), separators=(",", ":")).encode()


def parsed(data: bytes | str) -> Any:
    """JSON as data. Raises `ValueError`."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:  # halves of characters and numbers that are none: Python's own takes them
        return json.loads(data)


def _row(run: Run | None, entry: Entry) -> tuple[dict[str, Any], bytes | None]:
    result = entry.result if isinstance(entry.result, dict) else entry.result.to_json()
    learner = canonical(entry.learner)
    if not learner or not can_be_kept(learner):
        raise UsageError(f"{entry.learner!a} is no learner.", remedy="Name the learner as the roster does.")
    own = f"run {run.id} {learner}" if run else uuid.uuid4().hex
    row = {
        "receipt": entry.receipt or own,
        "run": run.id if run else None,
        "learner": learner,
        "name": entry.learner.strip(),
        "lab": result["lab"]["id"],
        "lab_digest": result["lab"]["digest"],
        "grader_version": result["grader_version"],
        "verdict": result["verdict"],
        "score": result["score"],
        "max_score": result["max_score"],
        "taken_at": result["taken_at"],
        "received_at": stamp(entry.received_at),
        "result": written(result).decode(),
    }
    return row, packed(entry.evidence) if entry.evidence else None


def _attempt(row: Row[*tuple[Any, ...]]) -> Attempt:
    known = row._asdict()
    return Attempt(received_at=moment(known.pop("received_at")), text=known.pop("result", ""), **known)
