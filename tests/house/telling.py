"""All that a house tells by its doors, in the shapes of the contract: two houses can be compared."""

from house import LOCAL, House
from scene import question

from pipeline.model.states import DocumentState
from pipeline.model.text import Language
from services.access import SYSTEM
from services.looking.find import BatchView
from services.ports.case_records import CaseQuery
from services.shapes import batches, cases, search

Told = dict[str, object]
ASKED = ("Madame", "durand", "certificate", "bronchopneumopathie", "2026", "page")


def told(house: House) -> Told:
    """Return batches with every page, recounted from their originals, documents, cases with history, and answers.

    The system asks: it sees every circle, and its looks are not written into the log that is told.
    """
    views = house.find.batches(SYSTEM)
    return {
        "batches": [_batch(house, view) for view in views],
        "superseded": superseded(house),
        "cases": [cases.case(file, Language.FR) for file in house.find.cases(SYSTEM, CaseQuery())],
        "search": {words: search.search(house.search.pages(SYSTEM, question(words)), seconds=0) for words in ASKED},
        "parties": {
            file.party.id: file.party for file in house.find.cases(SYSTEM, CaseQuery()) if file.party is not None
        },
        "members": _members(house),
    }


def _batch(house: House, view: BatchView) -> Told:
    found = house.find.recount(SYSTEM, view)
    return batches.batch(view, Language.FR, pages=True, discrepancies=found) | {"files": view.files}


def superseded(house: House) -> list[object]:
    """Return the documents that others took the place of."""
    with house.records.reading() as uow:
        return [uow.documents.get(name) for name in uow.standings.names_in({DocumentState.SUPERSEDED})]


def _members(house: House) -> object:
    with house.records.reading() as uow:
        return [uow.reference.whole(table) for table in uow.reference.tables()]


def next_reference(house: House) -> str:
    """Open a case by hand; return its reference."""
    return house.desk.open_case(LOCAL, "occupational_disease", ())
