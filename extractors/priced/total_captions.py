"""Sums by what the words of their row say, where no listed label stands: `Total des prestations HT`, `Summe netto`.

Also what may stand between net with tax and gross: outlays, a tourist tax, deposits on packaging, a rounding.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from extractors.priced.figures import Figure, figures_of
from extractors.sheet import Sheet
from pipeline.folding import fold

NET: Final = "total_excluding_tax"
TAX: Final = "total_tax"
GROSS: Final = "total_including_tax"
_CAPTIONS: Final = {
    NET: re.compile(
        r"^\W*(?:(?:totale |totaal )?(?:base )?imponib(?:le|ile)|subtotaal|totaal excl\w*)\b|"
        r"^\W*(?:(?:montant|valeur|order|sous[- ]?)?\s?total\w*|montant|valeur|net|somme)\b[^\d%]*"
        r"\b(?:h\.?\s?t\.?|hors tax\w*|htva|hors tva|excl\w*|ex[. -]?vat|before|nett?)(?!\w)|^\W*nett\b|"
        r"^\W*sub[- ]?total\b|"
        r"^\W*(?:zwischensumme|summe|gesamt\w*|total|rechnungs\w*)\b[^\d%]*\b(?:netto|ohne)\b"
    ),
    GROSS: re.compile(
        r"^\W*(?:total factura|totale (?:fattura|documento|da pagare)|totaal(?! excl)|te betalen|importe total)\b|"
        r"^\W*(?:montant |grand )?(?:total\w*|net|solde|somme|montant|amount)\b[^\d%]*"
        r"\b(?:t\.?\s?t\.?\s?c\.?|toutes|a payer|a regler|due?|incl\w*|payable)(?!\w)|"
        r"^\W*(?:gesamt|rechnungs|end|zahl|brutto)(?:betrag|summe)\b|^\W*(?:summe|gesamt\w*|total)\b[^\d%]*\bbrutto\b"
    ),
    TAX: re.compile(
        r"^\W*(?:total |montant |dont |zzgl\.? |plus )?(?:de (?:la )?)?(?:\d[\d.,]* ?% )?"
        r"(?:t\.?v\.?a|vat|btw|iva|mwst|ust|umsatzsteuer|mehrwertsteuer)(?![a-z])(?! ?(?:intra|n[°o]|non|reg|id|no\b))"
    ),
}
_BESIDE: Final = re.compile(
    r"\b(?:debours\w*|taxe de sejour|sejour|consign\w*|timbre\w*|eco[- ]?\w*|deee|non soumis\w*|exoner\w*|port|frais|"
    r"emballage\w*|service|pourboire|tip|gratuity|disbursements?|postage|carriage|pfand|auslagen|versand\w*)\b"
)
_PAID: Final = re.compile(
    r"\b(?:acomptes?|avances?|arrhes|provisions?|deja (?:paye|regle|verse)\w*|deposits?|paid|payments? received|"
    r"anzahlung\w*|abschlag\w*)\b"
)
"""What was paid in advance."""
_ROUNDED: Final = re.compile(r"\b(?:arrondi\w*|round\w*|rundung\w*|escompte|skonto)\b")
"""What may make the gross less than net and tax as well as more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Captioned:
    """An amount whose row says which sum it is, in minor units."""

    minor: int
    figure: Figure
    sheet: Sheet


def captioned(sheets: Sequence[Sheet], sign: str) -> Mapping[str, Captioned]:
    """Return the sums that the words of their rows tell, each where all such rows say the same; the last of them."""
    found: dict[str, list[Captioned]] = {name: [] for name in _CAPTIONS}
    for text, figure, sheet in _told(sheets, sign):
        for name, words in _CAPTIONS.items():
            if words.search(text):
                found[name].append(Captioned(minor=_minor(figure), figure=figure, sheet=sheet))
    return {name: each[-1] for name, each in found.items() if len({one.minor for one in each}) == 1}


def explains(sheets: Sequence[Sheet], sign: str, *, rest: int) -> bool:
    """Return whether an amount that is no sale explains the `rest` (minor units) between gross and net with tax."""
    for text, figure, _ in _told(sheets, sign):
        is_rounding = _ROUNDED.search(text) is not None
        if _minor(figure) == abs(rest) and (is_rounding or (rest > 0 and _BESIDE.search(text))):
            return True
    return False


def before_payment(sheets: Sequence[Sheet], sign: str, *, due: int) -> Captioned | None:
    """Return the total printed above a payment in advance that leaves what is due, in minor units; None without one."""
    rows = list(_told(sheets, sign))
    for at, (text, figure, _) in enumerate(rows):
        if not _PAID.search(text) or figure.value == 0:
            continue
        for _, above, sheet in rows[:at]:
            if _minor(above) == due + _minor(figure) and _is_due(rows[at:], due):
                return Captioned(minor=_minor(above), figure=above, sheet=sheet)
    return None


def _is_due(rows: Sequence[tuple[str, Figure, Sheet]], due: int) -> bool:
    """Return whether what is due stands behind a payment in advance."""
    return any(_minor(figure) == due for _, figure, _ in rows)


def _told(sheets: Sequence[Sheet], sign: str) -> Iterator[tuple[str, Figure, Sheet]]:
    """Yield the last amount of each row with the words before it, folded."""
    for sheet in sheets:
        for figures in figures_of(sheet, sign):
            money = [figure for figure in figures if figure.is_money]
            if not money:
                continue
            cells = sheet.layout.rows[money[-1].row]
            edge = money[-1].box.left
            words = (placed.word.text for cell in cells for placed in cell.words if placed.box.right <= edge)
            yield fold(" ".join(words)), money[-1], sheet


def _minor(figure: Figure) -> int:
    return int((abs(figure.value) * 100).to_integral_value())
