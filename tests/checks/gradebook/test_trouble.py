"""Many writers at once, and a database that goes away: nothing is lost, doubled or half there."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import OperationalError

from checks.gradebook import BookError, Entry, Gradebook
from checks.gradebook.tables import EVIDENCE, RUNS
from tests.checks.gradebook.attempts import CLASS, NOON, attempt, record
from tests.checks.gradebook.postgres import Cluster

WRITER = """
import sys
from checks.gradebook import Gradebook
from tests.checks.gradebook.attempts import CLASS, record

book = Gradebook.open(sys.argv[1])
run = book.begin(CLASS)
for number in range(int(sys.argv[2]), int(sys.argv[3])):
    record(book, f"learner {number}", "solved", run=run)
"""


@pytest.mark.slow
def test_processes_that_write_at_once_lose_nothing_and_double_nothing(url: str) -> None:
    spans = [(0, 40), (20, 60), (40, 80), (0, 80)]  # two instructors grade the same class, and helpers of theirs
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, url, str(a), str(b)]) for a, b in spans]
    assert [each.wait() for each in writers] == [0] * len(spans)
    book = Gradebook.open(url)
    kept = list(book.attempts())
    assert sorted(each.learner for each in kept) == sorted(f"learner {number}" for number in range(80))
    assert all(book.evidence(each.id) is not None for each in kept)
    assert len({each.run for each in kept}) == 1
    book.close()


def test_a_writer_waits_for_another(tmp_path: Path) -> None:
    path = tmp_path / "gradebook.db"
    book = Gradebook.open(str(path), patience=20)
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    letting_go = threading.Timer(0.5, other.execute, ["COMMIT"])
    began = time.monotonic()
    letting_go.start()
    record(book, "ada", "solved")
    assert time.monotonic() - began > 0.3
    letting_go.join()
    other.close()
    assert len(list(book.attempts())) == 1
    book.close()


def test_what_passes_by_itself_is_tried_again_from_the_start(tmp_path: Path) -> None:
    book = Gradebook.open(str(tmp_path / "gradebook.db"), patience=5)
    tries: list[int] = []

    def work(connection: Connection) -> int:
        connection.execute(insert(RUNS).values(key="k", lab="l", started_at="now"))
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError("INSERT", None, sqlite3.OperationalError("disk I/O error"))
        return len(tries)

    assert book.database.write(work) == 3
    count = select(func.count()).select_from(RUNS)
    assert book.database.read(lambda connection: connection.execute(count).scalar()) == 1
    book.close()


def test_a_reader_waits_for_no_writer(tmp_path: Path) -> None:
    path = tmp_path / "gradebook.db"
    book = Gradebook.open(str(path), patience=0.1)
    record(book, "ada", "solved")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert len(list(book.attempts())) == 1
    other.close()
    book.close()


def test_a_database_that_is_full_is_told_of_and_nothing_is_half_there(tmp_path: Path) -> None:
    book = Gradebook.open(str(tmp_path / "gradebook.db"), patience=0.1)
    record(book, "ada", "solved")
    with book.database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    many = [Entry(f"learner {number}", *attempt("solved"), NOON) for number in range(50)]
    with pytest.raises(BookError, match="full") as told:
        book.record_all(None, many)
    assert told.value.exit_status == 3
    assert "half recorded" in told.value.remedy
    attempts = len(list(book.attempts()))
    kept = book.database.read(
        lambda connection: connection.execute(select(func.count()).select_from(EVIDENCE)).scalar()
    )
    assert kept == attempts
    book.close()


@pytest.mark.slow
def test_a_database_that_is_gone_for_ten_seconds_costs_only_time(postgres: Cluster) -> None:
    book = Gradebook.open(postgres.make("gone"))
    run = book.begin(CLASS)
    record(book, "before", "solved", run=run)
    postgres.stop()
    back = threading.Timer(10, postgres.start)
    began = time.monotonic()
    back.start()
    result, evidence = attempt("solved", "meanwhile")
    number = book.record(run, "meanwhile", result, evidence, NOON)
    assert time.monotonic() - began > 9
    back.join()
    assert [each.learner for each in book.attempts()] == ["before", "meanwhile"]
    assert book.evidence(number) == evidence
    book.close()


@pytest.mark.slow
def test_a_database_that_stays_away_is_told_of(postgres: Cluster) -> None:
    book = Gradebook.open(postgres.make("away"), patience=1)
    postgres.stop()
    try:
        with pytest.raises(BookError, match="can't be reached, after 1 seconds"):
            record(book, "ada", "solved")
    finally:
        postgres.start()
    assert list(book.attempts()) == []
    book.close()


@pytest.mark.slow
def test_a_database_that_isn_t_there_is_told_at_once(postgres: Cluster) -> None:
    began = time.monotonic()
    with pytest.raises(BookError, match="does not exist"):
        Gradebook.open(postgres.url("nobody"))
    assert time.monotonic() - began < 5
