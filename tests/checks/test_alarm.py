"""Alarms: is it there, on the right metric, and does it go off when it should?"""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from checks.alarm import ALL_ALARMS, history_of, named
from checks.engine.grade import regrade
from checks.engine.result import TaskResult
from checks.engine.snapshot import Item
from tests.checks.accounts import alarm, asking, bound, reason, snapshot, state_update, tasks, topic

EXPECTED: dict[str, Any] = {
    "name": "ssh",
    "namespace": "Metrolio",
    "metric_name": "RejectedSSH",
    "statistic": "Sum",
    "period": 60,
    "threshold": 10,
    "comparison": "GreaterThanOrEqualToThreshold",
    "actions": ["alerts"],
}


def judged(*alarms: Item, history: tuple[Item, ...] = (), others: tuple[Item, ...] = (), **more: Any) -> TaskResult:
    account = {named("ssh"): [*alarms], history_of("ssh"): [*history], ALL_ALARMS: [*others]}
    return tasks(regrade(asking("alarm", **EXPECTED | more), snapshot(account)))["it"]


def told(task: TaskResult) -> list[str]:
    return [each.message for each in task.findings]


def test_an_alarm_as_asked_for_earns_everything() -> None:
    task = judged(alarm("ssh"))
    assert (task.verdict, task.score) == ("passed", 10.0)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"MetricName": "RejectedSHS"}, "is on the metric 'RejectedSHS', which looks like a slip of the keyboard."),
        ({"Namespace": "Mine"}, "is on the namespace 'Mine'. It has to be on the namespace 'Metrolio'."),
        ({"Dimensions": [{"Name": "Port", "Value": "22"}]}, "with the dimensions Port=22, not none. To CloudWatch"),
        ({"ComparisonOperator": "GreaterThanThreshold"}, "goes off above the threshold only (>). It has to go off at"),
        ({"ComparisonOperator": "LessThanLowerThreshold"}, "compares by LessThanLowerThreshold. It has to go off at"),
        ({"Threshold": 100.0}, "The threshold of the alarm ssh is 100, not 10."),
        ({"Statistic": "Average"}, "The statistic of the alarm ssh is Average, not Sum."),
        ({"Period": 300}, "The period (in seconds) of the alarm ssh is 300, not 60."),
        ({"EvaluationPeriods": 2}, "The number of periods of the alarm ssh is 2, not 1."),
        (
            {"TreatMissingData": "breaching"},
            "The treatment of missing data of the alarm ssh is breaching, not missing.",
        ),
        ({"AlarmActions": []}, "When it comes to ALARM, the alarm ssh doesn't tell the topic alerts."),
        (
            {"OKActions": [topic("pager")["TopicArn"]]},
            "When it comes to OK, the alarm ssh tells the topic pager, which it",
        ),
        (
            {"EvaluationWindow": {"WallClockWindow": {}}},
            "The evaluation window of the alarm ssh is wall-clock, not sliding.",
        ),
        (
            {"EvaluationWindow": {"WallClockWindow": {"Timezone": "+05:30"}}},
            "The evaluation window of the alarm ssh is wall-clock in the time zone +05:30, not sliding.",
        ),
        (
            {"WarmUpConfiguration": {"WarmUpPeriodDurationInMinutes": 30}},
            "The warm-up (in minutes) of the alarm ssh is 30, not 0.",
        ),
        ({"ActionsEnabled": False}, "The actions of the alarm ssh are switched off."),
    ],
)
def test_what_is_set_otherwise_is_told_in_words(changes: dict[str, Any], says: str) -> None:
    (message,) = told(judged(alarm("ssh", **changes)))
    assert says in message


def test_a_sliding_window_that_is_told_is_the_default() -> None:
    assert judged(alarm("ssh", EvaluationWindow={"SlidingWindow": {}})).verdict == "passed"


def test_a_window_on_the_wall_clock_and_a_warm_up_can_be_asked_for() -> None:
    timing: dict[str, Any] = {"evaluation_window": "wall-clock", "warm_up": 30}
    warm_up: dict[str, Any] = {"WarmUpPeriodDurationInMinutes": 30}
    right = alarm("ssh", EvaluationWindow={"WallClockWindow": {"Timezone": "UTC"}}, WarmUpConfiguration=warm_up)
    assert judged(right, **timing).verdict == "passed"
    assert len(told(judged(alarm("ssh"), **timing))) == 2
    whole = warm_up | {"OnlyStartEvaluatingAfterWarmUpPeriodEnds": True}
    assert told(judged({**right, "WarmUpConfiguration": whole}, **timing)) == [
        "The alarm ssh waits for the end of its warm-up even if there are data before."
    ]


