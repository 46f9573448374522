"""The whole way from a lab and an account to a result, and from evidence to the same result again."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from checks.engine.judge import LOOKUP_ERRORS, judge
from checks.engine.snapshot import Read
from labs import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from checks.engine.bind import BoundLab
    from checks.engine.collect import Connection
    from checks.engine.result import Result
    from checks.engine.snapshot import Snapshot

REGIONS = Read("ec2", "describe_regions", "Regions", "ec2:DescribeRegions")
MOST_REGIONS = 20


def grade(
    bound: BoundLab,
    account: Connection,
    *,
    diagnose: bool = False,
    progress: Callable[[str], None] = lambda _words: None,
    marks: Snapshot | None = None,
) -> tuple[Result, Snapshot]:
    """Read `account` and judge it. With `diagnose`, look further once something failed: more words, never points.

    `marks` are those of set-up, where they were read before the learner's work was done.
    """
    from checks.engine.collect import collect, further

    reads = [read for read in bound.reads if marks is None or not marks.holds(read)]
    snapshot = collect(reads, account)
    snapshot = snapshot.with_replies(marks.replies) if marks else snapshot
    result = regrade(bound, snapshot)
    if not diagnose or result.verdict == "passed":
        return result, snapshot
    progress("Looking further, for work done elsewhere or under another name")
    snapshot = further(snapshot, [(REGIONS, account.region)], account)
    snapshot = further(snapshot, list(_explaining(bound, snapshot, result)), account)
    return regrade(bound, snapshot), snapshot


def marks_of_set_up(bound: BoundLab, account: Connection) -> Snapshot:
    """What set-up left in `account` for a judgement to go by, as it is now."""
    from checks.engine.collect import collect

    return collect([read for read in bound.reads if read.mark], account)


def regrade(bound: BoundLab, snapshot: Snapshot) -> Result:
    """Judge a snapshot, fresh or saved: no AWS, and the same result every time."""
    return judge(bound, snapshot, version=__version__)


def _explaining(bound: BoundLab, snapshot: Snapshot, result: Result) -> Iterator[tuple[Read, str]]:
    """The reads that may explain what failed, with their regions."""
    verdicts = {task.id: task.verdict for task in result.tasks}
    others = _other_regions(snapshot)
    for task in bound.tasks:
        if verdicts[task.task.id] not in {"failed", "skipped"}:
            continue
        for each in task.expectations:
            with suppress(*LOOKUP_ERRORS):  # a reply that makes no sense explains nothing
                yield from [(read, snapshot.region) for read in each.kind.explains(each.expected, snapshot)]
            for read in each.kind.elsewhere_reads(each.expected):
                yield from ((read, region) for region in others)


def _other_regions(snapshot: Snapshot) -> list[str]:
    """Where stray work is most likely first: the SDKs' own default, those on the same continent, then the rest."""

    def unlikely(region: str) -> tuple[bool, bool, str]:
        return (region != "us-east-1", region[:3] != snapshot.region[:3], region)

    regions = {str(each.get("RegionName")) for each in snapshot.seen(REGIONS)} - {snapshot.region}
    return sorted(regions, key=unlikely)[:MOST_REGIONS]
