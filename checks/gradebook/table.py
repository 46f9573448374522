"""The class on a terminal: a learner a line, and a lab or a task a column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.gradebook.moments import written
from checks.reports.terminal import PLAIN
from checks.reports.text import points, tame

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from checks.engine.result import Result
    from checks.gradebook.attempt import Attempt
    from checks.gradebook.policy import Grade
    from checks.gradebook.standing import Standing
    from checks.reports.terminal import Style

LEGEND = {
    "*": "set by hand",
    "~": "late, some taken off",
    "EX": "excused",
    "?": "could not be read, which is no zero",
    "late": "came after the deadline",
}


def by_lab(standing: Standing, learners: Iterable[str], style: Style = PLAIN) -> str:
    """Learners by labs, and how many have passed each."""
    labs = standing.labs
    rows = [[standing.learners[each], *(_cell(standing.grade(each, lab)) for lab in labs)] for each in learners]
    passed = [str(sum(standing.passed(each, lab) for each in standing.learners)) for lab in labs]
    most = [points(standing.most.get(lab)) for lab in labs]
    lines = [*_table(["learner", *labs], [*rows, ["of", *most], ["passed", *passed]], style, foot=2)]
    return "\n".join([*lines, *_legend(rows)]) + "\n"


def by_task(
    standing: Standing, lab: str, learners: Iterable[str], results: Mapping[int, Result], style: Style = PLAIN
) -> str:
    """Learners by the tasks of one lab, as the attempt that counts left them."""
    tasks = list(dict.fromkeys(task.id for result in results.values() for task in result.tasks))
    rows = []
    for each in learners:
        grade = standing.grade(each, lab)
        result = results.get(grade.attempt.id) if grade.attempt else None
        scores = {task.id: points(task.score) for task in result.tasks} if result else {}
        rows.append([standing.learners[each], _cell(grade), *(scores.get(task, "–") for task in tasks)])
    passed = sum(standing.passed(each, lab) for each in standing.learners)
    foot = [["of", points(standing.most.get(lab))], ["passed", str(passed)]]
    lines = [*_table(["learner", "grade", *tasks], [*rows, *foot], style, foot=2)]
    policy = [f"Policy: {standing.policies[lab]}."] if lab in standing.policies else []
    return "\n".join([*lines, *_legend(rows), *policy]) + "\n"


def attempts(of: Sequence[Attempt], counting: Mapping[str, int], style: Style = PLAIN) -> str:
    """One learner's attempts, and which of them count."""
    rows = [
        [
            str(each.id),
            each.lab,
            written(each.received_at.replace(microsecond=0)),
            each.verdict,
            f"{points(each.score)} of {points(each.max_score)}",
            "counts" if counting.get(each.lab) == each.id else "",
        ]
        for each in of
    ]
    return "\n".join(_table(["attempt", "lab", "received", "verdict", "points", ""], rows, style, numbers=False)) + "\n"


def _cell(grade: Grade) -> str:
    if grade.excused:
        return "EX"
    if grade.final is None:
        return {"ungraded": "?", "late": "late"}.get(grade.state, "–")
    mark = "*" if grade.decisions.override else "~" if grade.penalty else ""
    return f"{points(grade.final)}{mark}"


def _legend(rows: list[list[str]]) -> Iterator[str]:
    cells = [cell for row in rows for cell in row[1:]]
    told = [
        f"{mark} {words}"
        for mark, words in LEGEND.items()
        if any(cell == mark or (len(mark) == 1 and cell.endswith(mark)) for cell in cells)
    ]
    if told:
        yield "; ".join(told) + "."


def _table(
    header: list[str], rows: list[list[str]], style: Style, *, foot: int = 0, numbers: bool = True
) -> Iterator[str]:
    tamed = [[tame(cell) for cell in row] for row in rows]
    widths = [max(len(row[at]) if at < len(row) else 0 for row in [header, *tamed]) for at in range(len(header))]
    widths[0] = min(widths[0], 40)

    def line(row: list[str]) -> str:
        first = row[0] if len(row[0]) <= widths[0] else f"{row[0][: widths[0] - 1]}…"
        rest = [
            cell.rjust(width) if numbers else cell.ljust(width)
            for cell, width in zip(row[1:], widths[1:], strict=False)
        ]
        return "  ".join([first.ljust(widths[0]), *rest]).rstrip()

    yield style.paint(line(header), "bold")
    for number, row in enumerate(tamed):
        yield style.paint(line(row), "dim") if number >= len(tamed) - foot else line(row)
