"""What pydantic found wrong with an author's file, in words an author can act on, with line and column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel

from labs.source import did_you_mean

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

    from labs.errors import Problem
    from labs.source import Location, Source


def problems_of(error: ValidationError, model: type[BaseModel], source: Source, at: Location = ()) -> list[Problem]:
    """One `Problem` for each mistake in `error`; `at` is where the validated value stands in the file."""
    return [_problem(detail, model, source, at) for detail in error.errors(include_url=False)]


def _problem(detail: ErrorDetails, model: type[BaseModel], source: Source, at: Location) -> Problem:
    way = tuple(detail["loc"])
    here = (*at, *(step for step in way if step != "[key]"))
    match detail["type"]:
        case "extra_forbidden":
            known = _fields(model, way[:-1])
            text = f"`{way[-1]}` is no key that is known here."
            return source.problem(here, text, did_you_mean(str(way[-1]), known), of_key=True)
        case "missing":
            return source.problem(here, f"`{way[-1]}` is missing.", "It has no default.")
        case "literal_error":
            choices = str(detail.get("ctx", {}).get("expected", ""))
            return source.problem(here, f"{_shown(detail['input'])} is none of {choices}.")
        case "string_pattern_mismatch":
            return source.problem(here, f"{_shown(detail['input'])} isn't spelt as it must be.", _spelling(detail))
        case "value_error":
            return source.problem(here, str(detail["ctx"]["error"]))
        case _:
            said = detail["msg"].replace("Input should be", "should be").rstrip(".")
            return source.problem(here, f"{_shown(detail['input'])} {said}.")


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "A mapping"
    if isinstance(value, list):
        return "A list"
    text = "null" if value is None else f"{value!r}"
    return text if len(text) <= 60 else f"{text[:57]}..."


def _spelling(detail: ErrorDetails) -> str:
    pattern = str(detail.get("ctx", {}).get("pattern", ""))
    if "_" in pattern:
        return "Small letters, digits and underscores, a letter first."
    if "[1-9]$" in pattern:
        return "A region looks like `eu-west-1`."
    return "Small letters, digits and hyphens, a letter first."


def _fields(model: type[BaseModel], way: Location) -> list[str]:
    """The keys that the model at the end of `way` knows."""
    here: Any = model
    for step in way:
        if not isinstance(step, str) or step not in getattr(here, "model_fields", {}):
            continue
        here = _model_in(here.model_fields[step].annotation) or here
    return list(here.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for inner in get_args(annotation) if (found := _model_in(inner))), None)
