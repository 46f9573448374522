"""The same by DuckDB alone, in one pass over a file or the files of a folder: PLACE [told].

With `told`, it needn't find the columns out by itself.
"""

import sys
from pathlib import Path

import duckdb

NAMES = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action"
NUMBERS = {"version", "srcport", "dstport", "protocol", "packets", "bytes", "start", "end"}
COLUMNS = {name: "BIGINT" if name in NUMBERS else "VARCHAR" for name in [*NAMES.split(), "log-status"]}

TOLD = f", auto_detect=false, quote='', escape='', columns={COLUMNS}" if len(sys.argv) > 2 else ""

PLACE = f"{sys.argv[1]}/*" if Path(sys.argv[1]).is_dir() else sys.argv[1]

duckdb.execute("SET preserve_insertion_order = false")
rows = duckdb.execute(
    f"""
    SELECT grouping(srcaddr), coalesce(srcaddr, "interface-id"),
           count(*) FILTER (action = 'REJECT') AS rejected, sum(bytes) AS size
    FROM read_csv('{PLACE}', delim=' ', header=true, nullstr='-'{TOLD})
    GROUP BY GROUPING SETS ((srcaddr), ("interface-id"))
    """
).fetchall()
print(*max((row[2], row[1]) for row in rows if row[0] == 0 and row[1])[::-1])
print(*max((row[3], row[1]) for row in rows if row[0] == 1)[::-1])
