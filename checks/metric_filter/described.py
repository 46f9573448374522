"""A metric filter as AWS describes it, read in the model's terms, and written as AWS would describe another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checks.engine.properties import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from checks.engine.snapshot import Item

NAME = "filterName"

pattern, _ = plain("filterPattern", "")


def put_pattern(item: Item, value: str) -> Item:
    """With another pattern."""
    return {**item, "filterPattern": value}


def _of_metric(key: str, default: Any = None) -> tuple[Callable[[Item], Any], Callable[[Item, Any], Item]]:
    """A setting of the metric. A filter makes one, and AWS lists it (API reference, *PutMetricFilter*)."""
    seen, put = plain(key, default)

    def seen_in(item: Item) -> Any:
        return seen((item.get("metricTransformations") or [{}])[0])

    def put_in(item: Item, value: Any) -> Item:
        first, *others = item.get("metricTransformations") or [{}]
        return {**item, "metricTransformations": [put(first, value), *others]}

    return seen_in, put_in


namespace, put_namespace = _of_metric("metricNamespace")
metric_name, put_metric_name = _of_metric("metricName")
metric_value, put_metric_value = _of_metric("metricValue")
unit, put_unit = _of_metric("unit", "None")
dimensions, put_dimensions = _of_metric("dimensions", {})


def default_value(item: Item) -> float | None:
    """What the metric is where nothing matches; none where it then isn't."""
    value = (item.get("metricTransformations") or [{}])[0].get("defaultValue")
    return None if value is None else float(value)


def put_default_value(item: Item, value: float | None) -> Item:
    """With another default."""
    first, *others = item.get("metricTransformations") or [{}]
    first = {key: each for key, each in first.items() if key != "defaultValue"}
    told = {} if value is None else {"defaultValue": value}
    return {**item, "metricTransformations": [{**first, **told}, *others]}
