"""A built site is looked through: links, places on pages, and what is loaded from elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.links import broken


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "part").mkdir()
    (tmp_path / "index.html").write_text('<h1 id="top">Top</h1><a href="part/page.html#there">there</a>')
    (tmp_path / "part" / "page.html").write_text('<h2 id="there">There</h2><a href="../index.html#top">up</a>')
    return tmp_path


def told(site: Path) -> list[str]:
    return [str(each) for each in sorted(broken(site))]


def test_a_site_that_hangs_together_is_fine(site: Path) -> None:
    assert told(site) == []


@pytest.mark.parametrize(
    ("link", "why"),
    [
        ("gone.html", "there is no such page or file"),
        ("page.html#gone", "there is no such place on that page"),
        ("#gone", "there is no such place on that page"),
        ("../part/", "there is no such page or file"),
    ],
)
def test_a_link_that_leads_nowhere_is_told(site: Path, link: str, why: str) -> None:
    (site / "part" / "page.html").write_text(f'<h2 id="there">There</h2><a href="{link}">x</a>')
    assert told(site) == [f"part/page.html: {link}: {why}"]


def test_a_link_to_other_sites_is_nobodys_business(site: Path) -> None:
    (site / "more.html").write_text('<a href="https://example.org/gone">x</a><a href="mailto:a@example.org">y</a>')
    assert told(site) == []


@pytest.mark.parametrize(
    "element",
    [
        '<script src="//cdn.example.org/x.js"></script>',
        '<img src="https://example.org/x.png">',
        '<link rel="stylesheet" href="https://fonts.example.org/x.css">',
    ],
)
def test_nothing_is_loaded_from_elsewhere(site: Path, element: str) -> None:
    (site / "more.html").write_text(element)
    assert [each.why for each in broken(site)] == ["the site loads nothing from elsewhere"]


def test_the_page_for_what_is_not_found_goes_by_the_root(site: Path) -> None:
    (site / "404.html").write_text('<a href="/part/page.html#there">x</a>')
    assert told(site) == []
