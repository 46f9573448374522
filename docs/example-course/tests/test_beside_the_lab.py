"""What the lab doesn't ask and the course wants to know: `pytest --lab rejected-traffic --lab-labs labs`."""

from typing import Any


def test_nobody_records_traffic_that_was_let_in(lab_snapshot: dict[str, Any]) -> None:
    """There is a thousand times as much of it, and each gigabyte is charged."""
    flow_logs = [
        flow_log
        for read, reply in lab_snapshot["reads"].items()
        if "ec2.describe_flow_logs" in read
        for flow_log in reply["items"]
    ]
    assert {flow_log["TrafficType"] for flow_log in flow_logs} <= {"REJECT"}
