"""Templates in labs and guides: Jinja2, sandboxed, where a name that nobody defined is an error."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from labs.errors import LabgraderError
from labs.source import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2.sandbox import SandboxedEnvironment


class TemplateError(LabgraderError):
    """A template is wrong. `suggestion` says what was probably meant."""

    exit_status = 2

    def __init__(self, message: str, suggestion: str = "", line: int = 1) -> None:
        super().__init__(message, remedy=suggestion)
        self.suggestion = suggestion
        self.line = line


def render(text: str, values: Mapping[str, Any]) -> str:
    """`text` with `values` filled in. Raises `TemplateError`."""
    if "{" not in text:
        return text
    from jinja2 import TemplateError as JinjaError
    from jinja2 import TemplateSyntaxError, UndefinedError, meta
    from jinja2.exceptions import SecurityError

    environment = _environment()
    try:
        unknown = meta.find_undeclared_variables(environment.parse(text)) - set(values)
        if unknown:
            name = min(unknown)
            raise TemplateError(f"`{name}` is a name that nobody defined.", did_you_mean(name, values))
        return environment.from_string(text).render(values)
    except TemplateSyntaxError as error:
        raise TemplateError(f"the template is wrong: {error.message}.", line=error.lineno) from None
    except SecurityError as error:
        raise TemplateError(f"the template does what no lab may: {error}.") from None
    except UndefinedError as error:
        raise TemplateError(f"the template asks for what isn't there: {error.message}.") from None
    except (JinjaError, TypeError, ValueError, ArithmeticError) as error:
        raise TemplateError(f"the template fails: {error}.") from None


@cache
def _environment() -> SandboxedEnvironment:
    from jinja2 import StrictUndefined
    from jinja2.exceptions import SecurityError
    from jinja2.sandbox import SandboxedEnvironment

    class Environment(SandboxedEnvironment):
        """Without the two operators that turn a short template into gigabytes."""

        intercepted_binops = frozenset({"*", "**"})

        def call_binop(self, _context: Any, operator: str, _left: Any, _right: Any) -> Any:
            raise SecurityError(f"it uses `{operator}`")

    return Environment(undefined=StrictUndefined, keep_trailing_newline=True, trim_blocks=True, lstrip_blocks=True)
