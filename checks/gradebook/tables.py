"""The gradebook's tables. `migrations/` brings a database from any earlier form to this one.

Times are UTC, as ISO 8601 text with microseconds, so that they sort as they follow. Learners are filed under the name
that `labs.names.canonical` gives, with the name as it was written beside it.
"""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text, text

LATEST = "1"
"""The newest migration. A database that says so needs none."""

METADATA = MetaData()

VERSION = Table("alembic_version", MetaData(), Column("version_num", String(32)))
"""Alembic's own."""

RUNS = Table(
    "runs",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("key", String, nullable=False),
    Column("lab", String, nullable=False),
    Column("started_at", String, nullable=False),
    Column("finished_at", String),
    sqlite_autoincrement=True,
)
UNFINISHED = text("finished_at IS NULL")
Index("runs_unfinished", RUNS.c.key, unique=True, sqlite_where=UNFINISHED, postgresql_where=UNFINISHED)

ATTEMPTS = Table(
    "attempts",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("receipt", String, nullable=False, unique=True),  # by which the same attempt is known when it comes again
    Column("run", Integer, ForeignKey("runs.id"), index=True),
    Column("learner", String, nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("lab", String, nullable=False),
    Column("lab_digest", String, nullable=False),
    Column("grader_version", String, nullable=False),
    Column("verdict", String, nullable=False),
    Column("score", Float),
    Column("max_score", Float, nullable=False),
    Column("taken_at", String, nullable=False),
    Column("received_at", String, nullable=False),
    Column("result", Text, nullable=False),  # labgrader/result/v1
    Index("attempts_lab_learner", "lab", "learner"),
    sqlite_autoincrement=True,  # an id is never given twice, whoever is forgotten
)

EVIDENCE = Table(
    "evidence",
    METADATA,
    Column("attempt", Integer, ForeignKey("attempts.id"), primary_key=True),
    Column("data", LargeBinary, nullable=False),  # labgrader/evidence/v1, by zlib
)

FORMER = Table(
    "former",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("attempt", Integer, ForeignKey("attempts.id"), nullable=False, index=True),
    Column("replaced_at", String, nullable=False),
    Column("lab_digest", String, nullable=False),
    Column("grader_version", String, nullable=False),
    Column("verdict", String, nullable=False),
    Column("score", Float),
    Column("max_score", Float, nullable=False),
    Column("result", Text, nullable=False),
    sqlite_autoincrement=True,
)
"""What attempts came to before they were graded again."""

DECISIONS = Table(
    "decisions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("lab", String, nullable=False),
    Column("learner", String, nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("what", String, nullable=False),  # excuse, extend, override
    Column("value", String),  # what was decided; none takes an earlier decision back
    Column("reason", Text, nullable=False),
    Column("author", String, nullable=False),
    Column("made_at", String, nullable=False),
    sqlite_autoincrement=True,
)
"""What people decided about one learner in one lab. Nothing is changed here: the last of its sort holds."""

POLICIES = Table(
    "policies",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("lab", String, nullable=False, index=True),
    Column("settings", Text, nullable=False),  # JSON
    Column("author", String, nullable=False),
    Column("made_at", String, nullable=False),
    sqlite_autoincrement=True,
)
"""How a lab's attempts become its grade. The last one of a lab holds."""
