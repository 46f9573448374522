"""The ways in which right work can be wrong, one leaf of the expectation at a time, out of the expectation's model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import TypeAdapter, ValidationError

from checks.engine.kind import Expectation, Refers
from checks.engine.properties import Wrong

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from checks.engine.properties import C, Property
    from checks.engine.snapshot import Item
    from checks.engine.variation import Change

FEW = 6
"""Up to so many choices, each is tried; of more, those next to the right one and the two ends."""

Labelled = tuple[str, Any]


def leaves(model: type[Expectation], way: str = "") -> Iterator[str]:
    """The ways to all that an expectation can say: `name`, `to.role`."""
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, Expectation):
            yield from leaves(inner, f"{way}{name}.")
        else:
            yield f"{way}{name}"


def value_at(expected: Expectation, way: str) -> Any:
    """What an expectation says at the end of `way`, or has as AWS's default there."""
    value: Any = expected
    for step in way.split("."):
        value = getattr(value, step)
    return value


def wrongs(
    properties: Iterable[Property[C]], expected: Expectation, case: C, item: Item, moot: Iterable[str] = ()
) -> Iterator[Wrong]:
    """The ways to make `item`, which is right, wrong: other values as each property's type has them, and its own.

    The properties whose ways are `moot` say nothing here, and are left out.
    """
    for each in (each for each in properties if each.way not in moot):
        for label, value in other_values(field_at(type(expected), each.way), each.seen(item)):
            yield Wrong(f"{each.way} {label}", _putting(each, value), {each.way: each.code})
        yield from each.wrong(case)


def _putting(it: Property[C], value: Any) -> Change:
    return lambda item: it.put(item, value)


def field_at(model: type[Expectation], way: str) -> FieldInfo:
    """The field of a model at the end of `way`."""
    *outer, name = way.split(".")
    for step in outer:
        model = model.model_fields[step].annotation  # type: ignore[assignment]
    return model.model_fields[name]


def other_values(field: FieldInfo, right: Any) -> Iterator[Labelled]:
    """Values that a field takes, other than `right`: one for each class of wrong, with words for it.

    A field that refers to what the lab finds has none here: what else there is in an account, its kind knows.
    """
    if any(isinstance(mark, Refers) for mark in field.metadata):
        return
    annotation: Any = field.annotation
    if field.metadata:
        annotation = Annotated[annotation, *field.metadata]
    adapter: TypeAdapter[Any] = TypeAdapter(annotation)
    for label, value in _others(field.annotation, right):
        if value == right:
            continue
        try:
            adapter.validate_python(value)
        except ValidationError:
            continue  # AWS wouldn't take it either
        yield label, value


def _others(annotation: Any, right: Any) -> Iterator[Labelled]:
    if get_origin(annotation) in (Union, UnionType):
        for inner in get_args(annotation):
            yield from _others(inner, right)
    elif get_origin(annotation) is Annotated:
        yield from _others(get_args(annotation)[0], right)
    elif get_origin(annotation) is Literal:
        yield from ((f"{value}", value) for value in _nearby(get_args(annotation), right))
    elif annotation is bool and isinstance(right, bool):
        yield str(not right).lower(), not right
    elif annotation is str and isinstance(right, str):
        yield from _other_texts(right)
    elif get_origin(annotation) is tuple and right:
        yield from _other_lists(tuple(right))


def _nearby(choices: tuple[Any, ...], right: Any) -> list[Any]:
    if len(choices) <= FEW or right not in choices:
        kept = choices if len(choices) <= FEW else (choices[0], choices[-1])
        return [each for each in kept if each != right]
    at = choices.index(right)
    kept = (choices[0], *choices[max(at - 1, 0) : at], *choices[at + 1 : at + 2], choices[-2], choices[-1])
    return [each for each in dict.fromkeys(kept) if each != right]


def _other_texts(right: str) -> Iterator[Labelled]:
    """The slips that people make, and something else altogether."""
    yield "with a letter missing", right[:-1]
    yield "with a letter too many", f"{right}s"
    if right.upper() != right:
        yield "in capitals", right.upper()
    if len(right) > 2 and right[1] != right[2]:
        yield "with two letters swapped", f"{right[0]}{right[2]}{right[1]}{right[3:]}"
    yield "with a blank after it", f"{right} "
    yield "something else", "otherwise"


def _other_lists(right: tuple[Any, ...]) -> Iterator[Labelled]:
    yield "with the last one missing", right[:-1]
    if len(right) > 1:
        yield "with the first two swapped", (right[1], right[0], *right[2:])
