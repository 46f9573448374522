"""Is it done? Kinds of resource, one a module, and how each is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from checks.engine.kind import Kind

    KINDS: dict[str, Kind[Any]]
else:

    def __getattr__(name: str) -> Any:
        """The kinds, once somebody asks for them: who reads records, or prints a report, has no use for them."""
        if name != "KINDS":
            raise AttributeError(f"module 'checks' has no attribute {name!r}")
        from checks.kinds import KINDS

        return KINDS
