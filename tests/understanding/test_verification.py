"""An operator's hand: a correction touches its field alone; pages are never lost by a cut."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classifiers.cascade import classify
from extractors.registry import read_fields
from pipeline.documents.understanding import class_set, reunderstand
from pipeline.documents.verification import correct, insert, merge, reorder, split
from pipeline.errors import NotPossible
from pipeline.model.document import Draft, OpenedBy, Origin, StraightThrough, ToQueue
from pipeline.model.page import Severity
from pipeline.model.values import Day, Flag, Text, written

TODAY = date(2026, 11, 22)
ONE = Draft(pages=(1,), opened_by=OpenedBy.FILE, cut_confidence=1.0)
DRAFTS = st.lists(st.integers(1, 500), min_size=2, max_size=20, unique=True).map(
    lambda pages: Draft(pages=tuple(pages), opened_by=OpenedBy.FILE, cut_confidence=0.5)
)


@pytest.fixture(scope="module")
def fix(catalog, mailroom):
    """Return the correction of a field of the declaration."""

    def run(understanding, name, value):
        rules = catalog.find(understanding.classification.document_class)
        return correct(understanding, name, value, document_class=rules, draft=ONE, batch_class=mailroom, today=TODAY)

    return run


def test_a_correction_settles_its_finding_and_the_routing_follows(understood, declaration, fix):
    """The field an operator sets is sure, its findings go, and without doubts the document goes straight through."""
    before = understood(declaration)
    after = fix(before, "signed", Flag(value=True))
    field = next(f for f in after.fields if f.name == "signed")
    assert (field.confidence, field.origin) == (1.0, Origin.OPERATOR)
    assert written(field.alternatives[0].value) == "false"
    assert isinstance(before.routing, ToQueue)
    assert after.routing == StraightThrough()


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(["last_name", "first_names", "address", "employer", "commune"]), text=st.text(min_size=1))
def test_a_correction_touches_nothing_else(understood, declaration, fix, name, text):
    """Whatever is typed into one field, every other field, the class, the tables and other findings stay."""
    before = _once(understood, declaration)
    after = fix(before, name, Text(text))
    assert [f for f in after.fields if f.name != name] == [f for f in before.fields if f.name != name]
    assert (after.classification, after.tables, after.language) == (
        before.classification,
        before.tables,
        before.language,
    )
    assert [f for f in after.findings if f.field != name] == [f for f in before.findings if f.field != name]


_READ = []


def _once(understood, declaration):
    if not _READ:
        _READ.append(understood(declaration))
    return _READ[0]


def test_a_correction_of_one_day_settles_the_order_with_another(understood, declaration, fix):
    """A finding that compared two days goes when either is put right."""
    before = understood(declaration.replace("06/12/1965", "06/12/2026"))
    assert "date_order" in {f.code for f in before.findings}
    after = fix(before, "birth_date", Day(date(1965, 12, 6)))
    assert "date_order" not in {f.code for f in after.findings}


def test_a_field_that_was_missing_takes_its_place(understood, declaration, fix):
    """A value given for a field that was not found stands where the rules put it, and is missing no more."""
    before = understood(declaration.replace("Prénom : Corinne", ""))
    after = fix(before, "first_names", Text("Corinne"))
    names = [field.name for field in after.fields]
    assert names.index("first_names") == 1
    assert "missing_field" not in {f.code for f in after.findings if f.field == "first_names"}


def test_unknown_fields_and_other_kinds_are_refused(understood, declaration, fix):
    """A name the class does not have, or a value of another kind, is not possible; the error says what is."""
    with pytest.raises(NotPossible) as error:
        fix(understood(declaration), "colour", Text("red"))
    assert "last_name" in error.value.next_step.en
    with pytest.raises(NotPossible):
        fix(understood(declaration), "birth_date", Text("hier"))


@given(DRAFTS, st.data())
def test_split_and_merge_lose_no_page(draft, data):
    """A cut and its undoing give every page once, in order."""
    at = data.draw(st.integers(2, len(draft.pages)))
    first, second = split(draft, at)
    assert first.pages + second.pages == draft.pages
    assert merge(first, second).pages == draft.pages


@given(DRAFTS, st.randoms(use_true_random=False))
def test_reordering_keeps_every_page(draft, random):
    """The same pages in any order are accepted; a page more or less is not."""
    positions = list(range(1, len(draft.pages) + 1))
    random.shuffle(positions)
    reordered = reorder(draft, positions)
    assert reordered.pages == tuple(draft.pages[position - 1] for position in positions)
    with pytest.raises(NotPossible):
        reorder(draft, positions[1:])
    with pytest.raises(NotPossible):
        reorder(draft, [*positions, positions[0]])


@given(DRAFTS, st.data())
def test_a_page_put_in_moves_no_other(draft, data):
    """A page of elsewhere stands where it was wished, the others in their order; beyond the end is no place."""
    at = data.draw(st.integers(1, len(draft.pages) + 1))
    pages = insert(draft, 999, at).pages
    assert pages[at - 1] == 999
    assert tuple(page for page in pages if page != 999) == draft.pages
    with pytest.raises(NotPossible):
        insert(draft, 999, len(draft.pages) + 2)


@given(DRAFTS, st.data())
def test_only_the_cut_that_was_judged_becomes_sure(draft, data):
    """Where a document begins stays in doubt when a person cuts further behind, or joins what follows."""
    at = data.draw(st.integers(2, len(draft.pages)))
    first, second = split(draft, at)
    assert (first.cut_confidence, second.cut_confidence) == (draft.cut_confidence, 1.0)
    assert merge(first, second).cut_confidence == draft.cut_confidence


@pytest.mark.parametrize("at", [0, 1, 4])
def test_no_part_of_a_cut_is_empty(at):
    """A cut before the first page or after the last is refused."""
    with pytest.raises(NotPossible):
        split(replace(ONE, pages=(1, 2, 3)), at)


def test_shared_pages_cannot_be_merged():
    """One page cannot stand twice in a document."""
    with pytest.raises(NotPossible):
        merge(ONE, ONE)


def test_a_class_set_by_hand_is_sure_and_read_by_its_rules(catalog, mailroom, members, paper):
    """The fields of the class that was set are read anew, and the machine's opinion stays among the runners-up."""
    pages = [paper("   Nom : MARTIN\n   Prénom : Jean\n   Objet : demande").read()]
    machine = classify(pages, ONE, catalog)
    read = reunderstand(
        machine,
        ONE,
        pages,
        document_class="medical_certificate",
        catalog=catalog,
        batch_class=mailroom,
        reader=read_fields,
        reference=members(),
        names=type("Nobody", (), {"find": lambda *_: ()})(),
        today=TODAY,
    )
    assert (read.classification.document_class, read.classification.confidence) == ("medical_certificate", 1.0)
    assert {f.name: written(f.value) for f in read.fields}["last_name"] == "MARTIN"
    assert any(f.severity is Severity.DOUBT for f in read.findings)


def test_setting_the_same_class_keeps_its_evidence(understood, declaration):
    """Confirming the machine's class keeps what showed it."""
    said = understood(declaration).classification
    confirmed = class_set(said, said.document_class)
    assert confirmed.because == said.because
    assert said.document_class not in {runner.document_class for runner in confirmed.runners_up}
