"""Rosters: a class in a file, as people write it, with all that may be wrong with it told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from labs.errors import RosterError
from labs.roster import Roster, Seat

ROLE = "arn:aws:iam::111122223333:role/grader"


def roster(folder: Path, content: str | bytes, name: str = "class.csv") -> Roster:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Roster.read(path)


def problems(folder: Path, content: str | bytes, name: str = "class.csv") -> list[str]:
    with pytest.raises(RosterError) as refused:
        roster(folder, content, name)
    return [str(each).removeprefix(f"{folder}/{name}:") for each in refused.value.problems]


def test_a_role_in_an_account_is_an_arn(tmp_path: Path) -> None:
    read = roster(tmp_path, "learner,account,role,external_id\nada,111122223333,grader,c0ffee\n")
    assert list(read) == [Seat("ada", "111122223333", ROLE, external_id="c0ffee")]


def test_an_arn_says_the_account(tmp_path: Path) -> None:
    assert roster(tmp_path, f"learner,role\nada,{ROLE}\n").seats[0].account == "111122223333"


def test_a_role_in_china_is_of_chinas_partition(tmp_path: Path) -> None:
    seat = roster(tmp_path, "learner,account,role,region\nada,111122223333,grader,cn-north-1\n").seats[0]
    assert seat.role == "arn:aws-cn:iam::111122223333:role/grader"


def test_a_profile_or_an_endpoint_is_a_way_in_too(tmp_path: Path) -> None:
    text = "learner,account,profile,endpoint\nada,,class-07,\nbob,1111-2222-3333,,http://127.0.0.1:4566\n"
    ada, bob = roster(tmp_path, text)
    assert (ada.profile, ada.account) == ("class-07", "")
    assert (bob.endpoint, bob.account) == ("http://127.0.0.1:4566", "111122223333")


DIALECTS = {
    "BOM": "\ufefflearner,profile\r\nada,a\r\n".encode(),
    "semicolons": b"learner;profile\nada;a\n",
    "tabs": b"learner\tprofile\nada\ta\n",
    "Unicode text": "learner\tprofile\r\nada\ta\r\n".encode("utf-16"),
    "sep": b"sep=;\r\nlearner;profile\r\nada;a\r\n",
    "quotes": b'"learner","profile"\n"ada","a"\n',
    "blank lines": b"\n\n learner , profile \n\n,\nada, a\n\n",
    "no end of line": b"learner,profile\nada,a",
    "old Mac": b"learner,profile\rada,a\r",
    "comments": b"# autumn\nlearner,profile\n# the first\nada,a\n",
    "columns of others": b"Section,Learner,Grade so far,PROFILE\n1,ada,B,a\n",
}


@pytest.mark.parametrize("content", DIALECTS.values(), ids=DIALECTS)
def test_a_table_is_read_as_programs_write_it(tmp_path: Path, content: bytes) -> None:
    assert list(roster(tmp_path, content)) == [Seat("ada", profile="a")]


def test_a_quoted_cell_may_hold_anything(tmp_path: Path) -> None:
    seats = roster(tmp_path, 'learner,profile\n"Lovelace, ""Ada""",a\n"x;y",b\n').seats
    assert [seat.learner for seat in seats] == ['Lovelace, "Ada"', "x;y"]


def test_every_mistake_is_told_with_its_line_and_column(tmp_path: Path) -> None:
    text = (
        "learner;account;role;external_id;region;email\n"
        "ada;111122223333;grader;;;\n"
        ";222222222222;grader;;;\n"
        "ADA ;333333333333;grader;;;\n"
        "bob;1.11122E+11;grader;;;\n"
        f"cyd;444444444444;{ROLE};;;\n"
        "dan;1111-2222-3333;other;;;\n"
        "eve;555555555555;;;;\n"
        '"f;g";666666666666;grader;?;here;"no one"\n'
        "hal;777777777777;gra der;;;;;8\n"
    )
    assert problems(tmp_path, text) == [
        "3:1: this row names no learner.",
        "4:1: `ADA` has a row already, in line 2.",
        "5:5: `1.11122E+11` is no account id. It has twelve digits. Excel takes leading zeros away, and rounds: make "
        "the column one of text.",
        "6:18: this role is in the account 111122223333, not in 444444444444.",
        "7:5: the account 111122223333 is `ada`'s already, in line 2. Each needs one.",
        "8:18: nothing says how to get into this account. Give a role, a profile or an endpoint.",
        "9:27: this is no external id that AWS takes. It has 2 to 1,224 letters, digits and + = , . @ : / -",
        "9:29: `here` is no AWS region. One looks like `eu-west-1`.",
        "9:34: `no one` is no address for mail.",
        "10:18: `gra der` is neither a role's name nor its ARN. One looks like `grader`, or like "
        "`arn:aws:iam::111122223333:role/grader`.",
        "10:29: this row has more cells than there are titles (6). A value with a delimiter in it needs quotation "
        "marks around it.",
    ]


