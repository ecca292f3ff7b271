"""Whose a number is: those in the block of the one party are never taken for the other's, and a party's own agree.

A French VAT number and a SIRET hold the company's nine digits (SIREN): when these differ, one is another company's.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from extractors.candidates import Asked, Candidate
from extractors.parties.sides import OTHER, role_at
from extractors.reconcile import SUREST
from pipeline.check_digits import proof_of
from pipeline.folding import fold
from pipeline.model.document import Alternative, Finding, IndexField
from pipeline.model.page import Severity
from pipeline.model.text import Bilingual
from pipeline.model.values import Identifier, Value

SCHEMES: Final = frozenset({"siret", "siren", "vat", "iban", "bic"})
SIRET: Final = "seller_siret"
VAT: Final = "seller_vat_id"
AGREES = 0.6
AT_ODDS = 0.5
_OF_BUYER: Final = re.compile(
    r"\b(?:cliente?|acheteur|preneur|votre|vos|customer|buyer|your|kunden?|ihre|uw|klant)\b"
    r"(?! (?:aimable|reglement|paiement|confiance|disposition|attention|payment|business|custom)\b)"
)
"""Words before a number that say it is the buyer's; `en votre aimable règlement` says nothing of what follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """The fields after their numbers were set beside each other, and what does not agree."""

    fields: tuple[IndexField, ...]
    findings: tuple[Finding, ...]


def of_own_party(asked: Asked, found: Sequence[Candidate]) -> list[Candidate]:
    """Leave out the numbers that stand in the block, or under the label, of the other party."""
    role = asked.rule.name.partition("_")[0]
    role = "seller" if asked.rule.scheme in {"iban", "bic"} and role not in OTHER else role
    if role not in OTHER or asked.rule.scheme not in SCHEMES or not asked.papers.parties:
        return list(found)
    return [candidate for candidate in found if _whose(asked, candidate) != OTHER[role]]


def _whose(asked: Asked, candidate: Candidate) -> str | None:
    place = candidate.evidence
    sheet = next((s for s in asked.papers.sheets if place and s.page.number == place.page), None)
    if place is None or sheet is None:
        return None
    box = sheet.layout.to_upright.box(place.box)
    x, y = box.centre
    for row in sheet.layout.rows:
        for beside, cell in zip((None, *row), row, strict=False):
            if cell.box.left <= x <= cell.box.right and cell.box.top <= y <= cell.box.bottom:
                before = " ".join(p.word.text for p in cell.words if p.box.right <= box.left)
                before = before or (beside.text if beside else "")
                if _OF_BUYER.search(fold(before)):
                    return "buyer"
                return role_at(asked.papers.parties, place.page, cell.box, sheet.layout.letter_height)
    return role_at(asked.papers.parties, place.page, box, sheet.layout.letter_height)


def with_agreeing_numbers(fields: Sequence[IndexField]) -> Agreed:
    """Make SIRET and VAT number surer when they are of one company; take the one that is, or doubt both."""
    by_name = {field.name: field for field in fields}
    siret, vat = by_name.get(SIRET), by_name.get(VAT)
    first, second = (_siren(field.value) if field else None for field in (siret, vat))
    if siret is None or vat is None or first is None or second is None:
        return Agreed(fields=tuple(fields), findings=())
    if first == second:
        by_name |= {SIRET: _surer(siret), VAT: _surer(vat)}
        return Agreed(fields=tuple(by_name.values()), findings=())
    doubted = {name: replace(f, confidence=min(f.confidence, AT_ODDS)) for name, f in ((SIRET, siret), (VAT, vat))}
    other = next((each for each in vat.alternatives if _siren(each.value) == first), None)
    if other is not None:
        rest = tuple(each for each in vat.alternatives if each is not other)
        known = Alternative(value=vat.value, confidence=doubted[VAT].confidence)
        doubted[VAT] = replace(doubted[VAT], value=other.value, evidence=None, alternatives=(known, *rest))
    return Agreed(fields=tuple((by_name | doubted).values()), findings=(_disagree(),))


def _siren(value: Value) -> str | None:
    """Return the nine digits of the company, when the number is proved and French."""
    if not isinstance(value, Identifier) or proof_of(value.scheme, value.value) is not True:
        return None
    if value.scheme == "vat":
        return value.value[4:] if value.value.startswith("FR") else None
    return value.value[:9]


def _surer(field: IndexField) -> IndexField:
    return replace(field, confidence=round(min(SUREST, field.confidence + (1 - field.confidence) * AGREES), 4))


def _disagree() -> Finding:
    return Finding(
        code="seller_numbers_differ",
        severity=Severity.DOUBT,
        message=Bilingual(
            fr="Le SIRET et le numéro de TVA lus pour le vendeur ne sont pas de la même entreprise.",
            en="The SIRET and the VAT number read for the seller are not of one company.",
        ),
        field=VAT,
    )
