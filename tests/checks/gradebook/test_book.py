"""What a gradebook keeps, and what it makes of what comes twice."""

from __future__ import annotations

import os
import re
import stat
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from checks.gradebook import Gradebook, NoBook, Run
from checks.gradebook.address import address, place
from checks.gradebook.rules import decide
from labs.errors import LabgraderError, UsageError
from tests.checks.gradebook.attempts import CLASS, LAB, NOON, attempt, record


def test_an_attempt_comes_back_as_it_was(book: Gradebook) -> None:
    result, evidence = attempt("filter")
    number = book.record(None, "Ada", result, evidence, NOON)
    (kept,) = book.attempts()
    assert kept == book.attempt(number)
    assert (kept.learner, kept.name, kept.lab, kept.verdict, kept.score) == ("ada", "Ada", LAB, "failed", 97.5)
    assert (kept.lab_digest, kept.grader_version) == (result.lab_digest, result.grader_version)
    assert (kept.taken_at, kept.received_at, kept.run) == (result.taken_at, NOON, None)
    assert kept.result == result.to_json()
    assert book.evidence(number) == evidence


def test_a_moment_without_a_zone_is_refused(book: Gradebook) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        record(book, "ada", "solved", datetime(2026, 3, 1, 12))
    assert list(book.attempts()) == []


@pytest.mark.parametrize("name", ["", "  ", "a\0b", "a\ud800b"])
def test_nobody_is_no_learner(book: Gradebook, name: str) -> None:
    with pytest.raises(UsageError, match="no learner"):
        record(book, name, "solved")


def test_attempts_of_a_lab_or_a_learner(book: Gradebook) -> None:
    record(book, "ada", "untouched")
    record(book, "Ben", "solved")
    record(book, "ADA ", "solved", lab_id="other")
    assert [each.name for each in book.attempts()] == ["ada", "Ben", "ADA"]
    assert [each.name for each in book.attempts(LAB)] == ["ada", "Ben"]
    assert [each.lab for each in book.attempts(learner="Ada")] == [LAB, "other"]
    assert [each.text for each in book.attempts(results=False)] == ["", "", ""]


def test_more_attempts_than_one_page(book: Gradebook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checks.gradebook.book.PAGE", 3)
    numbers = [record(book, f"learner {each}", "solved") for each in range(7)]
    assert [each.id for each in book.attempts()] == numbers
    assert [each.id for each in book.attempts(after=numbers[4])] == numbers[5:]


def test_an_unfinished_run_is_gone_on_with_and_a_finished_one_is_not(book: Gradebook) -> None:
    run = book.begin(CLASS)
    assert book.begin(CLASS) == run
    assert book.begin(Run("another class", LAB)) != run
    record(book, "Ada", "solved", run=run)
    assert book.done(run) == {"ada"}
    book.finish(run)
    again = book.begin(CLASS)
    assert again.id != run.id
    assert book.done(again) == frozenset()


def test_a_learner_has_one_attempt_in_a_run(book: Gradebook) -> None:
    run = book.begin(CLASS)
    first = record(book, "Ada", "untouched", run=run)
    assert record(book, "ada", "solved", NOON + timedelta(hours=1), run=run) == first
    (kept,) = book.attempts()
    assert kept.score == 0
    found = book.evidence(first)
    assert found is not None
    assert found == attempt("untouched", "Ada")[1]


def test_without_a_run_every_attempt_counts(book: Gradebook) -> None:
    assert record(book, "ada", "solved") != record(book, "ada", "solved")
    assert len(list(book.attempts())) == 2


def test_an_attempt_without_evidence(book: Gradebook) -> None:
    number = book.record(None, "ada", attempt("solved")[0], None, NOON)
    assert book.evidence(number) is None


def test_a_book_is_opened_again_and_again(url: str) -> None:
    first = Gradebook.open(url)
    record(first, "ada", "solved")
    first.close()
    again = Gradebook.open(url, create=False)
    assert [each.name for each in again.attempts()] == ["ada"]
    again.close()


def test_many_open_the_same_new_book_at_once(url: str) -> None:
    numbers: list[int] = []

    def work(learner: str) -> None:
        opened = Gradebook.open(url, patience=20)
        numbers.append(record(opened, learner, "solved"))
        opened.close()

    threads = [threading.Thread(target=work, args=(f"learner {each}",)) for each in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(set(numbers)) == 4


def test_nobody_else_may_read_a_book_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "class.db"
    opened = Gradebook.open(str(path))
    record(opened, "ada", "solved")
    assert {stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()} == {0o600}
    opened.close()


def test_what_is_no_book_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(NoBook, match="There is no gradebook"):
        Gradebook.open(str(tmp_path / "none.db"), create=False)
    with pytest.raises(NoBook, match="can't be made"):
        Gradebook.open(str(tmp_path / "nowhere" / "none.db"))
    (tmp_path / "text.db").write_text("Dear gradebook,\n" * 100)
    with pytest.raises(NoBook, match="isn't a gradebook"):
        Gradebook.open(str(tmp_path / "text.db"))
    (tmp_path / "empty.db").touch()
    with pytest.raises(NoBook, match="There is no gradebook in"):
        Gradebook.open(str(tmp_path / "empty.db"), create=False)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("mysql://host/book", "can't be kept in mysql"),
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
        ("http//://", "no URL"),
    ],
)
def test_what_a_book_can_t_be_kept_in(said: str, words: str) -> None:
    with pytest.raises(NoBook, match=words):
        Gradebook.open(said)


