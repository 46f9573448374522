"""Which records a condition means."""

from __future__ import annotations

import pytest

from checks import records
from checks.records.where import Value, parse
from labs.errors import UsageError
from tests.checks.records.conftest import Write, line


@pytest.mark.parametrize(
    ("condition", "value", "holds"),
    [
        ("action=REJECT", "REJECT", True),
        ("action = reject", "REJECT", True),
        ("action==ACCEPT", "REJECT", False),
        ("dstport=22,3389", 3389, True),
        ("dstport in 22,3389", 80, False),
        ("dstport!=22,3389", 22, False),
        ("dstport not in 22,3389", 80, True),
        ("protocol=tcp", 6, True),
        ("protocol=17", 17, True),
        ("bytes>1000", 1000, False),
        ("bytes>=1000", 1000, True),
        ("bytes<1000", 999, True),
        ("bytes<=1000", 1001, False),
        ("srcaddr!=10.0.0.1", "10.0.0.2", True),
        ("srcaddr in 10.0.0.0/8", "10.200.0.1", True),
        ("srcaddr=10.0.0.0/8,192.0.2.1", "192.0.2.1", True),
        ("srcaddr not in 10.0.0.0/8", "10.0.0.1", False),
        ("srcaddr not in 10.0.0.0/8", "192.0.2.1", True),
        ("pkt_dstaddr in 2001:db8::/32", "2001:db8::1", True),
        ("srcaddr in 10.0.0.0/8", "2001:db8::1", False),
        ("srcaddr in 10.0.0.0/8", "garbage", False),
        ("SRCADDR=10.0.0.1", "10.0.0.1", True),
        ("start>=2026-01-01T00:00", 1767225600, True),
        ("start<2026-01-01T01:00+01:00", 1767225600, False),
        ("instance-tag=a=b", "a=b", True),
    ],
)
def test_a_condition_holds(condition: str, value: Value, holds: bool) -> None:
    assert parse(condition).holds(value) is holds


@pytest.mark.parametrize("condition", ["srcaddr=10.0.0.1", "srcaddr!=10.0.0.1", "bytes>0", "srcaddr not in 10.0.0.0/8"])
def test_of_what_is_not_there_nothing_holds(condition: str) -> None:
    assert not parse(condition).holds(None)


def test_but_that_it_is_not_there() -> None:
    assert parse("instance-id=-").holds(None)
    assert not parse("instance-id!=-").holds(None)
    assert parse("instance-id!=-").holds("i-1")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("REJECT", "is not a condition"),
        ("action=", "is not a condition"),
        ("acton=REJECT", "Did you mean `action`?"),
        ("dst_prt=22", "Did you mean `dstport`?"),
        ("dstport=ssh", "dstport is a number, and 'ssh' is none"),
        ("dstport>1,2", "takes one number after >"),
        ("srcaddr>10.0.0.1", "srcaddr is text"),
        ("srcaddr in 10.0.0.1/8", "has host bits set"),
        ("dstport=22,", "a comma too many"),
        ("start>yesterday", "'yesterday' is no time"),
    ],
)
def test_a_wrong_condition_is_told(wrong: str, says: str) -> None:
    with pytest.raises(UsageError) as told:
        parse(wrong)
    assert says in str(told.value)


def test_all_conditions_have_to_hold(write: Write) -> None:
    path = write("flows.log", line(port=22), line(port=22, action="ACCEPT"), line(port=23))
    assert [each.line for each in records.read(path, where=["action=REJECT", "dstport=22"])] == [1]
