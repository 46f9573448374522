"""Metric filters: is it there, does it match the right lines, and does it make the right metric of them?"""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from checks.engine.grade import regrade
from checks.engine.result import TaskResult
from checks.engine.snapshot import Item
from checks.metric_filter import of_group
from checks.metric_filter.model import of_metric
from tests.checks.accounts import GROUP, asking, bound, metric_filter, snapshot, tasks

EXPECTED: dict[str, Any] = {
    "name": "ssh",
    "log_group": GROUP,
    "records": {"action": "REJECT", "dstport": 22, "protocol": "TCP"},
    "namespace": "Metrolio",
    "metric_name": "RejectedSSH",
}


def judged(*filters: Item, elsewhere: tuple[Item, ...] = (), **more: Any) -> TaskResult:
    expected = asking("metric_filter", **EXPECTED | more)
    account = {of_group(GROUP): [*filters], of_metric(bound("metric_filter", **EXPECTED).expected): [*elsewhere]}  # type: ignore[arg-type]
    return tasks(regrade(expected, snapshot(account)))["it"]


def told(task: TaskResult) -> list[str]:
    return [each.message for each in task.findings]


@pytest.mark.parametrize(
    "pattern",
    [
        '[version, account, eni, source, destination, srcport, destport="22", protocol="6", packets, bytes, '
        'windowstart, windowend, action="REJECT", flowlogstatus]',
        "[v, a, e, s, d, sp, dp = 22, pr = 6, ..., ac = REJECT, st]",
        "[..., dp=22, pr=6, pk, by, st, en, ac=REJECT, ls]",
        "[, , , , , , dp=22, pr=6, , , , , ac=REJECT*, ls]",
        "[v, a, e, s, d, sp, dp=%^22$%, pr=6, pk, by, st, en, ac=%REJECT%, ls]",
        '[v, a, e, s, d, sp, dp>=22 && dp<23, pr=6, pk, by, st, en, ac!=ACCEPT && ac!="-", ls=OK]',
    ],
)
def test_any_pattern_that_matches_the_right_records_is_right(pattern: str) -> None:
    assert told(judged(metric_filter("ssh", pattern))) == []


NONE_OF = "It matches none of the records that it should, such as: 2 123456789012 "
TOO_MANY = "It also matches records that it shouldn't, with another "


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("", TOO_MANY),
        ("REJECT", f"{TOO_MANY}dstport or another protocol, such as: 2 123456789012 "),
        ("[v, a, e, s, d, sp, dp=22, pr, pk, by, st, en, ac=REJECT, ls]", f"{TOO_MANY}protocol, such as: "),
        ("[v, a, e, s, d, sp, dp=22*, pr=6, pk, by, st, en, ac=REJECT, ls]", f"{TOO_MANY}dstport, such as: "),
        ("[v, a, e, s, d, sp, dp=22, pr=6, pk, by, st, en, ac, ls]", f"{TOO_MANY}action, such as: "),
        ("[v, a, e, s, d, dp=22, sp, pr=6, pk, by, st, en, ac=REJECT, ls]", "It doesn't match all that it should"),
        ("[dstport=22, protocol=6, action=REJECT]", NONE_OF),
        ("[v, a, e, s, d, sp, dp=22, pr=6, ac=REJECT]", NONE_OF),
        (
            "[v, a, e, s=203.*, d, sp, dp=22, pr=6, pk, by, st, en, ac=REJECT, ls]",
            "It doesn't match all that it should",
        ),
    ],
)
def test_a_pattern_that_matches_others_says_which(pattern: str, says: str) -> None:
    task = judged(metric_filter("ssh", pattern))
    (message,) = told(task)
    assert message.startswith("The pattern of the metric filter ssh isn't right. ")
    assert says in message
    assert [each.code for each in task.criteria if not each.met] == ["records"]


