"""Whether the tasks of a lab can be told apart, and need each other in an order that exists."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from labs.source import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from labs.mistakes import Mistakes
    from labs.source import Location

Need = tuple["Location", str, str]
"""Where it is written, the task that needs, the task that is needed."""


def check_needs(tasks: Sequence[Any], mistakes: Mistakes) -> None:
    """Tell of ids given twice, and of needs that are unknown, repeated, hidden, or go round in a loop.

    `tasks` are as written: what isn't a task, an id or a need has been told of already, and is passed over.
    """
    first: dict[str, int] = {}
    needs: list[Need] = []
    unnamed = False
    for index, task in enumerate(tasks):
        name = task.get("id") if isinstance(task, dict) else None
        unnamed = unnamed or mistakes.cover(("tasks", index, "id"))
        if not isinstance(name, str):
            continue
        if name in first:
            line = mistakes.source.position(mistakes.written(("tasks", first[name], "id")))[0]
            text = f"there are two tasks `{name}` (the first in line {line})."
            mistakes.add(("tasks", index, "id"), text, "Rename one of them.")
            continue
        first[name] = index
        written = task.get("needs")
        for place, need in enumerate(written if isinstance(written, list) else []):
            if isinstance(need, str):
                needs.append((("tasks", index, "needs", place), name, need))
    hidden = {name for name, index in first.items() if tasks[index].get("visibility") == "hidden"}
    _check_each(needs, first, hidden, mistakes, unnamed=unnamed)


def _check_each(
    needs: Sequence[Need], tasks: Mapping[str, int], hidden: Collection[str], mistakes: Mistakes, *, unnamed: bool
) -> None:
    seen: set[tuple[str, str]] = set()
    loops: set[frozenset[str]] = set()
    ways: dict[str, list[str]] = {}
    for _, task, need in needs:
        ways.setdefault(task, []).append(need)
    for at, task, need in needs:
        if need not in tasks:
            if not unnamed:  # or it may be the one whose id is wrong
                mistakes.add(at, f"there is no task `{need}`.", did_you_mean(need, tasks.keys() - {task}))
        elif need == task:
            mistakes.add(at, f"`{task}` can't need itself.", "Leave it out.")
        elif need in hidden and task not in hidden:
            text = f"`{need}` is hidden, and a learner who lacks it would be told what it is."
            mistakes.add(at, text, f"Leave it out, or hide `{task}` too.")
        elif (task, need) in seen:
            mistakes.add(at, f"`{need}` stands here twice.", "Leave one out.")
        else:
            back = _way(need, task, ways)
            if back and frozenset(back) not in loops:
                loops.add(frozenset(back))
                circle = ", which needs ".join(f"`{each}`" for each in back)
                mistakes.add(at, f"`{task}` needs {circle}: nobody could begin.", "Take one of these needs away.")
        seen.add((task, need))


def _way(start: str, end: str, ways: Mapping[str, Sequence[str]]) -> list[str]:
    """The shortest way from `start` to `end`, both included; empty where there is none."""
    before: dict[str, str] = {start: start}
    ahead = deque([start])
    while ahead:
        here = ahead.popleft()
        if here == end:
            way = [end]
            while way[-1] != start:
                way.append(before[way[-1]])
            return way[::-1]
        for further in ways.get(here, ()):
            if further not in before:
                before[further] = here
                ahead.append(further)
    return []
