"""One alarm, beside what is expected of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from checks.alarm import described
from checks.engine.kind import Finding

if TYPE_CHECKING:
    from checks.alarm.model import Alarm
    from checks.engine.kind import View
    from checks.engine.snapshot import Item

CHANGE = "An alarm can be changed in place: in the console Actions, Edit; in the AWS CLI by `put-metric-alarm` again."


@dataclass(frozen=True)
class Case:
    """One alarm beside what is expected of it."""

    expected: Alarm
    alarm: Item
    account: View

    def finding(self, code: str, message: str, expected: Any, actual: Any, hint: str | None = CHANGE) -> Finding:
        """A finding about this alarm."""
        return Finding(code, message, expected, actual, str(self.alarm[described.NAME]), hint)

    def differs(self, code: str, what: str, expected: Any, actual: Any) -> Finding | None:
        """A finding, unless both are the same."""
        if expected == actual:
            return None
        message = f"{what} of the alarm {self.expected.name} is {_shown(actual)}, not {_shown(expected)}."
        return self.finding(code, message, expected, actual)


def _shown(value: object) -> str:
    return "none" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
