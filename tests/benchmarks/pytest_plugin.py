"""What `pytest --lab` costs beside `grader grade` and an empty pytest run, being both. Only the ratios mean anything.

    uv run python -m tests.benchmarks.pytest_plugin

All of it reads one running sandbox, in which the lab is solved. Every round runs each command once, in turn. Allowed is
the sum of the two, and 50 ms.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from tests.benchmarks.grade import BIN, CREDENTIALS
from tests.terminal import until_ready

LAB = "vpc-flow-logs"
ALLOWED = 0.05
FINE = {0, 5}
"""How a command may end: all passed, or no tests there."""


@contextmanager
def solved(folder: Path, environment: dict[str, str]) -> Iterator[str]:
    """A sandbox that runs in `folder`, with the lab solved in it. Gives its endpoint."""
    process = subprocess.Popen(
        [str(BIN / "grader"), "start", LAB, "--no-browser"],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        until_ready(process)
        place = json.loads((folder / f".labgrader/{LAB}/sandbox.json").read_text())
        names = {f"LAB_{name.upper()}": value for name, value in place["names"].items()}
        solution = Path(__file__).parents[2] / "labs/vpc_flow_logs/solution.py"
        own = environment | names | {"AWS_ENDPOINT_URL": place["endpoint"]}
        subprocess.run([sys.executable, str(solution)], env=own, check=True)
        yield place["endpoint"]
    finally:
        process.terminate()
        process.wait()


def taken(command: list[str], folder: Path, environment: dict[str, str]) -> tuple[float, float]:
    """Seconds by the clock, and of the processors. Raises `SystemExit` where it fails."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    clock, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in FINE:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=11)
    wanted = parser.parse_args()
    left_out = ("AWS_", "GRADER_", "PYTHONDONTWRITEBYTECODE", "PYTEST_")
    own = {key: value for key, value in os.environ.items() if not key.startswith(left_out)} | CREDENTIALS
    pytest = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]
    commands = {
        "pytest --lab": [*pytest, "--lab", LAB],
        "grader grade": [str(BIN / "grader"), "grade", LAB],
        "pytest, empty": pytest,
    }
    with tempfile.TemporaryDirectory() as name, solved(Path(name), own):
        folder = Path(name)
        for command in commands.values():
            taken(command, folder, own)
        rounds = [[taken(command, folder, own) for command in commands.values()] for _ in range(wanted.rounds)]
    for kind, title in enumerate(("by the clock", "of the processors")):
        print(f"\nSeconds {title} ({wanted.rounds} rounds)")
        for index, called in enumerate(commands):
            print(f"  {called:16} {median(each[index][kind] for each in rounds):6.3f}")
        ratio = median(each[0][kind] / (each[1][kind] + each[2][kind] + ALLOWED) for each in rounds)
        print(f"  pytest --lab takes {ratio:.2f} of what is allowed: both, and {ALLOWED * 1000:.0f} ms")


if __name__ == "__main__":
    main()
