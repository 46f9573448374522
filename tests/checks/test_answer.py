"""Answers: what a learner says of the records, beside what is true of those that were delivered to them."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pydantic import ValidationError

from checks.answer import answer_to, events_of
from checks.answer.delivered import records
from checks.answer.forms import IN_WORDS, NotOfForm, listed, parse
from checks.answer.mark import Mark, mark_of
from checks.answer.truth import Truth
from checks.engine.grade import regrade
from checks.engine.result import TaskResult
from checks.engine.snapshot import Item, Read
from checks.records.fields import DEFAULT
from tests.checks.accounts import GROUP, answered, asking, bound, event, snapshot, tasks

EVENTS = tuple(
    event(f"2 123456789012 {line}", number)
    for number, line in enumerate(
        (
            "eni-0a 198.51.100.7 172.31.16.21 50000 22 6 1 40 1767261600 1767261610 REJECT OK",
            "eni-0a 198.51.100.7 172.31.16.21 50001 23 6 1 40 1767261660 1767261670 REJECT OK",
            "eni-0b 203.0.113.12 172.31.16.22 50002 22 6 1 40 1767261660 1767261670 REJECT OK",
            "eni-0b 203.0.113.12 172.31.16.22 50003 443 6 9 5000 1767261660 1767261670 ACCEPT OK",
            "eni-0b 2001:db8::7 2001:db8::21 50004 53 17 900 1234567 1767261660 1767261720 ACCEPT OK",
            "eni-0a - - - - - - - 1767261720 1767261780 - NODATA",
        )
    )
)


def true(**truth: Any) -> tuple[Any, ...]:
    return Truth.model_validate(truth).of(records(EVENTS, DEFAULT))


@pytest.mark.parametrize(
    ("truth", "values"),
    [
        ({"top": "srcaddr", "where": {"action": "REJECT"}}, {"198.51.100.7"}),
        ({"top": "dstport", "where": {"action": "REJECT"}}, {22}),
        ({"top": "srcaddr", "by": "bytes"}, {"2001:db8::7"}),
        ({"top": "srcaddr", "by": "packets", "where": {"protocol": "TCP"}}, {"203.0.113.12"}),
        ({"top": "srcaddr", "by": "dstport"}, {"198.51.100.7", "203.0.113.12"}),
        ({"count": "flows"}, {5}),
        ({"count": "flows", "where": {"log-status": "NODATA"}}, {1}),
        ({"count": "srcaddr", "where": {"srcaddr": "in 198.51.0.0/16"}}, {1}),
        ({"sum": "bytes", "where": {"dstaddr": "172.31.16.22"}}, {5040}),
        ({"sum": "bytes", "where": {"dstaddr": "10.0.0.1"}}, {0}),
        ({"first": "start", "where": {"srcaddr": {"top": "srcaddr", "by": "bytes"}}}, {1767261660}),
        ({"last": "end"}, {1767261720}),
        ({"last": "srcaddr", "where": {"dstport": "< 100"}}, {"2001:db8::7"}),
        ({"distinct": "dstport", "where": {"action": "REJECT"}}, {22, 23}),
        ({"top": "srcaddr", "where": {"dstport": 3389}}, set()),
        ({"value": ["2", "SYN"]}, {"2", "SYN"}),
    ],
)
def test_the_truth_is_worked_out_of_the_records(truth: dict[str, Any], values: set[Any]) -> None:
    assert set(true(**truth)) == values


def test_the_order_of_events_makes_no_difference() -> None:
    truth = Truth.model_validate({"first": "srcaddr", "where": {"action": "REJECT"}})
    assert truth.of(records(EVENTS[::-1], DEFAULT)) == truth.of(records(EVENTS, DEFAULT)) == ("198.51.100.7",)


def test_other_events_give_another_truth() -> None:
    truth = Truth.model_validate({"count": "flows"})
    assert [truth.of(records(EVENTS[:number], DEFAULT)) for number in (1, 2, 1)] == [(1,), (2,), (1,)]


NUMBERS = {
    "1234567": (
        "1234567",
        "1,234,567",
        "1 234 567",
        "1.234.567",
        "1_234_567",
        "1'234'567",
        " 1234567 bytes",
        "1234567 B",
    ),
    "5000": ("5,000", "5.000", "5 kB", "5.0 kB", "5000 packets", "+5000"),
}


@pytest.mark.parametrize(("number", "text"), [(number, text) for number, texts in NUMBERS.items() for text in texts])
def test_a_number_is_taken_in_any_sensible_form(number: str, text: str) -> None:
    assert parse("number", text).means(int(number), "number", 0)


@pytest.mark.parametrize("text", ["1.2 MB", "1.23 MB", "1235 kB", "1,235 kB", "1.177 MiB", "1206 KiB"])
def test_a_size_that_is_rounded_is_right_as_far_as_it_goes(text: str) -> None:
    assert parse("number", text).means(1234567, "number", 0)


@pytest.mark.parametrize("text", ["1.3 MB", "1 MB", "1.3 MiB", "1.24 MB", "1234568", "1234567 MB"])
def test_a_size_that_is_rounded_wrong_is_wrong(text: str) -> None:
    assert not parse("number", text).means(1234567, "number", 0)


MOMENT = 1767261669


@pytest.mark.parametrize(
    "text",
    [
        *("1767261669", "1767261669000", "2026-01-01T10:01:09Z", "2026-01-01 10:01:09", "2026-01-01 10:01:09 UTC"),
        *("2026-01-01T11:01:09+01:00", "2026-01-01T10:01:09.000Z", "2026-01-01 10:01", "10:01", "10:01:09", "10:01 am"),
        *("10:01 UTC", "15:31+05:30"),
    ],
)
def test_a_time_is_taken_in_any_sensible_form(text: str) -> None:
    assert parse("time", text).means(MOMENT, "time", 0)


@pytest.mark.parametrize(
    "text", ["10:02", "10:01 pm", "2026-01-02 10:01:09", "1767261668", "10:01:10", "11:01:09+00:00"]
)
def test_another_time_is_another(text: str) -> None:
    assert not parse("time", text).means(MOMENT, "time", 0)


@pytest.mark.parametrize(
    ("form", "texts", "value"),
    [
        ("port", ("22", "ssh", "SSH", "22 (ssh)", "port 22", "22/tcp", "ssh (22)"), 22),
        ("protocol", ("6", "TCP", "tcp", "TCP (6)", "protocol 6"), 6),
        ("protocol", ("58", "icmpv6"), 58),
        ("tcp-flags", ("18", "SYN-ACK", "syn ack", "SYN, ACK", "0x12", "ACK+SYN", "SYN-ACK (18)"), 18),
        ("tcp-flags", ("0", "none"), 0),
        ("address", ("2001:DB8:0::7", "2001:db8::7", "[2001:db8::7]"), "2001:db8::7"),
        ("address", (" 10.0.0.1 ", "10.0.0.1/32"), "10.0.0.1"),
        ("text", ("No traffic", " no  TRAFFIC. ", '"no traffic"'), "no traffic"),
    ],
)
def test_other_things_are_taken_by_name_and_by_number(form: Any, texts: tuple[str, ...], value: Any) -> None:
    assert {parse(form, text).value for text in texts} == {value}


@pytest.mark.parametrize(
    ("form", "text"),
    [
        *(("number", text) for text in ("many", "12 apples", "1-2", "", "1 2", "1e999", "9" * 400, "12 34")),
        *(("address", text) for text in ("10.0.0", "10.0.0.0/8", "10.0.0.256", "localhost")),
        *(("time", text) for text in ("yesterday", "25:00", "2026-01-01", "13:00 pm", "12")),
        *(("port", text) for text in ("70000", "webby", "22 or 23")),
        *(
            ("port", text)
            for text in ("not ssh", "not 22", "ssh or telnet", "ssh telnet", "22 (http)", "no-ssh", "!ssh")
        ),
        *(("protocol", text) for text in ("300", "six", "tcp udp", "TCP/UDP", "tcp (17)", "not TCP")),
        *((form, "9" * 4400) for form in ("number", "address", "time", "port", "protocol", "tcp-flags", "text")),
        *(("number", f"1.8{'0' * 400} {unit}") for unit in ("GB", "")),
        *(("text", "a" * 1001), ("port", "22" + " " * 9 + "x" * 100)),
        *(("tcp-flags", text) for text in ("SIN", "")),
    ],
)
def test_what_cannot_be_an_answer_is_refused(form: Any, text: str) -> None:
    with pytest.raises(NotOfForm):
        parse(form, text)


@pytest.mark.parametrize(
    "text", ["22, 23,443", "22;23;443", "22 23 443", "22, 23 and 443", "[22, 23, 443]", "22\n23\n443"]
)
def test_several_are_parted_in_any_way(text: str) -> None:
    assert listed("port", text) == listed("port", ["22", "23", "443"]) == ["22", "23", "443"]


@pytest.mark.parametrize(
    ("form", "answer", "elements"),
    [
        ("protocol", ["tcp, udp", "icmp"], ["tcp", "udp", "icmp"]),
        ("protocol", ["tcp udp", "icmp"], ["tcp", "udp", "icmp"]),
        ("protocol", "TCP/UDP/ICMP", ["TCP", "UDP", "ICMP"]),
        ("protocol", "TCP / UDP & ICMP", ["TCP", "UDP", "ICMP"]),
        ("protocol", ["TCP (6)", "17 (UDP)"], ["TCP (6)", "17 (UDP)"]),
        ("protocol", "TCP (6), UDP and ICMPv6", ["TCP (6)", "UDP", "ICMPv6"]),
        ("port", "22/tcp, 23/tcp", ["22/tcp", "23/tcp"]),
        ("port", "22/23", ["22", "23"]),
        ("port", "not ssh", ["not", "ssh"]),
        ("address", "10.0.0.1/32 10.0.0.2/32", ["10.0.0.1/32", "10.0.0.2/32"]),
        ("tcp-flags", ["SYN, ACK", "FIN"], ["SYN, ACK", "FIN"]),
        ("tcp-flags", "SYN, SYN-ACK", ["SYN", "SYN-ACK"]),
        ("number", ["1,234", "5"], ["1,234", "5"]),
        ("text", ["R&D", "Bonn, Germany"], ["R&D", "Bonn, Germany"]),
        *(("protocol", nothing, []) for nothing in (",", " ", "[]", ["", ","], [], "/")),
    ],
)
def test_each_element_of_a_set_may_name_several(form: Any, answer: Any, elements: list[str]) -> None:
    assert listed(form, answer) == elements


@given(
    form=some.sampled_from(sorted(IN_WORDS)),
    text=some.text() | some.text("0123456789.,:+-/ eExTZMGBk'()") | some.from_regex(r"\d{1,120}[.,]?\d* ?[kKMG]?i?B?"),
)
def test_whatever_is_typed_is_an_answer_or_none_and_no_error(form: Any, text: str) -> None:
    with suppress(NotOfForm):
        parse(form, text)
    for each in listed(form, text):
        assert each.strip()
    assert listed(form, [text, text]) == 2 * listed(form, [text])


def test_who_names_nothing_has_not_answered() -> None:
    task = judged(",", truth={"distinct": "protocol"})
    assert [each.code for each in task.findings] == ["missing"]


def judged(given: Any, events: tuple[Item, ...] = EVENTS, /, **expected: Any) -> TaskResult:
    told = {"records": {"log_group": GROUP}, "question": "it"} | expected
    account = {events_of(GROUP): [*events], answer_to("it"): [answered("it", given)] if given is not None else []}
    return tasks(regrade(asking("answer", **told), snapshot(account)))["it"]


MOST: dict[str, Any] = {"truth": {"top": "srcaddr", "where": {"action": "REJECT"}}}


@pytest.mark.parametrize(
    ("given", "truth", "says"),
    [
        (None, MOST, "The question it is not answered yet. It asks for an IP address."),
        ("", MOST, "The question it is not answered yet."),
        ("ssh", MOST, "The answer to it can't be right: 'ssh' isn't an IP address. It asks for an IP address."),
        ("203.0.113.12", MOST, "The answer to it, 203.0.113.12, is wrong."),
        ("10.9.9.9", MOST, "is wrong. No record has that in its field srcaddr."),
        ("6000", {"truth": {"sum": "bytes", "where": {"action": "ACCEPT"}}}, "The answer to it, 6000, is wrong."),
        ("1239000", {"truth": {"sum": "bytes"}}, "is wrong. It is of the right order of magnitude."),
        (
            "maybe",
            {"truth": {"value": "no traffic"}, "options": ["no traffic", "loss"]},
            "It asks for one of: no traffic",
        ),
    ],
)
def test_a_wrong_answer_is_told_of(given: Any, truth: dict[str, Any], says: str) -> None:
    task = judged(given, **truth)
    assert says in task.findings[0].message
    assert (task.verdict, task.score) == ("failed", 0.0)


def test_an_answer_that_forgets_the_time_zone_is_told_so() -> None:
    task = judged("11:00", truth={"first": "start"})
    assert "time zone" in str(task.findings[0].hint)


@pytest.mark.parametrize("given", [None, "1", "10.0.0.1", "9:00", ["1", "2"], "22", "22, 80", "ssh, 9"])
@pytest.mark.parametrize(
    "truth",
    [
        *({"top": "srcaddr"}, {"sum": "bytes"}, {"first": "start"}, {"distinct": "dstport"}, {"top": "dstport"}),
        {"value": "the very truth"},
    ],
)
def test_nothing_that_is_told_gives_the_truth_away(given: Any, truth: dict[str, Any]) -> None:
    known = [str(each) for each in true(**truth)]
    task = judged(given, truth=truth)
    if task.verdict != "passed":
        told = json.dumps([(each.message, each.expected, each.actual, each.hint) for each in task.findings])
        named = json.dumps(given)
        assert not [each for each in known if each in told and each not in named]


@pytest.mark.parametrize(
    ("given", "score", "code"),
    [
        ("22, 23", 10, None),
        ("ssh", 5, "incomplete"),
        ("22, 80", 0, "wrong"),
        ("22 23 80", 5, "wrong"),
        ("22 23 80 81 82", 0, "wrong"),
        ("22, many", 0, "form"),
    ],
)
def test_of_several_right_ones_earn_and_wrong_ones_cost(given: str, score: float, code: str | None) -> None:
    task = judged(given, truth={"distinct": "dstport", "where": {"action": "REJECT"}})
    assert (task.score, [each.code for each in task.findings]) == (score, [code] if code else [])


def test_where_no_records_have_arrived_nobody_can_be_right() -> None:
    task = judged("198.51.100.7", (), **MOST)
    assert (task.verdict, task.score, task.findings[0].code) == ("failed", 0.0, "no-records")
    nothing_of_the_kind = judged("198.51.100.7", EVENTS[3:5], **MOST)
    assert nothing_of_the_kind.findings[0].code == "no-records"


def test_where_set_up_should_have_brought_the_records_the_task_is_not_graded() -> None:
    task = judged("198.51.100.7", (), **MOST | {"records": {"log_group": GROUP, "by_set_up": True}})
    assert (task.verdict, task.score, task.reason) == ("unreadable", None, "not-set-up")


def test_the_tolerance_is_the_labs() -> None:
    close = {"truth": {"sum": "bytes", "where": {"action": "ACCEPT"}}}
    assert judged("1240000", **close).verdict == "failed"
    assert judged("1240000", **close, tolerance=0.01).verdict == "passed"
    assert judged("10:00:59", truth={"first": "start"}).verdict == "passed"
    assert judged("10:00:59", truth={"first": "start"}, tolerance=5).verdict == "failed"


@pytest.mark.parametrize(
    ("expected", "says"),
    [
        ({"truth": {"top": "srcadr"}}, "Did you mean `srcaddr`"),
        ({"truth": {"top": "srcaddr", "count": "flows"}}, "just one of `top`, `count`"),
        ({"truth": {}}, "just one of `top`, `count`"),
        ({"truth": {"count": "flows", "by": "bytes"}}, "`by` goes with `top`"),
        ({"truth": {"count": "flows", "where": {"dstport": "many"}}}, "dstport is a number, and 'many' is none"),
        ({"truth": {"count": "flows", "where": {"dstport": {"top": "srcaddr"}}}}, "a truth of another kind, address"),
        ({"truth": {"value": "x"}, "type": "port"}, "`value`: 'x' isn't a port"),
        ({"truth": {"value": "x"}, "options": ["y"]}, "none of the `options` is the `value`"),
        ({"truth": {"top": "srcaddr"}, "tolerance": 1}, "`tolerance` goes with numbers and times"),
        ({"truth": {"top": "srcaddr"}, "records": None}, "`records` says where the records are"),
        ({"truth": {"top": "srcaddr"}, "question": "Which one?"}, "String should match pattern"),
        ({"truth": {"top": "srcaddr"}, "records": {"log_group": GROUP, "format": ["ip"]}}, "There is no field 'ip'"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(expected: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        bound("answer", **{"question": "it", "records": {"log_group": GROUP}} | expected)


DAY = "2026-01-01"
OF_SET_UP = tuple(
    {**each, "logStreamName": "eni-0b-all", "timestamp": 1767261600000 + at} for at, each in enumerate(EVENTS)
)
FROM_ELSEWHERE = "2 123456789012 eni-0b 9.9.9.9 172.31.16.21 50000 22 6 1 40 1767261600 1767261610 REJECT OK"


MARK = Mark.made(DAY, OF_SET_UP).tags


def judged_by_set_up(given: str, events: tuple[Item, ...], tags: dict[str, str] | None) -> TaskResult:
    """With `tags` None as in evidence from before set-up left a mark."""
    lab = asking("answer", question="it", records={"log_group": GROUP, "by_set_up": True}, **MOST)
    account: dict[Read, list[Item]] = {events_of(GROUP): [*events], answer_to("it"): [answered("it", given)]}
    return tasks(regrade(lab, snapshot(account | ({} if tags is None else {mark_of(GROUP): [tags]}))))["it"]


def written(message: str, stream: str, at: int = 0) -> tuple[Item, ...]:
    """A hundred events of a learner's own."""
    return tuple({**event(message, 900 + n, stream), "timestamp": 1767261600000 + at + n} for n in range(100))


