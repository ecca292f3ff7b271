"""Words of the case in French and English: values, field names, states, counts with their plurals.

Dates are written as French readers do (12/06/2025) and, in English, as 12 June 2025, which nobody can misread.
"""

from datetime import date

from casebinder.model.verdict import ItemStatus
from pipeline.model.text import Bilingual
from pipeline.model.values import Amount, Day, Flag, Value, written

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip

_FIELDS = {
    "last_name": ("nom", "last name"),
    "first_names": ("prénoms", "first names"),
    "birth_date": ("date de naissance", "date of birth"),
    "social_security_number": ("numéro de sécurité sociale", "social security number"),
    "address": ("adresse", "address"),
    "postal_code": ("code postal", "postal code"),
    "commune": ("commune", "town"),
    "document_number": ("numéro du document", "document number"),
    "sex": ("sexe", "sex"),
    "nationality": ("nationalité", "nationality"),
    "expires_on": ("fin de validité", "end of validity"),
    "issuing_state": ("État émetteur", "issuing state"),
    "invoice_number": ("numéro de facture", "invoice number"),
    "issue_date": ("date d’émission", "date of issue"),
    "due_date": ("échéance", "due date"),
    "seller_name": ("fournisseur", "seller"),
    "seller_siret": ("SIRET du fournisseur", "seller's SIRET"),
    "seller_vat_id": ("TVA du fournisseur", "seller's VAT number"),
    "buyer_name": ("acheteur", "buyer"),
    "buyer_vat_id": ("TVA de l'acheteur", "buyer's VAT number"),
    "purchase_order_number": ("numéro de commande", "purchase order number"),
    "total_excluding_tax": ("total hors taxes", "total excluding tax"),
    "total_tax": ("total des taxes", "total tax"),
    "total_including_tax": ("total toutes taxes comprises", "total including tax"),
    "lines": ("lignes", "lines"),
    "description": ("désignation", "description"),
    "quantity": ("quantité", "quantity"),
    "unit": ("unité", "unit"),
    "unit_price": ("prix unitaire", "unit price"),
    "discount": ("remise", "discount"),
    "vat_rate": ("taux de TVA", "VAT rate"),
    "amount": ("montant", "amount"),
    "holder": ("titulaire", "holder"),
    "employer": ("employeur", "employer"),
    "employer_siret": ("SIRET de l’employeur", "employer's SIRET"),
    "employee": ("salarié", "employee"),
    "employment": ("situation professionnelle", "employment"),
    "period": ("période", "period"),
    "net_pay": ("net à payer", "net pay"),
    "gross_pay": ("salaire brut", "gross pay"),
    "request_kind": ("nature de la demande", "kind of request"),
    "declared_on": ("date de déclaration", "date of declaration"),
    "first_observed_on": ("première constatation médicale", "first medical observation"),
    "work_stopped_on": ("arrêt du travail", "work stopped"),
    "signed": ("signature", "signature"),
    "issued_on": ("date d’établissement", "date of issue"),
    "practitioner_id": ("numéro du praticien", "practitioner's number"),
    "contribution_months": ("mois de cotisation", "months of contribution"),
    "issuer": ("émetteur", "issuer"),
    "sender": ("expéditeur", "sender"),
    "recipient": ("destinataire", "recipient"),
    "subject": ("objet", "subject"),
    "reference": ("référence", "reference"),
    "date": ("date", "date"),
    "signed_on": ("date de signature", "date of signature"),
    "policy_number": ("numéro de contrat", "policy number"),
    "registration_plate": ("immatriculation", "registration plate"),
    "received_on": ("date de réception", "date received"),
    "document_class": ("nature du document", "kind of document"),
    "present": ("présence", "presence"),
    "today": ("aujourd’hui", "today"),
}
"""CONTRACT's field names in words; a customer's own fields are shown by their names."""

_STATES = {
    ItemStatus.MISSING: Bilingual(fr="manquante", en="missing"),
    ItemStatus.REQUESTED: Bilingual(fr="demandée", en="requested"),
    ItemStatus.TO_REVIEW: Bilingual(fr="à vérifier", en="to review"),
    ItemStatus.SATISFIED: Bilingual(fr="reçue", en="satisfied"),
    ItemStatus.REFUSED: Bilingual(fr="refusée", en="refused"),
    ItemStatus.EXPIRED: Bilingual(fr="expirée", en="expired"),
    ItemStatus.WAIVED: Bilingual(fr="dispensée", en="waived"),
    ItemStatus.NOT_APPLICABLE: Bilingual(fr="sans objet", en="not applicable"),
    ItemStatus.UNDETERMINED: Bilingual(fr="indéterminée", en="undetermined"),
}
_COUNTED = (
    (ItemStatus.MISSING, "manquante"),
    (ItemStatus.REQUESTED, "demandée"),
    (ItemStatus.EXPIRED, "expirée"),
    (ItemStatus.REFUSED, "refusée"),
    (ItemStatus.TO_REVIEW, "à vérifier"),
    (ItemStatus.UNDETERMINED, "indéterminée"),
)
_INVARIABLE = frozenset({"à vérifier"})


