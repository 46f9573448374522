"""Which flow log records a lab means, as its author writes it: `{action: REJECT, dstport: [22, 3389]}`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, Field

from checks.records.where import Condition, parse
from labs.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

Scalar = str | int
_WITH_SIGN = re.compile(r"\s*(!=|<=|>=|==|=|<|>|(not\s+)?in\s)")


def conditions_of(where: Mapping[str, Any]) -> tuple[Condition, ...]:
    """All that has to hold. Raises `ValueError` for a field that there isn't, and for what no such field can be."""
    return tuple(_condition(field, value) for field, value in where.items())


def _condition(field: str, value: Any) -> Condition:
    values = value if isinstance(value, list | tuple) else [value]
    text = ",".join(map(str, values))
    try:
        return parse(f"{field} {text}" if _WITH_SIGN.match(text) else f"{field}={text}")
    except UsageError as error:
        raise ValueError(f"{error.message} {error.remedy or ''}".strip()) from None


def _checked(where: dict[str, Any]) -> dict[str, Any]:
    conditions_of(where)
    return where


Where = Annotated[dict[str, Scalar | list[Scalar]], AfterValidator(_checked)]
"""By AWS's names of fields: a value, a list of which any will do, or a comparison such as `"> 1000"`, `"!= 6"` or
`"in 10.0.0.0/8"`. All of it has to hold."""

Fields = Annotated[tuple[str, ...], Field(strict=False)]
