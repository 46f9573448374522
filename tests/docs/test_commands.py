"""Every command in the pages is one, with options that it has."""

from __future__ import annotations

import pytest

from docs.reference.commands import UsageError, parsed
from tests.docs.pages import PAGES, commands, words

COMMANDS = sorted({(page, command) for page, command in commands()})


def test_the_pages_are_full_of_commands() -> None:
    pages = {page for page, _ in COMMANDS}
    handwritten = {
        path.relative_to(PAGES).as_posix() for part in ("tutorials", "how-to") for path in PAGES.glob(f"{part}/*.md")
    }
    without = {"tutorials/index.md", "how-to/index.md", "how-to/write-a-lab.md", "how-to/write-a-kind.md"}
    without |= {"how-to/github-actions.md", "how-to/gitlab-ci.md", "how-to/pytest.md"}
    assert handwritten - pages == without


def test_every_command_of_the_pages_parses() -> None:
    wrong = []
    for page, command in COMMANDS:
        try:
            parsed(words(command)[1:])
        except UsageError as error:
            wrong.append(f"{page}: {command}: {error.format_message()}")
    assert wrong == []


@pytest.mark.parametrize(
    "command", ["grader grdae vpc-flow-logs", "grader grade", "grader grade a --rooster x", "grader gradebook shwo"]
)
def test_a_slip_in_a_page_is_noticed(command: str) -> None:
    with pytest.raises(UsageError):
        parsed(words(command)[1:])
