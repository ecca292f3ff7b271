"""Whatever is recorded comes back equal: properties over generated values of every aggregate."""

import types
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum
from itertools import count
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from adapters.records.unit import SqlRecords
from casebinder.model.case import Case, Party
from casebinder.model.verdict import Verdict
from pipeline.geometry import Box
from pipeline.model import values
from pipeline.model.actor import Actor
from pipeline.model.batch import Batch, Document, Page, SourceFile
from pipeline.model.events import AuditEvent
from pipeline.model.identity import BatchId, CaseId, Digest, DocumentId, FileId, PageId, PieceId
from pipeline.model.states import PageState
from services.ports.house_records import RuleSet

NUMBERS = count(1)
KOLKATA = timezone(timedelta(hours=5, minutes=30))

words = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)
shares = st.floats(0, 1)
MADE: dict[Any, st.SearchStrategy[Any]] = {
    str: words,
    int: st.integers(1, 10**6),
    float: shares,
    bool: st.booleans(),
    type(None): st.none(),
    date: st.dates(),
    datetime: st.datetimes(timezones=st.sampled_from([UTC, KOLKATA])).filter(lambda at: 1 < at.year < 9999),
    Box: st.builds(Box, shares, shares, shares, shares),
    values.Amount: st.builds(values.Amount, st.integers(-(10**12), 10**12), st.sampled_from(["EUR", "JPY"])),
    values.Text: st.builds(values.Text, words),
    values.Day: st.builds(values.Day, st.dates()),
    values.Identifier: st.builds(values.Identifier, words, words),
    values.Number: st.builds(values.Number, st.sampled_from(["11", "2.5", "-0.10"])),
    values.Flag: st.builds(values.Flag, st.booleans()),
}


def made(kind: Any) -> st.SearchStrategy[Any]:
    """Return a strategy for any value of the model, by its declared types."""
    kind = getattr(kind, "__supertype__", kind)
    if kind in MADE:
        return MADE[kind]
    if get_args(kind):
        return _made_of(get_origin(kind), get_args(kind))
    if issubclass(kind, Enum):
        return st.sampled_from(kind)
    assert is_dataclass(kind), kind
    hints = get_type_hints(kind)
    return st.builds(kind, **{part.name: made(hints[part.name]) for part in fields(kind)})


