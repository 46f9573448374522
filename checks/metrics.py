"""How CloudWatch metrics are told: by namespace, name, dimensions and unit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from checks.engine.kind import Text, spelt
from checks.engine.nearness import slip
from checks.engine.properties import Wrong

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from checks.engine.snapshot import Item

Namespace = Annotated[
    str,
    spelt(
        re.compile(r"[^:*$\x00-\x1f]{1,255}"),
        "is no namespace of metrics. One has up to 255 characters, and none of : * $",
    ),
]
MetricName = Annotated[
    str,
    spelt(
        re.compile(r"[^:*$\x00-\x1f]{1,255}"),
        "is no name of a metric. One has up to 255 characters, and none of : * $",
    ),
]
Dimensions = Annotated[dict[Text, Text], Field(max_length=30)]
"""CloudWatch Logs API reference, *MetricTransformation*; CloudWatch user guide, *CloudWatch concepts*."""

# fmt: off
Unit = Literal[
    "None", "Count", "Bytes", "Kilobytes", "Megabytes", "Gigabytes", "Terabytes", "Bits", "Kilobits", "Megabits",
    "Gigabits", "Terabits", "Seconds", "Milliseconds", "Microseconds", "Percent", "Count/Second", "Bytes/Second",
    "Kilobytes/Second", "Megabytes/Second", "Gigabytes/Second", "Terabytes/Second", "Bits/Second", "Kilobits/Second",
    "Megabits/Second", "Gigabits/Second", "Terabits/Second",
]
# fmt: on


def with_slip(actual: str | None, expected: str) -> str:
    """`actual`, quoted, with what sets it apart from `expected` where that is a slip."""
    if not actual:
        return "none"
    clause = slip(expected, actual)
    return f"{actual!r}{f', {clause},' if clause else ''}"


def told(dimensions: Mapping[str, str]) -> str:
    """Dimensions in words."""
    return ", ".join(f"{name}={value}" for name, value in sorted(dimensions.items())) or "none"


def other_dimensions(
    expected: Mapping[str, str], put: Callable[[Item, Any], Item], also: Mapping[str, str]
) -> Iterator[Wrong]:
    """Dimensions forgotten, and one too many: another metric, each."""

    def putting(value: Mapping[str, str]) -> Callable[[Item], Item]:
        return lambda item: put(item, value)

    spoils = {"dimensions": "dimensions"}
    yield Wrong("dimensions with one too many", putting({**expected, **also}), spoils)
    for name in expected:
        less = {key: value for key, value in expected.items() if key != name}
        yield Wrong(f"dimensions without {name}", putting(less), spoils)
        yield Wrong(f"dimensions with another {name}", putting({**expected, name: f"{expected[name]}x"}), spoils)
