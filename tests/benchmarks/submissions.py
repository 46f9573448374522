"""What it takes to grade a submission, beside its own AWS CLI calls; and a hundred of them, one after another.

    uv run python -m tests.benchmarks.submissions            both
    uv run python -m tests.benchmarks.submissions --many 0   the first alone

The same script is run by hand against a sandbox that runs already, and handed in to `grader grade --submission`, in
turn. What the second takes more is the kit's: a sandbox started and set up, walls, and the grade. Asked are three
seconds at most. The hundred (scripts, programs and templates in turn) are graded by two processes at a time, and what
they leave behind is counted: files and processes.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from checks import KINDS
from checks.engine.bind import bind
from fixtures.sitting import prepared
from fixtures.solution import surroundings
from labs.catalogue import BUILT_IN
from labs.load import load

GRADER = Path(sys.executable).parent / "grader"
SCRIPT = BUILT_IN / "vpc_flow_logs" / "solution.sh"
ASKED = 3.0
PAGE = os.sysconf("SC_PAGE_SIZE")
PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True)
class Run:
    """One process, with all that it started. Seconds, and bytes: of the largest process, and of all at one time."""

    seconds: float
    cpu: float
    largest: int
    whole: int
    status: int
    out: str


def run(command: list[str], environment: dict[str, str]) -> Run:
    """Run it to its end."""
    began = time.perf_counter()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(command, env=environment, stdout=out, stderr=errors, stdin=subprocess.DEVNULL)
        peak, over = [0], threading.Event()
        watching = threading.Thread(target=_watch, args=(child.pid, peak, over))
        watching.start()
        _, status, used = os.wait4(child.pid, 0)
        taken = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        over.set()
        watching.join()
        out.seek(0)
        errors.seek(0)
        if child.returncode not in (0, 1):
            raise SystemExit(f"{' '.join(command)} ended with {child.returncode}:\n{errors.read().decode()}")
        told = out.read().decode()
    return Run(taken, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, peak[0], child.returncode, told)


def _watch(root: int, peak: list[int], over: threading.Event) -> None:
    while not over.wait(0.1):
        peak[0] = max(peak[0], sum(size for _, size in _tree(root)))


def _tree(root: int) -> Iterator[tuple[int, int]]:
    """A process and its descendants, each with its resident bytes; what they share is counted for each."""
    parents: dict[int, list[tuple[int, int]]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append((int(entry.parent.name), int(fields[21]) * PAGE))
    waiting = [root]
    while waiting:
        for pid, size in parents.get(waiting.pop(), ()):
            waiting.append(pid)
            yield pid, size


def environment(folder: Path) -> dict[str, str]:
    """A terminal's, with temporary files in a folder of their own."""
    left_out = ("AWS_", "GRADER_", "PYTHONDONTWRITEBYTECODE")
    own = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    return own | {"TMPDIR": str(folder), "CI": "1"}


@contextmanager
def nothing_left() -> Iterator[Path]:
    """A folder for temporary files, in which nothing may lie at the end."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def beside_its_own_calls(rounds: int) -> None:
    """Print what grading it takes more than running it."""
    bound = bind(load(BUILT_IN / "vpc_flow_logs"), KINDS)
    handed_in = [str(GRADER), "grade", "vpc-flow-logs", "--submission", str(SCRIPT), "--format", "json"]
    with nothing_left() as folder, prepared(bound) as (place, sandbox):
        run(handed_in, environment(folder))  # compiled, and in the disk's cache
        rows: list[tuple[Run, Run]] = []
        for _ in range(rounds):
            sandbox.reset()
            place.estate.set_up(place.account, place.lab.id, place.lab.names, place.named)
            by_hand = run(["bash", str(SCRIPT)], surroundings(place.lab, place.account))
            graded = run(handed_in, environment(folder))
            if json.loads(graded.out)["score"] != 100.0 or by_hand.status:
                raise SystemExit(f"it didn't come to full marks: {graded.out}")
            rows.append((by_hand, graded))
    more = median(graded.seconds - by_hand.seconds for by_hand, graded in rows)
    print(f"\nsolution.sh ({rounds} rounds)                seconds    of CPU, the grader's own processes")
    for title, index in (("by hand, against a sandbox", 0), ("grade --submission", 1)):
        column = [row[index] for row in rows]
        print(f"  {title:36} {median(each.seconds for each in column):7.2f} {median(each.cpu for each in column):9.2f}")
    print(f"  {'more':36} {more:7.2f}            asked: at most {ASKED:.0f}: {'kept' if more <= ASKED else 'NOT KEPT'}")


def many(number: int, at_a_time: int) -> None:
    """Print what a hundred take, and what they leave behind."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)  # what outlives a run becomes our child, and is seen
    command = [str(GRADER), "grade", "vpc-flow-logs", "--format", "json", "--submission"]
    before = {pid for pid, _ in _tree(os.getpid())}
    began = time.perf_counter()
    with nothing_left() as folder:

        def one(index: int) -> tuple[Run, list[str]]:
            own = folder / str(index)
            own.mkdir()
            done = run([*command, str(SCRIPT.with_suffix((".sh", ".py", ".yaml")[index % 3]))], environment(own))
            if json.loads(done.out)["score"] != 100.0:
                raise SystemExit(f"it didn't come to full marks: {done.out}")
            return done, [path.name for path in own.iterdir()]

        with ThreadPoolExecutor(at_a_time) as pool:
            runs = list(pool.map(one, range(number)))
    taken = time.perf_counter() - began
    left = [name for _, names in runs for name in names]
    alive = {pid for pid, _ in _tree(os.getpid())} - before
    tenth = max(1, number // 10)

    def column(name: str, of: list[tuple[Run, list[str]]]) -> float:
        return float(median(getattr(each, name) for each, _ in of))

    print(f"\n{number} submissions, {at_a_time} at a time: {taken:.0f} s, {taken / number:.2f} s for each")
    print(f"  {'one, from start to end':32} {column('seconds', runs):8.2f} s, {column('cpu', runs):.2f} s of CPU")
    for title, name in (("largest process", "largest"), ("all processes of one at one time", "whole")):
        most = max(getattr(each, name) for each, _ in runs)
        first, last = column(name, runs[:tenth]), column(name, runs[-tenth:])
        mib = 1 << 20
        print(f"  {title:32} {most / mib:8.0f} MiB at most; first tenth {first / mib:.0f}, last tenth {last / mib:.0f}")
    print(f"  {'left behind':32} {len(left):8} files and folders, {len(alive)} processes")
    if left or alive:
        raise SystemExit(f"left behind: {left} {alive}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--many", type=int, default=100, help="how many one after another; 0 for none")
    parser.add_argument("--at-a-time", type=int, default=2)
    wanted = parser.parse_args()
    if wanted.rounds:
        beside_its_own_calls(wanted.rounds)
    if wanted.many:
        many(wanted.many, wanted.at_a_time)


if __name__ == "__main__":
    main()