@pytest.mark.parametrize(
    "beside",
    [
        (),
        OF_SET_UP[:3],  # sent twice
        written(FROM_ELSEWHERE, "mine"),
        written(FROM_ELSEWHERE, "eni-0b-all", 86_400_000),
        written(FROM_ELSEWHERE, "eni-0b-all", -86_400_000),
    ],
)
def test_only_what_set_up_wrote_counts(beside: tuple[Item, ...]) -> None:
    tags = MARK | {"owner": "me"}
    assert judged_by_set_up("198.51.100.7", (*beside, *OF_SET_UP), tags).verdict == "passed"
    assert judged_by_set_up("9.9.9.9", (*OF_SET_UP, *beside), tags).findings[0].code == "wrong"


@pytest.mark.parametrize(
    ("events", "tags"),
    [
        ((*OF_SET_UP, *written(FROM_ELSEWHERE, "eni-0b-all")), MARK),
        ((*OF_SET_UP, *written(FROM_ELSEWHERE, "eni-0c-all")), MARK),
        (OF_SET_UP[1:], MARK),
        (OF_SET_UP, {}),
        (OF_SET_UP, {"labgrader:records": DAY}),
        (OF_SET_UP, MARK | {"labgrader:records": "2026-01-02"}),
        (OF_SET_UP, MARK | {"labgrader:records": "2026-13-01"}),
    ],
)
def test_records_that_are_not_as_set_up_left_them_are_no_measure(
    events: tuple[Item, ...], tags: dict[str, str]
) -> None:
    for answer in ("198.51.100.7", "9.9.9.9"):
        task = judged_by_set_up(answer, events, tags)
        assert (task.verdict, task.score, task.reason) == ("unreadable", None, "not-set-up")
        assert "isn't as set-up left it" in task.findings[0].message
        assert "`grader reset LAB`" in task.findings[0].message


def test_evidence_from_before_set_up_left_a_mark_is_judged_as_it_was_then() -> None:
    assert judged_by_set_up("198.51.100.7", EVENTS, None).verdict == "passed"


def test_a_mark_that_cannot_be_read_is_no_missing_one() -> None:
    lab = asking("answer", question="it", records={"log_group": GROUP, "by_set_up": True}, **MOST)
    account: dict[Read, list[Item]] = {events_of(GROUP): [*EVENTS], answer_to("it"): [answered("it", "198.51.100.7")]}
    task = tasks(regrade(lab, snapshot(account, {mark_of(GROUP): "AccessDeniedException"})))["it"]
    assert (task.verdict, task.reason) == ("unreadable", "unreadable")
    assert "logs:ListTagsLogGroup" in task.findings[0].message
