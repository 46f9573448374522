"""Records of flow logs: have they arrived, and the way they were asked for?"""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from checks.engine.grade import regrade
from checks.engine.properties import without
from checks.engine.result import TaskResult
from checks.engine.snapshot import Item, Read
from checks.log_delivery import OBJECTS, STREAMS
from tests.checks.accounts import BUCKET, GROUP, asking, bound, delivered, snapshot, solved, stream, tasks

LISTED = STREAMS.narrowed(logGroupName=GROUP)
FOLDER = OBJECTS.narrowed(Bucket=BUCKET, Prefix="web/AWSLogs/")
WHOLE = OBJECTS.narrowed(Bucket=BUCKET).bounded(2)


def judged(account: dict[Read, list[Item]], **expected: Any) -> TaskResult:
    return tasks(regrade(asking("log_delivery", **expected), snapshot(solved() | account)))["it"]


@pytest.mark.parametrize("name", ["eni-0a-all", "eni-0a-accept", "eni-0a"])
def test_a_stream_of_an_interface_with_events_in_it_is_delivery(name: str) -> None:
    assert judged({LISTED: [stream(name)]}, log_group=GROUP).verdict == "passed"


@pytest.mark.parametrize(
    "other", [stream("app"), stream("my-eni-0a"), {"logStreamName": "eni-0a-all", "storedBytes": 0}]
)
def test_other_streams_and_empty_ones_are_none(other: Item) -> None:
    task = judged({LISTED: [other]}, log_group=GROUP)
    assert (task.verdict, task.findings[0].code) == ("failed", "missing")
    assert task.findings[0].message == f"No records have arrived in the log group {GROUP}."


def test_each_interface_is_judged_by_its_own_stream() -> None:
    task = judged({LISTED: [stream("eni-01-all"), stream("eni-021-all")]}, log_group=GROUP, interfaces="interfaces")
    assert task.score == 5
    assert [each.message for each in task.findings] == [
        f"No records of eni-02, the network interface of instance i-02 have arrived in the log group {GROUP}."
    ]


def test_files_are_looked_for_in_the_folder_and_told_of_elsewhere() -> None:
    assert judged({FOLDER: [delivered(1)]}, bucket=BUCKET, prefix="/web").verdict == "passed"
    task = judged({FOLDER: [], WHOLE: [delivered(1, "wbe/"), delivered(2, "")]}, bucket=BUCKET, prefix="web/")
    assert task.findings[0].message == (
        f"No records have arrived in the folder web/ of the bucket {BUCKET}. Some have arrived in no folder and in the "
        "folder wbe/ of that bucket."
    )


@pytest.mark.parametrize(
    ("asked", "there", "says"),
    [
        ({"file_format": "parquet"}, {}, "are written as plain-text, not as parquet."),
        ({"hive_partitions": True}, {}, "have no Hive-compatible names (such as year=2026), which they should have."),
        ({"hive_partitions": False}, {"hive": True}, "which they shouldn't have."),
        ({"hourly_partitions": True}, {}, "aren't divided by the hour, which they should be."),
        ({"at_least": 2}, {}, "1 file of flow logs, and not 2, have arrived in"),
    ],
)
def test_files_written_otherwise_are_told(asked: dict[str, Any], there: dict[str, Any], says: str) -> None:
    task = judged({FOLDER: [delivered(1, **there)]}, bucket=BUCKET, prefix="web", **asked)
    (finding,) = task.findings
    assert says in finding.message
    assert task.score == 5


def test_one_file_has_to_be_all_that_is_asked_for() -> None:
    halves = [delivered(1, parquet=True), delivered(2, hive=True)]
    asked = {"bucket": BUCKET, "prefix": "web", "file_format": "parquet", "hive_partitions": True}
    assert judged({FOLDER: halves}, **asked).verdict == "failed"
    assert judged({FOLDER: [*halves, delivered(3, parquet=True, hive=True)]}, **asked).verdict == "passed"


def test_files_of_other_logs_are_no_records() -> None:
    key = delivered(1)["Key"]
    for other in (key.replace("vpcflowlogs", "CloudTrail"), f"{key}.tmp", key.replace("eu-west-1", "eu-west-2")):
        assert judged({FOLDER: [{"Key": other}]}, bucket=BUCKET, prefix="web").verdict == "failed"


def test_a_stream_whose_last_event_is_not_shown_yet_has_events() -> None:
    late = without(stream("eni-0a-all"), "lastEventTimestamp")
    assert judged({LISTED: [late]}, log_group=GROUP).verdict == "passed"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({}, "name the one or the other"),
        ({"log_group": GROUP, "bucket": BUCKET}, "name the one or the other"),
        ({"log_group": GROUP, "file_format": "parquet"}, "`file_format` goes with a `bucket`"),
        ({"bucket": BUCKET, "interfaces": "interfaces"}, "`interfaces` goes with a `log_group`"),
    ],
)
def test_a_lab_that_makes_no_sense_is_refused(wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        bound("log_delivery", **wrong)
