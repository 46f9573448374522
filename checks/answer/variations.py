"""Other states of an account in which a question is answered right: what `grader verify` proves the kind by."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from checks.answer.delivered import delivered, of_set_up
from checks.answer.forms import NotOfForm, listed, parse
from checks.answer.mark import mark_of
from checks.answer.model import Answer, answer_to, events_of
from checks.engine.properties import EXISTS
from checks.engine.variation import Mutation, Variation, added, every
from checks.records.words import PORTS, PROTOCOLS, flags

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from checks.answer.model import Delivered
    from checks.engine.kind import View
    from checks.engine.snapshot import Item, Read
    from checks.engine.variation import Change, Edit

MANY = 5000
_EAST = timezone(timedelta(hours=5, minutes=30))


def moot(_expected: Answer) -> Iterator[str]:
    """All but the answer itself is of the lab's own making."""
    yield from (way for way in Answer.model_fields if way not in ("question", "truth"))


def _answering(value: Any) -> Change:
    return lambda item: {**item, "Answer": value}


def _known(expected: Answer, account: View) -> Sequence[Any]:
    return expected.truth.of(delivered(expected.records, account))


def mutations(expected: Answer, account: View) -> Iterator[Mutation]:
    """The question isn't answered, or the answer is wrong, or none that could be."""
    read, known = answer_to(expected.question), _known(expected, account)
    of_it = ((expected.question,), frozenset({expected.question}))
    yield Mutation(f"{expected.question} not answered", read, lambda _items: (), {EXISTS: "missing"}, *of_it)
    yield Mutation(f"{expected.question} by its name", read, lambda _items: (), {"question": "missing"}, *of_it)
    for label, value, code in _wrong(expected, known, account):
        change = every(_answering(value))
        yield Mutation(f"{expected.question} answered by {label}", read, change, {"truth": code}, *of_it)
    asked = expected.records
    if asked and not asked.by_set_up:
        group = events_of(asked.log_group)
        spoils, touches = {"truth": "no-records"}, frozenset({asked.log_group})
        yield Mutation("no records", group, lambda _items: (), spoils, (expected.question,), touches)
    if asked and asked.by_set_up:
        yield from _forgeries(asked, expected.question, account)


def _forgeries(asked: Delivered, question: str, account: View) -> Iterator[Mutation]:
    """Set-up's own records tampered with, so that another answer would be true of what is there."""
    mark, events = mark_of(asked.log_group), events_of(asked.log_group)
    if not account.snapshot.holds(mark):
        return
    one = of_set_up(asked.log_group, account)[0]
    how: Mapping[str, tuple[Read, Edit]] = {
        "a record of the learner's own among those of set-up": (events, added(_forged(one))),
        "a record of set-up taken away": (
            events,
            lambda items: [it for it in items if it["message"] != one["message"]],
        ),
        "set-up's mark taken away": (mark, lambda _items: ({},)),
    }
    for label, (read, edit) in how.items():
        yield Mutation(label, read, edit, {"truth": "not-set-up"}, (question,), frozenset({asked.log_group}))


def _forged(event: Item) -> Item:
    """A record like this one, but from elsewhere, and a moment later."""
    message = re.sub(r"\d+\.\d+\.\d+\.\d+", "192.0.2.9", event["message"])
    return {**event, "message": message, "timestamp": event["timestamp"] + 1}


def _wrong(expected: Answer, known: Sequence[Any], account: View) -> Iterator[tuple[str, Any, str]]:
    """Wrong answers: with words for each, and the code that tells."""
    if expected.form != "text":
        yield "no such thing", "as far as I can see", "form"
    others = [each for each in dict.fromkeys(_others(expected, known, account)) if _is_wrong(expected, known, each)]
    if not expected.is_set:
        yield from ((f"another ({number})", each, "wrong") for number, each in enumerate(others[:4]))
        return
    right = [str(each) for each in known]
    yield "one too many", [*right, *others[:1]], "wrong"
    yield "none of them", others[: len(right)], "wrong"
    if len(right) > 1:
        yield "one too few", right[1:], "incomplete"
        yield "one for another", [*right[1:], *others[:1]], "wrong"


def _is_wrong(expected: Answer, known: Sequence[Any], text: str) -> bool:
    try:
        said = parse(expected.form, text)
    except NotOfForm:
        return False
    return not any(said.means(each, expected.form, expected.slack) for each in known)


