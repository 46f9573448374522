"""The handwritten pages, as those who follow them read them: what to type, and what is shown."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

PAGES = Path(__file__).parents[2] / "docs" / "pages"

_STEP = re.compile(
    r"^<!-- (?P<mark>run|background|output|file)(?:: (?P<said>.*?))? -->\n(?:```\w*\n(?P<block>.*?)^```$)?",
    re.MULTILINE | re.DOTALL,
)
_FENCE = re.compile(r"^( *)```sh\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Step:
    """A marked block of a tutorial. What is in `said` stands in the mark itself."""

    mark: Literal["run", "background", "output", "file"]
    said: str
    block: str


def steps(page: str) -> list[Step]:
    """What a tutorial has its reader do, in order."""
    text = (PAGES / page).read_text(encoding="utf-8")
    return [Step(each["mark"], each["said"] or "", each["block"] or "") for each in _STEP.finditer(text)]  # type: ignore[arg-type]


def commands() -> Iterator[tuple[str, str]]:
    """Every `grader …` that a page tells its reader to type, on one line, with the page's name."""
    for path in sorted(PAGES.rglob("*.md")):
        for _, block in _FENCE.findall(path.read_text(encoding="utf-8")):
            for line in block.replace("\\\n", " ").splitlines():
                for found in re.finditer(r"(?<![\w/.-])grader (?!env\)\")[^|#]*", line):
                    yield path.relative_to(PAGES).as_posix(), found[0].strip()


def words(command: str) -> list[str]:
    """The words of a command line as bash hands them over, without where output goes."""
    parser = shlex.shlex(command, posix=True, punctuation_chars="<>|&;()")
    parser.whitespace_split = True
    said = list(parser)
    return said[: next((number for number, word in enumerate(said) if set(word) <= set("<>|&;()")), len(said))]
