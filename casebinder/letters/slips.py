"""Answer slips: the code that each requested piece's slip carries, and what it tells when the slip comes back.

A code is 80 random bits with a check character and says nothing by itself: only the records that printed it know its
case. What a slip cannot tell for certain is said as a finding, and a person looks; it never binds silently.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from casebinder.model.case import OPEN_STATES, Case
from casebinder.model.request import Request, RequestState
from pipeline.check_digits import hybrid_character
from pipeline.model.document import Finding
from pipeline.model.page import Severity
from pipeline.model.text import Bilingual

LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U, which are read as other characters or make words."""
LENGTH: Final = 16
_GROUP = 4


def answer_code(secret: str) -> str:
    """Return the code made of a secret nobody can guess: 16 letters of 80 bits, and their check character."""
    number = int.from_bytes(hashlib.sha256(secret.encode()).digest()[:10], "big")
    body = "".join(LETTERS[number >> 5 * place & 31] for place in range(LENGTH - 1, -1, -1))
    return body + hybrid_character(body)


def is_sound(code: str) -> bool:
    """Return whether a code is one of ours by its form: its letters, its length and its check character."""
    return len(code) == LENGTH + 1 and set(code[:-1]) <= set(LETTERS) and hybrid_character(code[:-1]) == code[-1]


def in_clear(code: str) -> str:
    """Write a code for reading: `7K2M 9X4Q PABC DEFG H`."""
    return " ".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The slips before a paper name this case and these items of its checklist: one, unless slips came alone."""

    case: Case
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAnswer:
    """The slips do not tell for certain; `finding` is a doubt that says why."""

    finding: Finding


def read_slips(
    codes: Sequence[str], known: Callable[[str], Case | None], *, sheet: str | None = None
) -> Answer | NoAnswer | None:
    """Return what the slips before a paper say; None: there was no slip.

    known: gives the case of a code; sheet: the reference of a case that a separator sheet names beside them.
    """
    answers: list[Answer] = []
    for code in codes:
        case = known(code) if is_sound(code) else None
        problem = _problem(code, case)
        if problem is not None or case is None:
            return NoAnswer(finding=problem or _FOREIGN)
        items = tuple(s.item for request in case.requests for s in request.slips if s.code == code)
        answers.append(Answer(case=case, items=items))
    if not answers:
        return None
    if len({answer.case.id for answer in answers}) > 1 or sheet not in {None, answers[0].case.reference}:
        return NoAnswer(finding=_SEVERAL)
    return Answer(case=answers[0].case, items=tuple(dict.fromkeys(i for answer in answers for i in answer.items)))


def _problem(code: str, case: Case | None) -> Finding | None:
    """Return why a slip may not bind: it is not ours, was withdrawn, or its case no longer waits for anything."""
    if case is None:
        return _FOREIGN
    request = _request(case, code)
    if request is None:
        return _FOREIGN
    if request.state is RequestState.WITHDRAWN:
        return _WITHDRAWN
    return None if case.state in OPEN_STATES else _CLOSED


def _request(case: Case, code: str) -> Request | None:
    return next((r for r in case.requests for slip in r.slips if slip.code == code), None)


def _doubt(code: str, fr: str, en: str) -> Finding:
    return Finding(code=code, severity=Severity.DOUBT, message=Bilingual(fr=fr, en=en))


_FOREIGN = _doubt(
    "answer_slip_foreign",
    "Le coupon-réponse n’est pas de cette installation, ou son code est altéré : une personne rattache le document.",
    "The answer slip is not of this installation, or its code is altered: a person binds the document.",
)
_WITHDRAWN = _doubt(
    "answer_slip_withdrawn",
    "Le coupon-réponse est celui d’une demande retirée : une personne rattache le document.",
    "The answer slip is that of a request that was withdrawn: a person binds the document.",
)
_CLOSED = _doubt(
    "answer_slip_closed",
    "Le coupon-réponse est celui d’un dossier qui n’est plus ouvert : une personne rattache le document.",
    "The answer slip is that of a case that is no longer open: a person binds the document.",
)
_SEVERAL = _doubt(
    "answer_slips_differ",
    "Les coupons ou intercalaires devant ce document nomment plusieurs dossiers : une personne le rattache.",
    "The slips or sheets before this document name several cases: a person binds it.",
)
