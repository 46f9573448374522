"""The same by flowlogs-reader, reading a file, or a folder of files, as it reads what it has fetched from S3."""

import gzip
import sys
from collections import Counter
from csv import DictReader
from pathlib import Path

from flowlogs_reader import FlowRecord  # type: ignore[import-not-found]

rejected: Counter[str] = Counter()
sizes: Counter[str] = Counter()
place = Path(sys.argv[1])
for path in sorted(place.iterdir()) if place.is_dir() else [place]:
    with (gzip.open if path.suffix == ".gz" else open)(path, mode="rt") as file:
        reader = DictReader(file, delimiter=" ")
        reader.fieldnames = [name.replace("-", "_") for name in reader.fieldnames or ()]
        for row in reader:
            record = FlowRecord({name: value for name, value in row.items() if value != "-"})
            if record.action == "REJECT":
                rejected[record.srcaddr] += 1
            sizes[record.interface_id] += record.bytes or 0
for counts in (rejected, sizes):
    print(*counts.most_common(1)[0])
