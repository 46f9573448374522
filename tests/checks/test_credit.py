"""Credit: shared alike by resource and then by criterion, rounded once, and never more than was earned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from checks.engine.bind import BoundLab
from checks.engine.grade import regrade
from checks.engine.kind import Criterion, Part
from checks.flow_log import FLOW_LOGS
from tests.checks.accounts import (
    GROUP,
    GROUPS,
    WEB_ONE,
    asking,
    changed,
    graded,
    judged_by,
    lab,
    log_group,
    snapshot,
    solved,
    tasks,
    untouched,
)


def points(of: BoundLab, **worth: float) -> BoundLab:
    return replace(
        of,
        tasks=tuple(
            replace(each, task=replace(each.task, points=worth.get(each.task.id.replace("-", "_"), each.task.points)))
            for each in of.tasks
        ),
    )


def test_credit_is_rounded_once_to_two_decimals() -> None:
    result = regrade(points(lab(), web_traffic=10.0), snapshot(changed(FLOW_LOGS, WEB_ONE, TrafficType="ALL")))
    assert tasks(result)["web-traffic"].score == 9.38  # 10 - 10/16 = 9.375
    assert result.score == 69.38


def test_nearly_everything_never_rounds_up_to_everything() -> None:
    result = regrade(points(lab(), web_traffic=0.04), snapshot(changed(FLOW_LOGS, WEB_ONE, TrafficType="ALL")))
    task = tasks(result)["web-traffic"]
    assert (task.verdict, task.score) == ("failed", 0.03)


def test_half_a_cent_is_rounded_up_and_a_third_is_not() -> None:
    wrong = snapshot(changed(FLOW_LOGS, WEB_ONE, TrafficType="ALL"))  # 15 of 16
    for worth, earned in ((0.08, 0.07), (0.16, 0.15), (0.24, 0.23), (1.0, 0.94), (33.33, 31.25), (0.072, 0.07)):
        assert tasks(regrade(points(lab(), web_traffic=worth), wrong))["web-traffic"].score == earned, worth
    account = solved() | {FLOW_LOGS: []}
    one_in_four = asking("log_group", name=GROUP, retention=7, log_class="STANDARD")
    result = regrade(one_in_four, snapshot(account | {GROUPS: [log_group(logGroupClass="DELIVERY", kmsKeyId="k")]}))
    assert result.score == 2.5


def test_resources_share_alike_however_many_criteria_each_has() -> None:
    def uneven(_expected: object, _account: object) -> Iterator[Part]:
        yield Part("three", (Criterion("a"), Criterion.unmet("b"), Criterion.unmet("c")))
        yield Part("two", (Criterion("a"), Criterion.unmet("b")))

    assert regrade(judged_by(uneven), snapshot(solved())).score == 4.17  # (10/2)/3 + (10/2)/2


def test_the_whole_is_never_full_marks_where_a_task_failed() -> None:
    bound = points(lab(), log_group=99.998, subnet_flow_log=0.001, web_traffic=0.001)
    account = solved()
    account[FLOW_LOGS] = account[FLOW_LOGS][:1]
    result = regrade(bound, snapshot(account))
    assert (result.verdict, result.score, result.max_score) == ("failed", 99.99, 100.0)
    assert regrade(bound, snapshot(solved())).score == 100.0
    uneven = regrade(points(lab(), log_group=10.002, subnet_flow_log=0.001, web_traffic=0.001), snapshot(account))
    assert (uneven.score, uneven.max_score) == (9.99, 10.0)
    crumbs = points(lab(), log_group=0.001, subnet_flow_log=0.001, web_traffic=0.001)
    assert regrade(crumbs, snapshot(account)).score == 0.0


def test_the_sum_is_rounded_like_the_parts() -> None:
    bound = points(lab(), log_group=0.1, subnet_flow_log=0.2, web_traffic=0.3)
    result = regrade(bound, snapshot(solved()))
    assert (result.score, result.max_score) == (0.6, 0.6)  # and not 0.6000000000000001


def test_all_or_nothing_gives_nothing_for_half() -> None:
    bound = lab()
    strict = replace(
        bound, tasks=tuple(replace(each, task=replace(each.task, all_or_nothing=True)) for each in bound.tasks)
    )
    assert regrade(strict, snapshot(changed(FLOW_LOGS, WEB_ONE, TrafficType="ALL"))).score == 60.0
    assert regrade(strict, snapshot(solved())).score == 100.0


def test_the_criteria_of_a_task_add_up_to_its_points() -> None:
    for task in graded(untouched()).tasks:
        assert sum(each.points for each in task.criteria) == pytest.approx(task.points)
