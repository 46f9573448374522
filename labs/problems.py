"""Check data against a pydantic model, and tell an author of everything that doesn't fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from labs.source import did_you_mean, nearest
from labs.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic_core import ErrorDetails

    from labs.mistakes import Mistakes
    from labs.source import Location

M = TypeVar("M", bound=BaseModel)

_KEY = "[key]"


def check(model: type[M], data: Any, mistakes: Mistakes, at: Location = ()) -> tuple[M | None, Any]:
    """`data`, which stands at `at` in the file, as a `model`; None where it isn't one, and `mistakes` know why.

    The second value is `data` again, with misspelt keys read as what was probably meant, so that what stands under
    them can be looked at too.
    """
    while True:
        try:
            return model.model_validate(data), data
        except ValidationError as error:
            details = error.errors(include_url=False)
        respelt = _respelt(model, data, details, mistakes, at)
        if respelt is None:
            break
        data = respelt
    for way, group in _by_place(details, data):
        _tell(model, way, group, mistakes, at)
    return None, data


def _respelt(model: type[M], data: Any, details: list[ErrorDetails], mistakes: Mistakes, at: Location) -> Any:
    """`data` with unknown keys renamed to the missing ones that they resemble; None when there is nothing to rename."""
    for detail in details:
        if detail["type"] != "extra_forbidden":
            continue
        way = _way(detail, data)
        *outer, key = way
        holder = _within(data, tuple(outer))
        meant = nearest(str(key), [name for name in _fields(model, way[:-1]) if name not in holder])
        if meant is None:
            continue
        _tell(model, way, [detail], mistakes, at)
        mistakes.read_as((*at, *way), (*at, *outer, meant))
        return _renamed(data, tuple(outer), str(key), meant)
    return None


def _renamed(data: Any, way: Location, key: str, meant: str) -> Any:
    if not way:
        return {meant if name == key else name: value for name, value in data.items()}
    step, *further = way
    if isinstance(data, dict):
        return {**data, step: _renamed(data[step], tuple(further), key, meant)}
    return [_renamed(each, tuple(further), key, meant) if index == step else each for index, each in enumerate(data)]


def _tell(model: type[M], way: Location, details: list[ErrorDetails], mistakes: Mistakes, at: Location) -> None:
    here = (*at, *way)
    first = details[0]
    if first["type"] == "extra_forbidden":
        text = f"`{way[-1]}` is no key that is known here."
        mistakes.add(here, text, did_you_mean(str(way[-1]), _fields(model, way[:-1])), of_key=True)
    elif first["type"] == "missing":
        place = mistakes.source.position(mistakes.written(here[:-1]))
        mistakes.add(here, f"`{way[-1]}` is missing here.", _about(model, way), place=place)
    elif first["loc"][-1:] == (_KEY,):
        message, suggestion = words_of(details)
        mistakes.add(here, message, suggestion, of_key=True)
    else:
        message, suggestion = words_of(details)
        mistakes.add(here, message, suggestion)


def _by_place(details: list[ErrorDetails], data: Any) -> Iterator[tuple[Location, list[ErrorDetails]]]:
    """What is wrong, gathered by where.

    Each way that a union could have gone comes with a mistake of its own; the one that got furthest was meant.
    """
    groups: dict[Location, list[ErrorDetails]] = {}
    for detail in details:
        groups.setdefault(_way(detail, data), []).append(detail)
    for way, group in groups.items():
        of_union = len([step for step in group[0]["loc"] if step != _KEY]) > len(way)
        if not (of_union and any(len(other) > len(way) and other[: len(way)] == way for other in groups)):
            yield way, group


def _way(detail: ErrorDetails, data: Any) -> Location:
    """The way to the mistake through the data, without the steps that pydantic puts in for unions and validators."""
    steps = [step for step in detail["loc"] if step != _KEY]
    way: list[str | int] = []
    for number, step in enumerate(steps, start=1):
        inside = _has(data, step)
        if inside or (detail["type"] == "missing" and number == len(steps)):
            way.append(step)
        data = data[step] if inside else data
    return tuple(way)


def _has(data: Any, step: str | int) -> bool:
    if isinstance(data, dict):
        return step in data
    return isinstance(data, list) and isinstance(step, int) and step < len(data)


def _within(data: Any, way: Location) -> Any:
    for step in way:
        data = data[step]
    return data


def _fields(model: type[BaseModel], way: Location) -> list[str]:
    return list(_model_at(model, way).model_fields)


def _about(model: type[BaseModel], way: Location) -> str:
    field = _model_at(model, way[:-1]).model_fields.get(str(way[-1]))
    return (field.description if field else None) or ""


def _model_at(model: type[BaseModel], way: Location) -> type[BaseModel]:
    """The model of what stands at the end of `way`."""
    for step in way:
        field = model.model_fields.get(step) if isinstance(step, str) else None
        model = (model_in(field.annotation) if field else None) or model
    return model


def model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that an annotation such as `list[Task] | None` is about, if it is about one."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for inner in get_args(annotation) if (found := model_in(inner))), None)
