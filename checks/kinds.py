"""Every kind of resource that comes with the kit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checks import bucket, flow_log, log_group, network_interface, role, subnet

if TYPE_CHECKING:
    from checks.engine.kind import Kind

KINDS: dict[str, Kind[Any]] = {
    "bucket": bucket.KIND,
    "flow_log": flow_log.KIND,
    "log_group": log_group.KIND,
    "network_interface": network_interface.KIND,
    "role": role.KIND,
    "subnet": subnet.KIND,
}
"""By name. It is `checks.KINDS`. A folder of labs may bring its own: see `checks.engine.kinds`."""
