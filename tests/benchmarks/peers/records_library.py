"""Who was rejected most, and how many bytes each interface has, by this project's library: FILE plain|duckdb|auto."""

import sys

from checks import records
from checks.records import Tally

TALLIES = (Tally.of("srcaddr", "action=REJECT"), Tally.of("interface-id", sum="bytes"))

(rejected, sizes), _ = records.count(sys.argv[1], tallies=TALLIES, engine=sys.argv[2])  # type: ignore[arg-type]
for counts in (rejected, sizes):
    (key,), count = counts.most_common(1)[0]
    print(key, count)
