"""What it costs to run a program shut in, beside the same program in the open, in bubblewrap and in an empty Python.

uv run python -m tests.benchmarks.cage
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from fixtures import cage

ROUNDS = 30
PATIENT = cage.Limits(seconds=60, printed=2 << 30)


def spent(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of processors, its children's included."""
    before, began = os.times(), time.perf_counter()
    work()
    after, ended = os.times(), time.perf_counter()
    return ended - began, sum(after[:4]) - sum(before[:4])


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        errand = cage.Errand(["true"], folder)
        print(f"walls by {cage.isolation().by or 'nothing'}")
        ways: dict[str, Callable[[], object]] = {
            "true": lambda: subprocess.run(["true"], check=True),
            "an empty Python": lambda: subprocess.run([sys.executable, "-I", "-S", "-c", ""], check=True),
            "true in a cage": lambda: cage.run(errand),
        }
        if program := shutil.which("bwrap"):
            bare = [program, "--unshare-all", "--dev-bind", "/", "/", "true"]
            ways["true in bubblewrap"] = lambda: subprocess.run(bare, check=True)
        taken: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
        for _ in range(ROUNDS):
            for way, work in ways.items():
                taken[way].append(spent(work))
        for way, each in taken.items():
            clock, processor = (sorted(column)[ROUNDS // 2] for column in zip(*each, strict=True))
            print(f"{way:20} {clock * 1000:6.1f} ms, {processor * 1000:6.1f} ms of a processor (medians)")
        _prints(folder)


def _prints(folder: Path) -> None:
    script = "yes 'some line of output' | head -c 1073741824"
    plain, _ = spent(lambda: subprocess.run(["bash", "-c", f"{script} | cat > /dev/null"], check=True))
    shut_in, _ = spent(lambda: cage.run(cage.Errand(["bash", "-c", script], folder), PATIENT))
    print(f"1 GB of output       {shut_in / plain:.2f} of the time that it takes to go through `cat`")


if __name__ == "__main__":
    main()
