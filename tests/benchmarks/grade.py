"""How long one grade takes, whole process, beside what else one could run. Only the ratios mean anything.

    uv run python -m tests.benchmarks.grade                 against a boto3 script, the AWS CLI and a typer hello-world
    uv run python -m tests.benchmarks.grade --custodian     and against Cloud Custodian, which uv fetches

Every round runs each command once, in turn, so that a machine that slows down slows them all; the ratio is the median
of the rounds' own ratios.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "sandbox",
    "AWS_SECRET_ACCESS_KEY": "sandbox",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_PAGER": "",
}
Commands = dict[str, list[str]]


@contextmanager
def canned(delay: float) -> Iterator[str]:
    """An endpoint in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.canned", "--delay", str(delay)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdin
        assert child.stdout
        try:
            yield child.stdout.readline().strip()
        finally:
            child.stdin.close()


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """How long one run takes. Raises `SystemExit` when it fails."""
    started = time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    taken = time.perf_counter() - started
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return taken


def compare(title: str, commands: Commands, environment: dict[str, str], rounds: int) -> None:
    """Print each command's median time, and the ratio of the first to each."""
    left_out = ("AWS_", "GRADER_", "PYTHONDONTWRITEBYTECODE")  # the last would have our own modules compiled every time
    own = {key: value for key, value in os.environ.items() if not key.startswith(left_out)}
    environment = own | CREDENTIALS | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"} | environment
    for command in commands.values():
        seconds(command, environment)
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            taken[name].append(seconds(command, environment))
    first, *_ = commands
    print(f"\n{title} ({rounds} rounds)")
    for name, times in taken.items():
        ratio = median(mine / other for mine, other in zip(taken[first], times, strict=True))
        against = "" if name == first else f"   {first} takes {ratio:.2f} times as long"
        print(f"  {name:24} {median(times):6.3f} s{against}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--custodian", action="store_true", help="compare with Cloud Custodian too")
    wanted = parser.parse_args()
    grader = str(BIN / "grader")
    hello = {
        "grader --help": [grader, "--help"],
        "typer hello-world --help": [sys.executable, str(HERE / "peers/typer_hello.py"), "--help"],
    }
    compare("Help", hello, {}, wanted.rounds)
    for delay in (0.0, 0.08):
        with canned(delay) as endpoint:
            commands = {
                "grader grade": [grader, "grade", "vpc-flow-logs", "--endpoint-url", endpoint],
                "boto3 script": [sys.executable, str(HERE / "peers/boto3_script.py"), endpoint],
            }
            if delay:
                commands["AWS CLI in bash"] = ["bash", str(HERE / "peers/aws_cli.sh")]
            if delay and wanted.custodian:
                commands["Cloud Custodian"] = [
                    *("uv", "tool", "run", "--quiet", "--from", "c7n", "custodian", "run", "--cache-period", "0"),
                    *("--region", "eu-west-1", "--output-dir", str(Path(os.environ.get("TMPDIR", "/tmp")) / "c7n")),
                    str(HERE / "peers/custodian.yaml"),
                ]
            title = f"One grade, {delay * 1000:.0f} ms an answer"
            compare(title, commands, {"AWS_ENDPOINT_URL": endpoint}, wanted.rounds)


if __name__ == "__main__":
    main()
