"""Links of a built site: does each lead somewhere, and does nothing come from elsewhere?"""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOADING = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}
"""Elements that make a browser fetch something, and the attribute that says what."""


@dataclass(frozen=True, order=True)
class Broken:
    """A link that leads nowhere, and the page it is on."""

    page: str
    target: str
    why: str

    def __str__(self) -> str:
        return f"{self.page}: {self.target}: {self.why}"


class Page(HTMLParser):
    """What a page links to, what it loads, and what can be linked to in it."""

    def __init__(self) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.loads: set[str] = set()
        self.anchors: set[str] = {""}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of what a tag says."""
        said = {key: value or "" for key, value in attrs}
        self.anchors |= {said[key] for key in ("id", "name") if key in said}
        target = said.get(LOADING.get(tag, ""))
        if tag == "a" and "href" in said:
            self.links.add(said["href"])
        elif target and said.get("rel") != "canonical":
            self.loads.add(target)


def broken(site: Path) -> Iterator[Broken]:
    """All that is wrong with the links between the pages of `site`, and with what these load."""
    pages = {path: _read(path) for path in sorted(site.rglob("*.html"))}
    for path, page in pages.items():
        name = path.relative_to(site).as_posix()
        for target in page.loads | page.links:
            foreign = urlsplit(target).scheme or target.startswith("//")
            if foreign and target in page.loads and not target.startswith("data:"):
                yield Broken(name, target, "the site loads nothing from elsewhere")
            elif not foreign and (why := _missing(target, path, site, pages)):
                yield Broken(name, target, why)


def _read(path: Path) -> Page:
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def _missing(target: str, path: Path, site: Path, pages: dict[Path, Page]) -> str:
    """Why `target` leads nowhere from the page `path`; empty where it leads somewhere."""
    parts = urlsplit(target)
    place = unquote(parts.path)
    if path.name == "404.html" or place.startswith("/"):  # shown under any address, so it goes by the site's root
        there = site / place.lstrip("/")
    else:
        there = (path.parent / place).resolve() if place else path
    if there.is_dir():
        there = there / "index.html"
    if not there.is_file():
        return "there is no such page or file"
    if there in pages and unquote(parts.fragment) not in pages[there].anchors:
        return "there is no such place on that page"
    return ""
