"""Labs to be spoilt: a right one, and what an author is told of a wrong one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.engine.lint import lint

if TYPE_CHECKING:
    from pathlib import Path

    from labs.errors import Problem

MARK = "§"
"""Stands where a problem is to be told, and is taken out before the lab is written."""

LAB = """\
id: a-lab
title: A lab
summary: Two things to do.
region: eu-west-1
names:
  zone: "{{ region }}b"
  bucket: metrolio-{{ token('bucket') }}
find:
  subnet:
    subnet: {availability_zone: "{{ zone }}", default: true}
  bucket:
    bucket: {name: "{{ bucket }}"}
tasks:
  - id: log-group
    title: Create a log group
    points: 20
    expect:
      log_group: {name: "{{ zone }}-logs"}
    hints: [Look under Logs.]
  - id: flow-log
    title: Create a flow log
    needs: [log-group]
    points: 40
    credit: all-or-nothing
    expect:
      flow_log:
        name: all-traffic
        resource: subnet
        traffic: ALL
        interval: 60
        to: {log_group: "{{ zone }}-logs", role: writer}
"""


def spoilt(*changes: tuple[str, str]) -> str:
    """The right lab with some of its text replaced; the text has to be there, once."""
    text = LAB
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the lab"
        text = text.replace(old, new)
    return text


def marks(text: str) -> list[tuple[int, int]]:
    """Line and column of each mark in `text`, once all marks are out of it."""
    return [
        (number, index - line[:index].count(MARK) + 1)
        for number, line in enumerate(text.split("\n"), start=1)
        for index, character in enumerate(line)
        if character == MARK
    ]


def write(root: Path, text: str | bytes = LAB, *, folder: str = "a_lab", guide: str | None = None) -> Path:
    """A lab's folder in `root`. Marks are taken out."""
    where = root / folder
    where.mkdir(parents=True, exist_ok=True)
    raw = text if isinstance(text, bytes) else text.replace(MARK, "").encode()
    (where / "lab.yaml").write_bytes(raw)
    if guide is not None:
        (where / "guide.md.j2").write_text(guide.replace(MARK, ""), encoding="utf-8")
    return where


def told(root: Path, text: str | bytes) -> list[Problem]:
    """Everything that `grader lint` says of a lab with this text."""
    _, problems = lint(write(root, text))
    return list(problems)


def places(problems: list[Problem]) -> list[tuple[int, int]]:
    """Where each problem is told."""
    return [(problem.line, problem.column) for problem in problems]


def words(problem: Problem) -> str:
    """What it says."""
    return f"{problem.message} {problem.suggestion}".strip()
