"""A file's values stand where it says they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labs.dialect import parse
from labs.source import Source, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORDS = st.from_regex(r"[a-z][a-z0-9]{0,6}( [a-z]{1,4})?", fullmatch=True).filter(
    lambda word: word not in ("true", "false", "null")
)
TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff"))
DATA = st.recursive(
    WORDS | st.integers(-(10**9), 10**9) | st.booleans(),
    lambda inner: st.lists(inner, min_size=1, max_size=4) | st.dictionaries(WORDS, inner, min_size=1, max_size=4),
    max_leaves=12,
)


def written(value: Any, indent: int = 0) -> str:
    """`value` as an author lays it out: a line for each entry."""
    pad = " " * indent
    if isinstance(value, dict):
        return "".join(f"{pad}{key}:{_after(inner, indent)}" for key, inner in value.items())
    if isinstance(value, list):
        return "".join(f"{pad}-{_after(inner, indent)}" for inner in value)
    return f"{pad}{_scalar(value)}\n"


def _after(value: Any, indent: int) -> str:
    if isinstance(value, dict | list):
        return f"\n{written(value, indent + 2)}"
    return f" {_scalar(value)}\n"


def _scalar(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def scalars(value: Any, way: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every scalar in `value` and the way to it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from scalars(inner, (*way, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from scalars(inner, (*way, index))
    else:
        yield way, value


@given(st.dictionaries(WORDS, DATA, min_size=1, max_size=5))
def test_every_position_points_at_its_value(data: dict[str, Any]) -> None:
    text = written(data)
    form = parse(text)
    assert (form.data, form.slips) == (data, [])
    lines = text.splitlines()
    for way, value in scalars(data):
        line, column = form.values[way]
        assert lines[line - 1][column - 1 :] == _scalar(value)
    for way, (line, column) in form.keys.items():
        assert lines[line - 1][column - 1 :].startswith(f"{way[-1]}:")


@given(st.dictionaries(WORDS, DATA, min_size=1, max_size=3))
def test_a_flow_of_braces_reads_as_the_same_data(data: dict[str, Any]) -> None:
    def flow(value: Any) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{key}: {flow(inner)}" for key, inner in value.items()) + "}"
        return f"[{', '.join(map(flow, value))}]" if isinstance(value, list) else _scalar(value)

    text = flow(data)
    form = parse(text)
    assert form.data == data
    for way, value in scalars(data):
        assert text[form.values[way][1] - 1 :].startswith(_scalar(value))


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r")))  # as `read_text` gives it
def test_any_text_is_parsed_or_told_of_within_it(text: str) -> None:
    form = parse(text)
    lines = text.split("\n")
    for slip in form.slips:
        line, column = slip.place
        assert slip.message
        assert 1 <= line <= len(lines)
        assert 1 <= column <= len(lines[line - 1]) + 1


@given(TEXT)
def test_text_in_quotes_stays_as_it_is(text: str) -> None:
    escaped = text.replace("'", "''")
    assert parse(f"title: '{escaped}'").data == {"title": text}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("true", True),
        ("null", None),
        ("~", None),
        ("0", 0),
        ("-7", -7),
        ("2.5", 2.5),
        ("'7'", "7"),
        ("True", "True"),
        ("yes", "yes"),
        ("on", "on"),
        ("0123", "0123"),
        ("12:30:45", "12:30:45"),
        ("0x1F", "0x1F"),
        ("1e3", "1e3"),
        (".inf", ".inf"),
        ("2026-01-01", "2026-01-01"),
        ("9" * 19, "9" * 19),
    ],
)
def test_only_plain_numbers_true_false_and_null_are_other_than_text(typed: str, read: Any) -> None:
    (value,) = parse(f"key: {typed}").data.values()
    assert (value, type(value)) == (read, type(read))


def test_of_a_key_that_stands_twice_the_first_counts() -> None:
    form = parse("a: 1\nb: 2\na: 3\n")
    assert form.data == {"a": 1, "b": 2}
    assert form.values["a",] == (1, 4)


def test_a_value_that_is_left_out_stands_where_its_key_does() -> None:
    form = parse("a:\n  b:\n  c: 1\n")
    assert form.values["a", "b"] == (2, 3)


def test_what_has_no_place_of_its_own_is_told_at_the_nearest_around_it(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("a:\n  b: {c: 1}\n")
    source = Source.read(tmp_path / "x.yaml")
    assert source.position(("a", "b", "missing", 3)) == (2, 6)
    assert source.position(("missing",)) == (1, 1)


def test_a_word_is_found_inside_a_template_and_whole(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("a: zone zones {{ my_zone }} {{ zone }} zone\n")
    assert Source.read(tmp_path / "x.yaml").find(("a",), "zone") == (1, 32)


def test_the_digest_is_of_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(b"a: 1\r\n")
    assert Source.read(tmp_path / "x.yaml").digest == (
        "sha256:db9bda4272ee21cda5ff1d213fa8366a2cca3143c5a795bdcd5f75a85106033d"
    )


@pytest.mark.parametrize(
    ("word", "known", "sentence"),
    [
        ("pionts", ["points", "title"], "Did you mean `points`?"),
        ("all", ["ACCEPT", "ALL"], "Did you mean `ALL`?"),
        ("log-group", ["log_group"], "Did you mean `log_group`?"),
        ("xyz", ["points", "title"], "Known here: `points`, `title`."),
        ("xyz", [], ""),
    ],
)
def test_what_was_probably_meant(word: str, known: list[str], sentence: str) -> None:
    assert did_you_mean(word, known) == sentence
