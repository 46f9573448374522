"""What a lab may ask a learner, and the reads it is judged by: the records that were delivered, and the answer."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from checks.answer.forms import Form, NotOfForm, parse
from checks.answer.mark import mark_of
from checks.answer.truth import Truth
from checks.engine.kind import Expectation, Text
from checks.engine.snapshot import Read
from checks.log_group.model import Name as LogGroupName
from checks.records.fields import DEFAULT
from checks.records.formats import format_of
from labs.errors import UsageError
from labs.model import SLUG

EVENTS = Read(
    "logs",
    "filter_log_events",
    "events",
    "logs:FilterLogEvents",
    absent=("ResourceNotFoundException",),
    resource="arn:{partition}:logs:{region}:{account}:log-group:{logGroupName}",
)
ANSWER = Read("answers", "get_answer", "Answers", "")
"""No call to AWS: the account's connection looks into the learner's own book of answers (`fixtures.answers`)."""

MINUTE = 60.0

Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=64)]


def _known_fields(names: tuple[str, ...]) -> tuple[str, ...]:
    try:
        return format_of(names)
    except UsageError as error:
        raise ValueError(f"{error.message} {error.remedy or ''}".strip()) from None


class Delivered(BaseModel):
    """Records in a log group, of a format.

    With `by_set_up` they are there before the learner comes, and set-up's alone count.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    log_group: LogGroupName
    format: Annotated[tuple[str, ...], AfterValidator(_known_fields)] = Field(default=DEFAULT, strict=False)
    by_set_up: bool = False


class Answer(Expectation):
    """An answer that the learner types, judged by the records that were delivered to this learner.

    `type` follows from `truth`, unless that is a `value`. `tolerance` is a share of a number (0.01 is one percent), and
    seconds of a time (a minute, unless said otherwise). `options` are all answers that there are to choose from.

    answer: {question: rejected-most, records: {log_group: logs}, truth: {top: srcaddr, where: {action: REJECT}}}
    """

    question: Slug
    records: Delivered | None = None
    truth: Truth
    type: Form | None = None
    tolerance: Annotated[float, Field(ge=0)] | None = None
    options: tuple[Text, ...] = Field(default=(), strict=False)

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.records is None and self.truth.value is None:
            raise ValueError("`records` says where the records are that `truth` asks.")
        if self.tolerance is not None and self.form not in ("number", "time"):
            raise ValueError(f"`tolerance` goes with numbers and times, and this is {self.form}.")
        self.truth.check(self.form)
        for option in self.options:
            try:
                parse(self.form, option)
            except NotOfForm as why:
                raise ValueError(f"`options`: {why}") from None
        of_lab = self.truth.value if isinstance(self.truth.value, list) else [self.truth.value]
        if self.options and not any(str(each) in self.options for each in of_lab):
            raise ValueError("none of the `options` is the `value`.")
        return self

    @property
    def form(self) -> Form:
        """What an answer looks like."""
        return self.type or self.truth.form

    @property
    def is_set(self) -> bool:
        """Whether an answer names several things."""
        return self.truth.distinct is not None

    @property
    def slack(self) -> float:
        """The tolerance, where the lab says none either."""
        if self.tolerance is not None:
            return self.tolerance
        return MINUTE if self.form == "time" else 0.0


@lru_cache(4096)
def answer_to(question: str) -> Read:
    """The read that gives the learner's answer."""
    return ANSWER.narrowed(Question=question)


@lru_cache(4096)
def events_of(group: str) -> Read:
    """The read that gives all that was recorded in a log group."""
    return EVENTS.narrowed(logGroupName=group)


def reads(expected: Answer) -> tuple[Read, ...]:
    """What the judgement of an answer rests on."""
    own = answer_to(expected.question)
    asked = expected.records
    if asked is None:
        return (own,)
    events = events_of(asked.log_group)
    return (events, mark_of(asked.log_group), own) if asked.by_set_up else (events, own)
