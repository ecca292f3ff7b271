"""Rule files of document and batch classes: read whole, or every mistake at its place at once."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
from referencing import Registry, Resource
from ruamel.yaml import YAML

from pipeline.rules.catalog import FieldKind
from pipeline.rules.catalog_rules import parse_batch_class, parse_catalog, parse_classes
from pipeline.rules.field_sets import whole
from pipeline.rules.pattern_words import WORDS
from pipeline.rules.rule_text import Problems

RULES = Path(__file__).parents[2] / "rules"
PAGE = (RULES.parent / "docs" / "reference" / "documents.md").read_text(encoding="utf-8")
GOOD = """document_class: parking_permit
title: {fr: "Carte", en: "Permit"}
version: "1"
titles: [carte de stationnement]
words: {stationnement: 2}
fields:
  last_name: {kind: text, scheme: surname, labels: [Nom]}
  expires_on: {kind: date, checks: [">= today"]}
"""


SET = """field_set: holder
version: "1"
fields:
  last_name: {kind: text, scheme: surname, labels: [Nom, Surname], readers: [labels]}
  birth_date: {kind: date, labels: [Né le]}
"""


def class_of(text, problems):
    """Read one document class."""
    (made,) = parse_classes([("x.yaml", text)], problems)
    return made


def class_with(fields):
    """Return the class of a whole text whose fields are those of the set and these."""
    text = GOOD.partition("fields:")[0] + "fields_of: [holder]\n" + fields
    problems = Problems()
    made = class_of(whole(text, {"holder": SET, "other": SET}), problems)
    return made, problems.sorted()


def problems_of(text):
    """Return line and English message of everything wrong in a document class."""
    problems = Problems()
    class_of(text, problems)
    return [(p.line, p.message.en, p.suggestion.en if p.suggestion else None) for p in problems.sorted()]


def test_a_good_file_has_no_problem():
    """A class with few keys is whole."""
    assert problems_of(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("titles:", "title_:", 4, "unknown key"),
        ("kind: date", "kind: day", 8, "not allowed"),
        ("scheme: surname", "scheme: sirname", 7, "not allowed"),
        ('">= today"', '"after today"', 8, "a check is written"),
        ('">= today"', '">= born_on"', 8, "unknown field"),
        ("stationnement: 2", "stationnement: 9", 5, "must be from"),
        ('version: "1"\n', "", 1, "missing"),
        ("parking_permit", "Parking Permit", 1, "no class code"),
        ("labels: [Nom]", "labels: Nom", 7, "expected a list"),
        ("labels: [Nom]", "patterns: ['(']", 7, "pattern cannot be read"),
        ("labels: [Nom]", "patterns: ['{title} (']", 7, "pattern cannot be read"),
        ("labels: [Nom]", "patterns: ['{titel} (.*)']", 7, "'{titel}' is no word of patterns"),
        ("labels: [Nom]", "section: person", 7, "unknown section"),
        ("labels: [Nom]", "total_of: {table: a, column: b}", 7, "unknown column"),
    ],
)
def test_every_mistake_is_told_at_its_line(old, new, line, words):
    """A wrong key, word, bound, reference or pattern is named with its line."""
    found = problems_of(GOOD.replace(old, new))
    assert any(at == line and words in message for at, message, _ in found), found


def test_words_of_a_pattern_are_put_in_their_place():
    """A word in braces stands for its pattern; a repetition keeps its braces."""
    problems = Problems()
    text = GOOD.replace("labels: [Nom]", r"patterns: ['{title}\s+(?P<full>{name}),? {born} le \d{1,2}']")
    rule = class_of(text, problems).field("last_name")
    assert problems.sorted() == ()
    assert re.search(rule.patterns[0], "Madame Anne Durand, née le 12 mars 1960")["full"] == "Anne Durand"
    assert not re.search(rule.patterns[0], "Anne Durand, née le 12 mars 1960")


def test_a_pattern_word_is_known_or_told_with_the_nearest():
    """A misspelt word of a pattern would match its own braces, which nobody means."""
    found = problems_of(GOOD.replace("labels: [Nom]", "patterns: ['{titel} (.*)']"))
    assert [suggestion for _, _, suggestion in found] == ["did you mean 'title'?"]


def test_mistakes_are_told_all_at_once_with_suggestions():
    """Three mistakes give three problems, and a near word is suggested."""
    text = GOOD.replace("titles:", "titels:").replace("kind: date", "kind: dat").replace("version:", "versoin:")
    found = problems_of(text)
    assert len([message for _, message, _ in found if "unknown key" in message]) == 2
    assert "did you mean 'titles'?" in [suggestion for _, _, suggestion in found]


def test_one_code_stands_in_one_file():
    """Two files of one class are a mistake, not a merge."""
    problems = Problems()
    parse_catalog([("a.yaml", GOOD), ("b.yaml", GOOD)], problems)
    assert [p.file for p in problems.sorted()] == ["b.yaml"]


def test_a_count_needs_its_number():
    """A batch cut by count says how many pages make a document."""
    problems = Problems()
    parse_batch_class(
        'batch_class: b\ntitle: {fr: B, en: B}\nversion: "1"\nseparate_by: [count]\n', file="b.yaml", problems=problems
    )
    assert ["pages_per_document" in p.message.en for p in problems.sorted()] == [True]


def test_the_example_of_the_page_has_no_problem():
    """What the page on document classes shows first can be copied as it is."""
    assert problems_of(PAGE.split("```yaml\n")[1].split("```")[0]) == []


def test_the_page_names_every_key_and_word():
    """What can be written in a document class or a batch class stands on the page, by the word the code uses."""
    document, batch = (
        json.loads((RULES / "schemas" / f"{k}.schema.json").read_text("utf-8")) for k in ("document", "batch")
    )
    parts = (
        document,
        document["properties"]["certain"],
        document["$defs"]["field"],
        batch,
        batch["properties"]["verify"],
    )
    field = document["$defs"]["field"]["properties"]
    words = {
        *(key for part in parts for key in part["properties"]),
        *(document["$defs"]["kind"]["enum"]),
        *field["scheme"]["enum"],
        *field["readers"]["items"]["enum"],
        *field["place"]["enum"],
        *document["$defs"]["feature"]["enum"],
        *batch["properties"]["separate_by"]["items"]["enum"],
        *batch["properties"]["languages"]["items"]["enum"],
        *(f"{{{word}}}" for word in WORDS),
    }
    assert [word for word in sorted(words) if not re.search(rf"(?<![a-z_]){re.escape(word)}(?![a-z_])", PAGE)] == []


def test_a_class_has_the_fields_of_the_sets_it_names():
    """What many classes read alike is written once; a class without fields of its own has those of the set."""
    made, problems = class_with("")
    assert problems == ()
    assert [rule.name for rule in made.fields] == ["last_name", "birth_date"]
    assert made.field("last_name").labels == ("Nom", "Surname")


def test_a_class_adds_labels_to_a_set_and_changes_the_rest():
    """Lists of captions and patterns are added to, in the class's own order first; any other key is the class's."""
    made, problems = class_with("fields: {last_name: {labels: [Titulaire, Nom], readers: [forms], required: true}}")
    rule = made.field("last_name")
    assert problems == ()
    assert rule.labels == ("Titulaire", "Nom", "Surname")
    assert (rule.readers, rule.is_required, rule.scheme) == (("forms",), True, "surname")


def test_a_check_that_a_set_cannot_keep_is_told_where_the_class_names_it():
    """What is wrong of the two together is the class's mistake: it stands in the class's file."""
    text = GOOD.partition("fields:")[0] + "fields_of: [holder]\n"
    problems = Problems()
    held = SET.replace("kind: date", "kind: date, checks: ['<= died_on']")
    class_of(whole(text, {"holder": held}), problems)
    assert [(p.file, p.line, p.message.en) for p in problems.sorted()] == [("x.yaml", 6, "unknown field 'died_on'")]


def test_a_misspelt_set_is_told_with_the_nearest():
    """A class without the fields it asked for would read nothing and say nothing."""
    text = GOOD + "fields_of: [holdr]\n"
    found = problems_of(whole(text, {"holder": SET}))
    assert found == [(9, "unknown field set 'holdr'", "did you mean 'holder'?")]


@pytest.mark.parametrize(("kind", "folder"), [("document", "documents"), ("batch", "batches"), ("fields", "fields")])
def test_the_delivered_files_follow_the_published_schema(kind, folder):
    """What an editor checks by the JSON schema is what the product reads."""
    schemas = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in (RULES / "schemas").glob("*.json")}
    known = Registry().with_resources((name, Resource.from_contents(each)) for name, each in schemas.items())
    checker = jsonschema.Draft202012Validator(schemas[f"{kind}.schema.json"], registry=known)
    for file in sorted((RULES / folder).glob("*.yaml")):
        checker.validate(YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8")))
        assert file.stem in file.read_text(encoding="utf-8")


def test_the_catalog_tells_the_kinds_of_its_fields(catalog):
    """Rules of cases learn from the catalog which fields there are and of what kind."""
    fields = catalog.fields["occupational_disease_declaration"]
    assert fields["declared_on"].kind is FieldKind.DATE
    assert fields["signed"].kind is FieldKind.FLAG
    assert "relapse" in {option.value for option in fields["request_kind"].options}


def test_fields_have_one_kind_in_every_class(catalog):
    """A field means the same, and has the same kind, in every class."""
    kinds: dict[str, set[FieldKind]] = {}
    for each in catalog.classes:
        for rule in each.fields:
            kinds.setdefault(rule.name, set()).add(rule.kind)
    assert [name for name, found in kinds.items() if len(found) > 1] == []
