"""Can a lab be done by its guide, and does it keep each learner's names to that learner?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from checks.engine.grade import regrade
from checks.engine.verify.trial import Trial
from checks.engine.wrongs import field_at, leaves, value_at
from labs.guide import guide

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from checks.engine.bind import Bound
    from checks.engine.verify.mutants import Mutant
    from checks.engine.verify.trial import Solved
    from labs.model import Lab


def try_book(solved: Solved, another: Lab, made: Iterable[Mutant]) -> Trial:
    """Whether the guide tells all that is graded, and nothing that the learner reads has names of `another`'s in it."""
    text = guide(solved.bound.lab)
    asked = list(_asked(solved))
    failures = [
        f"{where} is graded by `{way}`, and the guide says nowhere {' or '.join(map(repr, words))}."
        for where, way, words, exactly in asked
        if words and not any(_says(text, each, exactly=exactly) for each in words)
    ]
    readings = [*_readings(solved.bound.lab, text), *_messages(solved, made)]
    failures += _leaks(solved.bound.lab, another, readings)
    return Trial(
        "book", "The guide tells all that is graded, and nothing leaks", len(asked) + len(readings), tuple(failures)
    )


def _asked(solved: Solved) -> Iterator[tuple[str, str, Sequence[str], bool]]:
    """What a learner is shown to be graded by: where, by which leaf, the words that tell it, and if to the letter."""
    yield "the lab", "region", (solved.bound.lab.region,), True
    shown = {task.id for task in solved.bound.lab.shown}
    for task, each in solved.asked():
        if task not in shown:
            continue
        yield from _leaves_asked(f"the task {task}", each)
        moot = set(each.kind.moot(each.expected))
        if any(way not in moot and way not in each.expected.said for way in leaves(type(each.expected))):
            yield f"the task {task}", "all else at its default", ("default",), False
        for name in each.references:
            yield from _leaves_asked(f"the task {task}, on {name}", solved.bound.find[name])


def _leaves_asked(where: str, each: Bound) -> Iterator[tuple[str, str, Sequence[str], bool]]:
    words = each.kind.words(each.expected)
    for way in leaves(type(each.expected)):
        if way in each.expected.said and way not in each.reference_ways:
            exactly = way not in words and not _is_choice(field_at(type(each.expected), way).annotation)
            for alternatives in [words[way]] if way in words else _plainly(value_at(each.expected, way)):
                yield where, way, alternatives, exactly


def _is_choice(annotation: Any) -> bool:
    """Whether AWS offers the values itself, so that nobody has to spell them."""
    if get_origin(annotation) is Literal or annotation is bool:
        return True
    return any(_is_choice(inner) for inner in get_args(annotation))


def _plainly(value: Any) -> list[Sequence[str]]:
    """What tells a value as it is; all of it, where it is a list or a mapping."""
    if isinstance(value, Mapping):
        return [[str(each)] for pair in value.items() for each in pair]
    if isinstance(value, frozenset):
        return [[str(each)] for each in sorted(value)]
    return [[str(each)] for each in value] if isinstance(value, tuple | list) else [[str(value)]]


def _says(text: str, words: str, *, exactly: bool) -> bool:
    """Whether a text has these words; where it needn't be to the letter, in any case and with any ending."""
    ending = r"(?![\w-])" if exactly else r"(?!\d)"
    pattern = rf"(?<![\w-]){re.escape(words)}{ending if exactly or words[-1:].isdigit() else ''}"
    return re.search(pattern, text, 0 if exactly else re.IGNORECASE) is not None


def _readings(lab: Lab, text: str) -> Iterator[tuple[str, str]]:
    """All that a learner reads of a lab before being graded, each with where it stands."""
    yield "the guide", text
    yield "the title", lab.title
    for task in lab.tasks:
        yield f"the title of {task.id}", task.title
        for number, hint in enumerate(task.hints, start=1):
            yield f"hint {number} of {task.id}", hint


def _messages(solved: Solved, made: Iterable[Mutant]) -> Iterator[tuple[str, str]]:
    """All that a learner is told of wrong work."""
    for mutant in made:
        result = regrade(solved.bound, mutant.mutation.of(solved.snapshot))
        for finding in (each for task in result.tasks for each in task.findings):
            yield f"what is told of the {mutant}", f"{finding.message} {finding.expected} {finding.hint}"


def _leaks(lab: Lab, another: Lab, readings: Iterable[tuple[str, str]]) -> Iterator[str]:
    foreign = {name: value for name, value in another.names.items() if value != lab.names.get(name)}
    for where, text in readings:
        for name, value in foreign.items():
            if value in text:
                yield f"{where} has another learner's `{name}` in it, {value}: use {{{{ {name} }}}}."
