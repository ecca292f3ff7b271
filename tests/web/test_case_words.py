"""The case page speaks in words: whatever happened to a case, no code of rules, acts or records is shown."""

import html
import re

import pytest
import yaml
from installed import Filled
from terminal import ROOT
from visiting import Served, Visitor

from pipeline.model.text import Language
from pipeline.rights import Act
from services.access import SYSTEM
from web.words import Words

SHOWN = re.compile(r'\b(?:aria-label|title|placeholder|alt|label)="([^"]*)"')
NOT_SHOWN = re.compile(r"<(script|style|select)\b.*?</\1>|<input[^>]*>|<[^>]+>", re.DOTALL)
CODED = (
    re.compile(r"\b[a-z]+_[a-z_]+\b"),
    re.compile(r"\b(?:facts|piece|reference|case|document|letter|request|basket)[.:]\w"),
    re.compile(r"\b[a-z]-[0-9a-z]{14}\b"),
    re.compile(r"\bC\d\d\b"),
)
"""What looks like a code: names of fields, of rules and acts, of records, of consistency rules."""


def seen(page: str) -> str:
    """Return what a person reads on a page."""
    main = page[page.index("<main") : page.index("</main>")]
    options = re.findall(r"<option[^>]*>([^<]*)", main)
    return html.unescape(" ".join([NOT_SHOWN.sub(" ", main), *SHOWN.findall(main), *options]))


def codes() -> set[str]:
    """Return the codes of the case type that are no words of French."""
    rules = yaml.safe_load((ROOT / "rules" / "cases" / "occupational_disease.yaml").read_text(encoding="utf-8"))
    choices = {code for fact in rules["facts"].values() for code in fact.get("one_of", {})}
    return choices | set(rules["pieces"]) | set(rules["baskets"]) | set(rules["facts"])


@pytest.fixture
def lived(mine: Served, filled: Filled) -> Visitor:
    """Return a visitor of a case to which everything happened that pages can do."""
    visitor, address = Visitor(served=mine).as_one("controller"), f"/cases/{filled.reference}"
    for name, value in (("request_kind", "relapse"), ("employment", "agency"), ("contribution_months", "7")):
        assert visitor.post(f"{address}/facts", name=name, value=value, reason="told by phone").status_code == 303
    visitor.post(f"{address}/items/identity/refuse", reason="not legible")
    visitor.post(f"{address}/items/salary_certificate/waive", reason="known")
    visitor.post(f"{address}/request", language="fr")
    visitor.post(f"{address}/send")
    mine.app.state.door.application.letters.dispatch.send(SYSTEM)
    visitor.post(f"{address}/tasks", title="call", who="caseworker")
    visitor.post(f"{address}/notes", text="left-handed")
    visitor.post(f"{address}/assign", who="basket:complements", reason="waits")
    visitor.post(f"{address}/assign", who="caseworker")
    document = visitor.get(f"/api/v1{address}").json()["documents"][0]["document"]
    visitor.call(f"/api/v1/documents/{document}/correct", {"values": {"last_name": "DURAND"}, "reason": "seen"})
    visitor.post(f"{address}/decide", outcome="accord", reason="plain")
    return visitor


@pytest.mark.parametrize("language", Language)
def test_no_code_is_shown(lived: Visitor, filled: Filled, language: Language) -> None:
    """Facts, values, rules, history, people and papers all go by what people call them."""
    lived.cookies["casebinder_language"] = language.value
    page = lived.get(f"/cases/{filled.reference}").text
    assert f'lang="{language.value}"' in page
    text = seen(page)
    assert [found for coded in CODED for found in coded.findall(text)] == []
    if language is Language.FR:
        assert sorted(code for code in codes() if re.search(rf"\b{code}\b", text)) == []
        assert {"rechute", "intérimaire"} <= set(re.findall(r"\w+", text))


def test_every_act_in_a_history_has_its_words() -> None:
    """Acts on cases, letters and documents, and what follows from them, are told by a text of their own."""
    told = Words(Language.FR)
    acts = [act.value for act in Act if act.partition(".")[0] in {"case", "letter", "document"}]
    acts += [f"request.{state}" for state in ("answered", "lapsed", "withdrawn")]
    acts += ["case.bind", "case.recheck", "document.unmatched"]
    assert [act for act in acts if not told.has("acts." + act.replace(".", "_").replace("-", "_"))] == []
