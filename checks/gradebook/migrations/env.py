"""What Alembic runs: the migrations, in the transaction of whoever opens the gradebook."""

from __future__ import annotations

from alembic import context

from checks.gradebook.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=True,  # SQLite too undoes the making of a table
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
