"""Pieces of Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; its cells are Markdown already."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(_cell(each) for each in line) + " |" for line in lines) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def terms(entries: Iterable[tuple[str, str]]) -> str:
    """A list of terms, each with what it means: readable on a narrow screen too."""
    return "\n".join(f"{code(term)}\n:   {meaning or '—'}\n" for term, meaning in entries)


def code(text: str) -> str:
    """`text` as code within a sentence."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def block(text: str, language: str = "") -> str:
    """`text` as code of its own."""
    return f"```{language}\n{text.rstrip()}\n```\n"
