"""What the answer slips before a paper say, asked of the records in the transaction of whoever reads or binds it."""

from casebinder.letters.slips import Answer, NoAnswer, read_slips
from pipeline.documents.expectation import NOTHING_EXPECTED, Expectation
from pipeline.model.document import Draft
from services.ports.records import UnitOfWork
from services.rules.rulebook import Rulebook


def answer_of(uow: UnitOfWork, draft: Draft) -> Answer | None:
    """Return the case and items that the slips name; None without slips, and when they do not tell for certain."""
    told = read_slips(draft.answers, uow.cases.by_answer_code, sheet=draft.case_reference)
    return told if isinstance(told, Answer) else None


def expectation(uow: UnitOfWork, rulebook: Rulebook, draft: Draft) -> Expectation:
    """Return what the slips announce: the classes that their items accept, or the doubt about the slips."""
    told = read_slips(draft.answers, uow.cases.by_answer_code, sheet=draft.case_reference)
    match told:
        case None:
            return NOTHING_EXPECTED
        case NoAnswer():
            return Expectation(findings=(told.finding,))
        case Answer():
            case_type = rulebook.case_type(uow, told.case.rules_digest)
            accepted = (item.accepts for item in case_type.items if item.code in told.items)
            return Expectation(classes=tuple(dict.fromkeys(code for codes in accepted for code in codes)))
