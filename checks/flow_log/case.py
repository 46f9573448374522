"""One flow log, beside what is expected of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from checks.engine.kind import Finding

if TYPE_CHECKING:
    from checks.engine.kind import Resource, View
    from checks.engine.snapshot import Item
    from checks.flow_log.model import FlowLog

REPLACE = "A flow log can't be changed: delete it and create it again."


class Case(NamedTuple):
    """One flow log beside what is expected of it on one resource."""

    expected: FlowLog
    log: Item
    resource: Resource
    account: View

    @property
    def id(self) -> str:
        """The flow log's id."""
        return str(self.log["FlowLogId"])

    def finding(self, code: str, message: str, expected: Any, actual: Any, hint: str = REPLACE) -> Finding:
        """A finding about this flow log."""
        return Finding(code, message, expected, actual, self.id, hint)

    def differs(self, code: str, what: str, expected: Any, actual: Any) -> Finding | None:
        """A finding, unless both are the same."""
        if expected == actual:
            return None
        return self.finding(code, f"{what} of {self.id} is {actual}, not {expected}.", expected, actual)