def _others(expected: Answer, known: Sequence[Any], account: View) -> Iterator[str]:
    """Other things that somebody could say: what comes near, and what else there is in the records."""
    yield from expected.options
    for each in known[:1]:
        if expected.form == "number":
            yield from (str(each + 1), str(each * 2 + 3), str(each * 1000 + 7), "-1")
        elif expected.form == "time":
            yield from (str(each + 7200), str(each - 3600), str(each + 86_400), "1262304000")
        elif expected.form == "address":
            yield from (str(ip_address(each) + 1), "192.0.2.254", "2001:db8::fe")
        elif expected.form in ("port", "protocol", "tcp-flags"):
            yield from map(str, (each + 1, 22, 443, 6, 17, 1, 4, 57))
        else:
            yield from (f"{each}x", "something else", str(each)[:-1])
    if expected.truth.field and expected.records:
        there = delivered(expected.records, account)
        seen = {str(row.get(expected.truth.field)) for row in there.flows[:200]}
        yield from sorted(seen - {"None"})


def equivalents(expected: Answer, account: View) -> Iterator[Variation]:
    """The same answer in other forms, and the same records listed otherwise."""
    known = _known(expected, account)
    ways = _forms_of_set(expected, known) if expected.is_set else _forms(expected, known[0])
    for label, value in ways.items():
        yield Variation(
            f"answered {label} on {expected.question}", answer_to(expected.question), every(_answering(value))
        )
    if expected.records:
        read = events_of(expected.records.log_group)
        yield Variation(
            "records taken in later", read, every(lambda item: {**item, "ingestionTime": 1_800_000_000_000})
        )


def _forms_of_set(expected: Answer, known: Sequence[Any]) -> Mapping[str, Any]:
    right = [str(each) for each in known]
    ways: dict[str, Any] = {"as a list": right, "the other way round": right[::-1], "twice over": [*right, *right[:1]]}
    for label, text in {"with commas": ", ".join(right), "with semicolons": ";".join(right)}.items():
        if listed(expected.form, text) == right:
            ways[label] = text
    forms = [_forms(expected, each) for each in known]
    return ways | {label: [form[label] for form in forms] for label in forms[0] if all(label in form for form in forms)}


def _forms(expected: Answer, true: Any) -> dict[str, str]:
    """What is true, as people write it."""
    plain = str(true)
    ways = {"plainly": plain, "in blanks": f"  {plain} "}
    match expected.form:
        case "number":
            ways |= {"with commas": f"{true:,}", "with blanks": f"{true:,}".replace(",", " ")}
        case "time":
            moment = datetime.fromtimestamp(true, UTC)
            ways |= {
                "as ISO 8601": moment.isoformat(),
                "with a Z": f"{moment:%Y-%m-%dT%H:%M:%SZ}",
                "without a zone": f"{moment:%Y-%m-%d %H:%M:%S}",
                "to the minute": f"{moment:%Y-%m-%d %H:%M}",
                "by the clock": f"{moment:%H:%M}",
                "by the clock, to the second": f"{moment:%H:%M:%S}",
                "in milliseconds": str(true * 1000),
                "by another zone": moment.astimezone(_EAST).isoformat(),
            }
        case "port":
            ways |= (
                {"with what listens there": f"{true} ({PORTS[true]})"}
                if true in PORTS
                else {"as a port": f"port {true}"}
            )
        case "protocol":
            ways |= {"by name": PROTOCOLS[true], "by small name": PROTOCOLS[true].lower()} if true in PROTOCOLS else {}
        case "tcp-flags":
            ways |= {"by name": flags(true)} if true else {}
        case "address":
            ways |= {"in full": ip_address(true).exploded, "in capitals": plain.upper()}
        case _:
            ways |= {"in capitals": plain.upper(), "in quotes": f'"{plain}"'}
    return ways


def noise(expected: Answer, account: View) -> Iterator[Variation]:
    """Events that are no records: a few, and very many."""
    if not expected.records:
        return
    read = events_of(expected.records.log_group)
    about: Item = {"logStreamName": "app", "timestamp": 1767225600000, "ingestionTime": 1767225600000, "eventId": "0"}
    if account.read(read):
        lines = (" ", "START RequestId: 0f")
        yield Variation("events that are no records", read, added(*({**about, "message": line} for line in lines)))
        many = [{**about, "message": f"GET /{number} HTTP/1.1"} for number in range(MANY)]
        yield Variation(f"{MANY:,} events that are no records", read, added(*many))
    if (
        expected.records.by_set_up
        and account.read(read)
        and account.snapshot.holds(mark_of(expected.records.log_group))
    ):
        forged = _forged(of_set_up(expected.records.log_group, account)[0])
        elsewhere = {**forged, "logStreamName": "mine"}
        yield Variation("a record of the learner's own in another stream", read, added(elsewhere))
        later = {**forged, "timestamp": forged["timestamp"] + 2 * 86_400_000}
        yield Variation("a record of a later day in a stream of set-up", read, added(later))
