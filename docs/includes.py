"""Parts of pages that stand elsewhere in the repository: written once, and shown here too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from docs.reference.markdown import block, code, terms

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = {".yml": "yaml", ".yaml": "yaml", ".sh": "bash", ".py": "python", ".toml": "toml"}


def expanded(text: str, root: Path) -> str:
    """`text` with what its marks ask for.

    `<!-- section: FILE: HEADING -->` is a section of a Markdown file, `<!-- whole: PATH -->` a file as code, and
    `<!-- inputs: PATH -->` the inputs of a GitHub Action. Raises `ValueError` for a section that isn't there, and
    `OSError` for a file.
    """
    text = re.sub(
        r"^<!-- section: (\S+): (.+) -->$", lambda found: section(root / found[1], found[2]), text, flags=re.M
    )
    text = re.sub(r"^<!-- whole: (\S+) -->$", lambda found: whole(root / found[1]), text, flags=re.M)
    return re.sub(r"^<!-- inputs: (\S+) -->$", lambda found: inputs(root / found[1]), text, flags=re.M)


def section(path: Path, heading: str) -> str:
    """What stands below a second-level heading."""
    found = re.search(
        rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", path.read_text(encoding="utf-8"), re.M | re.DOTALL
    )
    if not found:
        raise ValueError(f"{path.name} has no section {heading!r}")
    return _for_the_site(found[1].strip())


def _for_the_site(text: str) -> str:
    """Lists indented by four, as the site's Markdown wants them, where GitHub's is content with three."""
    return re.sub(r"^   (?=\S|  )", "    ", text, flags=re.M)


def whole(path: Path) -> str:
    """A file as code."""
    return block(path.read_text(encoding="utf-8"), LANGUAGES.get(path.suffix, "bash"))


def inputs(path: Path) -> str:
    """The inputs of a GitHub Action."""
    declared = yaml.safe_load(path.read_text(encoding="utf-8"))["inputs"]
    return terms((name, _input(each)) for name, each in declared.items())


def _input(said: dict[str, object]) -> str:
    about = str(said["description"]).strip()
    if said.get("required"):
        return f"{about} *required*"
    return f"{about} *default: {code(str(said['default']))}*" if said.get("default") else about
