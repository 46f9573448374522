"""Flow log records as a library: read them, ask for the most of something, sum them up. It knows no AWS account.

Places are files, folders with all that is in them, and `-` for standard input; plain, gzip or Parquet, in any version
and format, each file by its own header line. Without one, `format` says the fields (`"${srcaddr} ${dstaddr} ${action}"`
or their names), and without that they are AWS's default.

    from checks import records

    for record in records.read("logs/", where=["action=REJECT", "dstport=22,3389"]):
        print(record["srcaddr"], record["start"], record.file, record.line)

    found = records.top("logs/", by="srcaddr", where="action=REJECT", n=3)
    for (address,), flows in found.rows:
        print(address, flows)

    records.top("flows.log.gz", by=["interface-id"], sum="bytes")
    records.summary("logs/").actions["REJECT"]

Numbers are `int`, addresses are text, and `-` is None. What is no record is never silently left out: `reading` of each
answer counts the bad lines, with the first of them as examples, and names each file that breaks off.

    told = records.Reading()
    flows = sum(record.is_flow for record in records.read("cut-off.log.gz", reading=told))
    told.bad, told.examples, told.damaged

Conditions compare a field with a value, or with several, any of which will do: `=`, `!=`, `<`, `<=`, `>`, `>=`, and
`srcaddr in 10.0.0.0/8`; `protocol=TCP` and `start>=2026-01-31T09:30` are understood. Of a value that isn't there, only
`instance-id=-` is true.

Large files are counted by DuckDB where the extra `records` has installed it. The answers are the same.
"""

from __future__ import annotations

from checks.records.counting import Top, count, top
from checks.records.fields import DEFAULT, FIELDS, Field
from checks.records.parquet import to_parquet
from checks.records.reading import BadLine, Damage, Reading
from checks.records.record import Record, read
from checks.records.sources import Source
from checks.records.summary import Summary, summary
from checks.records.tally import Tally
from checks.records.where import Condition

__all__ = [
    "DEFAULT",
    "FIELDS",
    "BadLine",
    "Condition",
    "Damage",
    "Field",
    "Reading",
    "Record",
    "Source",
    "Summary",
    "Tally",
    "Top",
    "count",
    "read",
    "summary",
    "to_parquet",
    "top",
]
