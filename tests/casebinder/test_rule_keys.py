"""Every key of a case type matters: taken out of the rule file it changes a verdict, a date, a basket or a folder.

The keys are those of the published JSON schema; each is taken out of the delivered rule file (with a fact, a clock
and an item added that use what scenario 1 does not), and either loading refuses the file or something visible moves.
"""

import copy
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from casebinder.binding.matching import find_case
from casebinder.binding.offers import offer_for
from casebinder.binding.outcomes import Incoming, Opens
from casebinder.folder import Paper, render
from casebinder.model.request import Request, RequestState
from casebinder.parsing.casetype import parse_case_type
from pipeline import codec
from pipeline.rules.rule_text import Problems

SCHEMA = json.loads((Path(__file__).parents[2] / "rules" / "schemas" / "case.schema.json").read_text(encoding="utf-8"))

ADDED = """
  proof:
    title: {fr: "Justificatif interne", en: "Internal proof"}
    accepts: [letter]
    required: always
    who: us
"""

KEYS = {
    "case_type": ["case_type"],
    "title": ["title"],
    "version": ["version"],
    "effective_from": ["effective_from"],
    "legal_basis": ["legal_basis"],
    "opens_on": ["opens_on"],
    "key": ["key"],
    "facts": ["facts"],
    "facts.title": ["facts", "contribution_months", "title"],
    "facts.type": ["facts", "contribution_months", "type"],
    "facts.one_of": ["facts", "employment", "one_of"],
    "facts.from": ["facts", "contribution_months", "from"],
    "reference": ["reference"],
    "matching": ["matching"],
    "matching.person": ["matching", "person"],
    "matching.person.number": ["matching", "person", "number"],
    "matching.person.last_name": ["matching", "person", "last_name"],
    "matching.person.first_names": ["matching", "person", "first_names"],
    "matching.person.birth_date": ["matching", "person", "birth_date"],
    "matching.keys": ["matching", "keys"],
    "pieces": ["pieces"],
    "pieces.title": ["pieces", "identity", "title"],
    "pieces.accepts": ["pieces", "identity", "accepts"],
    "pieces.only_when": ["pieces", "salary_certificate", "only_when"],
    "pieces.required": ["pieces", "identity", "required"],
    "pieces.required_when": ["pieces", "career_statement", "required_when"],
    "pieces.because": ["pieces", "career_statement", "because"],
    "pieces.valid_when": ["pieces", "identity", "valid_when"],
    "pieces.else": ["pieces", "identity", "else"],
    "pieces.conform": ["pieces", "declaration", "conform"],
    "pieces.conform.rule": ["pieces", "declaration", "conform", 0, "rule"],
    "pieces.conform.else": ["pieces", "declaration", "conform", 0, "else"],
    "pieces.folder": ["pieces", "salary_certificate", "folder"],
    "pieces.who": ["pieces", "proof", "who"],
    "folders": ["folders"],
    "consistency": ["consistency"],
    "consistency.code": ["consistency", 0, "code"],
    "consistency.severity": ["consistency", 0, "severity"],
    "consistency.rule": ["consistency", 0, "rule"],
    "consistency.message": ["consistency", 0, "message"],
    "deadlines": ["deadlines"],
    "deadlines.code": ["deadlines", 0, "code"],
    "deadlines.title": ["deadlines", 0, "title"],
    "deadlines.clock": ["deadlines", 0, "clock"],
    "deadlines.starts": ["deadlines", 0, "starts"],
    "deadlines.lasts": ["deadlines", 0, "lasts"],
    "deadlines.warn": ["deadlines", 1, "warn"],
    "deadlines.warn.before": ["deadlines", 1, "warn", 0, "before"],
    "deadlines.warn.basket": ["deadlines", 1, "warn", 0, "basket"],
    "deadlines.paused_by": ["deadlines", 1, "paused_by"],
    "requests": ["requests"],
    "requests.code": ["requests", 0, "code"],
    "requests.title": ["requests", 0, "title"],
    "requests.when": ["requests", 0, "when"],
    "requests.after": ["requests", 0, "after"],
    "baskets": ["baskets"],
    "routing": ["routing"],
    "routing.when": ["routing", 0, "when"],
    "routing.basket": ["routing", 0, "basket"],
    "routing.priority": ["routing", 0, "priority"],
    "routing.because": ["routing", 0, "because"],
}


def schema_keys() -> set[str]:
    """Return every key of the schema as a dotted path, without free names (items, facts), languages and periods."""

    def walk(node, path):
        node = SCHEMA["$defs"].get(node["$ref"].rpartition("/")[2], node) if "$ref" in node else node
        if set(node.get("properties", {})) in ({"fr", "en"}, {"days", "months"}):
            return
        for name, child in node.get("properties", {}).items():
            yield (*path, name)
            yield from walk(child, (*path, name))
        for child in (node.get("items"), node.get("additionalProperties")):
            if isinstance(child, dict):
                yield from walk(child, path)

    return {".".join(path) for path in walk(SCHEMA, ())}


