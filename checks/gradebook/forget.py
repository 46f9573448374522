"""Take away everything that is known of a learner, so that nobody reads it again: in no table, and in no free page."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from checks.gradebook.errors import BookError
from checks.gradebook.tables import ATTEMPTS, DECISIONS, EVIDENCE, FORMER
from labs.names import canonical

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from checks.gradebook.book import Gradebook


def known(book: Gradebook, learner: str) -> tuple[int, int]:
    """How many attempts and decisions there are of a learner."""

    def work(connection: Connection) -> tuple[int, int]:
        attempts, decisions = (
            connection.execute(
                select(func.count()).select_from(table).where(table.c.learner == canonical(learner))
            ).scalar()
            or 0
            for table in (ATTEMPTS, DECISIONS)
        )
        return attempts, decisions

    return book.database.read(work)


def forget(book: Gradebook, learner: str) -> None:
    """Take it all away, in one transaction, and have the database write over where it stood. Raises `BookError`.

    What was exported or backed up before is out of the gradebook's reach.
    """
    own = select(ATTEMPTS.c.id).where(ATTEMPTS.c.learner == canonical(learner))

    def work(connection: Connection) -> None:
        for table in (EVIDENCE, FORMER):
            connection.execute(delete(table).where(table.c.attempt.in_(own)))
        for table in (ATTEMPTS, DECISIONS):
            connection.execute(delete(table).where(table.c.learner == canonical(learner)))

    book.database.write(work)
    scrub(book)


def scrub(book: Gradebook) -> None:
    """Leave nothing of what was deleted in the database's files. Raises `BookError` where others are in the way."""
    if book.database.engine.dialect.name == "sqlite":
        book.database.outside("VACUUM")
        _empty_log(book)
    else:
        book.database.outside(*(f"VACUUM FULL {table.name}" for table in (EVIDENCE, FORMER, ATTEMPTS, DECISIONS)))


def _empty_log(book: Gradebook) -> None:
    """SQLite's write-ahead log holds pages as they were, until it is emptied into the file and cut to nothing."""
    until = time.monotonic() + book.database.patience
    while True:
        with book.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar()
        if not busy:
            return
        if time.monotonic() > until:
            raise BookError(
                "The learner is forgotten, but others read the gradebook, so its log still holds what was there.",
                remedy="Close what has it open (`grader gradebook serve`, a run), and say the same again.",
            )
        time.sleep(0.2)
