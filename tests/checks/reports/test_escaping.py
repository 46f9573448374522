"""Whatever the text: a parser of the format reads the very text back that a person is to read."""

from __future__ import annotations

from xml.etree import ElementTree

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as some
from markdown_it import MarkdownIt
from tap.parser import Parser

from checks.reports import tap
from checks.reports.gitlab import render as to_gitlab
from checks.reports.html import render as to_html
from checks.reports.markdown import plain
from checks.reports.text import quoted, tame
from tests.checks.reports.results import named
from tests.checks.reports.test_html import parsed

AWFUL = some.one_of(some.text(), some.text("\\`*_{}[]()<>#+!|~@&:$-=.:% \n\t\r\x00\x1b\u202e1w/'\"", max_size=40))


@given(AWFUL)
def test_what_is_tame_is_one_line_of_which_nothing_makes_a_command(text: str) -> None:
    tamed = tame(text)
    assert tamed.isprintable()
    assert tame(tamed) == tamed
    assert not [word for word in tamed.split() if word.startswith("::")]
    assert "##[" not in tamed
    assert all(line.startswith(("| ", "|", "(")) for line in quoted(text, 3))


@given(AWFUL)
@example("- one")
@example("    code")
@example("===")
@example("---")
@example("12. twelve")
def test_markdown_gives_the_text_back(text: str) -> None:
    for before, token in (("- ", 3), ("## ", 1), ("", 1), ("see ", 1)):
        tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(f"{before}{plain(text)}")
        told = "".join(inner.content for each in tokens[token : token + 1] for inner in each.children or ())
        assert told.split() == f"{before.strip('-# ')} {tame(text)}".split()


@given(AWFUL)
def test_tap_gives_the_text_back(text: str) -> None:
    (line,) = Parser().parse_text(f"not ok 1 - {tap.plain(text)}")
    assert line.category == "test"
    assert not line.skip
    assert not line.todo
    assert yaml.safe_load(f"a: {tap._scalar(text)}") == {"a": tame(text)}


@settings(max_examples=25)
@given(AWFUL)
@example("[[[ATTACHMENT|secret.txt]]")
def test_xml_and_html_give_the_text_back(text: str) -> None:
    result = named(text)
    told = tame(text)
    in_xml = "".join(ElementTree.fromstring(to_gitlab(result)).itertext())
    assert "[[" not in in_xml
    assert told in in_xml.replace("[ ", "[") or told.replace("[", "[ ") in in_xml.replace("[", "[ ")
    assert told in "".join(parsed(to_html(result)).itertext())
