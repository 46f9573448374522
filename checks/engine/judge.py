"""Lab and snapshot give a result. Pure: no AWS, no clock, no printing, the same answer for ever."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import TYPE_CHECKING

from checks.engine.kind import Finding, Part, View
from checks.engine.result import Result, TaskResult
from checks.engine.snapshot import NotKnown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from checks.engine.bind import Bound, BoundLab, BoundTask
    from checks.engine.kind import Resource
    from checks.engine.result import Verdict
    from checks.engine.snapshot import Snapshot
    from labs.model import Visibility


LOOKUP_ERRORS = (LookupError, AttributeError, TypeError, ValueError)
"""What Python raises on data that is not of the shape expected."""


class NotUnderstood(NotKnown):
    """A kind could make nothing of what was read: a reply that isn't what AWS documents, or a mistake in the kind."""

    @classmethod
    def by(cls, kind: str, error: Exception) -> NotUnderstood:
        """`kind` failed with `error`."""
        return cls(
            f"The kind {kind} could make nothing of what was read ({type(error).__name__}: {error}). Either the reply "
            "isn't what AWS documents, or the kind has a mistake."
        )


class NotSetUp(NotKnown):
    """What the lab takes to be there already isn't, so nothing can be said of the learner's work."""

    reason = "not-set-up"


def judge(bound: BoundLab, snapshot: Snapshot, *, version: str) -> Result:
    """The grade of `snapshot` against `bound`; `version` is the grader's, for the record."""
    verdicts: dict[str, Verdict] = {}
    tasks: dict[str, TaskResult] = {}
    for task in bound.in_order:
        result = _judge_task(task, bound, snapshot, verdicts)
        verdicts[result.id] = result.verdict
        tasks[result.id] = result
    lab, verdict = bound.lab, _overall(verdicts.values())
    scores = [task.score for task in tasks.values() if task.score is not None]
    full = round(sum([task.points for task in tasks.values()]), 2)
    return Result(
        lab_id=lab.id,
        lab_title=lab.title,
        lab_digest=lab.digest,
        learner=lab.learner,
        account_id=snapshot.account_id,
        region=snapshot.region,
        source=snapshot.source,
        taken_at=snapshot.taken_at,
        grader_version=version,
        frozen_with=bound.lab.frozen_with,
        verdict=verdict,
        score=_total(scores, full, verdict) if len(scores) == len(tasks) else None,
        max_score=full,
        tasks=tuple([tasks[task.task.id] for task in bound.tasks]),
    )


def _total(scores: list[float], full: float, verdict: Verdict) -> float:
    """The sum of what the tasks show, and never full marks where one of them failed."""
    total = round(sum(scores), 2)
    return total if verdict == "passed" or total < full else max(0.0, round(full - 0.01, 2))


def _overall(verdicts: Iterable[Verdict]) -> Verdict:
    seen = set(verdicts)
    if "unreadable" in seen:
        return "unreadable"
    return "passed" if seen == {"passed"} else "failed"


def _judge_task(task: BoundTask, bound: BoundLab, snapshot: Snapshot, verdicts: Mapping[str, Verdict]) -> TaskResult:
    try:
        parts = [part for each in task.expectations for part in _parts(each, bound, snapshot)]
    except NotKnown as why:
        finding = Finding(code=why.reason, message=str(why))
        return _result(task, "unreadable", None, why.reason, (), (finding,))
    complete = all(each.met for part in parts for each in part.criteria)
    score = task.task.points if complete else _credit(task, parts)
    findings: list[Finding] = []
    for told in [told for part in parts for each in part.criteria if each.findings for told in each.findings]:
        if told not in findings:  # one stray flow log may be the closest to two interfaces
            findings.append(told)
    if complete:
        return _result(task, "passed", score, None, parts, findings)
    unmet = [need for need in task.task.needs if verdicts[need] != "passed"]
    if unmet and not any(part.exists for part in parts):
        titles = {each.task.id: each.task.title for each in bound.tasks}
        before = " and ".join(f"“{titles[need]}”" for need in unmet)
        reason = f"Comes after {before}; nothing of it exists yet."
        findings += _elsewhere(task, snapshot)
        return _result(task, "skipped", score, reason, parts, findings)
    findings += _elsewhere(task, snapshot)
    return _result(task, "failed", score, None, parts, findings)


