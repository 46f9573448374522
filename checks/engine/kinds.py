"""Kinds of an instructor's own: modules in the `checks/` folder of a folder of labs."""

from __future__ import annotations

import hashlib
import sys
from importlib.util import module_from_spec, spec_from_file_location
from traceback import extract_tb
from typing import TYPE_CHECKING, Any

from checks import KINDS
from checks.engine.kind import Expectation, Kind
from labs.errors import LabError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from checks.engine.shelf import Shelf


def known_kinds(roots: Iterable[Path]) -> Shelf:
    """The built-in kinds, and those in `checks/*.py` of each of `roots`.

    Raises `LabError` with every module that doesn't import, has no `KIND`, or takes a name that is taken.
    """
    kinds, problems = read_kinds(roots)
    if problems:
        raise LabError(problems)
    return kinds


def read_kinds(roots: Iterable[Path]) -> tuple[Shelf, list[Problem]]:
    """The kinds that there are, and what is wrong with the modules of the others."""
    own: dict[str, Kind[Any]] = {}
    texts: dict[str, bytes] = {}
    problems = []
    for root in dict.fromkeys(root.resolve() for root in roots):
        for path in sorted((root / "checks").glob("[!_]*.py")):
            try:
                kind, text = _load(path), path.read_bytes()
                if texts.get(kind.name) == text:
                    continue  # a copy of it: a lab that was frozen brings its kinds along
                if kind.name in KINDS or kind.name in own:
                    problems.append(Problem(path, 1, 1, f"there is a kind `{kind.name}` already.", "Rename this one."))
                else:
                    own[kind.name], texts[kind.name] = kind, text
            except LabError as error:
                problems += error.problems
    return KINDS.with_others(own), problems


def _load(path: Path) -> Kind[Any]:
    module = module_from_spec(_spec(path))
    sys.modules[module.__name__] = module  # where dataclasses and pydantic look annotations up
    try:
        module.__spec__.loader.exec_module(module)  # type: ignore[union-attr]
        return _kind_of(path, getattr(module, "KIND", None))
    except LabError:
        raise
    except SyntaxError as error:
        line, column = (error.lineno or 1, error.offset or 1) if error.filename == str(path) else (1, 1)
        raise LabError([Problem(path, line, column, f"isn't Python: {error.msg}.")]) from error
    except (Exception, SystemExit) as error:
        lines = [frame.lineno or 1 for frame in extract_tb(error.__traceback__) if frame.filename == str(path)]
        said = f"{type(error).__name__}: {error}".rstrip(".: ")
        raise LabError([Problem(path, lines[-1] if lines else 1, 1, f"doesn't import: {said}.")]) from error
    finally:
        if not isinstance(getattr(module, "KIND", None), Kind):
            del sys.modules[module.__name__]


def _spec(path: Path) -> Any:
    name = f"labgrader_kind_{path.stem}_{hashlib.sha256(str(path).encode()).hexdigest()[:16]}"
    return spec_from_file_location(name, path)


def _kind_of(path: Path, kind: Any) -> Kind[Any]:
    """`kind`, if the kit can use it. Raises `LabError`."""
    if kind is None:
        raise LabError([Problem(path, 1, 1, "has no KIND.", "Every kind's module ends with `KIND = Kind(...)`.")])
    if not isinstance(kind, Kind):
        text = f"its KIND is of type {type(kind).__name__}, not a Kind."
        raise LabError([Problem(path, 1, 1, text, "Every kind's module ends with `KIND = Kind(...)`.")])
    if not (isinstance(kind.model, type) and issubclass(kind.model, Expectation)):
        raise LabError([Problem(path, 1, 1, f"the model of `{kind.name}` is no Expectation.")])
    if kind.judge is None and kind.select is None:
        text = f"the kind `{kind.name}` has neither `judge` nor `select`, so no lab could use it."
        raise LabError([Problem(path, 1, 1, text, "Tasks need `judge`, `find` needs `select`.")])
    return kind
