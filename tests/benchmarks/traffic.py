"""How long a day of traffic takes to make, beside a loop that only makes as many named tuples.

uv run python -m tests.benchmarks.traffic
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable

from fixtures.traffic.flow import Flow
from fixtures.traffic.generate import traffic
from tests.fixtures.traffic.networks import DAY, METROLIO, MIDNIGHT


def day() -> int:
    return sum(1 for _ in traffic(METROLIO, "ada", MIDNIGHT, MIDNIGHT + DAY))


def plain(count: int) -> int:
    """The least that it could take: fields worked out from a number, and nothing decided."""
    made = 0
    for number in range(count):
        start = MIDNIGHT + number
        Flow("eni-0", start, start + 1, "10.0.0.1", "10.0.0.2", number, 443, 6, number, number * 52, 19, False, True)
        made += 1
    return made


def best(work: Callable[[], object]) -> float:
    """Seconds: the best of five runs."""
    times = []
    for _ in range(5):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


def main() -> None:
    count = day()
    made, least = best(day), best(lambda: plain(count))
    tracemalloc.start()
    day()
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    print(
        f"a day of {len(METROLIO.interfaces)} interfaces: {count:,} flows in {made:.2f} s, {count / made:,.0f} flows/s"
    )
    print(f"as many named tuples: {least:.3f} s; traffic takes {made / least:.0f} times that")
    print(f"at most {peak:.1f} MiB of memory at a time")


if __name__ == "__main__":
    main()
