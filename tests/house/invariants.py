"""What must always hold of a house, whatever acts were done: asked of the records, then of what is projected."""

import json
from collections import Counter
from collections.abc import Collection
from dataclasses import replace

from house import House

from bootstrap.application import Application
from casebinder.model.request import RequestState
from casebinder.model.verdict import Verdict
from pipeline.custody import page_by_page
from pipeline.model.states import RELEASED, BatchState, DocumentState, FileState, PageState
from services.ports.case_records import CaseQuery
from services.ports.records import UnitOfWork

WAITING = {DocumentState.DRAFT, DocumentState.UNDERSTOOD, DocumentState.IN_QUEUE}


def check_records(house: House | Application, *, decided_before: Collection[str] = ()) -> None:
    """Fail when a page, a document, a case or a verdict is not what it must be; of a house or an installation.

    decided_before: references of cases that were decided under release 0.1, whose verdicts stay as it kept them.
    """
    with house.records.reading() as uow:
        _check_custody(uow)
        _check_documents(uow)
        _check_cases(house, uow, decided_before)


def _check_custody(uow: UnitOfWork) -> None:
    for batch in uow.batches.every():
        balance = page_by_page(uow.files.of_batch(batch.id), uow.pages.of_batch(batch.id))
        assert balance.is_balanced, balance.discrepancies


def _check_documents(uow: UnitOfWork) -> None:
    for batch in uow.batches.every():
        held = Counter(page.document for page in uow.pages.of_batch(batch.id) if page.state is PageState.IN_DOCUMENT)
        documents = uow.documents.of_batch(batch.id)
        assert set(held) == {document.id for document in documents}
        for document in documents:
            pages = uow.pages.of_document(document.id)
            assert tuple(page.ordinal for page in pages) == document.draft.pages
            assert [page.position for page in pages] == list(range(1, len(pages) + 1))
            assert (uow.cases.of_document(document.id) is not None) == (document.state is DocumentState.BOUND)
    for name in uow.standings.names_in({DocumentState.SUPERSEDED}):
        assert not uow.pages.of_document(name)
        assert uow.cases.of_document(name) is None


def _check_cases(house: House | Application, uow: UnitOfWork, decided_before: Collection[str]) -> None:
    cases = uow.cases.listed(CaseQuery())
    keys = [(case.case_type, case.key) for case in cases if case.key]
    assert len(keys) == len(set(keys))
    holders = Counter(document for case in cases for document in {piece.document for piece in case.pieces})
    assert set(holders.values()) <= {1}, "a document is in one case"
    for case in cases:
        judged = house.casework.judged(uow, case)
        wanted = _of_release_01(judged) if case.reference in decided_before else judged
        assert uow.cases.verdict(case.id) == wanted, case.reference


def _of_release_01(verdict: Verdict) -> Verdict:
    """Return a verdict as release 0.1 kept it, which it stays on a decided case: agreements without their values."""
    return replace(verdict, consistency=tuple(replace(each, values=()) for each in verdict.consistency))


def check_projections(house: House) -> None:
    """Fail when the index or a case folder does not tell what the records tell; everything must be projected."""
    with house.records.reading() as uow:
        assert uow.outbox.waiting() == 0
        documents = [d for batch in uow.batches.every() for d in uow.documents.of_batch(batch.id)]
        searched = {d.id for d in documents if d.understanding is not None}
        assert set(house.index.documents()) == searched
        for kept in house.index._kept.values():
            bound = uow.cases.of_document(kept[0].page.document)  # type: ignore[arg-type]
            assert {page.page.case for page in kept} == {bound.reference if bound else None}
            assert {page.page.basket for page in kept} == {(bound.basket or None) if bound else None}
            document = uow.documents.get(kept[0].page.document)  # type: ignore[arg-type]
            assert {page.page.state for page in kept} == {document.state}
        for case in uow.cases.listed(CaseQuery()):
            _check_folder(house, uow, case.id)
        for batch in uow.batches.every():
            states = {d.state for d in documents if d.batch == batch.id}
            left = [f for f in uow.files.of_batch(batch.id) if f.state is FileState.QUARANTINED and not f.seen_by]
            assert (batch.state is BatchState.CLOSED) == (not states & WAITING and not left), (batch.state, states)
        assert all(d.rendition for d in documents if d.state in RELEASED)


def _check_folder(house: House, uow: UnitOfWork, name: str) -> None:
    case = uow.cases.get(name)  # type: ignore[arg-type]
    verdict = uow.cases.verdict(case.id)
    assert verdict is not None
    place = f"cases/{case.case_type}/{case.reference}"
    text = house.folders.manifest(place, circle=case.circle)
    assert text is not None
    manifest = json.loads(text)
    assert manifest["sentence"]["fr"] == verdict.completeness.sentence.fr
    assert {piece["document"] for piece in manifest["pieces"]} == {piece.document for piece in case.pieces}
    told = {(p["document"], item): state for p in manifest["pieces"] for item, state in p["states"].items()}
    assert told == {(piece.document, piece.item): piece.status.value for piece in case.pieces}
    letters = [r for r in case.requests if r.letter and r.state not in {RequestState.DRAFTED, RequestState.WITHDRAWN}]
    assert {letter["request"]: letter["digest"] for letter in manifest["letters"]} == {r.id: r.letter for r in letters}
    paths = {filed["path"] for filed in (*manifest["pieces"], *manifest["letters"])} | {"manifest.json"}
    assert set(house.folders.listing(place, circle=case.circle)) == paths
