"""Patterns for JSON events, in CloudWatch Logs' own examples and in those that people have tried on AWS."""

from __future__ import annotations

import json

import pytest

from checks.patterns import PatternError, parse

TRAIL = json.dumps(
    {
        "eventType": "UpdateTrail",
        "sourceIPAddress": "111.111.111.111",
        "arrayKey": ["value", "another value"],
        "objectList": [{"name": "a", "id": 1}, {"name": "b", "id": 2}],
        "SomeObject": None,
        "ThisFlag": True,
        "someInt": 123,
        "someFloat": 12.34,
        "detail-type": "x",
        "escaped": 'error "message"',
    }
)
USERS = """{"user": {"id": 1, "email": "John.Stiles@example.com"},
 "users": [{"id": 2, "email": "John.Doe@example.com"}, {"id": 3, "email": "Jane.Doe@example.com"}],
 "actions": ["GET", "PUT", "DELETE"], "coordinates": [[0, 1, 2], [4, 5, 6], [7, 8, 9]], "whole": 12.0}"""


@pytest.mark.parametrize(
    "pattern",
    [
        '{ $.eventType = "UpdateTrail" }',
        "{$.eventType=UpdateTrail}",
        "{ $.eventType = * }",
        "{ $.sourceIPAddress != 123.123.* }",
        "{ $.sourceIPAddress = 111.111.111.111 }",
        "{ $.sourceIPAddress != 111*111 }",
        '{ $.arrayKey[0] = "value" }',
        '{ $.arrayKey[*] = "another value" }',
        "{ $.objectList[1].id = 2 }",
        "{ $.objectList[*].name = b }",
        "{ $.SomeObject IS NULL }",
        "{ $.SomeOtherObject NOT EXISTS         }",
        "{ $.ThisFlag IS TRUE }",
        "{ $.ThisFlag = true && $.ThisFlag != false }",
        "{ $.detail-type = x }",
        "{ $.someInt = 123.0 }",
        '{ $.someInt != "123.0" }',
        '{ $.someInt = "12*" }',
        "{ $.someInt = *23 }",
        "{ $.someInt < 1000 }",
        "{ $.someFloat   >= 1.0 }",
        "{ $.someFloat < 10e3 && $.someFloat > 10e-3 && $.someInt > +100 }",
        "{ $.eventType != 500 }",
        r'{ $.escaped = "error \"message\"" }',
        "{ $.eventType = %^Upd% }",
    ],
)
def test_matching(pattern: str) -> None:
    assert parse(pattern).matches(TRAIL) is not None


@pytest.mark.parametrize(
    "pattern",
    [
        '{ $.ThisFlag[0] = "value" }',
        "{ $.objectList[1].number = 2 }",
        "{ $.objectList[7].id = 2 }",
        "{ $.arrayKey[2] = * }",
        "{ $.objectList = 1 }",
        "{ $.objectList != 1 }",
        '{ $.notThere != "x" }',
        "{ $.eventType >= 123 }",
        '{ $.someInt = "123.00" }',
        "{ $.someInt != 123 }",
        "{ $.SomeObject = * }",
        "{ $.SomeObject NOT EXISTS }",
        "{ $.ThisFlag IS FALSE }",
        "{ $.missing IS NULL }",
        "{ $.eventType = updatetrail }",
    ],
)
def test_not_matching(pattern: str) -> None:
    assert parse(pattern).matches(TRAIL) is None


@pytest.mark.parametrize(
    ("pattern", "matches"),
    [
        ('{ ($.user.id = 1) && ($.users[0].email = "John.Doe@example.com") }', True),
        ('{ ($.user.id = 2 && $.users[0].email = "nonmatch") || $.actions[2] = "GET" }', False),
        (
            '{ $.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = nonmatch && $.actions[2] = nomatch }',
            True,
        ),
        (
            '{ ($.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = no) && $.actions[2] = no }',
            False,
        ),
        ("{ $.coordinates[2][0] = 7 }", True),
        ('{ $.whole != "12" && $.whole = 12 }', True),
        ("{ $.user.* = 1 }", True),
    ],
)
def test_compound_conditions(pattern: str, matches: bool) -> None:
    assert (parse(pattern).matches(USERS) is not None) is matches


@pytest.mark.parametrize("message", ["", "text", "[1]", '{"a": 1', '{"a": NaN}', '{"a": ' * 100_000, "1"])
def test_what_is_no_json_object_matches_nothing(message: str) -> None:
    assert parse("{ $.a NOT EXISTS }").matches(message) is None


def test_scalars_can_be_asked_for_and_are_not_listed() -> None:
    pattern = parse("{ $.users[1].id = 3 && $.whole = * }")
    found = pattern.matches(USERS)
    assert found is not None
    assert dict(found) == {}
    assert (found["$.users[1].id"], found["$.whole"], found["$.actions[0]"]) == ("3", "12.0", "GET")
    assert found.get("$.users") is found.get("$.no") is found.get("id") is None
    assert pattern.declares("$.whole")
    assert not pattern.declares("$.user.id")


@pytest.mark.parametrize(
    ("pattern", "position", "term"),
    [
        ('{ $."detail-type" = "x" }', 2, '$."detail-type"'),
        ("{ $.a.'b' = 1 }", 2, "$.a.'b'"),
        ("{ a = 1 }", 2, "a"),
        ("{ $ = 1 }", 2, "$"),
        ("{ $.a }", 6, ""),
        ("{ $.a = 1", 9, ""),
        ("{ $.a = 1 } x", 12, ""),
        ("{ }", 2, ""),
        ("{ $.a > someString }", 8, "someString"),
        ("{ $.a = a@b }", 9, "@"),
        ("{ $.a EXISTS }", 6, ""),
        ("{ $.a = 1 and $.b = 2 }", 10, ""),
        ("{ $.a[*].b[*] = 1 }", 2, ""),
        ("{ $.a[*] = 1 || $.b[*] = 1 || $.c[*] = 1 || $.d[*] = 1 }", 44, ""),
    ],
)
def test_what_is_wrong_is_told_with_its_place(pattern: str, position: int, term: str) -> None:
    with pytest.raises(PatternError) as caught:
        parse(pattern)
    assert (caught.value.position, caught.value.term) == (position, term)
