"""The links of the pages: each leads to something that is there, and a decision is called by its own number."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
LINK = re.compile(r"\[(?P<label>[^\]]+)\]\((?!\w+:)(?P<path>[^)#\s]*)(?:#(?P<anchor>[^)\s]+))?\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as code hosts make them."""
    headings = HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def is_dead(page: Path, link: re.Match[str]) -> bool:
    """Return whether a link leads to no file, or to no heading of it."""
    target = page.parent / link["path"] if link["path"] else page
    return not target.exists() or bool(link["anchor"] and link["anchor"] not in anchors(target))


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_somewhere(name: str) -> None:
    """A link leads to a file of the repository and, if it names one, to a heading there."""
    page = ROOT / name
    assert [link[0] for link in LINK.finditer(page.read_text(encoding="utf-8")) if is_dead(page, link)] == []


def test_every_page_is_in_the_index() -> None:
    """Every page of the documentation can be reached from its index."""
    index = ROOT / "docs" / "index.md"
    reached = {(index.parent / link["path"]).resolve() for link in LINK.finditer(index.read_text(encoding="utf-8"))}
    pages = {ROOT / name for name in PAGES if name.startswith("docs/")}
    assert sorted(str(page) for page in pages - reached - {index}) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_decision_is_called_by_its_number(name: str) -> None:
    """A link whose words are the number of a decision leads to that decision."""
    links = LINK.finditer((ROOT / name).read_text(encoding="utf-8"))
    numbered = [link for link in links if re.fullmatch(r"(?:decision )?\d{4}", link["label"])]
    assert [link[0] for link in numbered if not Path(link["path"]).name.startswith(link["label"][-4:])] == []
