"""How many snapshots a second one core judges, and what it takes beside writing the result out as JSON.

uv run python -m tests.benchmarks.judge
"""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable

from checks.engine.grade import regrade
from checks.flow_log import FLOW_LOGS
from tests.checks.accounts import WEB_ONE, changed, lab, snapshot, solved, untouched


def rate(work: Callable[[], object], seconds: float = 2.0) -> float:
    """How often `work` is done in a second: the best of three runs."""
    best = 0.0
    for _ in range(3):
        done, started = 0, time.perf_counter()
        while (taken := time.perf_counter() - started) < seconds / 3:
            for _ in range(50):
                work()
            done += 50
        best = max(best, done / taken)
    return best


def main() -> None:
    bound = lab()
    accounts = {
        "solved": snapshot(solved()),
        "untouched": snapshot(untouched()),
        "one filter wrong": snapshot(changed(FLOW_LOGS, WEB_ONE, TrafficType="ALL")),
    }
    gc.disable()
    for name, account in accounts.items():
        result = regrade(bound, account).to_json()
        judged = rate(lambda account=account: regrade(bound, account))  # type: ignore[misc]
        written = rate(lambda result=result: json.dumps(result))  # type: ignore[misc]
        print(f"{name:18} {judged:8.0f} judged/s   {judged / written:.2f} of the rate of json.dumps of the result")


if __name__ == "__main__":
    main()