def test_the_same_topic_in_another_account_is_another() -> None:
    arn = "arn:aws:sns:eu-west-1:999999999999:alerts"
    (message,) = told(judged(alarm("ssh", AlarmActions=[arn])))
    assert "doesn't tell the topic alerts and tells arn:aws:sns:eu-west-1:999999999999:alerts" in message


def test_a_missing_alarm_tells_of_the_one_that_may_be_meant() -> None:
    slipped = judged(others=(alarm("shs"),))
    assert "There is one named 'shs'" not in told(slipped)[0]  # three letters are too few to tell a slip
    assert told(slipped) == ["There is no alarm ssh in eu-west-1. There is one on that metric, named 'shs'."]
    assert slipped.parts[0].exists
    nothing = judged(others=(alarm("cpu", MetricName="CPUUtilization"),))
    assert told(nothing) == ["There is no alarm ssh in eu-west-1."]
    assert not nothing.parts[0].exists


THEN = {"value": 12.0}
CALM = {"value": 3.0}


@pytest.mark.parametrize(
    ("history", "says"),
    [
        ([], "has never come to ALARM out of OK by itself, as it is set now."),
        (
            [("INSUFFICIENT_DATA", "ALARM", THEN)],
            "On 2026-01-01T00:01:00+00:00 it came there out of INSUFFICIENT_DATA.",
        ),
        ([("OK", "ALARM", {})], "On 2026-01-01T00:01:00+00:00 somebody set it to ALARM by hand, which doesn't count."),
        (
            [("OK", "ALARM", {"value": 2.0, "threshold": 1.0})],
            "When it did, on 2026-01-01T00:01:00+00:00, its threshold was 1, not 10.",
        ),
        ([("OK", "ALARM", THEN | {"period": 300})], "its period was 300, not 60."),
        ([("ALARM", "OK", CALM)], "has never come to ALARM out of OK by itself"),
    ],
)
def test_an_alarm_that_has_not_really_gone_off_says_why(history: list[tuple[Any, ...]], says: str) -> None:
    past = tuple(state_update("ssh", old, new, 1, **why) for old, new, why in history)
    (message,) = told(judged(alarm("ssh"), history=past, has_been=["OK", "ALARM"]))
    assert says in message


@pytest.mark.parametrize(
    "changes",
    [
        *({left_out: ...} for left_out in ("version", "queryDate", "startDate", "statistic", "period", "threshold")),
        {"recentDatapoints": ...},
        {"recentDatapoints": [], "startDate": ..., "evaluatedDatapoints": [{"timestamp": "2026-01-01T00:00:00+0000"}]},
        {"recentDatapoints": [9.0]},
        {"evaluatedDatapoints": [{"timestamp": "2026-01-01T00:00:00.000+0000", "value": 9.0}]},
        {"evaluatedDatapoints": "none"},
        {"evaluatedDatapoints": [{"value": 12.0}]},
        {"queryDate": "yesterday"},
        {"queryDate": "2025-12-01T00:01:00.000+0000", "startDate": "2025-12-01T00:00:00.000+0000"},
        {"startDate": "2026-01-01T00:30:00.000+0000"},
        {"threshold": "10"},
        {"threshold": True},
    ],
    ids=str,
)
def test_a_reason_that_a_person_made_up_counts_as_set_by_hand(changes: dict[str, Any]) -> None:
    why = {key: value for key, value in (reason(1, 12.0) | changes).items() if value is not ...}
    made_up = state_update("ssh", "OK", "ALARM", 1)
    data = json.loads(made_up["HistoryData"])
    data["newState"]["stateReasonData"] = why
    (message,) = told(judged(alarm("ssh"), history=({**made_up, "HistoryData": json.dumps(data)},), has_been="ALARM"))
    assert message.endswith("On 2026-01-01T00:01:00+00:00 somebody set it to ALARM by hand, which doesn't count.")


