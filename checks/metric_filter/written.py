"""Filter patterns for records, as people write them: right ones, and such as have one thing wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.conditions import conditions_of
from checks.metric_filter.pattern import tried
from checks.records.formats import format_of, is_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from checks.metric_filter.model import MetricFilter
    from checks.records.where import Condition


def written(expected: MetricFilter) -> Mapping[str, str]:
    """Right patterns, with words for each. None where a pattern can't say what is meant."""
    wanted, fields = _asked(expected)
    if not wanted:
        return {}
    last = max(fields.index(each.field) for each in wanted)
    own = [f"f{number}" for number in range(1, len(fields) + 1)]
    ways = {
        "by AWS's names": _pattern(wanted, fields, [name.replace("-", "_") for name in fields]),
        "by names of their own": _pattern(wanted, fields, own),
        "in many blanks": _pattern(wanted, fields, own).replace(",", " ,  "),
        "in quotes": _pattern(wanted, fields, own, quoted=True),
        "cut short": _pattern(wanted, fields[: last + 1], own[: last + 1], rest=last + 1 < len(fields)),
    }
    return {label: text for label, text in ways.items() if tried(expected, text).is_right}


def otherwise(expected: MetricFilter) -> Mapping[str, str]:
    """Patterns with one condition left out or changed, at the wrong place, or with `or` in place of `and`."""
    wanted, fields = _asked(expected)
    if not wanted:
        return {}
    names = [f"f{number}" for number in range(1, len(fields) + 1)]
    ways = {
        "one field short": _pattern(wanted, fields[:-1], names[:-1]),
        "one field too long": _pattern(wanted, (*fields, "more"), (*names, "more")),
        "one place further": _pattern(wanted, ("more", *fields[:-1]), names),
        "by words alone": " ".join(f'"{value}"' for each in wanted for value in each.values[:1]),
    }
    for each in wanted:
        others = [other for other in wanted if other is not each]
        ways[f"without {each.field}"] = _pattern(others, fields, names)
        if each.field in _MIRROR:
            swapped = [
                _MIRROR.get(name, name) if name in (each.field, _MIRROR[each.field]) else name for name in fields
            ]
            ways[f"with {_MIRROR[each.field]} for {each.field}"] = _pattern(wanted, swapped, names)
    return {label: text for label, text in ways.items() if not tried(expected, text).is_right}


_MIRROR = {"srcaddr": "dstaddr", "dstaddr": "srcaddr", "srcport": "dstport", "dstport": "srcport"}


def _asked(expected: MetricFilter) -> tuple[tuple[Condition, ...], tuple[str, ...]]:
    wanted = conditions_of(expected.records or {})
    fields = format_of(expected.format)
    can_be_said = not any(each.networks or None in each.values for each in wanted)
    return (wanted, fields) if can_be_said else ((), fields)


def _pattern(
    wanted: Sequence[Condition],
    fields: Sequence[str],
    names: Sequence[str],
    *,
    quoted: bool = False,
    rest: bool = False,
) -> str:
    by_field: dict[str, list[Condition]] = {}
    for each in wanted:
        by_field.setdefault(each.field, []).append(each)
    parts = [_part(name, by_field.get(field, []), quoted=quoted) for field, name in zip(fields, names, strict=True)]
    return f"[{', '.join([*parts, *(['...'] if rest else [])])}]"


def _part(name: str, conditions: Sequence[Condition], *, quoted: bool) -> str:
    """A field, with what is asked of it: any of some values, or none of them, or a comparison."""
    told = []
    for each in conditions:
        joint = " && " if each.operator == "!=" else " || "
        in_quotes = quoted and each.operator in ("=", "!=")
        values = [f'"{value}"' if in_quotes or not is_number(each.field) else str(value) for value in each.values]
        alternatives = joint.join(f"{name}{each.operator}{value}" for value in values)
        told.append(f"({alternatives})" if len(conditions) > 1 and len(values) > 1 else alternatives)
    return " && ".join(told) or name
