"""What is true of the records: declared in a lab as one question to them, and answered for each learner."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator

from checks.answer.forms import Form, NotOfForm, form_of_field, parse
from checks.conditions import Scalar, conditions_of
from checks.records.formats import field_named
from labs.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from checks.answer.delivered import Records
    from checks.records.where import Value

    Row = Mapping[str, Value]

MEASURES = ("flows", "packets", "bytes")


def _field(name: str) -> str:
    try:
        return field_named(name)
    except UsageError as error:
        raise ValueError(f"{error.message} {error.remedy or ''}".strip()) from None


def _measure(name: str) -> str:
    return name if name in MEASURES else _field(name)


def _flows_or_field(name: str) -> str:
    return name if name == "flows" else _field(name)


Field = Annotated[str, AfterValidator(_field)]


class Truth(BaseModel):
    """One question to the records: just one of `top`, `count`, `sum`, `first`, `last`, `distinct` and `value`.

    `top` is the value of that field which has the most flows, or packets, bytes or different values of another field,
    as `by` says; `count` is the number of flows, or of the different values of a field; `sum` that of packets or bytes;
    `first` and `last` are that field's value in the earliest and in the latest record; `distinct` are all its values;
    and `value` is what the lab itself knows. `where` says which records are asked; a value there may be a truth too.

    {first: start, where: {srcaddr: {top: srcaddr, by: dstport, where: {action: REJECT}}}}
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    top: Field | None = None
    by: Annotated[str, AfterValidator(_measure)] = "flows"
    count: Annotated[str, AfterValidator(_flows_or_field)] | None = None
    sum: Literal["packets", "bytes"] | None = None
    first: Field | None = None
    last: Field | None = None
    distinct: Field | None = None
    value: Scalar | list[Scalar] | None = None
    where: dict[Field, Scalar | list[Scalar] | Truth] = {}

    @model_validator(mode="after")
    def _one_question(self) -> Self:
        asked = [way for way in QUESTIONS if getattr(self, way) is not None]
        if len(asked) != 1:
            raise ValueError(f"a truth is just one of {', '.join(f'`{way}`' for way in QUESTIONS)}.")
        if "by" in self.model_fields_set and self.top is None:
            raise ValueError("`by` goes with `top`.")
        if self.value is not None and self.where:
            raise ValueError("`where` says which records are asked, and a `value` asks none.")
        conditions_of(self._plain)
        for field, truth in self._nested.items():
            if truth.form != form_of_field(field):
                raise ValueError(f"`where` compares {field} with a truth of another kind, {truth.form}.")
        return self

    @property
    def question(self) -> str:
        """Which of the questions it is."""
        return next(way for way in QUESTIONS if getattr(self, way) is not None)

    @property
    def field(self) -> str | None:
        """The field whose values are asked for."""
        return self.top or self.first or self.last or self.distinct

    @property
    def form(self) -> Form:
        """What an answer looks like."""
        if self.field:
            return form_of_field(self.field)
        return "text" if self.value is not None else "number"

    @cached_property
    def key(self) -> str:
        """The same for truths that are the same."""
        return self.model_dump_json()

    @property
    def _plain(self) -> dict[str, Any]:
        return {field: value for field, value in self.where.items() if not isinstance(value, Truth)}

    @property
    def _nested(self) -> dict[str, Truth]:
        return {field: value for field, value in self.where.items() if isinstance(value, Truth)}

    def of(self, records: Records) -> tuple[Any, ...]:
        """All that is true: where several are, as with the top of equals, any of them; of `distinct`, all together.

        Nothing at all where no record tells.
        """
        if self.key not in records.known:
            records.known[self.key] = self._of(records)
        found: tuple[Any, ...] = records.known[self.key]
        return found

    def _of(self, records: Records) -> tuple[Any, ...]:
        if self.value is not None:
            return tuple(self.value) if isinstance(self.value, list) else (self.value,)
        rows = self._meant(records)
        if self.top:
            return _largest(_measured(rows, self.top, self.by))
        if self.count:
            return (len(rows) if self.count == "flows" else len(_values(rows, self.count)),)
        if self.sum:
            return (sum(_number(row.get(self.sum)) for row in rows),)
        if self.first:
            return _at(rows, self.first, "start", min)
        if self.last:
            return _at(rows, self.last, "end", max)
        return tuple(_values(rows, str(self.distinct)))

    def _meant(self, records: Records) -> list[Row]:
        wanted = conditions_of(self._plain)
        rows: Sequence[Row] = records.rows if any(each.field == "log-status" for each in wanted) else records.flows
        others = {field: truth.of(records) for field, truth in self._nested.items()}
        return [
            row
            for row in rows
            if all(each.holds(row.get(each.field)) for each in wanted)
            and all(row.get(field) in values for field, values in others.items())
        ]

    def check(self, form: Form) -> None:
        """Raises `ValueError` where its values can't be of that form."""
        for each in self._of_lab:
            try:
                parse(form, str(each))
            except NotOfForm as why:
                raise ValueError(f"`value`: {why}") from None

    @property
    def _of_lab(self) -> tuple[Scalar, ...]:
        return tuple(self.value) if isinstance(self.value, list) else () if self.value is None else (self.value,)


QUESTIONS = ("top", "count", "sum", "first", "last", "distinct", "value")


def _number(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _values(rows: Iterable[Row], field: str) -> list[Value]:
    found = {value for row in rows if (value := row.get(field)) is not None}
    return sorted(found, key=lambda value: (value if isinstance(value, int) else 0, str(value)))


def _measured(rows: Sequence[Row], field: str, by: str) -> Counter[Value]:
    if by == "flows":
        return Counter(row.get(field) for row in rows)
    counted: Counter[Value] = Counter()
    if by in MEASURES:
        for row in rows:
            counted[row.get(field)] += _number(row.get(by))
        return counted
    pairs = {(row.get(field), row.get(by)) for row in rows}
    return Counter(value for value, other in pairs if other is not None)


def _largest(counted: Counter[Value]) -> tuple[Value, ...]:
    counted.pop(None, None)
    most = max(counted.values(), default=0)
    return tuple(value for value, number in counted.items() if number == most)


def _at(rows: Sequence[Row], field: str, when: str, extreme: Callable[[Iterable[int]], int]) -> tuple[Value, ...]:
    timed = [(time, row) for row in rows if isinstance(time := row.get(when), int)]
    if not timed:
        return ()
    moment = extreme(time for time, _ in timed)
    return tuple(_values((row for time, row in timed if time == moment), field))
