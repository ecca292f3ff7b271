"""The rules are not tuned on our own generator: what is read and what is drawn are worded apart.

The generator writes papers as issuers do, and the rules name labels as issuers do, so that common words of French
forms (`Nom`, `Date de naissance`, `N° SIRET`) are the same on both sides. What must not be the same is long wording: a
phrase of four words and more that stands in the rules and in the generator alike is suspect, but for the titles of
official forms and the rubrics of identity papers, which the law prints alike everywhere.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from adapters.rule_files import read_rules
from pipeline.folding import fold
from pipeline.rules.rule_text import Problems
from services.rules.reading import catalog_in

ROOT = Path(__file__).parents[2]
LONG = 4
"""Words that make a phrase long."""
MOST_SHARED = 0.15
"""The share of the rules' long phrases that may stand in the generator too: official titles and rubrics."""
READING_SIDE = ("pipeline", "classifiers", "extractors", "services", "adapters")


def sources(folder: str) -> Iterator[Path]:
    """Return the Python files of a package."""
    return (ROOT / folder).rglob("*.py")


def imports(file: Path) -> set[str]:
    """Return the packages a file imports, by their first name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def words(text: str) -> str:
    """Return the text as folded words with single blanks."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(text)))


def phrases_of_rules() -> set[str]:
    """Return every long label, title, telling phrase and option of the document classes."""
    problems = Problems()
    catalog = catalog_in(read_rules((ROOT / "rules",)), problems)
    every: set[str] = set(catalog.labels)
    for each in catalog.classes:
        every |= {*each.titles, *(t.text for t in each.words), *(t.text for t in each.against)}
        every |= {heading for section in each.sections for heading in section.headings}
        every |= {phrase for rule in each.fields for option in rule.options for phrase in option.phrases}
    return {phrase for phrase in map(words, every) if len(phrase.split()) >= LONG}


def texts_drawn() -> set[str]:
    """Return every text constant of the generator, folded."""
    found: set[str] = set()
    for file in sources("specimens"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(words(node.value))
    return found - {""}


def test_nothing_that_reads_knows_the_generator():
    """No module of the reading side imports the generator, and the generator imports none of them."""
    guilty = [f for side in READING_SIDE for f in sources(side) if "specimens" in imports(f)]
    assert guilty == []
    assert [f for f in sources("specimens") if imports(f) & set(READING_SIDE)] == []


def test_rules_do_not_name_the_generator():
    """No rule file speaks of specimens."""
    files = (ROOT / "rules").rglob("*.*")
    assert [file for file in files if "specimen" in file.read_text(encoding="utf-8").lower()] == []


def test_long_wording_is_not_shared():
    """Of the rules' long phrases only a small share is what the generator draws, word for word."""
    rules, drawn = phrases_of_rules(), texts_drawn()
    assert len(rules) > 100
    shared = sorted(phrase for phrase in rules if phrase in drawn)
    assert len(shared) <= MOST_SHARED * len(rules), shared


def test_no_person_or_company_stands_in_the_rules():
    """Rules hold no social-security number, SIRET, IBAN or date of any particular paper."""
    particular = re.compile(r"(?<!\d)(?:[12]\d{12,14}|\d{14}|\d{2}/\d{2}/(?:19|20)\d{2})(?!\d)|FR\d{2}[0-9A-Z]{23}")
    files = sorted((ROOT / "rules").rglob("*.yaml"))
    assert [file.name for file in files if particular.search(file.read_text(encoding="utf-8"))] == []