def test_two_states_set_by_hand_with_a_threshold_in_the_reason_are_no_alarm_that_went_off() -> None:
    quiet = state_update("ssh", "INSUFFICIENT_DATA", "OK", 1)
    loud = state_update("ssh", "OK", "ALARM", 2)
    data = json.loads(loud["HistoryData"])
    data["newState"]["stateReasonData"] = {"threshold": 10}
    task = judged(alarm("ssh"), history=({**loud, "HistoryData": json.dumps(data)}, quiet), has_been=["OK", "ALARM"])
    assert task.verdict == "failed"
    assert told(task)[0].endswith("somebody set it to ALARM by hand, which doesn't count.")


@pytest.mark.parametrize(
    ("way", "state", "why"),
    [
        ({}, "ALARM", {"value": 12.0, "evaluatedDatapoints": []}),
        ({"treat_missing_data": "breaching"}, "ALARM", {"value": None}),
        ({"treat_missing_data": "notBreaching"}, "OK", {"value": None}),
        ({}, "INSUFFICIENT_DATA", {"value": None}),
        ({"unit": "Count"}, "ALARM", {"value": 12.0, "unit": "Count"}),
        ({"evaluation_periods": 3, "datapoints_to_alarm": 1}, "ALARM", {"value": 12, "recentDatapoints": [12, 0, 0]}),
        ({"comparison": "LessThanThreshold"}, "ALARM", {"value": 9.5}),
        ({"comparison": "GreaterThanThreshold"}, "OK", {"value": 10.0}),
    ],
    ids=str,
)
def test_whatever_cloudwatch_itself_finds_counts(way: dict[str, Any], state: str, why: dict[str, Any]) -> None:
    before = "OK" if state != "OK" else "ALARM"
    as_asked = {
        "TreatMissingData": way.get("treat_missing_data", "missing"),
        "EvaluationPeriods": way.get("evaluation_periods", 1),
        "ComparisonOperator": way.get("comparison", EXPECTED["comparison"]),
        **({"DatapointsToAlarm": 1} if "datapoints_to_alarm" in way else {}),
        **({"Unit": "Count"} if "unit" in way else {}),
    }
    task = judged(
        alarm("ssh", **as_asked), history=(state_update("ssh", before, state, 1, **why),), has_been=state, **way
    )
    assert (task.verdict, told(task)) == ("passed", [])


def test_an_alarm_has_gone_off_whatever_it_did_before_and_after() -> None:
    past = (
        state_update("ssh", "ALARM", "OK", 9, **CALM),
        state_update("ssh", "OK", "ALARM", 8, **THEN),
        state_update("ssh", "INSUFFICIENT_DATA", "OK", 2, **CALM),
        state_update("ssh", "OK", "ALARM", 1),
        {"HistoryItemType": "ConfigurationUpdate", "Timestamp": "2026-01-01T00:00:00+00:00", "HistoryData": "{"},
    )
    assert judged(alarm("ssh"), history=past, has_been=["OK", "ALARM"]).verdict == "passed"
    assert judged(alarm("ssh"), history=past, has_been="ALARM").verdict == "passed"


def test_a_state_that_is_asked_for_is_that_of_now() -> None:
    assert judged(alarm("ssh", StateValue="ALARM"), state="ALARM").verdict == "passed"
    (message,) = told(judged(alarm("ssh", StateReason="All quiet."), state="ALARM"))
    assert message == "The alarm ssh is in OK, not in ALARM. All quiet."


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"period": 90}, "AWS takes 10, 20, 30 and multiples of 60"),
        ({"datapoints_to_alarm": 2}, "more than there are `evaluation_periods`"),
        ({"has_been": ["OK", "OK"]}, "has a state twice"),
        ({"has_been": ["OK", "ALARM", "OK"]}, "at most 2 items"),
    ],
)
def test_a_lab_that_asks_for_what_cannot_be_is_refused(wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        bound("alarm", **EXPECTED | wrong)


def test_what_an_alarm_did_before_it_was_set_anew_says_nothing_of_it_now() -> None:
    past = (state_update("ssh", "OK", "ALARM", 1, **THEN),)
    anew = {**alarm("ssh"), "AlarmConfigurationUpdatedTimestamp": "2026-01-01T00:02:00.500000+00:00"}
    (message,) = told(judged(anew, history=past, has_been="ALARM"))
    assert (
        "It did on 2026-01-01T00:01:00+00:00, but was made or changed after that, on 2026-01-01T00:02:00.5" in message
    )
    gone_off_again = (state_update("ssh", "OK", "ALARM", 3, **THEN), *past)
    assert judged(anew, history=gone_off_again, has_been="ALARM").verdict == "passed"