def test_a_row_of_several_lines_has_the_place_of_each_cell(tmp_path: Path) -> None:
    text = 'note,learner,profile,email\n"a\nb",ada,x,no\n,bob,y,no\n'
    assert [each.split(": ")[0] for each in problems(tmp_path, text)] == ["3:10", "4:8"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "1:1: this names no learner."),
        ("learner,role\n", "1:1: this names no learner."),
        ("name,role\nada,grader\n", "1:1: there is no column `learner` among the titles. Known columns: "),
        ("learner,profil\nada,a\n", "1:9: `profil` is no column that is known here. Did you mean `profile`?"),
        ("learner,profile,learner\nada,a,b\n", "1:17: the column `learner` is here twice."),
        ('learner,profile\n"ada,a\n', "2:1: this row can't be told apart: unexpected end of data."),
        (b"learner,profile\nad\xe4,a\n", "2:3: isn't UTF-8 text from here on."),
        ("learner,profile,role,account\nada,a,b,111122223333\n", "2:5: there are both a role and a profile."),
        ("learner,profile,external_id\nada,a,xyz\n", "2:7: an external id is said when a role is assumed"),
        ("learner,role\nada,grader\n", "2:1: which account is this role in?"),
        ("learner,endpoint\nada,ftp://x\n", "2:5: `ftp://x` is no endpoint."),
        ("learner,profile\na\x07da,a\n", r"2:1: 'a\x07da' has characters in it that nobody types."),
    ],
)
def test_what_is_no_roster_says_why(tmp_path: Path, text: str | bytes, told: str) -> None:
    first, *_ = problems(tmp_path, text)
    assert first.startswith(told)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match=r"none\.csv:1:1: can't be read: No such file"):
        Roster.read(tmp_path / "none.csv")


TOML = """
[[learners]]
learner = "ada"
account = "111122223333"
role = "grader"

[[learners]]
learner = "bob"
profile = "bob"
"""


def test_toml_says_the_same(tmp_path: Path) -> None:
    assert list(roster(tmp_path, TOML, "class.toml")) == [Seat("ada", "111122223333", ROLE), Seat("bob", profile="bob")]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"bob"\nprofile', '"ADA"\nprofile', "8:11: `ADA` has a row already, in line 2."),
        (
            '"111122223333"',
            "111122223333",
            '4:11: `account` has to be a text. Write it in quotation marks: account = "',
        ),
        ('role = "grader"', 'rol = "grader"', "5:7: `rol` is no key that is known here. Did you mean `role`?"),
        (
            "[[learners]]",
            "[[learner]]",
            "2:3: `learner` is no key that is known here. Each learner is a `[[learners]]`.",
        ),
        ('"ada"', '"ada', "3:15: isn't TOML: Illegal character '\\n'."),
        ('profile = "bob"', "", "7:1: nothing says how to get into this account."),
    ],
)
def test_mistakes_in_toml_have_a_place_too(tmp_path: Path, old: str, new: str, told: str) -> None:
    first, *_ = problems(tmp_path, TOML.replace(old, new), "class.toml")
    assert first.startswith(told)


ACCOUNT, HERE = "111122223333", "http://127.0.0.1:4566"


@pytest.mark.parametrize(
    ("columns", "ada", "bob", "told"),
    [
        (
            "account,role,region",
            "111122223333,grader,eu-west-1",
            "111122223333,grader,",
            f"3:5: the account {ACCOUNT}",
        ),
        (
            "account,role,region",
            "111122223333,grader,",
            "111122223333,other,eu-west-1",
            f"3:5: the account {ACCOUNT}",
        ),
        ("profile,region", "a,", "a,eu-west-1", "3:5: the profile `a`"),
        ("endpoint,region", f"{HERE},", f"{HERE}/,", f"3:5: the endpoint {HERE}/"),
        ("account,endpoint", f"111122223333,{HERE}", f",{HERE}", f"3:6: the endpoint {HERE}"),
    ],
)
def test_two_learners_share_no_region_of_an_account(
    tmp_path: Path, columns: str, ada: str, bob: str, told: str
) -> None:
    """A row without a region is in the lab's."""
    path = tmp_path / "class.csv"
    path.write_text(f"learner,{columns}\nada,{ada}\nbob,{bob}\n")
    with pytest.raises(RosterError) as caught:
        Roster.read(path, "eu-west-1")
    (problem,) = caught.value.problems
    assert str(problem) == f"{path}:{told} in eu-west-1 is `ada`'s already, in line 2. Each needs one."


@pytest.mark.parametrize(
    ("columns", "ada", "bob"),
    [
        ("account,role,region", "111122223333,grader,eu-west-2", "111122223333,grader,"),
        ("profile,region", "a,eu-west-2", "a,"),
        ("account,endpoint", f"111122223333,{HERE}", "111122223333,http://127.0.0.1:4567"),
        ("account,role,endpoint", f"111122223333,grader,{HERE}", f"222222222222,grader,{HERE}"),
        ("profile,endpoint", "a,http://127.0.0.1:4567", f"a,{HERE}"),
    ],
)
def test_two_learners_may_share_all_but_that(tmp_path: Path, columns: str, ada: str, bob: str) -> None:
    path = tmp_path / "class.csv"
    path.write_text(f"learner,{columns}\nada,{ada}\nbob,{bob}\n")
    assert len(Roster.read(path, "eu-west-1")) == 2


@pytest.mark.slow
def test_a_class_of_a_hundred_thousand_is_read(tmp_path: Path) -> None:
    rows = "".join(f"learner-{n},{n + 1:012},grader,id-{n}\n" for n in range(100_000))
    read = roster(tmp_path, "learner,account,role,external_id\n" + rows)
    assert len(read) == 100_000
    assert read.by_learner["learner-7"].account == "000000000008"


def test_answers_are_looked_for_beside_the_roster(tmp_path: Path) -> None:
    seat = roster(tmp_path, "learner,profile,answers\nada,a,work/ada.yaml\n").seats[0]
    assert seat.answers == str(tmp_path / "work" / "ada.yaml")
