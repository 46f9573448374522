"""What a lab may ask of an alarm, and the calls that show it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from checks.engine.kind import Expectation, spelt
from checks.engine.snapshot import Read
from checks.metrics import Dimensions, MetricName, Namespace, Unit
from checks.sns_topic import TopicName

ALARMS = Read(
    "cloudwatch",
    "describe_alarms",
    "MetricAlarms",
    "cloudwatch:DescribeAlarms",
    owner="AlarmArn",
    resource="arn:{partition}:cloudwatch:{region}:{account}:alarm:{AlarmNames}",
)
ALL_ALARMS = ALARMS.bounded(10)
"""Five hundred to a thousand alarms are enough to find a slip of the keyboard in."""

HISTORY = Read(
    "cloudwatch",
    "describe_alarm_history",
    "AlarmHistoryItems",
    "cloudwatch:DescribeAlarmHistory",
    params=(("HistoryItemType", "StateUpdate"),),
    resource="arn:{partition}:cloudwatch:{region}:{account}:alarm:{AlarmName}",
)
"""Thirty days of it, and that of a deleted alarm too (CloudWatch user guide, *Using Amazon CloudWatch alarms*)."""

AlarmName = Annotated[
    str, spelt(re.compile(r"[^\x00-\x1f]{1,255}"), "is no name of an alarm. One has up to 255 characters")
]
"""CloudWatch API reference, *PutMetricAlarm*."""

Comparison = Literal[
    "GreaterThanOrEqualToThreshold", "GreaterThanThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold"
]
Window = Literal["sliding", "wall-clock"]
State = Literal["OK", "ALARM", "INSUFFICIENT_DATA"]
Topics = frozenset[TopicName]


def _whole_period(seconds: int) -> int:
    if seconds not in (10, 20, 30) and (seconds <= 0 or seconds % 60):
        raise ValueError(f"a period of {seconds} seconds: AWS takes 10, 20, 30 and multiples of 60.")
    return seconds


def _listed(states: object) -> object:
    return [states] if isinstance(states, str) else states


class Alarm(Expectation):
    """A CloudWatch alarm on one metric. `actions` are the SNS topics it tells when it goes off, by name.

    `state` is what it has to be in now. `has_been` is what it has to have come to by its metric, with these settings,
    at any time in the last thirty days; a list of two, such as `[OK, ALARM]`, says too what it was in just before: it
    has really gone off, and not without cause.

    alarm: {name: ssh, namespace: Lab, metric_name: SSH, statistic: Sum, period: 60, threshold: 10,
            comparison: GreaterThanOrEqualToThreshold, actions: [alerts], has_been: [OK, ALARM]}
    """

    name: AlarmName
    namespace: Namespace
    metric_name: MetricName
    dimensions: Dimensions = Field(default={})
    unit: Unit | None = None
    statistic: Literal["SampleCount", "Average", "Sum", "Minimum", "Maximum"]
    period: Annotated[int, AfterValidator(_whole_period)] = Field(description="In seconds.")
    evaluation_periods: Annotated[int, Field(ge=1)] = 1
    datapoints_to_alarm: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="Out of the evaluation periods; all of them, unless said otherwise."
    )
    threshold: float
    comparison: Comparison
    treat_missing_data: Literal["missing", "breaching", "notBreaching", "ignore"] = "missing"
    evaluation_window: Window = Field(
        default="sliding", description="Whether its periods slide, or begin as the clock's hours and days do, in UTC."
    )
    warm_up: Annotated[int, Field(ge=0, le=2880)] = Field(
        default=0, description="Minutes for which it waits at most for data, once it is made or changed."
    )
    actions: Topics = Field(default=frozenset(), strict=False)
    ok_actions: Topics = Field(default=frozenset(), strict=False)
    insufficient_data_actions: Topics = Field(default=frozenset(), strict=False)
    actions_enabled: bool = True
    state: State | None = None
    has_been: Annotated[tuple[State, ...], BeforeValidator(_listed), Field(min_length=1, max_length=2)] | None = Field(
        default=None, strict=False
    )

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.datapoints > self.evaluation_periods:
            raise ValueError("`datapoints_to_alarm` is more than there are `evaluation_periods`.")
        if self.has_been and len(set(self.has_been)) < len(self.has_been):
            raise ValueError("`has_been` has a state twice; one that stays is no change.")
        return self

    @property
    def datapoints(self) -> int:
        """How many datapoints of the evaluation periods have to breach."""
        return self.datapoints_to_alarm or self.evaluation_periods


@lru_cache(4096)
def named(name: str) -> Read:
    """The read that finds the alarm `name`."""
    return ALARMS.narrowed(AlarmNames=(name,))


@lru_cache(4096)
def history_of(name: str) -> Read:
    """The read that tells the states that the alarm `name` came to."""
    return HISTORY.narrowed(AlarmName=name)
