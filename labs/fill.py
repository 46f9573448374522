"""Fill a lab's templates in for one learner."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from labs.grammar import KEYWORDS
from labs.source import did_you_mean
from labs.template import TemplateError, render

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labs.mistakes import Mistakes
    from labs.names import Identity
    from labs.source import Location

LONGEST_NAME = 1024
"""Characters. AWS names nothing that is longer."""

RESERVED = frozenset({"lab", "learner", "points", "region", "token"})
"""What templates know besides a lab's own names."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class Filler:
    """Fills templates in, and tells `mistakes` of what goes wrong instead of stopping at the first.

    Values: the lab's `names` so far, `lab.id`, `lab.region`, `region`, `learner`, and `token('what')`.
    """

    def __init__(
        self, lab_id: str, region: str, published: Mapping[str, str], identity: Identity, mistakes: Mistakes
    ) -> None:
        self.mistakes = mistakes
        self.names: dict[str, str] = {}
        self.asked: set[str] = set()
        self.failed = False
        self._identity = identity
        self._naming = False

        def token(what: str) -> str:
            if not self._naming:  # a ticket and evidence carry names, and whoever has those has no tokens
                raise ValueError("`token()` belongs in `names`; give the value a name there, and use that")
            self.asked.add(what)
            return identity.token(lab_id, what, published)

        self._values: dict[str, Any] = {
            "lab": {"id": lab_id, "region": region},
            "learner": identity.learner,
            "region": region,
            "token": token,
        }

    def name_all(self, names: Mapping[str, Any]) -> None:
        """Work the lab's names out, in order; each may use those before it."""
        given = {**(self._identity.given or {}), **self._identity.standing}
        for name, template in names.items():
            at = ("names", name)
            if name in RESERVED | KEYWORDS:
                text = f"`{name}` has a meaning of its own in templates."
                self.mistakes.add(at, text, "Choose another name.", of_key=True)
                continue
            self._naming = True
            filled = self.fill(template, at) if isinstance(template, str) else ""
            self._naming = False
            self._check_name(filled, at)
            stand_in = name if self.mistakes.cover(at) else filled
            self.names[name] = self._values[name] = given.get(name, stand_in)

    def fill(self, value: Any, at: Location) -> Any:
        """`value` with every piece of text in it rendered."""
        if isinstance(value, dict):
            return {key: self.fill(inner, (*at, key)) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.fill(inner, (*at, index)) for index, inner in enumerate(value)]
        if not isinstance(value, str) or self.mistakes.cover(at):
            return value
        try:
            filled = render(value, self._values)
        except TemplateError as error:
            self.failed = True
            unknown = self.mistakes.doubt(("names",))  # so a name may well be meant to be there
            self.mistakes.add_faults(at, [fault for fault in error.faults if not (unknown and fault.undefined)])
            return value
        if value.strip() and not filled.strip():
            self.mistakes.add(at, "this comes out empty.")
        return filled

    def check_published(self, published: Mapping[str, Any]) -> None:
        """Tell of published values that no template asks for. To be called when all is filled in."""
        if self.failed:
            return
        for what in published:
            if what not in self.asked:
                text = f"no template asks for `token('{what}')`."
                self.mistakes.add(("published", what), text, _asked(what, self.asked), of_key=True)

    def _check_name(self, name: str, at: Location) -> None:
        if _CONTROL.search(name):
            self.mistakes.add(at, "a name is one line, and this comes out with a line break or the like in it.")
        elif name != name.strip():
            self.mistakes.add(at, "this name comes out with white space at an end.", "Take it away.")
        elif len(name) > LONGEST_NAME:
            text = f"this name comes out {len(name)} characters long; nothing in AWS has more than {LONGEST_NAME}."
            self.mistakes.add(at, text)


def _asked(what: str, asked: set[str]) -> str:
    return did_you_mean(what, asked) if asked else "Leave it out."
