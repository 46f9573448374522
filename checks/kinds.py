"""Every kind of resource that comes with the kit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checks import (
    alarm,
    answer,
    bucket,
    flow_log,
    log_delivery,
    log_group,
    metric_filter,
    network_interface,
    role,
    sns_topic,
    subnet,
    vpc,
)

if TYPE_CHECKING:
    from checks.engine.kind import Kind

KINDS: dict[str, Kind[Any]] = {
    "alarm": alarm.KIND,
    "answer": answer.KIND,
    "bucket": bucket.KIND,
    "flow_log": flow_log.KIND,
    "log_delivery": log_delivery.KIND,
    "log_group": log_group.KIND,
    "metric_filter": metric_filter.KIND,
    "network_interface": network_interface.KIND,
    "role": role.KIND,
    "sns_topic": sns_topic.KIND,
    "subnet": subnet.KIND,
    "vpc": vpc.KIND,
}
"""By name. It is `checks.KINDS`. A folder of labs may bring its own: see `checks.engine.kinds`."""
