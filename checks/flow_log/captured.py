"""Flow logs that stand in an account, as a lab would ask for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.engine.capture.captured import Capture, Captured, LeftOut, asked_of
from checks.flow_log.described import bucket_of, destination, log_group_of, name, role_of
from checks.flow_log.model import FLOW_LOGS, FlowLog
from checks.flow_log.properties import PROPERTIES
from checks.network_interface import INTERFACES
from checks.subnet import SUBNETS
from checks.vpc import VPCS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.engine.snapshot import Item, Snapshot


def captured(account: Snapshot) -> Iterator[Captured | LeftOut]:
    """Every flow log, each with the one resource that it is on."""
    for log in sorted(account.read(FLOW_LOGS), key=lambda each: (name(each), str(each["FlowLogId"]))):
        called, on = name(log), str(log["ResourceId"])
        what = f"the flow log {log['FlowLogId']}{f' ({called})' if called else ''} on {on}"
        if not called:
            yield LeftOut(called, what, "It has no name (its tag Name), and a lab asks for flow logs by name.")
        elif not (log_group_of(log) or bucket_of(log)):
            yield LeftOut(called, what, f"It writes to {destination(log)}, which a lab can't ask for.")
        else:
            yield Captured(called, f"Create the flow log {called}", _asks(log), on, tuple(_rests_on(log)))


def _asks(log: Item) -> dict[str, object]:
    """The traffic is always said: AWS's API has no default for it."""
    asks = asked_of(log, PROPERTIES, FlowLog, always=("traffic",))
    if bucket_of(log):
        asks["to"].pop("role", None)  # AWS echoes one, and uses none
        if prefix := asks["to"].get("prefix"):
            asks["to"]["prefix"] = f"{prefix}/"
    return asks


def _rests_on(log: Item) -> Iterator[tuple[str, str]]:
    named = (("log_group", log_group_of(log)), ("bucket", bucket_of(log)))
    yield from ((kind, it) for kind, it in named if it)
    if log_group_of(log) and (role := role_of(log)):
        yield "role", role


CAPTURE = Capture((FLOW_LOGS, SUBNETS, INTERFACES, VPCS), captured)
