"""Right work that looks otherwise, or stands among other things: none of it may cost a point."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from functools import reduce
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from checks.engine.grade import regrade
from checks.engine.variation import Variation
from checks.engine.verify.mutants import told_otherwise
from checks.engine.verify.trial import Trial, changed, tasks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from checks.engine.bind import BoundLab
    from checks.engine.snapshot import Item, Read, Snapshot
    from checks.engine.verify.mutants import Mutant
    from checks.engine.verify.trial import Solved

COMBINATIONS = 600
AT_ONCE = 12
SHUFFLES = 20
FEW = 100
"""Noise that adds more than this is not put beside every mutant: reading thousands of items takes its time."""


def equivalents(solved: Solved) -> list[Variation]:
    """What the lab's kinds take for the same, and every list in another order; each once."""
    offered = [it for each in solved.all() for it in each.kind.equivalents(each.expected, solved.view(each))]
    orders = [order for read in solved.bound.reads for order in _orders(read)]
    return list({(it.read, it.label): it for it in (*offered, *orders)}.values())


def _orders(read: Read) -> Iterator[Variation]:
    name = f"{read.service} {read.operation}"
    yield Variation(f"{name} in reverse", read, lambda items: items[::-1])
    yield Variation(
        f"{name} from the middle on", read, lambda items: (*items[len(items) // 2 :], *items[: len(items) // 2])
    )
    yield Variation(f"{name} with tags in reverse", read, lambda items: [_tags_reversed(item) for item in items])


def _tags_reversed(item: Item) -> Item:
    return {key: value[::-1] if key in ("Tags", "TagSet") else value for key, value in item.items()}


def try_equivalents(solved: Solved) -> Trial:
    """Whether each equivalent alone, and hundreds of their combinations, leave every task as it is.

    A combination that doesn't is brought down to the fewest that are to blame.
    """
    every = equivalents(solved)
    alone = [(it, _otherwise(solved, [it])) for it in every]
    failures = [f"{it.label}: {otherwise}." for it, otherwise in alone if otherwise]
    innocent = [it for it, otherwise in alone if not otherwise]
    tried: set[tuple[int, ...]] = set()
    if guilty := _guilty_together(solved, innocent, tried):
        failures.append(f"{'; with '.join(it.label for it in guilty)}: {_otherwise(solved, guilty)}.")
    number = len(every) + len(tried)
    return Trial("equivalents", "Right work that looks otherwise passes", number, tuple(failures))


def _otherwise(solved: Solved, together: Sequence[Variation]) -> str:
    """What is judged otherwise in that state, in words; empty if nothing is."""
    after = regrade(solved.bound, _put_together(solved.snapshot, together))
    return "; ".join(changed(solved.tasks, tasks_of(after)))


def _put_together(snapshot: Snapshot, variations: Iterable[Variation]) -> Snapshot:
    return reduce(lambda state, it: it.of(state), variations, snapshot)


def _guilty_together(solved: Solved, every: Sequence[Variation], tried: set[tuple[int, ...]]) -> list[Variation]:
    """The fewest equivalents that together are judged otherwise; none if no combination tried is."""
    from hypothesis import find, settings
    from hypothesis import strategies as some
    from hypothesis.errors import NoSuchExample

    def picked(numbers: Sequence[int]) -> list[Variation]:
        """0 stands for none, so that a combination that is brought down to zeros has the fewest in it."""
        return [every[number - 1] for number in numbers if number]

    def is_judged_otherwise(numbers: list[int]) -> bool:
        tried.add(tuple(numbers))
        return bool(_otherwise(solved, picked(numbers)))

    picks = some.lists(some.integers(0, len(every)), min_size=AT_ONCE, max_size=AT_ONCE)
    steady = settings(max_examples=COMBINATIONS, database=None, derandomize=True, deadline=None)
    with _nothing_left_behind():
        try:
            return picked(find(picks, is_judged_otherwise, settings=steady))
        except NoSuchExample:
            return []


@contextmanager
def _nothing_left_behind() -> Iterator[None]:
    """hypothesis keeps notes in the folder that it is run in, unless it is told otherwise."""
    from hypothesis.configuration import set_hypothesis_home_dir

    with TemporaryDirectory(prefix="labgrader-") as folder:
        set_hypothesis_home_dir(folder)
        try:
            yield
        finally:
            set_hypothesis_home_dir(None)


def try_noise(solved: Solved, untouched: Snapshot, made: Iterable[Mutant]) -> Trial:
    """Whether other things beside them change nothing of what is right, of what is missing, and of what is wrong."""
    every = [it for each in solved.all() for it in each.kind.noise(each.expected, solved.view(each))]
    every = list({(it.read, it.label): it for it in every}.values())
    failures = [f"{it.label}: {otherwise}." for it in every if (otherwise := _otherwise(solved, [it]))]
    number = len(every)
    few = [it for it in every if _adds(it, solved.snapshot) <= FEW]
    beside = _put_together(solved.snapshot, few)
    for seed in range(SHUFFLES):
        shuffled = tasks_of(regrade(solved.bound, _shuffled(beside, seed)))
        failures += [f"all of it in another order ({seed}): {each}." for each in changed(solved.tasks, shuffled)]
    failures += _passing_by(solved.bound, _put_together(untouched, every))
    number += SHUFFLES + 1
    for mutant in made:
        number += 1
        failures += told_otherwise(solved, mutant, beside, others=True)
    return Trial("noise", "Other things beside the right ones change nothing", number, tuple(failures))


def _adds(noise: Variation, snapshot: Snapshot) -> int:
    return len(noise.of(snapshot).read(noise.read)) - len(snapshot.read(noise.read))


def _shuffled(snapshot: Snapshot, seed: int) -> Snapshot:
    random = Random(seed)  # noqa: S311 - an order, not a secret
    replies = {
        key: reply._replace(items=tuple(random.sample(reply.items, len(reply.items))))
        for key, reply in snapshot.replies.items()
    }
    return replace(snapshot, replies=replies)


def _passing_by(bound: BoundLab, untouched: Snapshot) -> Iterator[str]:
    """What earns in an account where nothing was done yet."""
    for task in regrade(bound, untouched).tasks:
        earning = [f"{each.code} of {each.resource}" for each in task.criteria if each.met]
        if earning or task.score != 0:
            yield f"{task.id} earns in an account that nobody has touched: {', '.join(earning) or task.verdict}."
