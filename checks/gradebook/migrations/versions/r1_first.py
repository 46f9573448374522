"""The gradebook's first form."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "1"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make all tables. This stands for itself: what `tables.py` says goes on changing."""
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("lab", sa.String, nullable=False),
        sa.Column("started_at", sa.String, nullable=False),
        sa.Column("finished_at", sa.String),
        sqlite_autoincrement=True,
    )
    unfinished = sa.text("finished_at IS NULL")
    op.create_index(
        "runs_unfinished", "runs", ["key"], unique=True, sqlite_where=unfinished, postgresql_where=unfinished
    )
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("receipt", sa.String, nullable=False, unique=True),
        sa.Column("run", sa.Integer, sa.ForeignKey("runs.id")),
        sa.Column("learner", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("lab", sa.String, nullable=False),
        sa.Column("lab_digest", sa.String, nullable=False),
        sa.Column("grader_version", sa.String, nullable=False),
        sa.Column("verdict", sa.String, nullable=False),
        sa.Column("score", sa.Float),
        sa.Column("max_score", sa.Float, nullable=False),
        sa.Column("taken_at", sa.String, nullable=False),
        sa.Column("received_at", sa.String, nullable=False),
        sa.Column("result", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_attempts_run", "attempts", ["run"])
    op.create_index("ix_attempts_learner", "attempts", ["learner"])
    op.create_index("attempts_lab_learner", "attempts", ["lab", "learner"])
    op.create_table(
        "evidence",
        sa.Column("attempt", sa.Integer, sa.ForeignKey("attempts.id"), primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "former",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("attempt", sa.Integer, sa.ForeignKey("attempts.id"), nullable=False),
        sa.Column("replaced_at", sa.String, nullable=False),
        sa.Column("lab_digest", sa.String, nullable=False),
        sa.Column("grader_version", sa.String, nullable=False),
        sa.Column("verdict", sa.String, nullable=False),
        sa.Column("score", sa.Float),
        sa.Column("max_score", sa.Float, nullable=False),
        sa.Column("result", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_former_attempt", "former", ["attempt"])
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("lab", sa.String, nullable=False),
        sa.Column("learner", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("what", sa.String, nullable=False),
        sa.Column("value", sa.String),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("author", sa.String, nullable=False),
        sa.Column("made_at", sa.String, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_decisions_learner", "decisions", ["learner"])
    op.create_table(
        "policies",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("lab", sa.String, nullable=False),
        sa.Column("settings", sa.Text, nullable=False),
        sa.Column("author", sa.String, nullable=False),
        sa.Column("made_at", sa.String, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_policies_lab", "policies", ["lab"])


def downgrade() -> None:
    """There is nothing before it."""
    raise NotImplementedError("a gradebook has no form before its first")
