#!/usr/bin/env bash
# The reference solution: questions to the records with `grader records`, answers with `grader answer`. It gets the lab's
# names as LAB_RECORDS and so on, and region and credentials the way any AWS tool does.
set -euo pipefail

group=log-group:$LAB_RECORDS

# The value that comes out on top.
top() {
  grader records top "$group" --format csv -n 1 "$@" | tail -n 1 | cut -d, -f1
}

answer() {
  grader answer reading-flow-logs "$@"
}

# Who tried the most ports: one line for each source and port, of which there are very many.
scanner() {
  grader records top "$group" --by srcaddr --by dstport --where action=REJECT -n 1000000 --format csv |
    tail -n +2 | cut -d, -f1 | sort | uniq -c | sort -rn | awk 'NR == 1 {print $2}'
}

outside='dstaddr not in 172.31.0.0/16'

# task: rejected-most
answer rejected-most "$(top --by srcaddr --where action=REJECT)"

# task: rejected-port
source=$(top --by srcaddr --where action=REJECT)
answer rejected-port "$(top --by dstport --where action=REJECT --where "srcaddr=$source")"

# task: scanner
answer scanner "$(scanner)"

# task: scan-start
answer scan-start "$(grader records show "$group" --where "srcaddr=$(scanner)" --fields start --format csv --limit 0 |
  tail -n +2 | sort | head -n 1)"

# task: customer
answer customer "$(top --by dstaddr --sum bytes --where action=ACCEPT --where "$outside")"

# task: customer-bytes
customer=$(top --by dstaddr --sum bytes --where action=ACCEPT --where "$outside")
answer customer-bytes "$(grader records top "$group" --by dstaddr --sum bytes --where "dstaddr=$customer" --format csv |
  tail -n 1 | cut -d, -f2)"

# task: server
customer=$(top --by dstaddr --sum bytes --where action=ACCEPT --where "$outside")
answer server "$(top --by interface-id --sum bytes --where "dstaddr=$customer")"

# task: protocols
# shellcheck disable=SC2046 # one word for each protocol
answer protocols $(grader records top "$group" --by protocol --format csv | tail -n +2 | cut -d, -f1)

# task: no-data
answer no-data no-traffic

# task: flags
answer flags 19
