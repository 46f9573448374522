"""The database under a gradebook: SQLite in a file, or PostgreSQL. Many may write at once; it may be away a while."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import create_engine, event, inspect, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, InterfaceError, NoSuchModuleError, OperationalError

from checks.gradebook.address import DEFAULT, ESCAPED, VARIABLE, address, named, telling
from checks.gradebook.errors import BookError, NoBook
from checks.gradebook.tables import LATEST, VERSION
from labs.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import URL, Connection, Engine, Table

T = TypeVar("T")

PATIENCE = 30.0
"""Seconds that a database may be away, or held by others, before a command gives up."""

FIRST_PAUSE, LONGEST_PAUSE = 0.05, 2.0
"""Seconds between two tries."""

_HOPELESS = ("authentication failed", "does not exist", "no password supplied", "no such table", "permission denied")
"""Words of a database that no waiting helps against."""


@dataclass(frozen=True)
class Database:
    """An engine, and the patience to use it."""

    engine: Engine = field(repr=False)  # which would tell more of its URL than anybody may read
    patience: float = PATIENCE

    @classmethod
    def open(cls, said: str, *, create: bool = True, patience: float = PATIENCE) -> Database:
        """The database at `said`, its tables made or brought up to date. Raises `NoBook` and `BookError`.

        Without `create`, there has to be one already.
        """
        url = address(said)
        database = cls(_engine(url, create=create), patience)
        try:
            database._make_ready(create=create)
        except BaseException:
            database.engine.dispose()
            raise
        return database

    def _make_ready(self, *, create: bool) -> None:
        version = self.read(_version)
        if version is None and not create:
            raise NoBook(
                f"There is no gradebook in {self.name}.",
                remedy="`grader grade LAB --roster FILE` and `grader gradebook import` make one.",
            )
        if version != LATEST:
            self.write(_migrate)

    @property
    def name(self) -> str:
        """Where it is, as far as that may be told."""
        return named(self.engine.url)

    def read(self, work: Callable[[Connection], T]) -> T:
        """What `work` finds, in one transaction. It is begun anew when the database goes away."""
        return self._patiently(work, writing=False)

    def write(self, work: Callable[[Connection], T]) -> T:
        """What `work` gives once all that it wrote is durable. It is begun anew when the database goes away, and so it
        has to come to the same if it was done already. Raises `BookError`, and then nothing was written."""
        return self._patiently(work, writing=True)

    def outside(self, *statements: str) -> None:
        """Execute what no transaction may be around."""

        def work() -> None:
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                for each in statements:
                    connection.execute(text(each)).close()

        self._again(work)

    def insert_new(self, table: Table) -> Any:
        """An INSERT that leaves alone what is there already."""
        dialect = sqlite if self.engine.dialect.name == "sqlite" else postgresql
        return dialect.insert(table).on_conflict_do_nothing()

    def _patiently(self, work: Callable[[Connection], T], *, writing: bool) -> T:
        def once() -> T:
            with self.engine.connect() as fresh:
                connection = fresh.execution_options(labgrader_writes=writing)
                with connection.begin():
                    try:
                        return work(connection)
                    except UnicodeEncodeError as error:
                        part = ascii(error.object[max(0, error.start - 10) : error.end + 10])
                        message = f"There is half a character in {part}, which no gradebook keeps."
                        raise UsageError(message, remedy="Type it anew.") from None

        return self._again(once)

    def _again(self, once: Callable[[], T]) -> T:
        until, pause = time.monotonic() + self.patience, FIRST_PAUSE
        while True:
            try:
                return once()
            except DBAPIError as error:
                if not _may_pass(error) or time.monotonic() + pause > until:
                    raise self._refused(error) from error
            except UnicodeError:
                raise NoBook("The name of the gradebook's server is none.", remedy=ESCAPED) from None
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _refused(self, error: DBAPIError) -> BookError | NoBook:
        said = telling(self.engine.url, str(error.orig))
        if "not a database" in said or "malformed" in said:
            return NoBook(f"The gradebook {self.name} isn't a gradebook: {said}.", remedy="Is it the right file?")
        if _may_pass(error):
            return BookError(
                f"The gradebook {self.name} can't be reached, after {self.patience:g} seconds of trying: {said}.",
                remedy="Nothing is half recorded. Once it is there again, do the same again.",
            )
        return BookError(f"The gradebook {self.name} refuses: {said}.", remedy="Nothing is half recorded.")


def _may_pass(error: DBAPIError) -> bool:
    if any(words in str(error.orig) for words in _HOPELESS):
        return False
    return error.connection_invalidated or isinstance(error, OperationalError | InterfaceError)


def _engine(url: URL, *, create: bool) -> Engine:
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, create=create)
    try:
        from psycopg.pq import Conninfo

        if url.query.keys() - {each.keyword.decode() for each in Conninfo.get_defaults()}:
            raise NoBook("The gradebook's URL has a setting that PostgreSQL doesn't know.", remedy=ESCAPED)
        return create_engine(
            url,
            pool_pre_ping=True,
            connect_args={
                "connect_timeout": 5,
                **{"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 10_000},
            },
        )
    except (ImportError, NoSuchModuleError):
        raise NoBook(
            "A gradebook in PostgreSQL needs the driver psycopg.", remedy="Install labgrader[postgres]."
        ) from None


def _sqlite(url: URL, *, create: bool) -> Engine:
    path = Path(str(url.database))
    _look_at(path)
    if not path.exists():
        if not create:
            raise NoBook(
                f"There is no gradebook {path}.",
                remedy=f"`grader grade LAB --roster FILE` makes one; another is named by --gradebook or {VARIABLE}.",
            )
        try:
            with suppress(FileExistsError):
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))  # grades are nobody else's business
        except OSError as error:
            raise NoBook(f"The gradebook {path} can't be made: {error.strerror}.") from None
    engine = create_engine(url, connect_args={"timeout": 5.0})

    @event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # sqlite3 begins no transaction by itself: `begin` below does
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        """Who is going to write says so at once: of two who read first and then want to write, neither gets on."""
        writes = connection.get_execution_options().get("labgrader_writes")
        if writes is not None:
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _look_at(path: Path) -> None:
    """Refuse what no gradebook can ever be in. Raises `NoBook`."""
    try:
        if path.is_dir():
            raise NoBook(f"The gradebook {path} is a folder.", remedy=f"Name a file in it: {path / DEFAULT}.")
        if path.exists() and not path.is_file():
            raise NoBook(f"The gradebook {path} is no file.", remedy="Name a file.")
    except OSError as error:
        raise NoBook(f"The gradebook {path} can't be looked at: {error.strerror}.") from None


def _version(connection: Connection) -> str | None:
    """The last migration that was run, or none."""
    if not inspect(connection).has_table(VERSION.name):
        return None
    return connection.execute(select(VERSION.c.version_num)).scalar()


def _migrate(connection: Connection) -> None:
    """Make or mend the tables. Of several who begin at once, one does it and the others wait."""
    from alembic.command import upgrade
    from alembic.config import Config
    from alembic.util import CommandError

    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(1818321511)"))
    if _version(connection) == LATEST:
        return
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    try:
        upgrade(config, "head")
    except CommandError as error:
        raise NoBook(
            f"This gradebook is of another version of labgrader ({str(error).rstrip('.')}).",
            remedy="Use the version that made it, or a later one.",
        ) from None
