"""Tickets: what a course hands out in place of its secret."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from labs.catalogue import BUILT_IN
from labs.errors import RosterError, UsageError
from labs.load import load
from labs.names import Identity
from labs.tickets import Ticket, learners_in

LAB = BUILT_IN / "vpc_flow_logs"
SECRET = b"correct horse battery staple"


def ticket(learner: str = "ada") -> Ticket:
    return Ticket.of(load(LAB, Identity(learner, SECRET)))


def test_a_ticket_gives_the_names_that_the_secret_gives(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_text(ticket().text())
    loaded = Ticket.load(path)
    assert loaded == ticket()
    by_ticket = load(LAB, Identity(loaded.learner, given=loaded.names))
    assert by_ticket.names == load(LAB, Identity("ada", SECRET)).names
    assert by_ticket.tasks == load(LAB, Identity("ada", SECRET)).tasks


def test_a_ticket_holds_no_secret() -> None:
    assert SECRET.decode() not in ticket().text()


def test_a_ticket_for_other_names_than_the_labs_is_refused() -> None:
    with pytest.raises(UsageError, match="another version of the lab"):
        load(LAB, Identity("ada", given={"role": "x"}))


def test_a_token_outside_names_is_refused_since_tickets_carry_names(tmp_path: Path) -> None:
    from labs.errors import LabError

    folder = tmp_path / "one"
    folder.mkdir()
    (folder / "lab.yaml").write_text(
        "id: one\ntitle: One\nregion: eu-west-1\ntasks:\n  - id: a\n    title: A\n    points: 1\n"
        "    expect: {log_group: {name: \"logs-{{ token('a') }}\"}}\n"
    )
    with pytest.raises(LabError, match=r"lab\.yaml:8:.*belongs in `names`"):
        load(folder)


@pytest.mark.parametrize("text", ["", "{}", "[]", "no", '{"schema": "labgrader/ticket/v1"}', '{"schema": 3}'])
def test_what_is_no_ticket_is_refused_with_its_path(tmp_path: Path, text: str) -> None:
    path = tmp_path / "t.json"
    path.write_text(text)
    with pytest.raises(UsageError, match=r"t\.json"):
        Ticket.load(path)


def test_each_name_must_be_a_text(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_text(json.dumps({**json.loads(ticket().text()), "names": {"role": 3}}))
    with pytest.raises(UsageError, match="damaged"):
        Ticket.load(path)


@pytest.mark.parametrize("learner", ["../../etc/passwd", "a/b", "CON:", "ß ü", "x" * 300, "..", "a\\b"])
def test_a_tickets_file_stays_in_its_folder_whatever_the_learner_is_called(learner: str) -> None:
    name = ticket(learner).file_name
    assert Path(name).name == name
    assert not set(name) & set('/\\:*?"<>| ')
    assert len(name) < 150
    assert not name.startswith(".")


def test_learners_whose_safe_names_are_alike_have_files_of_their_own() -> None:
    assert len({ticket(learner).file_name for learner in ("a b", "a/b", "a-b", "a  b")}) == 4


@pytest.mark.parametrize(
    ("text", "learners"),
    [
        ("ada\nbob\n", ["ada", "bob"]),
        ("\ufefflearner\r\nada\r\n\r\nbob", ["ada", "bob"]),
        ('name,Learner\n"Lovelace, Ada",ada\nBob,bob\n', ["ada", "bob"]),
        ("# a class\nada\n", ["ada"]),
        ('"Lovelace, Ada"\n', ["Lovelace, Ada"]),
    ],
)
def test_a_roster_is_a_csv_or_a_list(tmp_path: Path, text: str, learners: list[str]) -> None:
    path = tmp_path / "roster"
    path.write_text(text, encoding="utf-8", newline="")
    assert [each.learner for each in learners_in(path)] == learners


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ada\nbob\nADA\n", "roster:3:1: `ADA` has a row already, in line 1."),
        ("name,learner\nAda,\n", "roster:2:5: this row names no learner."),
        ("", "names no learner"),
        ("learner\n", "names no learner"),
    ],
)
def test_a_roster_with_mistakes_says_where(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "roster"
    path.write_text(text)
    with pytest.raises(RosterError) as refused:
        learners_in(path)
    assert words in refused.value.message
