"""Buckets: is it there?"""

from __future__ import annotations

import pytest

from checks.engine.grade import regrade
from checks.engine.judge import NotSetUp, found
from checks.engine.kind import Finding, Resource
from tests.checks.accounts import BUCKET, THE_BUCKET, asking, bound, snapshot, tasks, untouched


def test_a_bucket_that_is_there_earns_everything() -> None:
    task = tasks(regrade(asking("bucket", name=BUCKET), snapshot(untouched())))["it"]
    assert (task.verdict, task.score, task.findings) == ("passed", 10.0, ())
    assert [(each.resource, each.code) for each in task.criteria] == [(BUCKET, "exists")]
    assert task.parts[0].exists


def test_a_bucket_that_is_not_there_is_missing() -> None:
    task = tasks(regrade(asking("bucket", name=BUCKET), snapshot(untouched() | {THE_BUCKET: []})))["it"]
    assert (task.verdict, task.score) == ("failed", 0.0)
    assert task.findings == (Finding("missing", f"There is no bucket {BUCKET}.", BUCKET),)
    assert not task.parts[0].exists


def test_a_lab_can_look_for_a_bucket() -> None:
    there = found("it", bound("bucket", name=BUCKET), snapshot(untouched()))
    assert there == (Resource(BUCKET, f"the bucket {BUCKET}"),)
    with pytest.raises(NotSetUp):
        found("it", bound("bucket", name=BUCKET), snapshot(untouched() | {THE_BUCKET: []}))
