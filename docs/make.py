"""The site: `python -m docs.make` writes the reference, builds all pages, warnings as errors, and checks each link."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from docs.includes import expanded
from docs.links import broken
from docs.reference import PAGES

HERE = Path(__file__).parent
OUT = HERE.parent / "build" / "docs"


def main() -> None:
    """Build the site in build/docs/site. Exit status: 0 built, 1 something is wrong with it."""
    gather(OUT)
    command = [sys.executable, "-m", "zensical", "build", "--strict", "--clean"]
    built = subprocess.run(command, cwd=OUT, env=os.environ | {"NO_COLOR": "1"}, check=False)
    if built.returncode != 0:
        sys.exit("The site was not built: see above.")
    wrong = sorted(broken(OUT / "site"))
    if wrong:
        sys.exit("\n".join(map(str, wrong)))
    sys.stdout.write(f"The site is in {os.path.relpath(OUT / 'site')}, and every link in it leads somewhere.\n")


def gather(out: Path) -> None:
    """Put all that the site is made of into `out`: pages, images, the reference, and how to build it."""
    shutil.rmtree(out, ignore_errors=True)
    source = out / "source"
    shutil.copytree(HERE / "pages", source)
    shutil.copytree(HERE / "images", source / "images")
    shutil.copy(HERE / "zensical.toml", out)
    for path in source.rglob("*.md"):
        path.write_text(expanded(path.read_text(encoding="utf-8"), HERE.parent), encoding="utf-8")
    for name, page in PAGES.items():
        (source / "reference" / f"{name}.md").write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
