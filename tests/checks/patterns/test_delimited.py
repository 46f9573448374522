"""Patterns of fields, in CloudWatch Logs' own examples, and on flow log records."""

from __future__ import annotations

import pytest

from checks.patterns import PatternError, parse

GIF = '127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /apache_pb.gif HTTP/1.0" 200 1534'
LOST = '127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534'
REJECTED = "2 123456789012 eni-0a 198.51.100.7 10.0.0.5 49152 22 6 20 4249 1418530010 1418530070 REJECT OK"
WEB = "2 123456789012 eni-0a 198.51.100.7 10.0.0.5 49152 443 6 20 4249 1418530010 1418530070 ACCEPT OK"
NODATA = "2 123456789012 eni-0a - - - - - - - 1431280876 1431280934 - NODATA"
TUTORIAL = (
    '[version, account, eni, source, destination, srcport, destport="22", protocol="6", packets, bytes, '
    'windowstart, windowend, action="REJECT", flowlogstatus]'
)


@pytest.mark.parametrize(
    ("pattern", "matching", "others"),
    [
        ("[ip, user, username, timestamp, request, status_code, bytes > 1000]", [GIF, LOST], [REJECTED]),
        ("[ip, user, username, timestamp, request, status_code = 200, bytes]", [GIF], [LOST]),
        ("[ip, user, username, timestamp, request, status_code = 4*, bytes]", [LOST], [GIF]),
        ("[ip, user, username, timestamp, request = *html*, status_code = 4*, bytes]", [LOST], [GIF]),
        ("[ip, user, username, timestamp, request, status_code = 4* && bytes > 1000]", [LOST], [GIF]),
        ("[..., status_code = 403 || status_code = 404, bytes]", [LOST], [GIF]),
        ("[..., status_code = 4* && status_code != 404, bytes]", [], [GIF, LOST]),
        ("[w1=ERROR, w2]", ["ERROR message"], ["ERROR WARN message", "WARN message"]),
        ("[w1=ERROR || w1=WARN, w2]", ["ERROR message", "WARN message"], ["INFO message", "ERROR"]),
        ("[w1!=ERROR&&w1!=WARN, w2]", ["INFO message"], ["ERROR message", "WARN message"]),
        ("[ip, user, ...]", [GIF, REJECTED, "one two"], ["one"]),
        ("[ip, user, ..., status_code=200, bytes]", [GIF, "1 2 200 4"], ["1 200 4"]),
        ("[...]", [GIF, "", "x"], []),
        (TUTORIAL, [REJECTED], [WEB, NODATA]),
        ("[..., dstport=22||dstport=3389, protocol, p, b, s, e, action, status]", [REJECTED], [WEB, NODATA]),
        ("[..., (dstport>=400 && dstport<500) || dstport=22, p, pk, b, s, e, a=*C*, l]", [REJECTED, WEB], [NODATA]),
        ("[v, a, i, src=198.51.*, ...]", [REJECTED, WEB], [NODATA]),
        ("[v, a, i, src!=-, ...]", [REJECTED, WEB], [NODATA]),
        ("[..., action=%^RE%, l]", [REJECTED], [WEB]),
        ("[..., action!=%JECT$%, l]", [WEB, NODATA], [REJECTED]),
        ("[, , , , , , d=22, p=6, ...]", [REJECTED], [WEB]),
    ],
)
def test_fields(pattern: str, matching: list[str], others: list[str]) -> None:
    found = parse(pattern)
    assert [message for message in matching + others if found.matches(message) is not None] == matching


