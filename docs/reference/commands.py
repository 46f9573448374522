"""Every command with its arguments and options, as click has them."""

from __future__ import annotations

import re
from functools import cache
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import typer
from typer.main import get_command

from docs.reference.markdown import block, code, terms
from fixtures.commands.later import StandIn
from grader import app

if TYPE_CHECKING:
    from collections.abc import Iterator

Command = Any
"""A `click.Command`; typer brings a click of its own along, and doesn't say which."""

UsageError: Any = typer.BadParameter.__base__
"""Click's, which typer doesn't offer."""


def page() -> str:
    """All commands, in the order in which `grader --help` lists them."""
    parts = [
        "# Commands\n",
        "Each command tells the same with `--help`. Results go to standard output and everything else to standard "
        "error; see also the [exit statuses](exit-statuses.md) and the [environment variables](environment.md).\n",
    ]
    for path, command in commands():
        parts += [f"{'#' * (len(path) + 1)} {code(' '.join(('grader', *path)))}\n", *_described(path, command)]
    return "\n".join(parts)


@cache
def commands() -> tuple[tuple[tuple[str, ...], Command], ...]:
    """Every command and group of commands, by the words after `grader`, made as a run of it makes them."""
    return tuple(_inside((), get_command(app)))


def _inside(path: tuple[str, ...], group: Command) -> Iterator[tuple[tuple[str, ...], Command]]:
    for name, listed in group.commands.items():
        command = listed.callback() if isinstance(listed, StandIn) and listed.callback else listed
        yield (*path, name), command
        if hasattr(command, "commands"):
            yield from _inside((*path, name), command)


def _described(path: tuple[str, ...], command: Command) -> Iterator[str]:
    context = type(command).context_class(command, info_name=" ".join(("grader", *path)))
    usage = " ".join(_plainly(each) for each in command.collect_usage_pieces(context))
    yield block(f"{context.info_name} {usage}")
    for paragraph in (command.help or "").split("\n\n"):
        yield from _paragraph(paragraph)
    for title, kind in (("Arguments", "argument"), ("Options", "option")):
        records = [
            record
            for each in command.params
            if each.param_type_name == kind and each.name != "help" and (record := each.get_help_record(context))
        ]
        if records:
            yield f"{title}:\n"
            yield terms(
                (re.sub(r" <[^>]+>$", "", said) if kind == "argument" else said, _meaning(means))
                for said, means in records
            )


def _plainly(piece: str) -> str:
    """A piece of click's usage without typer's braces: `LAB`, `[LAB]`, `SRC...`."""
    inside = re.sub(r"[{}]", "", piece).replace("......", "...").replace("]]", "]").replace("[[", "[")
    return re.sub(r"\]\.\.\.\]\.\.\.$", "]...", inside)


def _meaning(text: str) -> str:
    """A parameter's help, with its constraints told as a sentence."""
    return re.sub(r"\s*\[([^\[\]]*(?:required|default:|<=)[^\[\]]*)\]$", r" *\1*", text.strip())


def _paragraph(text: str) -> Iterator[str]:
    """A paragraph of help; one that click is told to leave as it is (`\\b`) holds examples."""
    if not text.startswith("\b"):
        yield f"{text}\n"
        return
    lines = dedent(text.removeprefix("\b").strip("\n")).splitlines()
    told = [line for line in lines if line.startswith("Exit status")]
    shown = "\n".join(line for line in lines if line not in told)
    yield block(dedent(re.sub(r"^(Examples?:)", lambda found: " " * len(found[1]), shown)), "sh")
    yield from (f"{line}\n" for line in told)


def parsed(words: list[str]) -> None:
    """Parse a command line's words after `grader`, without running it. Raises `click.UsageError`."""
    by_path = dict(commands())
    path: tuple[str, ...] = ()
    while (*path, *words[:1]) in by_path and words:
        path, words = (*path, words[0]), words[1:]
    if not path:
        raise UsageError(f"No such command {' '.join(words[:1])!r}.")
    command = by_path[path]
    context = type(command).context_class(command, info_name=" ".join(path))
    command.parse_args(context, list(words))
    if hasattr(command, "commands") and words and words[0] != "--help":
        raise UsageError(f"No such command {words[0]!r}.")
