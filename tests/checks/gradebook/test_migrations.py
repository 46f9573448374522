"""The tables as the migrations make them are those that the code knows."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import update

import checks.gradebook
from checks.gradebook import Gradebook, NoBook
from checks.gradebook.tables import LATEST, METADATA, VERSION

MIGRATIONS = Path(checks.gradebook.__file__).with_name("migrations")


def test_the_migrations_make_what_the_code_knows(book: Gradebook) -> None:
    with book.database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_the_last_migration_is_the_one_looked_for() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_current_head() == LATEST


def test_a_book_of_a_later_version_is_left_alone(url: str, book: Gradebook) -> None:
    book.database.write(lambda connection: connection.execute(update(VERSION).values(version_num="from the future")))
    with pytest.raises(NoBook, match="another version of labgrader"):
        Gradebook.open(url)
