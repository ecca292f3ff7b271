"""From facts to a drawn paper: chooses the layout and collects the truth.

Every class has at least two layouts, numbered from 0; any whole number is taken modulo their count.
"""

import random
from importlib import import_module
from typing import assert_never

from specimens.layouts import (
    career,
    declaration_fund,
    declaration_insurance,
    employer,
    identity_cards,
    letter,
    medical,
    passport,
    separators,
)
from specimens.papers import (
    CareerFacts,
    CertificateKind,
    DeclarationFacts,
    EmployerFacts,
    Facts,
    IdentityFacts,
    IdentityFormat,
    LetterFacts,
    MedicalFacts,
)
from specimens.sheet import Sheet
from specimens.truth import Paper, PaperKind

_DECLARATIONS = (declaration_insurance.draw, declaration_fund.draw)
_CERTIFICATES = (medical.draw_form, medical.draw_headed)
_PASSPORTS = (passport.draw_data_page, passport.draw_booklet)
_CAREERS = (career.draw_statement, career.draw_attestation)
_SALARIES = (employer.draw_salary_form, employer.draw_headed)
_LETTERS = (letter.draw_formal, letter.draw_private)
_PATCHES = (separators.draw_patch_frame, separators.draw_patch_heads)


def draw_paper(
    facts: Facts, *, layout: int, rng: random.Random, is_fillable: bool = False, is_held_back: bool = False
) -> Paper:
    """Draw a document; only declarations can be left as a fillable form, and only in their open layouts."""
    sheet = Sheet()
    if is_held_back:
        import_module("specimens.held_back").DOSSIER[type(facts).__name__](sheet, facts, rng)
    else:
        _draw_open(sheet, facts, layout, rng, is_fillable=is_fillable)
    return sheet.paper(PaperKind.DOCUMENT, class_of(facts), facts.fields())


def class_of(facts: Facts) -> str:
    """Return the document class of the paper that states these facts."""
    match facts:
        case DeclarationFacts():
            return "occupational_disease_declaration"
        case MedicalFacts():
            return "medical_certificate"
        case IdentityFacts():
            return "passport" if facts.format is IdentityFormat.PASSPORT else "national_id_card"
        case CareerFacts():
            return "career_statement"
        case EmployerFacts():
            return "employer_certificate"
        case LetterFacts():
            return "letter"
        case _:
            assert_never(facts)


def _draw_open(sheet: Sheet, facts: Facts, layout: int, rng: random.Random, *, is_fillable: bool) -> None:
    match facts:
        case DeclarationFacts():
            _DECLARATIONS[layout % 2](sheet, facts, rng, is_fillable=is_fillable)
        case MedicalFacts():
            _CERTIFICATES[layout % 2](sheet, facts, rng)
        case IdentityFacts():
            _draw_identity(sheet, facts, layout, rng)
        case CareerFacts():
            _CAREERS[layout % 2](sheet, facts, rng)
        case EmployerFacts():
            is_agency = facts.kind is CertificateKind.AGENCY
            (employer.draw_missions if is_agency else _SALARIES[layout % 2])(sheet, facts, rng)
        case LetterFacts():
            _LETTERS[layout % 2](sheet, facts, rng)
        case _:
            assert_never(facts)


def _draw_identity(sheet: Sheet, facts: IdentityFacts, layout: int, rng: random.Random) -> None:
    match facts.format:
        case IdentityFormat.LAMINATED_CARD:
            identity_cards.draw_laminated(sheet, facts, rng)
        case IdentityFormat.CREDIT_CARD:
            identity_cards.draw_credit_card(sheet, facts, rng)
        case IdentityFormat.PASSPORT:
            _PASSPORTS[layout % 2](sheet, facts, rng)
        case _:
            assert_never(facts.format)


def draw_patch_t(*, layout: int) -> Paper:
    """Draw a patch-T separator sheet."""
    sheet = Sheet()
    _PATCHES[layout % 2](sheet)
    return sheet.paper(PaperKind.SEPARATOR, "", {})


def draw_bar_code_sheet(payload: str, *, title: str = "FEUILLE DE SÉPARATION") -> Paper:
    """Draw a separator sheet with a Code 128 payload such as CB-SEP or CB-SEP:passport."""
    sheet = Sheet()
    separators.draw_bar_code(sheet, payload, title)
    return sheet.paper(PaperKind.SEPARATOR, "", {})


def draw_blank_back() -> Paper:
    """Return the empty back of a sheet; a scan shows the front through it."""
    return Sheet().paper(PaperKind.BLANK, "", {})
