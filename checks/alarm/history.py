"""The states that an alarm came to, as its history tells them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from checks.alarm import reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from checks.alarm.model import Alarm
    from checks.engine.snapshot import Item


@dataclass(frozen=True)
class Update:
    """A change of state. `why` is the data that CloudWatch went by (see `reason`).

    Where a person set the state (`SetAlarmState`) there is none, or what that person wrote.
    """

    at: str
    old: str
    new: str
    why: Mapping[str, Any]

    @property
    def by_itself(self) -> bool:
        """Whether CloudWatch found it out, by all that it tells."""
        return reason.is_whole(self.why, self.at)

    def bears_out(self, expected: Alarm) -> bool:
        """Whether what it tells could bring the expected alarm there; otherwise somebody made it up."""
        return self.by_itself and reason.bears_out(self.why, self.new, expected)

    def is_before(self, moment: Any) -> bool:
        """Whether it came before `moment`, in ISO 8601, as far as both can be told."""
        try:
            return datetime.fromisoformat(self.at) < datetime.fromisoformat(str(moment))
        except (ValueError, TypeError):
            return False

    def otherwise(self, expected: Alarm) -> str:
        """The first setting by which it was found out and that isn't the expected one, in words; else nothing."""
        for key in ("threshold", "period", "statistic"):
            wanted, was = getattr(expected, key), self.why.get(key)
            if was is not None and was != wanted:
                return f"its {key} was {_plain(was)}, not {_plain(wanted)}"
        return ""


def updates(items: Iterable[Item]) -> Iterator[Update]:
    """The changes of state, newest first. What doesn't read as AWS documents it is passed over."""
    for item in sorted(items, key=lambda each: str(each.get("Timestamp")), reverse=True):
        data = _data(item)
        old, new = data.get("oldState"), data.get("newState")
        if item.get("HistoryItemType") == "StateUpdate" and isinstance(old, dict) and isinstance(new, dict):
            why = new.get("stateReasonData")
            at = str(item.get("Timestamp"))
            yield Update(
                at, str(old.get("stateValue")), str(new.get("stateValue")), why if isinstance(why, dict) else {}
            )


def _data(item: Item) -> dict[str, Any]:
    try:
        data = json.loads(str(item.get("HistoryData")))
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _plain(value: Any) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def put(item: Item, update: Update) -> Item:
    """The same piece of history, telling another change."""
    data = _data(item)
    new = {key: value for key, value in data["newState"].items() if key != "stateReasonData"}
    data["oldState"] = {**data["oldState"], "stateValue": update.old}
    data["newState"] = {
        **new,
        "stateValue": update.new,
        **({"stateReasonData": dict(update.why)} if update.why else {}),
    }
    summary = f"Alarm updated from {update.old} to {update.new}"
    return {**item, "HistorySummary": summary, "HistoryData": json.dumps(data)}
