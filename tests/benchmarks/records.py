"""Counting five million flow log records, beside what else one could count them with. Only the ratios mean anything.

    uv run python -m tests.benchmarks.records                     beside flowlogs-reader (by uv), mawk and DuckDB
    uv run python -m tests.benchmarks.records --records 500000    sooner
    uv run python -m tests.benchmarks.records --folder DIR        keep the files there, and use them again

Each is a whole process that tells the source rejected most and the interface with most bytes, out of a plain file and
out of packed ones, a file for each five minutes of the day, as AWS writes them; all have to tell the same. Every round
runs each once, in turn; a ratio is the median of those of the rounds. flowlogs-reader runs once, since it takes as long
as all the rest. DuckDB alone runs as one writes it at first, and told all about the columns.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from statistics import median
from typing import NamedTuple

from checks.records import DEFAULT

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent
ROOT = HERE.parent.parent
BATCH = 50_000
SLOTS = 288
"""Five minutes, of which a day has so many: AWS writes new files for each."""
OURS, PLAIN = "with DuckDB", "without"
AWK = """
$1 == 2 { if ($13 == "REJECT") rejected[$4]++; size[$3] += $10 }
END {
    for (key in rejected) if (rejected[key] > most) { most = rejected[key]; source = key }
    for (key in size) if (size[key] > largest) { largest = size[key]; interface = key }
    printf "%s %d\\n%s %.0f\\n", source, most, interface, largest
}
"""


class Run(NamedTuple):
    """How one process went."""

    seconds: float
    busy: float
    """Seconds of all processors."""
    peak: int
    """The most memory that it had, in MiB."""
    told: str


def generate(path: Path, count: int) -> None:
    """A day of records: visitors, a few that scan, and now and then a minute of silence. The same every time."""
    chance = random.Random(5)
    interfaces = [f"eni-{chance.getrandbits(68):017x}" for _ in range(12)]
    inside = [f"10.0.{chance.randrange(256)}.{chance.randrange(256)}" for _ in range(400)]
    visitors = [f"203.0.{chance.randrange(256)}.{chance.randrange(256)}" for _ in range(20_000)]
    draw = chance.random
    with path.open("w") as file:
        file.write(" ".join(DEFAULT) + "\n")
        for done in range(0, count, BATCH):
            lines = []
            for number in range(done, min(done + BATCH, count)):
                place, kind = draw(), draw()
                start = 1_767_225_600 + number * 86_400 // count
                head = f"2 123456789012 {interfaces[int(place * 12)]}"
                if kind < 0.002:
                    lines.append(f"{head} - - - - - - - {start} {start + 58} - NODATA\n")
                    continue
                there = f"{inside[int(place * 400)]} {1024 + int(draw() * 64_000)}"
                tail = f"{start} {start + int(draw() * 60)}"
                if kind < 0.2:
                    source, port = f"198.51.100.{int(draw() ** 2 * 60)}", (22, 23, 3389)[int(draw() * 3)]
                    lines.append(f"{head} {source} {there} {port} 6 1 40 {tail} REJECT OK\n")
                else:
                    packets = 1 + int(draw() * 60)
                    size, source = packets * int(60 + draw() * 1300), visitors[int(draw() ** 2 * 20_000)]
                    lines.append(f"{head} {source} {there} 443 6 {packets} {size} {tail} ACCEPT OK\n")
            file.writelines(lines)


def pack(plain: Path, into: Path, most: int) -> None:
    """The same in packed files, each with its header and at most so many records."""
    into.mkdir()
    with plain.open("rb") as file:
        header = next(file)
        number = 0
        while lines := list(islice(file, most)):
            packed = into / f"123456789012_vpcflowlogs_eu-west-1_fl-0a_20260101T{number:04}Z_0.log.gz"
            packed.write_bytes(gzip.compress(header + b"".join(lines), compresslevel=6))
            number += 1


def run(command: list[str]) -> Run:
    """Run a command to its end. Raises `SystemExit` when it fails."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile("w+") as out:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, env=environment | {"PYTHONPATH": str(ROOT)})
        _, status, usage = os.wait4(process.pid, 0)
        taken = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        told = out.read()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}.")
    return Run(taken, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024, told)


def compare(title: str, file: Path, rounds: int, *, slow: bool) -> None:
    """Print how each fares with a file, or with all the files of a folder."""

    def python(name: str, *more: str) -> list[str]:
        return [sys.executable, str(HERE / "peers" / name), str(file), *more]

    commands = {
        OURS: python("records_library.py", "auto"),
        PLAIN: python("records_library.py", "plain"),
        "DuckDB alone": python("duckdb_records.py"),
        "DuckDB told all": python("duckdb_records.py", "told"),
    }
    if shutil.which("mawk"):
        packed = f"gzip -dc {file}/* | mawk '{AWK}'"
        commands["mawk"] = ["sh", "-c", packed] if file.is_dir() else ["mawk", AWK, str(file)]
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    run(commands[OURS])
    for _ in range(rounds):
        for name, command in commands.items():
            runs[name].append(run(command))
    if slow:
        uv = ["uv", "run", "--quiet", "--no-project", "--with", "flowlogs-reader", "python", "-W", "ignore"]
        runs["flowlogs-reader"] = [run([*uv, str(HERE / "peers/flowlogs_reader_records.py"), str(file)])]
    answers = {each.told for found in runs.values() for each in found}
    if len(answers) > 1:
        raise SystemExit(f"They don't tell the same: {answers}")
    print(f"\n{title}\n{'':18}seconds  of processors   MiB   times {OURS}   times without")
    for name, found in runs.items():
        seconds, busy = median(each.seconds for each in found), median(each.busy for each in found)
        peak, ours, plainly = max(each.peak for each in found), _ratio(runs[OURS], found), _ratio(runs[PLAIN], found)
        print(f"  {name:16}{seconds:7.2f} {busy:14.2f} {peak:5}   {ours:17.2f}   {plainly:13.2f}", flush=True)


def _ratio(ours: list[Run], others: list[Run]) -> float:
    pairs = zip(ours, others, strict=True) if len(ours) == len(others) else ((each, others[0]) for each in ours)
    return median(other.seconds / mine.seconds for mine, other in pairs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=5_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="leave flowlogs-reader out")
    parser.add_argument("--folder", type=Path)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = wanted.folder or Path(temporary)
        plain, packed, small = (folder / f"{wanted.records}{end}" for end in (".log", "-packed", ".small"))
        if not small.exists():
            generate(plain, wanted.records)
            pack(plain, packed, -(-wanted.records // SLOTS))
            generate(small, 1000)
        top = [str(BIN / "grader"), "records", "top", str(small), "--by", "srcaddr", "--where", "action=REJECT"]
        run(top)
        times = [run(top).seconds for _ in range(4 * wanted.rounds)]
        print(f"grader records top, 1,000 records: {median(times):.3f} s, {min(times):.3f} s at best")
        title = f"{wanted.records:,} records"
        compare(f"Plain, {title}", plain, wanted.rounds, slow=not wanted.quick)
        compare(f"Packed, {title} in {SLOTS} files", packed, wanted.rounds, slow=not wanted.quick)


if __name__ == "__main__":
    main()