def field_words(name: str) -> Bilingual:
    """Return the words for a field's name; an unknown one with blanks for its underscores."""
    fr, en = _FIELDS.get(name, (name.replace("_", " "), name.replace("_", " ")))
    return Bilingual(fr=fr, en=en)


def state_words(status: ItemStatus) -> Bilingual:
    """Return the words for the state of a checklist item."""
    return _STATES[status]


def day_words(day: date) -> Bilingual:
    """Write a day: 12/06/2025 in French, 12 June 2025 in English."""
    return Bilingual(fr=f"{day:%d/%m/%Y}", en=f"{day.day} {_MONTHS[day.month - 1]} {day.year}")


def long_day(day: date) -> Bilingual:
    """Write a day as a letter does: 1er juillet 2026 in French, 1 July 2026 in English."""
    number = "1er" if day.day == 1 else str(day.day)
    return Bilingual(fr=f"{number} {_MOIS[day.month - 1]} {day.year}", en=day_words(day).en)


def value_words(value: Value) -> Bilingual:
    """Write a value for reading: days, amounts with their currency, yes and no, anything else as it is."""
    match value:
        case Day():
            return day_words(value.value)
        case Flag():
            return Bilingual(fr="oui", en="yes") if value.value else Bilingual(fr="non", en="no")
        case Amount():
            english = f"{value.decimal:,.2f}"
            french = english.replace(",", "\N{NARROW NO-BREAK SPACE}").replace(".", ",")
            return Bilingual(fr=f"{french} {value.currency}", en=f"{english} {value.currency}")
        case _:
            return Bilingual(fr=written(value), en=written(value))


def sentence(*, is_complete: bool, counts: dict[ItemStatus, int], blocking: int, doubts: int) -> Bilingual:
    """Write what a case lacks: "incomplet : 2 pièces manquantes, 1 expirée".

    blocking: consistency rules that fail; doubts: those that a person must settle.
    """
    if is_complete:
        return Bilingual(fr="complet", en="complete")
    told = [(counts[status], french, _STATES[status].en) for status, french in _COUNTED if counts.get(status)]
    french = [_agreed(count, word, is_first=not index) for index, (count, word, _) in enumerate(told)]
    english = [_counted(count, word, is_first=not index) for index, (count, _, word) in enumerate(told)]
    if blocking:
        french.append(f"{blocking} incohérence{_s(blocking)} entre les pièces")
        english.append(f"{blocking} contradiction{_s(blocking)} between the pieces")
    if doubts:
        french.append(f"{doubts} cohérence{_s(doubts)} à vérifier")
        english.append(f"{doubts} agreement{_s(doubts)} to check")
    return Bilingual(fr="incomplet : " + ", ".join(french), en="incomplete: " + ", ".join(english))


def _agreed(count: int, word: str, *, is_first: bool) -> str:
    plural = word if word in _INVARIABLE else word + _s(count)
    return f"{count} pièce{_s(count)} {plural}" if is_first else f"{count} {plural}"


def _counted(count: int, word: str, *, is_first: bool) -> str:
    return f"{count} piece{_s(count)} {word}" if is_first else f"{count} {word}"


def _s(count: int) -> str:
    return "s" if count > 1 else ""


def joined(parts: list[Bilingual], *, fr: str, en: str) -> Bilingual:
    """Join sentences in both languages with these separators."""
    return Bilingual(fr=fr.join(p.fr for p in parts if p.fr), en=en.join(p.en for p in parts if p.en))


def days_words(days: int) -> Bilingual:
    """Write how far away a day is: "dans 12 jours", "dépassé de 3 jours", "aujourd'hui"."""
    count = abs(days)
    if days == 0:
        return Bilingual(fr="aujourd’hui", en="today")
    if days > 0:
        return Bilingual(fr=f"dans {count} jour{_s(count)}", en=f"in {count} day{_s(count)}")
    return Bilingual(fr=f"dépassé de {count} jour{_s(count)}", en=f"{count} day{_s(count)} late")
