"""What a lab may ask of a metric filter, and the calls that show it."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from checks.conditions import Where
from checks.engine.kind import Expectation, Text, spelt
from checks.engine.snapshot import Read
from checks.log_group.model import Name as LogGroupName
from checks.metric_filter.samples import Sample, samples
from checks.metrics import Dimensions, MetricName, Namespace, Unit
from checks.records.fields import DEFAULT
from checks.records.formats import format_of
from labs.errors import UsageError

if TYPE_CHECKING:
    from checks.metric_filter.pattern import Tried

FILTERS = Read(
    "logs",
    "describe_metric_filters",
    "metricFilters",
    "logs:DescribeMetricFilters",
    absent=("ResourceNotFoundException",),
    resource="arn:{partition}:logs:{region}:{account}:log-group:{logGroupName}",
)

FilterName = Annotated[
    str, spelt(re.compile(r"[^:*]{1,512}"), "is no name of a metric filter. One has up to 512 characters, none of : *")
]
"""CloudWatch Logs API reference, *PutMetricFilter*."""


def _as_text(value: Any) -> Any:
    return f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else value


class MetricFilter(Expectation):
    """A metric filter of a log group, by what its pattern does: any that matches the right lines is right.

    `records` says which flow log records, of that `format`, have to match; no others may. `matches` are further lines
    that have to, and `passes_over` are lines that mustn't. A value or a dimension such as `$bytes` is that field's.

    metric_filter: {name: ssh, log_group: logs, records: {action: REJECT, dstport: 22, protocol: TCP},
                    namespace: Lab, metric_name: SSH, metric_value: 1, default_value: 0}
    """

    name: FilterName
    log_group: LogGroupName
    records: Annotated[Where, Field(min_length=1)] | None = None
    format: tuple[Text, ...] = Field(default=DEFAULT, strict=False, description="The fields of the records, in order.")
    matches: tuple[Text, ...] = Field(default=(), strict=False)
    passes_over: tuple[Text, ...] = Field(default=(), strict=False)
    namespace: Namespace
    metric_name: MetricName
    metric_value: Annotated[Text, BeforeValidator(_as_text)] = "1"
    default_value: float | None = None
    dimensions: Dimensions = Field(default={})
    unit: Unit = "None"

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if not (self.records or self.matches):
            raise ValueError("say what has to match, in `records` or in `matches`.")
        try:
            known = format_of(self.format)
        except UsageError as error:
            raise ValueError(f"`format`: {error.message} {error.remedy or ''}".strip()) from None
        for said in (*(self.records or ()), *self.of_fields):
            if said not in known:
                raise ValueError(f"records of this `format` have no `{said}`.")
        if self.dimensions and self.default_value is not None:
            raise ValueError("AWS takes no `default_value` where there are `dimensions`.")
        return self

    @property
    def of_fields(self) -> list[str]:
        """The fields that a value or a dimension is taken from."""
        told = (self.metric_value, *self.dimensions.values())
        return [each.removeprefix("$") for each in told if each.startswith("$")] if self.records else []

    @cached_property
    def samples(self) -> tuple[Sample, ...]:
        """Records that have to match, and such as mustn't."""
        return samples(self.records, self.format) if self.records else ()

    @cached_property
    def known(self) -> dict[str, Tried]:
        """What came of trying patterns on these, by their texts."""
        return {}


@lru_cache(4096)
def of_group(name: str) -> Read:
    """The read that lists the filters of the log group `name`."""
    return FILTERS.narrowed(logGroupName=name)


def of_metric(expected: MetricFilter) -> Read:
    """The read that lists the filters of all groups that make that metric, to find one on a wrong group."""
    return FILTERS.narrowed(metricNamespace=expected.namespace, metricName=expected.metric_name).bounded(1)
