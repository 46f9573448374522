"""`checks.records` as a library."""

from __future__ import annotations

from inspect import getdoc, isclass, isroutine, signature
from typing import TYPE_CHECKING, Any

from checks import records
from docs.reference.markdown import block, code

if TYPE_CHECKING:
    from collections.abc import Iterator


def page() -> str:
    """What the module says of itself, and everything it offers."""
    parts = ["# checks.records\n", f"{getdoc(records)}\n"]
    offered = {name: getattr(records, name) for name in records.__all__}
    for title, chosen in (("Functions", isroutine), ("Classes", isclass)):
        parts.append(f"## {title}\n")
        for name, thing in offered.items():
            if chosen(thing):
                parts += [f"### {code(name)} {{ #{name.lower()} }}\n", block(_signature(name, thing), "python")]
                parts += [f"{getdoc(thing)}\n", *_members(thing)]
    parts += [
        "## Constants\n",
        "`FIELDS` are [all fields](fields.md) by name, and `DEFAULT` the names of AWS's default.\n",
    ]
    return "\n".join(parts)


def _signature(name: str, thing: Any) -> str:
    text = f"{name}{signature(thing)}"
    if len(text) > 88:
        inside = [f"    {each}," for each in signature(thing).parameters.values()]
        text = "\n".join([f"{name}(", *inside, ")"])
    return text


def _members(thing: Any) -> Iterator[str]:
    """A class's own properties and methods."""
    for name, member in vars(thing).items() if isclass(thing) else ():
        about = getdoc(getattr(member, "func", member))
        if (
            not name.startswith("_")
            and about
            and (isinstance(member, property) or hasattr(member, "func") or isroutine(member))
        ):
            yield f"{code(name)}\n:   {about.replace(chr(10), ' ')}\n"
