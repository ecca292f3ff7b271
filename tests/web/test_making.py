"""How pages are made: every word in both languages, no text or style in a template, nothing that nobody uses."""

import re
from pathlib import Path
from string import Formatter

import pytest
from babel import Locale

import web.pages
from pipeline.model.text import Language
from web import templating, words
from web.areas import areas
from web.statics import Statics
from web.words import Words, phrases

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted(templating.FOLDER.rglob("*.html"))
EVERY = phrases()
AREAS = areas(web.pages)
SOURCES = [*TEMPLATES, *sorted((ROOT / "web").rglob("*.py"))]
SCRIPTED = re.compile(r"<script(?![^>]*\bsrc=)|\son[a-z]+=|javascript:|<style|\sstyle=", re.IGNORECASE)
"""What the content security policy would stop, or should never have to."""
OF_COMPONENTS = {"states.*"}
"""Words of the components, which stand ready for every page."""
NO_WORD = {"casebinder", "csv", "pdf", "j", "k", "x", "g", "p", "n", "a", "f"}
"""What is written alike in every language: names and keys."""


def name(path: Path) -> str:
    """Name a template as others extend and import it."""
    return path.relative_to(templating.FOLDER).as_posix()


def fields(text: str) -> set[str]:
    """Return the names of the values that a text takes."""
    return {field for _, field, _, _ in Formatter().parse(text) if field}


@pytest.mark.parametrize("key", EVERY)
def test_a_text_says_the_same_in_both_languages(key: str) -> None:
    """French and English are both there, take the same values, and have a form for every plural of their language."""
    said = EVERY[key]
    taken = {frozenset(fields(form)) for phrase in said.values() for form in phrase.forms.values()}
    assert len(taken) == 1, taken
    for language, phrase in said.items():
        assert all(phrase.forms.values())
        counts = len(phrase.forms) > 1
        assert not counts or set(phrase.forms) == set(Locale(language).plural_form.tags | {"other"}) - {"many"}
        assert counts == ("count" in next(iter(taken)))


def asked(path: Path) -> set[str]:
    """Return the texts that a file asks for by their whole key, and those it puts together as `area.` and a star."""
    text = path.read_text(encoding="utf-8")
    whole = set(re.findall(r"\bt\(\s*[\"']([a-z_]+\.[a-z0-9_]+)[\"']\s*[,)]", text))
    begun = {f"{start}*" for start in re.findall(r"\bt\(\s*'([a-z_]+\.[a-z0-9_]*)'\s*~", text)}
    begun |= {f"{start}*" for start in re.findall(r"\bt\(f\"([a-z_]+\.[a-z0-9_]*)\{", text)}
    told = set(re.findall(r"notice=\"([a-z_]+\.[a-z0-9_]+)\"", text))
    return whole | begun | told


def test_every_text_asked_for_is_there() -> None:
    """A page never fails for a missing word."""
    wanted = {key for path in SOURCES for key in asked(path)}
    wanted |= {f"{area.key}.{part}" for area in AREAS for part in ("menu", "what")}
    lacking = [key for key in wanted if not any(_fits(key, known) for known in EVERY)]
    assert sorted(lacking) == []


def test_every_text_is_used() -> None:
    """A text that no page shows is not kept."""
    wanted = {key for path in SOURCES for key in asked(path)}
    wanted |= {f"{area.key}.{part}" for area in AREAS for part in ("menu", "what")} | OF_COMPONENTS
    assert sorted(known for known in EVERY if not any(_fits(key, known) for key in wanted)) == []


def _fits(key: str, known: str) -> bool:
    return known.startswith(key[:-1]) if key.endswith("*") else known == key


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_holds_no_text(path: Path) -> None:
    """Words stand in `web/texts`, where both languages are side by side: also those of labels and titles."""
    text = re.sub(r"\{% block screen %\}\w+", " ", path.read_text(encoding="utf-8"))
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", text, flags=re.DOTALL)
    labels = re.findall(r"\b(?:aria-label|title|placeholder|alt)=\"([^\"]*)\"", text)
    shown = re.sub(r"<[^>]*>", " ", text)
    found = re.findall(r"[^\W\d_]+", " ".join([shown, *labels]))
    assert [word for word in found if word.lower() not in NO_WORD] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_holds_no_script_and_no_style(path: Path) -> None:
    """Behaviour stands in the scripts and looks in the stylesheet; the policy sent with each page allows no other."""
    assert SCRIPTED.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_form_that_changes_something_has_its_token(path: Path) -> None:
    """A form that is sent by POST carries the token of this session."""
    forms = re.findall(r"<form\b[^>]*method=\"post\".*?</form>", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert [form[:80] for form in forms if "form_token" not in form] == []


def test_every_template_can_be_read() -> None:
    """No template has a fault of writing, and each is used by a page or by another template."""
    environment = templating._environment(Words(Language.FR), Statics(), templating.FOLDER)
    for path in TEMPLATES:
        environment.get_template(name(path))
    named = {
        found for source in SOURCES for found in re.findall(r"[\"']([\w/]+\.html)[\"']", source.read_text("utf-8"))
    }
    assert sorted(n for n in map(name, TEMPLATES) if n not in named) == []


def test_plurals_follow_the_language() -> None:
    """French counts none as one, English does not; thousands are set apart as each language does."""
    many = {language: Words(language)("tokens.count", count=1234) for language in Language}
    assert many == {Language.FR: "1\u202f234 jetons", Language.EN: "1,234 tokens"}
    counted = {language: Words(language)("tokens.count", count=0) for language in Language}
    assert counted == {Language.FR: "0 jeton", Language.EN: "0 tokens"}


def test_a_value_is_escaped_and_a_text_is_not() -> None:
    """What stands in a document or a name cannot become part of the page."""
    said = Words(Language.EN)("home.hello", name="<b>Eve</b>")
    assert said == "Hello &lt;b&gt;Eve&lt;/b&gt;"


def test_french_is_set_as_it_is_printed() -> None:
    """Before high punctuation and inside guillemets a blank does not break."""
    assert words._set("« oui » : 3 % ?", Language.FR) == "«\u00a0oui\u00a0»\u00a0: 3\u00a0%\u00a0?"
    assert words._set("yes : no", Language.EN) == "yes : no"


def test_areas_are_told_apart() -> None:
    """No two areas share a key, an address, a letter or a rank."""
    for part in ("key", "address", "letter", "rank"):
        values = [getattr(area, part) for area in AREAS]
        assert len(set(values)) == len(values), part