@pytest.fixture(scope="session")
def tree(rule_text):
    """Return the delivered rule file with an item only our own house can bring."""
    loaded = YAML(typ="safe").load(rule_text.replace("\nfolders:\n", f"{ADDED}\nfolders:\n", 1))
    loaded["effective_from"] = loaded["effective_from"].isoformat()
    return loaded


def without(tree, path):
    """Return the rule file as text (JSON is YAML) with one key taken out."""
    changed = copy.deepcopy(tree)
    if path:
        node = changed
        for step in path[:-1]:
            node = node[step]
        del node[path[-1]]
    return json.dumps(changed)


@pytest.fixture(scope="session")
def whole(tree, classes, case_type, make_desk):
    """Return all that the whole file makes visible."""
    return effects(without(tree, ()), classes, make_desk(case_type))


class Nobody:
    """A directory without a case."""

    def by_reference(self, reference):
        """Know none."""

    def by_key(self, case_type, key):
        """Know none."""

    def open_cases_of(self, number):
        """Know none."""
        return ()

    def persons(self, last_name, first_names, birth_date):
        """Know none."""
        return ()


def effects(text, classes, desk):
    """Return all that a rule file makes visible: verdicts, clocks, baskets, folders, openings; or its refusal."""
    problems = Problems()
    case_type = parse_case_type(text, file="x.yaml", digest="sha256:1", classes=classes, problems=problems)
    if case_type is None:
        return "refused"
    desk.case_type = case_type
    sent = Request(
        id="r-1",
        state=RequestState.SENT,
        items=("proof", "salary_certificate"),
        drafted_at=datetime(2026, 6, 20, tzinfo=UTC),
        sent_at=datetime(2026, 6, 20, tzinfo=UTC),
    )
    proof = desk.paper("proof", "letter", says={})
    seen = []
    for papers, months in (
        ((*desk.full(), proof), "26"),
        ((desk.declaration(), desk.certificate(), desk.identity(expires=date(2020, 1, 1))), "7"),
        ((desk.declaration(signed=False, last_name="Petit"), desk.identity(), proof), "26"),
        ((desk.declaration(), desk.certificate(), desk.identity(), proof), "26"),
        ((desk.declaration(), desk.certificate(), desk.identity(), desk.salary()), "26"),
    ):
        for case in (desk.case(), desk.case(requests=(sent,))):
            held = replace(case, pieces=tuple(c.piece for c in papers))
            verdict = desk.judge(*papers, case=held, members=desk.members(months), on=date(2026, 7, 5))
            seen.append(codec.encode(verdict))
            kept = [
                Paper(
                    document=c.piece.document,
                    document_class=c.document_class,
                    received_on=c.received_at.date(),
                    digest="sha256:2",
                    media_type="application/pdf",
                )
                for c in papers
            ]
            seen.append(render(case_type, held, verdict, kept))
    seen.append(openings(case_type, desk))
    agency = desk.judge(desk.declaration(employment="agency")).completeness.items
    other = desk.salary(kind="work")
    seen.append(offer_for(case_type, other.document_class, fields=other.fields, checklist=agency, is_certain=True))
    return seen


def openings(case_type, desk):
    """Return what the papers of the person open, before and after the rules come into force."""
    found = []
    for day in (date(2025, 6, 1), date(2026, 7, 1)):
        paper = desk.declaration()
        incoming = Incoming(document_class=paper.document_class, fields=paper.fields)
        outcome = find_case(incoming, [case_type], Nobody(), on=day)
        is_opening = isinstance(outcome, Opens)
        found.append((outcome.key, outcome.person, outcome.because) if is_opening else outcome.code)
    return found


def test_every_key_of_the_schema_is_tried() -> None:
    """The lists of keys and the published schema are the same: no key without its test."""
    beside = Path(__file__).with_name("test_match_keys.py").read_text(encoding="utf-8")
    of_matching = {key for key in schema_keys() - set(KEYS) if f'"{key.split(".")[-1]}"' in beside}
    assert set(KEYS) | of_matching == schema_keys()


@pytest.mark.parametrize("path", KEYS.values(), ids=KEYS)
def test_a_key_taken_out_changes_something(tree, whole, classes, desk, path) -> None:
    """A key that changes nothing would be a promise the product does not keep."""
    assert whole != "refused"
    assert effects(without(tree, path), classes, desk) != whole


def test_the_delivered_rules_fit_their_schema(rule_text) -> None:
    """An editor that checks against the schema finds nothing in what we deliver."""
    loaded = YAML(typ="safe").load(rule_text)
    loaded["effective_from"] = loaded["effective_from"].isoformat()
    jsonschema.validate(loaded, SCHEMA)
