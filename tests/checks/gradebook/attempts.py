"""Attempts at the first lab, for gradebooks to hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from checks.engine.evidence import Evidence
from checks.engine.grade import regrade
from checks.engine.result import Result
from checks.engine.snapshot import Snapshot
from checks.flow_log import FLOW_LOGS
from checks.gradebook import Gradebook, Run
from tests.checks.accounts import GROUPS, WEB_ONE, changed, lab, snapshot, solved, untouched

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LAB = "vpc-flow-logs"
CLASS = Run("class", LAB)


@cache
def account(how: str) -> Snapshot:
    """An account that is `solved` or `untouched`, has a `filter` wrong or records `kept` a week, or is `unreadable`."""
    if how == "unreadable":
        return snapshot(solved(), {FLOW_LOGS: "UnauthorizedOperation"})
    if how == "filter":
        return snapshot(changed(FLOW_LOGS, WEB_ONE, TrafficType="ALL"))
    if how == "kept":
        return snapshot(changed(GROUPS, retentionInDays=7))
    return snapshot({"solved": solved, "untouched": untouched}[how]())


the_lab = cache(lab)


def attempt(how: str, learner: str = "ada") -> tuple[Result, Evidence]:
    """The grade of such an account, and what it was made from."""
    bound = the_lab()
    bound = replace(bound, lab=replace(bound.lab, learner=learner))
    return regrade(bound, account(how)), Evidence.of(bound.lab, account(how))


def record(book: Gradebook, learner: str, how: str, at: datetime = NOON, run: Run | None = None, **changes: Any) -> int:
    """One attempt more. `changes` are in its result."""
    result, evidence = attempt(how, learner)
    return book.record(run, learner, replace(result, **changes), evidence, at)
