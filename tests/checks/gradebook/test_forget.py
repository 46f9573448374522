"""Who is forgotten is nowhere any more."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, func, select

from checks.gradebook import BookError, Gradebook
from checks.gradebook.forget import forget, known
from checks.gradebook.regrade.again import compare
from checks.gradebook.regrade.change import Change
from checks.gradebook.regrade.run import apply, batches
from checks.gradebook.rules import decide, decisions
from checks.gradebook.tables import METADATA
from tests.checks.gradebook.attempts import LAB, attempt, record


def test_nothing_is_left_of_who_is_forgotten_and_all_of_others(book: Gradebook) -> None:
    for learner in ("Zuse", "Ada"):
        record(book, learner, "filter")
        record(book, learner, "solved")
        decide(book, "override", LAB, learner, "1.00", "A reason.", "Noether")
    again = [compare(each, attempt("untouched", each.name)[0]) for some in batches(book, LAB) for each in some]
    assert apply(book, [each for each in again if isinstance(each, Change)]) == 4
    before = _counts(book)
    assert known(book, " zuse") == (2, 1)
    forget(book, "ZUSE")
    assert known(book, "zuse") == (0, 0)
    assert {name: 2 * count for name, count in _counts(book).items()} == before
    assert [each.name for each in book.attempts()] == ["Ada", "Ada"]
    assert [each.name for each in decisions(book)] == ["Ada"]
    assert record(book, "Zuse", "solved") > 4  # an id that was theirs is nobody else's


@pytest.mark.slow
def test_readers_who_are_in_the_way_are_told_of(tmp_path: object) -> None:
    book = Gradebook.open(f"{tmp_path}/gradebook.db", patience=0.3)
    record(book, "Zuse", "solved")
    reader = book.database.engine.connect()
    reader.exec_driver_sql("BEGIN")
    reader.exec_driver_sql("SELECT count(*) FROM attempts").all()
    with pytest.raises(BookError, match=r"others read the gradebook|can't be reached"):
        forget(book, "Zuse")
    reader.exec_driver_sql("ROLLBACK")
    reader.close()
    forget(book, "Zuse")
    assert known(book, "Zuse") == (0, 0)
    book.close()


def _counts(book: Gradebook) -> dict[str, int]:
    def work(connection: Connection) -> dict[str, int]:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in METADATA.sorted_tables
            if table.name not in ("runs", "policies")
        }

    return book.database.read(work)
