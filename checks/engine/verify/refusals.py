"""Reads that fail: nothing that depended on one may pass by it, or fail by it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from checks.engine.grade import regrade
from checks.engine.snapshot import Reply
from checks.engine.verify.trial import Trial, essence, tasks_of, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.engine.snapshot import Read, Snapshot
    from checks.engine.verify.trial import Solved

FAILURES = ("AccessDenied", "ThrottlingException", "ConnectTimeoutError", "UnexpectedReply")


def try_refusals(solved: Solved, untouched: Snapshot) -> Trial:
    """Whether each read that fails makes the tasks unreadable that rest on it, and leaves the others as they are."""
    failures: list[str] = []
    number = 0
    for read in solved.bound.reads:
        for code in FAILURES:
            for state, snapshot in (("solved", solved.snapshot), ("untouched", untouched)):
                number += 1
                failures += [f"{code} in a {state} account: {wrong}" for wrong in _wrongs(solved, snapshot, read, code)]
    return Trial("refusals", "What can't be read is neither passed nor failed", number, tuple(failures))


def _wrongs(solved: Solved, snapshot: Snapshot, read: Read, code: str) -> Iterator[str]:
    resting = {task for task, each in solved.asked() if read in solved.bound.reads_of(each)}
    before = tasks_of(regrade(solved.bound, snapshot))
    refused = replace(snapshot, replies={**snapshot.replies, read.key(snapshot.region): Reply(code=code, message="no")})
    result = regrade(solved.bound, refused)
    for task in result.tasks:
        if task.id in resting and task.verdict != "unreadable":
            yield f"{task.id} rests on {read.service} {read.operation}, and is {told(task)} without it."
        if task.id not in resting and essence(task) != essence(before[task.id]):
            yield f"{task.id} doesn't rest on {read.service} {read.operation}, and becomes {told(task)} without it."
    if resting and result.score is not None:
        yield f"there is a score, {result.score:g}, though {read.service} {read.operation} failed."