@pytest.mark.parametrize(
    ("condition", "matching", "others"),
    [
        ("x=22", ["22", "22.0", "+22", "2.2e1"], ["220", "2", "-", "x"]),
        ('x="22"', ["22"], ["22.0", "+22"]),
        ("x!=22", ["23", "-"], ["22", "22.0"]),
        ("x>22", ["23", "22.5", "1e3"], ["22", "-", "nan", "inf", "1e999", "0x30", "1_000", "٤٤"]),
        ("x<=-1.5", ["-1.5", "-2"], ["-1", "x"]),
        ("x=Ev*ent", ["Ev*ent"], ["Event", "EvXent", "Ev*ents"]),
        ("x=*Event", ["PutEvent", "Event"], ["EventId"]),
        ("x=Event*", ["EventId"], ["PutEvent"]),
        ("x=*vent*", ["PutEventId"], ["PutItem"]),
        ("x=*", ["anything", "-"], []),
        ("x=abc", ["abc"], ["ABC", "abcd"]),
        (r"x=%^10\.0\.%", ["10.0.1.2"], ["110.0.1", "10x0.1"]),
    ],
)
def test_conditions(condition: str, matching: list[str], others: list[str]) -> None:
    found = parse(f"[{condition}]")
    assert [value for value in matching + others if found.matches(value) is not None] == matching


def test_fields_are_taken_out_by_name_and_by_number() -> None:
    """The user guide's example, whose last field has no name."""
    extracted = parse("[..., request=*.html*, status_code=4*,]").matches(LOST)
    assert extracted == {
        "$status_code": "404",
        "$request": "GET /index.html HTTP/1.0",
        "$7": "1534",
        "$4": "10/Oct/2000:13:25:15 -0700",
        "$3": "frank",
        "$2": "-",
        "$1": "127.0.0.1",
    }


def test_brackets_and_quotes_make_one_field_of_what_stands_in_them() -> None:
    assert parse("[a, b]").matches('"" [x y]') == {"$a": "", "$b": "x y"}
    assert parse("[a, b, c]").matches('say "never closed') == {"$a": "say", "$b": '"never', "$c": "closed"}
    assert parse("[a, b]").matches("  one \t two\n") == {"$a": "one", "$b": "two"}


@pytest.mark.parametrize(
    ("pattern", "declared", "others"),
    [
        ("[ip, , bytes]", ["$ip", "$2", "$bytes"], ["ip", "$1", "$4", "$0", "$other", "$.ip"]),
        ("[ip, ..., bytes]", ["$ip", "$2", "$9", "$bytes"], ["$1", "$status"]),
    ],
)
def test_what_a_metric_can_be_made_of(pattern: str, declared: list[str], others: list[str]) -> None:
    assert [each for each in declared + others if parse(pattern).declares(each)] == declared


@pytest.mark.parametrize(
    ("pattern", "position", "what"),
    [
        ("[a, b", 5, "closing ]"),
        ("[a, b] c", 7, "Nothing may follow"),
        ("[]", 1, "names the fields"),
        ("[a, ..., b, ..., c]", 12, "one ... at most"),
        ("[a, ... b]", 8, "stands by itself"),
        ("[a b]", 3, "= != < > <= >="),
        ("[a=]", 3, "A value has to stand here"),
        ("[a=1 & b]", 5, "A field ends with a comma"),
        ("[a>x]", 3, "compares numbers"),
        ('[a>"1"]', 3, "compares numbers"),
        ("[a<%1%]", 3, "compares numbers"),
        ("[a=10.0.0.0/8]", 11, "double quotes"),
        ('[a="x]', 3, "never closed"),
        ("[(a=1]", 5, "has to end with )"),
        ("[a=%x% || a=%y% || a=%z%]", 21, "two regular expressions"),
        ("[$a]", 1, "name of letters"),
        (f"[{'(' * 60}a=1{')' * 60}]", 52, "too many parentheses"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(pattern: str, position: int, what: str) -> None:
    with pytest.raises(PatternError, match="wrong at character") as caught:
        parse(pattern)
    assert what in caught.value.what
    assert caught.value.position == position


def test_the_api_quotes_the_term() -> None:
    with pytest.raises(PatternError) as caught:
        parse('[a > "someString"]')
    assert caught.value.refusal == "Invalid character(s) in term '\"someString\"'"
