"""What it takes to match flow log records with filter patterns, beside splitting and comparing them by hand.

uv run python -m tests.benchmarks.patterns
"""

from __future__ import annotations

import time
from collections.abc import Callable

from checks.patterns import parse

RECORDS = 20_000
FIELDS = "[version, account, eni, source, destination, srcport, {}, {}, packets, {}, start, end, {}, status]"
SSH = FIELDS.format('destport="22"', 'protocol="6"', "bytes", 'action="REJECT"')
WEB = FIELDS.format("destport=443 || destport=80", "protocol", "bytes > 1000", "action")


def records() -> list[str]:
    """Of a day's kind: a third rejected, a fifth of them SSH."""
    return [
        f"2 123456789012 eni-0a{at:06x} 198.51.100.{at % 256} 10.0.0.5 {40000 + at % 9999} "
        f"{443 if at % 5 else 22} 6 20 {at % 4000} 1418530010 1418530070 {'REJECT' if at % 3 == 0 else 'ACCEPT'} OK"
        for at in range(RECORDS)
    ]


def by_hand(lines: list[str]) -> int:
    """How many either pattern matches, in plain Python."""
    found = 0
    for line in lines:
        fields = line.split()
        found += fields[6] == "22" and fields[7] == "6" and fields[12] == "REJECT"
        fields = line.split()
        found += fields[6] in ("443", "80") and int(fields[9]) > 1000
    return found


def by_pattern(lines: list[str]) -> int:
    """The same, with the two patterns."""
    return sum(pattern.matches(line) is not None for pattern in (parse(SSH), parse(WEB)) for line in lines)


def seconds(work: Callable[[list[str]], int], lines: list[str]) -> float:
    """The best of three runs."""
    best = float("inf")
    for _ in range(3):
        started = time.perf_counter()
        work(lines)
        best = min(best, time.perf_counter() - started)
    return best


def main() -> None:
    lines = records()
    if by_hand(lines) != by_pattern(lines):
        raise SystemExit("The patterns find something else than plain Python does.")
    plain, patterns = seconds(by_hand, lines), seconds(by_pattern, lines)
    print(f"{RECORDS:,} records, 2 patterns: {patterns:.2f} s, {patterns / plain:.1f} times split and compare by hand")


if __name__ == "__main__":
    main()
