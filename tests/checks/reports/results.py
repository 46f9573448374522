"""Results of every sort, and what a learner could have typed to spoil a report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from checks.engine.bind import BoundLab
from checks.engine.grade import regrade
from checks.engine.result import Result
from checks.engine.submission import Ran, Submission
from checks.flow_log import FLOW_LOGS
from tests.checks.accounts import (
    ALL_TRAFFIC,
    GROUPS,
    THE_ROLE,
    changed,
    graded,
    lab,
    snapshot,
    solved,
    untouched,
)

SECRET = "Record all traffic of the default subnet of eu-west-1b"
"""The title of the task that `hiding` hides."""

NASTY = (
    "<script>alert(1)</script></failure>",
    "a | b ` c ]]> --> {{ 7 * 7 }} {% raw %}",
    "::error::x",
    "line\n::error file=a::x\r\n##[error]y ##vso[task.complete]z",
    "\x1b[31m\x00\x07",
    "🦊 \u202eltr\u2028\u2066",
    "# SKIP not me \\# TODO",
    "[a](javascript:alert) ![b](http://example.com/b.png) @me www.example.com https://example.com $x$",
    "[[ATTACHMENT|/etc/passwd]]",
    "%0A::error::x,title=a:b",
    "1. one\n- two\n    three",
    "x" * 10_000,
)


@cache
def named(name: str) -> Result:
    """The grade of right work, but for a flow log that a learner gave this name."""
    return graded(changed(FLOW_LOGS, ALL_TRAFFIC, Tags=[{"Key": "Name", "Value": name}]))


def hiding(*tasks: str) -> BoundLab:
    """The first lab with these tasks hidden."""
    bound = lab()
    return replace(
        bound,
        tasks=tuple(
            replace(each, task=replace(each.task, hidden=each.task.id in tasks, needs=())) for each in bound.tasks
        ),
    )


def handed_in(result: Result, output: str = "", *, isolated: bool = False, entry: str = "solution.sh") -> Result:
    """`result` with a script that failed, and another that didn't."""
    ran = (Ran(entry, "shell", "exited", 3, 1.25, output), Ran("more.py", "python", "exited", 0, 0.5, "fine\n"))
    walls = () if isolated else ("the network stands open",)
    return replace(result, submission=Submission(ran, isolated, walls), received_at="2026-03-01T11:58:12+01:00")


WRONG = changed(FLOW_LOGS, ALL_TRAFFIC, MaxAggregationInterval=600)
CASES: dict[str, Callable[[], Result]] = {
    "passed": lambda: graded(solved()),
    "untouched, and so partly skipped": lambda: graded(untouched()),
    "half": lambda: graded(changed(GROUPS, retentionInDays=7)),
    "with cents": lambda: replace(named("x"), score=95.01, max_score=100.5),
    "unreadable": lambda: graded(solved(), {THE_ROLE: "AccessDenied"}),
    "hidden and failed": lambda: regrade(hiding("subnet-flow-log"), snapshot(WRONG)),
    "hidden and passed": lambda: regrade(hiding("subnet-flow-log", "log-group"), snapshot(solved())),
    "hidden and unreadable": lambda: regrade(hiding("subnet-flow-log"), snapshot(solved(), {THE_ROLE: "AccessDenied"})),
    "nasty": lambda: named(" ".join(NASTY[:-1])),
    "handed in": lambda: handed_in(graded(WRONG), "\n".join(NASTY)),
}


@cache
def case(name: str) -> Result:
    """One of them by its name."""
    return CASES[name]()