def _parts(each: Bound, bound: BoundLab, snapshot: Snapshot) -> list[Part]:
    for read in bound.reads_of(each):
        if not read.mark or snapshot.holds(read):
            snapshot.read(read)  # whatever a kind rests on has to be known before it says a word
    there = {name: found(name, bound.find[name], snapshot) for name in each.references}
    assert each.kind.judge is not None  # noqa: S101 - bind takes no other kind here
    try:
        parts = list(each.kind.judge(each.expected, View(snapshot, there)))
    except LOOKUP_ERRORS as error:
        raise NotUnderstood.by(each.kind.name, error) from error
    if not parts or not all(part.criteria for part in parts):
        raise NotUnderstood(f"The kind {each.kind.name} judged nothing, and nothing can't be passed.")
    return parts


def found(name: str, each: Bound, snapshot: Snapshot) -> tuple[Resource, ...]:
    """What the entry `name` of the lab's `find` comes to, in an order that stays.

    Raises `NotSetUp` when that is nothing, or not as many as the lab relies on, and `NotUnderstood`.
    """
    assert each.kind.select is not None  # noqa: S101 - bind takes no other kind here
    try:
        there = tuple(sorted(each.kind.select(each.expected, snapshot), key=lambda each: (each.name, each.id)))
    except LOOKUP_ERRORS as error:
        raise NotUnderstood.by(each.kind.name, error) from error
    wanted = each.count
    if not there or (wanted is not None and len(there) != wanted):
        number = f"{len(there)} in place of {wanted}" if wanted else "none"
        raise NotSetUp(
            f"The lab's `{name}` isn't there as set-up leaves it ({each.kind.name}: {number} found in "
            f"{snapshot.region}). Is this the right account and region? `grader setup` or `grader reset` makes it so."
        )
    return there


def _credit(task: BoundTask, parts: list[Part]) -> float:
    """Points of a task that isn't complete: split equally by resource, then equally over its criteria.

    Rounded once, half up, to two decimals, and in whole numbers: a float would lose cents.
    """
    if task.task.all_or_nothing:
        return 0.0
    points, divisor = _ratio(task.task.points)
    common = lcm(*[len(part.criteria) for part in parts])
    met = sum([sum([each.met for each in part.criteria]) * (common // len(part.criteria)) for part in parts])
    full = -(-100 * points // divisor)
    whole, over = 100 * points * met, divisor * common * len(parts)
    rounded = (2 * whole + over) // (2 * over)
    return min(rounded, full - 1) / 100  # no full marks by rounding


@lru_cache(1024)
def _ratio(points: float) -> tuple[int, int]:
    """`points` as its author wrote it, and not as a float has it."""
    return Fraction(str(points)).as_integer_ratio()


def _elsewhere(task: BoundTask, snapshot: Snapshot) -> Iterable[Finding]:
    """What of this task stands in other regions, as far as those were read."""
    others = snapshot.other_regions
    for each in task.expectations if others else ():
        reads = tuple(each.kind.elsewhere_reads(each.expected))
        for region in others:
            items = {read: snapshot.seen(read, region) for read in reads}
            try:
                there = list(each.kind.elsewhere(each.expected, items))
            except LOOKUP_ERRORS:
                continue  # it would only have explained
            for what in there:
                yield Finding(
                    "wrong-region",
                    f"{what} stands in {region}, but the lab works in {snapshot.region}.",
                    expected=snapshot.region,
                    actual=region,
                    hint=f"Switch the console or CLI to {snapshot.region} and make it there.",
                )


def _result(
    task: BoundTask,
    verdict: Verdict,
    score: float | None,
    reason: str | None,
    parts: Iterable[Part],
    findings: Iterable[Finding],
) -> TaskResult:
    it = task.task
    visibility: Visibility = "hidden" if it.hidden else "visible"
    return TaskResult(
        it.id, it.title, verdict, score, it.points, reason, tuple(parts), tuple(findings), it.hints, visibility
    )
