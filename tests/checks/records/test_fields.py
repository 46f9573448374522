"""The table of fields is what the rest goes by."""

from __future__ import annotations

from checks.flow_log.model import format_fields
from checks.records.fields import DEFAULT, FIELDS


def test_there_are_fifty_four_fields_and_none_of_a_transit_gateway() -> None:
    assert len(FIELDS) == 54
    assert {field.version for field in FIELDS.values()} == {2, 3, 4, 5, 7, 8, 9, 10, 11}


def test_the_default_format_is_the_fourteen_fields_of_version_2() -> None:
    expected = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action"
    assert DEFAULT == (*expected.split(), "log-status") == format_fields(None)


def test_counters_and_times_are_wide_numbers_and_addresses_are_text() -> None:
    wide = {name for name, field in FIELDS.items() if field.parquet == "INT_64"}
    narrow = {name for name, field in FIELDS.items() if field.parquet == "INT_32"}
    assert wide == {"packets", "bytes", "start", "end"}
    ports = {"srcport", "dstport"}
    assert narrow == ports | {"version", "protocol", "tcp-flags", "traffic-path", "encryption-status"}
    assert not FIELDS["srcaddr"].is_number