def test_a_pattern_for_another_format_is_another_pattern() -> None:
    own = ("srcaddr", "dstport", "protocol", "action")
    assert judged(metric_filter("ssh", "[src, dp=22, pr=6, ac=REJECT]"), format=own).verdict == "passed"


def test_records_by_network_and_by_size_are_told_apart() -> None:
    where = {"srcaddr": "in 10.0.0.0/8", "bytes": ">= 1000"}
    right = "[v, a, e, s=10.*, d, sp, dp, pr, pk, by>=1000, ...]"
    assert judged(metric_filter("ssh", right), records=where).verdict == "passed"
    for wrong in (right.replace(">=", ">"), right.replace("10.*", "10*"), right.replace("1000", "100")):
        assert judged(metric_filter("ssh", wrong), records=where).verdict == "failed"


@pytest.mark.parametrize(
    ("metric", "more", "says"),
    [
        (
            {"metricName": "RejectedShh"},
            {},
            "makes the metric 'RejectedShh', which looks like a slip of the keyboard, not",
        ),
        ({"metricNamespace": "Mine"}, {}, "puts its metric into the namespace 'Mine', not 'Metrolio'."),
        ({"metricValue": "$bytes"}, {}, "For each match the metric filter ssh counts $bytes, not 1."),
        ({"defaultValue": 0.0}, {}, "The default value of the metric filter ssh is 0, not none."),
        ({}, {"default_value": 0}, "The default value of the metric filter ssh is none, not 0."),
        ({"unit": "Count"}, {}, "The unit of the metric filter ssh is Count, not None."),
        ({"dimensions": {"Port": "$dp"}}, {}, "The dimensions of the metric filter ssh are Port=$dp, not none."),
    ],
)
def test_another_metric_is_told(metric: dict[str, Any], more: dict[str, Any], says: str) -> None:
    pattern = "[v, a, e, s, d, sp, dp=22, pr=6, pk, by, st, en, ac=REJECT, ls]"
    (message,) = told(judged(metric_filter("ssh", pattern, **metric), **more))
    assert says.lower() in message.lower()


def test_a_value_taken_from_a_field_goes_by_what_the_field_is_and_not_by_its_name() -> None:
    right = "[v, a, e, s, d, sp, dp=22, pr=6, pk, size, st, en, ac=REJECT, ls]"
    assert judged(metric_filter("ssh", right, metricValue="$size"), metric_value="$bytes").verdict == "passed"
    assert judged(metric_filter("ssh", right, metricValue="$pk"), metric_value="$bytes").verdict == "failed"
    assert judged(metric_filter("ssh", right, metricValue="$bytes"), metric_value="$bytes").verdict == "failed"


def test_a_missing_filter_tells_of_the_one_that_may_be_meant() -> None:
    (message,) = told(judged(metric_filter("SSH", "")))
    assert message.endswith("There is one named 'SSH', which differs only by upper and lower case.")
    assert told(judged(elsewhere=(metric_filter("mine", "", group="other"),))) == [
        f"The log group {GROUP} has no metric filter ssh. There is one for that metric, named 'mine', of the log group "
        "other."
    ]


def test_a_pattern_that_only_aws_understands_is_neither_right_nor_wrong() -> None:
    task = judged(metric_filter("ssh", "{ $.a = "))
    assert (task.verdict, task.score) == ("unreadable", None)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"records": None}, "say what has to match"),
        ({"records": {"dstprot": 22}}, "Did you mean `dstport`"),
        ({"records": {"dstport": "many"}}, "dstport is a number, and 'many' is none"),
        ({"records": {"tcp-flags": 2}}, "records of this `format` have no `tcp-flags`"),
        ({"metric_value": "$tcp-flags"}, "records of this `format` have no `tcp-flags`"),
        ({"dimensions": {"A": "b"}, "default_value": 0}, "AWS takes no `default_value` where there are `dimensions`"),
    ],
)
def test_a_lab_that_makes_no_sense_is_refused(wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        bound("metric_filter", **EXPECTED | wrong)
