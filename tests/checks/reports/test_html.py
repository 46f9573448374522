"""The page, read by another's parser: sound, whole, and nothing in it but what we wrote."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from tinyhtml5.parser import HTMLParser

import checks.reports.html
import fixtures.console
from checks.reports.output import REPORTS
from tests.checks.reports.results import CASES, NASTY, case, handed_in, named

OURS = Path(checks.reports.html.__file__).parent / "page.css"
THEIRS = Path(fixtures.console.__file__).parent / "static" / "page.css"


def parsed(report: str) -> Any:
    """The tree of the page, in which there is no error."""
    parser = HTMLParser(namespace_html_elements=False)
    tree = parser.parse(report)
    assert parser.errors == []
    return tree


def words(report: str) -> str:
    return re.sub(r"\s+", " ", "".join(parsed(report).find("body").itertext()))


@pytest.mark.parametrize("of", CASES)
def test_a_parser_finds_nothing_wrong(of: str) -> None:
    root = parsed(REPORTS["html"](case(of)))
    assert root.find("head/title").text
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("of", CASES)
def test_it_loads_nothing_from_anywhere_and_runs_nothing(of: str) -> None:
    root = parsed(REPORTS["html"](case(of)))
    for each in root.iter():
        assert each.tag not in {"script", "link", "img", "iframe", "object", "embed", "base", "form", "a"}
        assert not [key for key in each.attrib if key in {"src", "href", "srcset", "style"} or key.startswith("on")]
    assert not re.search(r"url\(|@import", REPORTS["html"](case(of)))
    assert "default-src 'none'" in REPORTS["html"](case(of))


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_whatever_a_learner_typed_is_text(text: str) -> None:
    root = parsed(REPORTS["html"](handed_in(named(text), text, entry=text)))
    other = parsed(REPORTS["html"](handed_in(named("x"), "x", entry="x")))
    assert [each.tag for each in root.iter()] == [each.tag for each in other.iter()]


def test_it_tells_what_is_right_what_is_wrong_and_why() -> None:
    report = REPORTS["html"](case("handed in"))
    told = words(report)
    assert "2 of 3 tasks are done." in told
    assert "The maximum aggregation interval (in seconds) of fl-0a11 is 600, not 60." in told
    pairs = parsed(report).iterfind(".//dl[@class='beside']/div")
    beside = {each.find("dt").text: each.find("dd/bdi").text for each in pairs}
    assert (beside["Expected"], beside["Observed"]) == ("60", "600")
    assert "Right: traffic" in told
    assert "Wrong: interval" in told
    assert "Hint 3" in told


def test_what_was_printed_waits_in_a_closed_block() -> None:
    root = parsed(REPORTS["html"](handed_in(case("passed"), "one\n  two\n")))
    (block, _) = [each for each in root.iter("details") if each.find("pre") is not None]
    assert block.get("open") is None
    assert block.find("pre").text == "one\n  two"


def test_it_says_that_no_grade_is_no_zero() -> None:
    assert "there is no grade. That is no zero." in words(REPORTS["html"](case("unreadable")))


def test_it_has_the_colours_of_the_learners_page() -> None:
    def colours(css: Path) -> dict[str, str]:
        return dict(re.findall(r"^  (--[\w-]+): (.+);$", css.read_text(), re.MULTILINE))

    assert colours(OURS).items() <= colours(THEIRS).items()
