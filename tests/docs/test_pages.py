"""Every page of the documentation can be reached, and every link and dependency holds."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]*)(#[^)\s]*)?\)")


def _links(page: Path) -> list[tuple[Path, str]]:
    """The pages and files that a page links to, with the anchor."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.S)
    found = [(target, anchor.removeprefix("#")) for target, anchor in LINK.findall(text) if "://" not in target]
    return [((page.parent / target).resolve() if target else page, anchor) for target, anchor in found]


def _anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target, anchor in _links(page):
        assert target.exists(), f"{page.name} links to {target}"
        if anchor:
            assert anchor in _anchors(target), f"{page.name} links to {target.name}#{anchor}"


def test_every_page_is_reached_from_the_readme() -> None:
    reached, next_ = set(), [ROOT / "README.md"]
    while next_:
        page = next_.pop()
        if page.suffix == ".md" and page not in reached:
            reached.add(page)
            next_ += [target for target, _ in _links(page)]
    decisions = set((ROOT / "docs" / "decisions").glob("*.md"))
    assert set(PAGES) - reached - decisions == set()


def test_every_dependency_says_why() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *(name for extra in project["optional-dependencies"].values() for name in extra)]
    page = (ROOT / "docs" / "libraries.md").read_text(encoding="utf-8")
    assert [name for item in wanted if (name := re.split(r"[<>=\[;~ ]", item)[0]) not in page] == []