HOST = "127.0.0.1:1"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (f"postgresql://{HOST}/x?password=tell-nobody", f"postgresql://{HOST}/x can't be reached"),
        (f"postgresql://ada:tell-nobody@{HOST}/x", f"postgresql://{HOST}/x can't be reached"),
        (f"postgresql://ada:pw@{HOST}/x?sslmode=tell-nobody&sslpassword=tell-nobody", "can't be reached"),
        (f"postgresql://{HOST}/x%40tell-nobody", "postgresql://… can't be reached"),
        (f"postgresql://{HOST}/x#tell-nobody", "postgresql://… can't be reached"),
        ("postgresql://ada:pw@tell-nobody/pw@host", "can't be told apart"),
        ("postgresql://ada:pw@tell-nobody@host/x", "can't be told apart"),
        ("postgresql://ada:pw@tell-nobody?pw@host/x", "can't be told apart"),
        (f"postgresql://{HOST}/x?password=pw&tell-nobody", "can't be told apart"),
        (f"postgresql://{HOST}/x?password=pw&tell-nobody=1", "a setting that PostgreSQL doesn't know"),
        ("postgresql://ada:pw@tell-nobody..host/x", "name of the gradebook's server is none"),
        ("postgresql://ada:pw@host:5tell-nobody/x", "no URL"),
        ("postgresql//ada:tell-nobody@host/x", "no URL"),
        ("host=db password=tell-nobody", "no URL"),
        ("sqlite://ada:tell-nobody@host/x", "is on no server"),
        ("sqlite:///x?key=tell-nobody", "takes no settings"),
    ],
)
def test_a_password_is_not_repeated_wherever_it_stands(
    said: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(LabgraderError, match=re.escape(words)) as told:
        Gradebook.open(said, patience=0)
    assert "tell-nobody" not in str(told.value)
    assert list(tmp_path.iterdir()) == []


def test_a_book_that_is_shown_as_an_object_shows_no_url(tmp_path: Path) -> None:
    book = Gradebook.open(str(tmp_path / "secret.db"))
    assert "secret" not in repr(book)
    book.close()


@pytest.mark.parametrize("said", ["", "sqlite:///"])
def test_a_folder_is_no_book_and_is_told_of_at_once(tmp_path: Path, said: str) -> None:
    began = time.monotonic()
    for create in (True, False):
        with pytest.raises(NoBook, match=r"is a folder\.\nName a file in it: .*gradebook\.db"):
            Gradebook.open(f"{said}{tmp_path}", create=create)
    with pytest.raises(NoBook, match="is no file"):
        Gradebook.open(os.devnull)
    with pytest.raises(NoBook, match="can't be looked at: File name too long"):
        Gradebook.open("a" * 5000)
    assert time.monotonic() - began < 10


def test_half_a_character_is_refused_wherever_it_comes_from(book: Gradebook) -> None:
    with pytest.raises(UsageError, match="half a character"):
        list(book.attempts(learner="\ud800x"))
    with pytest.raises(UsageError, match="half a character"):
        decide(book, "excuse", "vpc-flow-logs", "ada", "yes", "On \ud800 leave.", "Noether")


def test_where_the_book_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GRADER_GRADEBOOK", raising=False)
    assert place(None) == "gradebook.db"
    monkeypatch.setenv("GRADER_GRADEBOOK", "postgres://ada@db/course")
    assert address(place(None)).render_as_string() == "postgresql+psycopg://ada@db/course"
    assert address(place("class 7.db")).database == "class 7.db"


@pytest.mark.slow
def test_a_password_is_not_repeated() -> None:
    with pytest.raises(Exception, match="can't be reached") as told:
        Gradebook.open("postgresql://ada:tell-nobody@127.0.0.1:1/book", patience=0.1)
    assert "tell-nobody" not in str(told.value)
