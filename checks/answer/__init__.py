"""Answers: what a learner says of the records, beside what is true of those that were delivered to them.

Nothing that is told of an answer gives the truth away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checks.answer.delivered import Records, delivered
from checks.answer.forms import IN_WORDS, Form, NotOfForm, Said, listed, parse, value_of
from checks.answer.model import ANSWER, EVENTS, Answer, answer_to, events_of, reads
from checks.answer.variations import equivalents, moot, mutations, noise
from checks.engine.judge import NotSetUp
from checks.engine.kind import Criterion, Finding, Kind, Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checks.engine.kind import View

__all__ = ["ANSWER", "EVENTS", "KIND", "Answer", "answer_to", "events_of"]

CODE = "truth"


def judge(expected: Answer, account: View) -> Iterator[Part]:
    """One criterion, or one for each element of a set: right ones earn, and each wrong one costs a right one."""
    known, there = _known(expected, account), account.read(answer_to(expected.question))
    given = there[0]["Answer"] if there else ""
    if known is None:
        message = "No records have arrived that the question asks about, so nobody can answer it yet."
        hint = f"They are looked for in the log group {expected.records.log_group}." if expected.records else None
        finding = Finding("no-records", message, resource=expected.question, hint=hint)
        yield Part(expected.question, (Criterion.unmet(CODE, finding),), exists=bool(given))
        return
    met, finding_or_none = _judged(expected, known, given, account)
    number = len(known) if expected.is_set else 1
    told = (finding_or_none,) if finding_or_none else ()
    criteria = [Criterion(CODE)] * met + [Criterion.unmet(CODE)] * (number - met)
    if told:
        criteria[-1] = Criterion(CODE, told, False)
    yield Part(expected.question, tuple(criteria), exists=bool(given))


def _known(expected: Answer, account: View) -> tuple[Any, ...] | None:
    """What is true; None where no record tells. Raises `NotSetUp` where set-up should have brought the records."""
    asked = expected.records
    there = delivered(asked, account)
    found = expected.truth.of(there) if asked is None or there.rows else ()
    if not found and asked is not None and asked.by_set_up:
        raise NotSetUp(
            f"The log group {asked.log_group} doesn't hold the records that {expected.question} asks about. Set-up "
            "brings them: `grader setup` or `grader reset` makes it so."
        )
    return found or None


def _judged(expected: Answer, known: Sequence[Any], given: Any, account: View) -> tuple[int, Finding | None]:
    """How many criteria are met, and what is wrong, if anything."""
    texts = listed(expected.form, given) if expected.is_set else [_one(given)]
    if not "".join(texts).strip():
        message = f"The question {expected.question} is not answered yet. It asks for {_asked_for(expected)}."
        hint = "Answer with `grader answer`, in your answers.yaml, or on the page."
        return 0, Finding("missing", message, resource=expected.question, hint=hint)
    said, unlike = [], ""
    for text in texts:
        try:
            said.append((text, parse(expected.form, text)))
        except NotOfForm as why:
            unlike = unlike or str(why)
    right = [each for each in known if any(_means(expected, one, each) for _, one in said)]
    wrong = [text for text, one in said if not any(_means(expected, one, each) for each in known)]
    if unlike:
        message = f"The answer to {expected.question} can't be right: {unlike} It asks for {_asked_for(expected)}."
        return 0, _finding(expected, "form", message)
    if not expected.is_set:
        return (0, _wrong(expected, known, said[0][1], given, account)) if wrong else (1, None)
    met = max(0, len(right) - len(wrong))
    if wrong:
        message = f"Of the {len(said)} that you name for {expected.question}, {len(right)} are right. Wrong ones cost."
        message += "" if len(right) == len(known) else " And some are missing."
        return min(met, len(known) - 1), _finding(expected, "wrong", message)
    if len(right) < len(known):
        message = f"What you name for {expected.question} is right, but it isn't all."
        return met, _finding(expected, "incomplete", message)
    return met, None


def _one(given: Any) -> str:
    return " ".join(map(str, given)) if isinstance(given, list | tuple) else str(given)


def _asked_for(expected: Answer) -> str:
    if expected.options:
        return f"one of: {', '.join(expected.options)}"
    return f"all of them, each {IN_WORDS[expected.form]}" if expected.is_set else IN_WORDS[expected.form]


def _means(expected: Answer, said: Said, true: Any) -> bool:
    return said.means(true, expected.form, expected.slack)


def _finding(expected: Answer, code: str, message: str, hint: str | None = None) -> Finding:
    return Finding(code, message, resource=expected.question, hint=hint)


def _wrong(expected: Answer, known: Sequence[Any], said: Said, given: Any, account: View) -> Finding:
    """That it is wrong, and what of it isn't altogether so."""
    message, hint = f"The answer to {expected.question}, {_one(given)}, is wrong.", None
    options = [parse(expected.form, option).value for option in expected.options]
    if options and said.value not in options:
        message += f" It asks for {_asked_for(expected)}."
    elif expected.form == "number":
        near = any(each and 0.1 < said.value / each < 10 for each in known)
        message += " It is of the right order of magnitude." if near else ""
    elif expected.form == "time":
        if any(said.differs_by_hours(each, expected.slack) for each in known):
            hint = "Mind the time zone: times are taken for UTC, unless they say otherwise."
    elif expected.truth.field and expected.records:
        there = delivered(expected.records, account)
        if said.value not in _values(there, expected.truth.field, expected.form):
            message += f" No record has that in its field {expected.truth.field}."
    return _finding(expected, "wrong", message, hint)


def _values(there: Records, field: str, form: Form) -> frozenset[Any]:
    """All that the records have in that field, as answers would come to."""
    key = f"{form} values of {field}"
    if key not in there.known:
        values = {value for row in there.rows if (value := row.get(field)) is not None}
        there.known[key] = frozenset(value_of(form, value) for value in values)
    found: frozenset[Any] = there.known[key]
    return found


def words(expected: Answer) -> dict[str, tuple[str, ...]]:
    """A guide has to tell what the question is called; what it asks, it tells in sentences."""
    others = ("records", "truth", "type", "tolerance", "options")
    return {"question": (expected.question,), **dict.fromkeys(others, ())}


KIND = Kind(
    "answer",
    Answer,
    reads=reads,
    judge=judge,
    moot=moot,
    mutations=mutations,
    equivalents=equivalents,
    noise=noise,
    words=words,
)
