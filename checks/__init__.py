"""Is it done? Kinds of resource, one a module, and how each is judged."""

from __future__ import annotations

from checks.engine.shelf import Shelf

KINDS = Shelf(
    "alarm",
    "answer",
    "bucket",
    "flow_log",
    "log_delivery",
    "log_group",
    "metric_filter",
    "network_interface",
    "role",
    "sns_topic",
    "subnet",
    "vpc",
)
"""Every kind that comes with the kit. A folder of labs may bring its own: see `checks.engine.kinds`."""
