"""Kinds of an instructor's own stand beside those of the kit."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

import pytest

import checks
from checks import KINDS
from checks.engine.kinds import known_kinds, read_kinds
from labs.errors import LabError

if TYPE_CHECKING:
    from pathlib import Path

ONE_GROUP = """\
id: one-group
title: One group
region: eu-west-1
tasks:
  - {id: group, title: Create it, points: 1, expect: {log_group: {name: web-logs}}}
"""

GOOD = """\
from __future__ import annotations

from dataclasses import dataclass

from pydantic import model_validator

from checks.engine.kind import Expectation, Kind


@dataclass
class Helper:
    name: str


class {model}(Expectation):
    name: str
    inner: Inner | None = None


class Inner(Expectation):
    size: int = 1


KIND = Kind("{name}", {model}, reads=lambda expected: (), judge=lambda expected, view: ())
"""


def own(root: Path, name: str = "queue.py", text: str | None = None) -> Path:
    """A module in the `checks` folder of `root`."""
    path = root / "checks" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(GOOD.format(model="Queue", name=path.stem) if text is None else text, encoding="utf-8")
    return path


def test_a_kind_of_ones_own_is_known_beside_the_kits(tmp_path: Path) -> None:
    own(tmp_path)
    kinds = known_kinds([tmp_path])
    assert kinds.keys() == KINDS.keys() | {"queue"}
    assert "queue" not in KINDS
    expected = kinds["queue"].model.model_validate({"name": "x", "inner": {"size": 2}})
    assert expected.inner.size == 2


def test_each_kind_of_the_kit_is_called_as_its_module() -> None:
    modules = [import_module(f"checks.{each.name}") for each in iter_modules(checks.__path__)]
    declared = {module.__name__.rpartition(".")[2]: module.KIND for module in modules if hasattr(module, "KIND")}
    assert declared == KINDS
    assert all(kind.name == name for name, kind in declared.items())


def test_only_the_kinds_that_a_lab_asks_for_are_imported(tmp_path: Path) -> None:
    lab = tmp_path / "one_group" / "lab.yaml"
    lab.parent.mkdir()
    lab.write_text(ONE_GROUP, encoding="utf-8")
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from checks.engine.bind import bind\n"
        "from checks.engine.kinds import known_kinds\n"
        "from labs.load import load\n"
        "bind(load(Path(sys.argv[1])), known_kinds([]))\n"
        "print(*(name for name in sys.modules if name.startswith('checks.')))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, lab.parent], capture_output=True, text=True, check=True)
    imported = set(done.stdout.split())
    assert imported & {f"checks.{name}" for name in KINDS} == {"checks.log_group"}


def test_a_folder_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    own(tmp_path)
    (tmp_path / "sub").mkdir()
    assert "queue" in known_kinds([tmp_path, tmp_path, tmp_path / "sub" / ".."])


def test_folders_without_kinds_have_none(tmp_path: Path) -> None:
    assert known_kinds([tmp_path, tmp_path / "gone"]) == KINDS


def test_helpers_and_other_files_are_left_alone(tmp_path: Path) -> None:
    for name in ("_helper.py", "__init__.py", "notes.txt"):
        own(tmp_path, name, "this is no module of a kind")
    assert known_kinds([tmp_path]) == KINDS


def test_two_folders_may_have_modules_of_one_name(tmp_path: Path) -> None:
    own(tmp_path / "one", "kind.py", GOOD.format(model="Queue", name="queue"))
    own(tmp_path / "two", "kind.py", GOOD.format(model="Topic", name="topic"))
    assert known_kinds([tmp_path / "one", tmp_path / "two"]).keys() == KINDS.keys() | {"queue", "topic"}


FLAWS = {
    "no KIND": ("x = 1\n", (1, 1), "has no KIND. Every kind's module ends with `KIND = Kind(...)`."),
    "a KIND of another type": ("KIND = 'queue'\n", (1, 1), "its KIND is of type str, not a Kind."),
    "no Python": ("x = 1\ndef f(:\n", (2, 7), "isn't Python: invalid syntax."),
    "an import of what isn't there": ("\nimport nothing_of_the_sort\n", (2, 1), "ModuleNotFoundError: No module named"),
    "a failure deep inside": ("def f():\n    return 1 / 0\n\n\nf()\n", (2, 1), "ZeroDivisionError: division by zero."),
    "a failure elsewhere": ("import json\n\njson.loads('{')\n", (3, 1), "doesn't import: JSONDecodeError"),
    "an exit": ("import sys\n\nsys.exit(7)\n", (3, 1), "doesn't import: SystemExit: 7."),
    "a null byte": ("x = 1\0\n", (1, 1), "null bytes"),
    "a name that is taken": (GOOD.format(model="Queue", name="bucket"), (1, 1), "there is a kind `bucket` already."),
    "a kind of no use": (
        GOOD.format(model="Queue", name="queue").replace(", judge=lambda expected, view: ()", ""),
        (1, 1),
        "has neither `judge` nor `select`, so no lab could use it. Tasks need `judge`, `find` needs `select`.",
    ),
    "a model of another type": (
        GOOD.format(model="Queue", name="queue").replace('"queue", Queue', '"queue", Helper'),
        (1, 1),
        "the model of `queue` is no Expectation.",
    ),
}


@pytest.mark.parametrize(("text", "place", "says"), FLAWS.values(), ids=FLAWS)
def test_a_flawed_module_is_told_of(tmp_path: Path, text: str, place: tuple[int, int], says: str) -> None:
    path = own(tmp_path, text=text)
    with pytest.raises(LabError) as flawed:
        known_kinds([tmp_path])
    (problem,) = flawed.value.problems
    assert problem.file == path
    assert (problem.line, problem.column) == place
    assert says in f"{problem.message} {problem.suggestion}"


def test_all_flawed_modules_are_told_of_and_the_others_stand(tmp_path: Path) -> None:
    own(tmp_path, "a.py", "x")
    own(tmp_path, "b.py")
    own(tmp_path, "c.py", "x = 1")
    kinds, problems = read_kinds([tmp_path])
    assert "b" in kinds
    assert [problem.file.name for problem in problems] == ["a.py", "c.py"]


def test_two_kinds_of_one_name_are_told_of(tmp_path: Path) -> None:
    own(tmp_path, "a.py", GOOD.format(model="Queue", name="queue"))
    own(tmp_path, "b.py", GOOD.format(model="Topic", name="queue"))
    kinds, (problem,) = read_kinds([tmp_path])
    assert problem.file.name == "b.py"
    assert kinds["queue"].model.__name__ == "Queue"


def test_a_module_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    own(tmp_path, text="raise RuntimeError")
    before = set(sys.modules)
    read_kinds([tmp_path])
    assert set(sys.modules) == before
