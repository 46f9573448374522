"""A class on one machine: a sandbox for each learner, all of them graded again and again.

    uv run python -m tests.benchmarks.classroom                          30 learners, each graded every 10 s for 60 s
    uv run python -m tests.benchmarks.classroom --learners 5 --seconds 20

Says what a sandbox takes of memory, how long a grade takes, and how many went wrong, which has to be none.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median, quantiles

from checks.engine.bind import BoundLab
from checks.engine.grade import grade
from fixtures import assignment
from fixtures.accounts import Account
from fixtures.assignment import Assignment, Choice
from fixtures.sandbox.process import Sandbox
from labs.names import Identity


def memory(pid: int) -> float:
    """MB that a process has for itself alone, of which nothing is shared with others (Linux only)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private")) / 1000


class Seat:
    """One learner's sandbox, set up, and how their grades went."""

    def __init__(self, bound: BoundLab, state: Path) -> None:
        self.bound = bound
        self.sandbox = Sandbox.start(state=state)
        account = Account.sandbox(self.sandbox.endpoint, bound.lab.region)
        assigned = Assignment(bound, account, Choice())
        assigned.estate.set_up(account, bound.lab.id, bound.lab.names, assigned.named)
        self.account = account
        self.taken: list[float] = []
        self.errors: list[str] = []

    def grade(self, every: float, seconds: float, delay: float) -> None:
        time.sleep(delay)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            started = time.perf_counter()
            try:
                result, _ = grade(self.bound, self.account)
                if result.verdict != "failed" or result.score != 0:
                    self.errors.append(f"{result.verdict} {result.score}")
            except Exception as error:
                self.errors.append(f"{type(error).__name__}: {error}")
            self.taken.append(time.perf_counter() - started)
            time.sleep(max(0.0, every - (time.perf_counter() - started)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learners", type=int, default=30)
    parser.add_argument("--every", type=float, default=10.0, help="seconds between two grades of a learner")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--at-once", type=int, default=os.cpu_count() or 1, help="how many are started at a time")
    wanted = parser.parse_args()
    bound = assignment.open_lab("vpc-flow-logs", Choice(), Identity())
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        with ThreadPoolExecutor(wanted.at_once) as pool:
            seats = list(pool.map(lambda number: Seat(bound, Path(folder) / str(number)), range(wanted.learners)))
        took = time.perf_counter() - started
        print(f"{wanted.learners} sandboxes started and set up in {took:.1f} s, {took / wanted.learners:.2f} s each")
        try:
            pause = wanted.every / wanted.learners
            graders = [
                threading.Thread(target=seat.grade, args=(wanted.every, wanted.seconds, number * pause))
                for number, seat in enumerate(seats)
            ]
            for each in graders:
                each.start()
            for each in graders:
                each.join()
            if sys.platform == "linux":
                own = [memory(seat.sandbox.pid) for seat in seats]
                print(f"memory  {median(own):.0f} MB a sandbox (median), {sum(own) / 1000:.2f} GB in all")
        finally:
            for seat in seats:
                seat.sandbox.stop()
        taken = [seconds for seat in seats for seconds in seat.taken]
        errors = [error for seat in seats for error in seat.errors]
        spent = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(f"grades  {len(taken)}, median {median(taken):.3f} s, 95% within {quantiles(taken, n=20)[-1]:.3f} s")
        print(f"errors  {len(errors)} {sorted(set(errors))[:5]}")
        print(f"cpu     {spent.ru_utime + spent.ru_stime:.0f} s in the sandboxes, starting included")
    if errors:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
