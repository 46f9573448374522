"""The summary of a step, and Markdown in general, through another's parser."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from checks.reports.output import REPORTS, outputs, write
from checks.reports.terminal import PLAIN
from labs.errors import UsageError
from tests.checks.reports.results import NASTY, case, handed_in, named

ONE_MEBIBYTE = 1024 * 1024


def shape(report: str) -> list[str]:
    """What a renderer makes of it, without the words."""
    found = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(report):
        found.append(token.type)
        found += [inner.type for inner in token.children or () if inner.type not in ("text", "text_special")]
    return found


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_whatever_a_learner_typed_is_text(text: str) -> None:
    assert shape(REPORTS["summary"](named(text))) == shape(REPORTS["summary"](named("x")))
    told = shape(REPORTS["summary"](handed_in(named(text), text, entry=text)))
    assert told == shape(REPORTS["summary"](handed_in(named("x"), "x", entry="x")))


def test_it_is_appended_to_the_file_of_the_step(tmp_path: Path) -> None:
    file = tmp_path / "summary.md"
    file.write_text("# Before\n")
    wanted = outputs(["terminal", "summary"], environ={"GITHUB_STEP_SUMMARY": str(file)})
    assert "90 of 100" in write(case("half"), wanted, PLAIN)
    assert file.read_text() == "# Before\n" + REPORTS["summary"](case("half"))


def test_outside_of_a_step_it_needs_a_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="GITHUB_STEP_SUMMARY isn't set"):
        outputs(["summary"], environ={})
    write(case("half"), outputs([f"summary={tmp_path / 'a.md'}"], environ={}), PLAIN)
    assert (tmp_path / "a.md").read_text().startswith("## ")


@pytest.mark.parametrize("before", [0, ONE_MEBIBYTE // 2, ONE_MEBIBYTE - 10, ONE_MEBIBYTE + 10])
def test_it_never_grows_beyond_what_github_shows(tmp_path: Path, before: int) -> None:
    file = tmp_path / "summary.md"
    file.write_text("x" * before)
    write(handed_in(case("half"), "\n".join(["🦊" * 20_000] * 60)), outputs([f"summary={file}"]), PLAIN)
    assert file.stat().st_size <= max(ONE_MEBIBYTE, before)
    if before < ONE_MEBIBYTE - 10:
        text = file.read_text()
        assert "90 of 100 points" in text
        assert text.endswith("*There is more, but a summary takes no more.*\n")
