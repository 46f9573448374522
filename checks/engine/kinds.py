"""Kinds of an instructor's own: modules in the `checks/` folder of a folder of labs."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from typing import TYPE_CHECKING, Any

from checks import KINDS
from checks.engine.kind import Kind
from labs.errors import LabError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def known_kinds(roots: Iterable[Path]) -> dict[str, Kind[Any]]:
    """The built-in kinds, and those in `checks/*.py` of each of `roots`.

    Raises `LabError` for a module that doesn't import, has no `KIND`, or takes a name that is taken.
    """
    kinds = dict(KINDS)
    for root in dict.fromkeys(root.resolve() for root in roots):
        for path in sorted((root / "checks").glob("[!_]*.py")):
            kind = _load(path)
            if kind.name in kinds:
                raise LabError([Problem(path, 1, 1, f"there is a kind `{kind.name}` already.", "Rename this one.")])
            kinds[kind.name] = kind
    return kinds


def _load(path: Path) -> Kind[Any]:
    spec = spec_from_file_location(f"labgrader_kind_{path.stem}_{abs(hash(path)):x}", path)
    if spec is None or spec.loader is None:
        raise LabError([Problem(path, 1, 1, "isn't a Python module.")])
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except SyntaxError as error:
        raise LabError([Problem(path, error.lineno or 1, error.offset or 1, f"isn't Python: {error.msg}.")]) from error
    except Exception as error:
        raise LabError([Problem(path, 1, 1, f"doesn't import: {type(error).__name__}: {error}.")]) from error
    kind = getattr(module, "KIND", None)
    if not isinstance(kind, Kind):
        raise LabError([Problem(path, 1, 1, "has no KIND.", "Every kind's module ends with `KIND = Kind(...)`.")])
    return kind