def _made_of(outside: Any, inside: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    if outside is not tuple:
        assert outside in {Union, types.UnionType}, outside
        return st.one_of([made(one) for one in inside])
    if inside[-1] is Ellipsis:
        return st.lists(made(inside[0]), max_size=2).map(tuple)
    return st.tuples(*[made(one) for one in inside])


def unique(text: str) -> str:
    """Return the text with a number never used before."""
    return f"{text}-{next(NUMBERS)}"


BATCH, FILE, DOCUMENT, RULES = BatchId("b1"), FileId("f1"), DocumentId("d1"), Digest("sha256:rules")


@pytest.fixture(scope="module")
def stored(lasting: SqlRecords, maker: Any) -> SqlRecords:
    """Return lasting records with what other rows point to."""
    with lasting.writing() as unit:
        unit.rules.add(maker.rules(RULES))
        unit.batches.add(maker.batch(BATCH))
        unit.files.add(maker.file(FILE, ordinal=10**6 + 1))
        unit.documents.add(maker.document(DOCUMENT))
        unit.commit()
    return lasting


modest = settings(max_examples=30, deadline=None, phases=[Phase.explicit, Phase.generate])


@modest
@given(batch=made(Batch), file=made(SourceFile))
def test_batch_and_file(stored, batch, file):
    """A batch and a source file come back as they were recorded."""
    batch = replace(batch, id=unique(batch.id), source_key=unique(batch.source_key))
    file = replace(file, id=unique(file.id), batch=batch.id)
    with stored.writing() as unit:
        unit.batches.add(batch)
        unit.files.add(file)
        unit.commit()
    with stored.reading() as unit:
        assert unit.batches.get(batch.id) == batch
        assert unit.files.get(file.id) == file


@modest
@given(page=made(Page), is_placed=st.booleans())
def test_a_page_comes_back_as_recorded(stored, page, is_placed):
    """A page comes back as it was recorded."""
    number = next(NUMBERS)
    page = replace(
        page,
        id=PageId(unique("p")),
        file=FILE,
        ordinal=number,
        state=PageState.IN_DOCUMENT if is_placed else PageState.BLANK,
        document=DOCUMENT if is_placed else None,
        position=number if is_placed else None,
    )
    with stored.writing() as unit:
        unit.pages.add([page])
        unit.commit()
    with stored.reading() as unit:
        assert unit.pages.get(page.id) == page


@modest
@given(document=made(Document))
def test_a_document_comes_back_as_recorded(stored, document):
    """A document comes back as it was recorded, with all that was read."""
    document = replace(document, id=DocumentId(unique("d")), batch=BATCH, file=FILE)
    with stored.writing() as unit:
        unit.documents.add(document)
        unit.commit()
    with stored.reading() as unit:
        assert unit.documents.get(document.id) == document


@modest
@given(case=made(Case), verdict=made(Verdict))
def test_case_and_verdict(stored, case, verdict):
    """A case comes back whole and in order, and so does its verdict."""
    case = replace(
        case,
        id=CaseId(unique("c")),
        reference=unique("r"),
        rules_digest=RULES,
        party=None,
        key=None if case.key is None else unique(case.key),
        facts=tuple(replace(fact, document=DOCUMENT) for fact in case.facts),
        pieces=tuple(
            replace(piece, id=PieceId(unique("e")), document=DOCUMENT, item=unique(piece.item)) for piece in case.pieces
        ),
        requests=tuple(
            replace(one, id=unique("q"), slips=tuple(replace(slip, code=unique(slip.code)) for slip in one.slips))
            for one in case.requests
        ),
    )
    with stored.writing() as unit:
        unit.cases.add(case)
        unit.cases.set_verdict(case.id, verdict)
        unit.commit()
    with stored.reading() as unit:
        assert unit.cases.get(case.id) == case
        assert unit.cases.verdict(case.id) == verdict


@modest
@given(party=made(Party), actor=made(Actor))
def test_party_and_actor(stored, party, actor):
    """A party and an actor come back as they were recorded; scopes are a token's, and stand with it."""
    party = replace(
        party, id=unique("p"), keys=tuple((scheme, unique(identifier)) for scheme, identifier in party.keys)
    )
    actor = replace(actor, id=unique("a"), scopes=None)
    with stored.writing() as unit:
        unit.parties.add(party)
        unit.actors.add(actor)
        unit.commit()
    with stored.reading() as unit:
        assert unit.parties.get(party.id) == party
        assert unit.actors.get(actor.id) == actor


@modest
@given(event=made(AuditEvent), rules=made(RuleSet))
def test_event_and_rules(stored, event, rules):
    """An event and a rule text come back as they were recorded."""
    event = replace(event, subject=unique(event.subject), case=None, detail=event.detail or "{}")
    rules = replace(rules, digest=Digest(unique("sha256:")))
    with stored.writing() as unit:
        unit.events.add(event)
        unit.rules.add(rules)
        unit.commit()
    with stored.reading() as unit:
        assert unit.events.of_subject(event.subject) == (event,)
        assert unit.rules.get(rules.digest) == rules


@modest
@given(rows=st.lists(st.dictionaries(words, words, max_size=4), max_size=5))
def test_reference_rows_keep_every_column(stored, rows):
    """Reference rows keep every column as imported."""
    table = unique("t")
    marked = [{**row, "number": str(n)} for n, row in enumerate(rows)]
    with stored.writing() as unit:
        unit.reference.replace(table, key_columns=("number",), rows=marked)
        unit.commit()
    with stored.reading() as unit:
        for row in marked:
            assert unit.reference.find(table, "number", row["number"]) == (row,)
