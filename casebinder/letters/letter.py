"""The letter that asks for missing pieces, in words: one letter for everything, and an answer slip for each piece.

What is said comes from the case type (titles, reasons) and from here, in French or English; how it looks is the
printer's (`services.ports.letters.LetterPrinter`). A slip holds no personal data: a reference, what to send, and its
code.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from casebinder.casetypes import CaseType
from casebinder.judging.facts import BELIEVED
from casebinder.letters.slips import in_clear
from casebinder.model.case import Case, Party, PieceStatus
from casebinder.model.request import Request, Slip
from casebinder.model.view import PieceContent
from casebinder.requests import Wanted
from casebinder.wording import joined, long_day
from pipeline.model.text import Bilingual, Language
from pipeline.model.values import written
from pipeline.separation.cutting import ANSWER_HINT

_ADDRESS = ("address", "postal_code", "commune")
"""The fields of CONTRACT in which a paper says where its person lives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who writes: lines of name and address, how to be reached, and in which language unless asked otherwise."""

    lines: tuple[str, ...] = ()
    contact: str = ""
    language: Language = Language.FR


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPiece:
    """One piece of the list: its title, the papers that will do (or ""), and why it is asked for (or "")."""

    title: str
    kinds: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterSlip:
    """An answer slip page: what to put behind it, the code's payload and the code for reading."""

    title: str
    kinds: str
    payload: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter ready to be printed: every word of it, in one language; marks are the words beside the references."""

    language: Language
    office: Office
    recipient: tuple[str, ...]
    dated: str
    marks: tuple[tuple[str, str], ...]
    subject: str
    salutation: str
    opening: str
    pieces: tuple[AskedPiece, ...]
    paragraphs: tuple[str, ...]
    closing: str
    signature: str
    slip_head: str
    slip_order: str
    slip_rules: tuple[str, ...]
    slip_mark: str
    slips: tuple[LetterSlip, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What a letter is about: its day, the last day to answer, and the letter before it that was not answered."""

    on: date
    answer_by: date
    before: Request | None = None


def compose(
    case_type: CaseType,
    case: Case,
    *,
    asked: Sequence[Wanted],
    slips: Sequence[Slip],
    recipient: tuple[str, ...],
    office: Office,
    kinds: Mapping[str, Bilingual],
    occasion: Occasion,
    language: Language,
) -> Letter:
    """Put a request into words; kinds: the titles of document classes, by code."""
    codes = {slip.item: slip.code for slip in slips}
    pieces = tuple(_piece(one, kinds, language) for one in asked)
    is_held = any(deadline.is_paused_by_requests for deadline in case_type.deadlines)
    say = _Speaker(language, many=len(pieces) > 1)
    return Letter(
        language=language,
        office=office,
        recipient=recipient,
        dated=say(_DATED, day=long_day(occasion.on)),
        marks=((say(_OUR_REFERENCE), case.reference),),
        subject=say(_SUBJECT, title=case_type.title),
        salutation=say(_SALUTATION),
        opening=_opening(say, occasion),
        pieces=pieces,
        paragraphs=tuple(_paragraphs(say, occasion, is_held=is_held)),
        closing=say(_CLOSING),
        signature=office.lines[0] if office.lines else "",
        slip_head=say(_SLIP_HEAD),
        slip_order=say(_SLIP_ORDER),
        slip_rules=tuple(say(rule) for rule in _SLIP_RULES),
        slip_mark=say(_SLIP_MARK),
        slips=tuple(_slip(piece, codes[one.item]) for one, piece in zip(asked, pieces, strict=True)),
    )


def _slip(piece: AskedPiece, code: str) -> LetterSlip:
    return LetterSlip(title=piece.title, kinds=piece.kinds, payload=ANSWER_HINT + code, code=in_clear(code))


def recipient_of(case_type: CaseType, party: Party | None, contents: Sequence[PieceContent]) -> tuple[str, ...]:
    """Return the lines of the address: the person of the case, where the surest of its papers says that person lives.

    The paper that opened the case goes before others, of equals the newest; without any the name stands alone.
    """
    name = _name(party) if party else ""
    accepted = [content for content in contents if content.piece.status is PieceStatus.ACCEPTED]
    ordered = sorted(accepted, key=lambda content: content.received_at, reverse=True)
    ordered.sort(key=lambda content: content.document_class not in case_type.opens_on)
    for content in ordered:
        said = {f.name: written(f.value) for f in content.fields if f.name in _ADDRESS and f.confidence >= BELIEVED}
        place = " ".join(said[part] for part in _ADDRESS[1:] if part in said)
        if place and "address" in said:
            street = said["address"].partition(said.get("postal_code", place))[0].strip(" ,\n") or said["address"]
            return tuple(line for line in (name, street, place) if line)
    return (name,) if name else ()


def _name(party: Party) -> str:
    last_name, _, first_names = party.name.partition(", ")
    return f"{first_names} {last_name}".strip() if first_names else party.name


def _piece(one: Wanted, kinds: Mapping[str, Bilingual], language: Language) -> AskedPiece:
    titles = [kinds[code] for code in one.accepts if code in kinds]
    titles = [*titles[:1], *(Bilingual(fr=_inside(each.fr), en=_inside(each.en)) for each in titles[1:])]
    listed = joined(titles[:-1], fr=", ", en=", ")
    will_do = (
        Bilingual(fr=f"{listed.fr} ou {titles[-1].fr}", en=f"{listed.en} or {titles[-1].en}") if titles[1:] else None
    )
    return AskedPiece(
        title=one.title.in_language(language),
        kinds=will_do.in_language(language) if will_do else "",
        why=one.why.in_language(language) if one.why else "",
    )


def _inside(title: str) -> str:
    """Write a title as inside a sentence; one that begins with several capitals is an abbreviation."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


class _Speaker:
    """Says sentences in one language, in the singular or the plural."""

    def __init__(self, language: Language, *, many: bool) -> None:
        self._language = language
        self._many = many

    def __call__(self, words: Bilingual | tuple[Bilingual, Bilingual], **parts: Bilingual) -> str:
        chosen = words if isinstance(words, Bilingual) else words[self._many]
        return chosen.in_language(self._language).format(
            **{name: part.in_language(self._language) for name, part in parts.items()}
        )


def _opening(say: _Speaker, occasion: Occasion) -> str:
    if occasion.before is None or occasion.before.dated is None:
        return say(_OPENING)
    return say(_REMINDING, day=long_day(occasion.before.dated))


def _paragraphs(say: _Speaker, occasion: Occasion, *, is_held: bool) -> list[str]:
    told = [say(_HOW), say(_WHEN, day=long_day(occasion.answer_by))]
    return [*told, say(_HELD), say(_CROSSED)] if is_held else [*told, say(_CROSSED)]


_DATED = Bilingual(fr="Le {day}", en="{day}")
_OUR_REFERENCE = Bilingual(fr="Nos références", en="Our reference")
_SUBJECT = Bilingual(fr="{title} : pièces à nous adresser", en="{title}: documents to send us")
_SALUTATION = Bilingual(fr="Madame, Monsieur,", en="Dear Sir or Madam,")
_OPENING = (
    Bilingual(
        fr="Pour poursuivre l’examen de votre dossier, nous avons besoin de la pièce suivante :",
        en="To go on with your case, we need the following document:",
    ),
    Bilingual(
        fr="Pour poursuivre l’examen de votre dossier, nous avons besoin des pièces suivantes :",
        en="To go on with your case, we need the following documents:",
    ),
)
_REMINDING = (
    Bilingual(
        fr="Par notre lettre du {day}, nous vous avons demandé une pièce que nous n’avons pas reçue à ce jour :",
        en="In our letter of {day} we asked you for a document that we have not received so far:",
    ),
    Bilingual(
        fr="Par notre lettre du {day}, nous vous avons demandé des pièces que nous n’avons pas reçues à ce jour :",
        en="In our letter of {day} we asked you for documents that we have not received so far:",
    ),
)
_HOW = (
    Bilingual(
        fr="Placez le coupon-réponse joint devant la pièce, sans l’agrafer ni le coller : "
        "elle rejoindra votre dossier sans retard.",
        en="Put the enclosed answer slip in front of the document, without stapling or gluing it: "
        "it will reach your case without delay.",
    ),
    Bilingual(
        fr="Placez devant chaque pièce le coupon-réponse qui porte son nom, sans l’agrafer ni le coller : "
        "elle rejoindra votre dossier sans retard.",
        en="Put in front of each document the answer slip that bears its name, without stapling or gluing it: "
        "it will reach your case without delay.",
    ),
)
_WHEN = Bilingual(fr="Merci de nous répondre au plus tard le {day}.", en="Please answer by {day} at the latest.")
_HELD = (
    Bilingual(
        fr="Le délai d’examen de votre dossier est suspendu jusqu’à la réception de cette pièce.",
        en="The time limit for examining your case stands still until we receive it.",
    ),
    Bilingual(
        fr="Le délai d’examen de votre dossier est suspendu jusqu’à la réception de ces pièces.",
        en="The time limit for examining your case stands still until we receive them.",
    ),
)
_CROSSED = Bilingual(
    fr="Si votre envoi a croisé cette lettre, ne tenez pas compte de celle-ci.",
    en="If you have sent everything meanwhile, please disregard this letter.",
)
_CLOSING = Bilingual(
    fr="Nous vous prions d’agréer, Madame, Monsieur, l’expression de nos salutations distinguées.",
    en="Yours faithfully,",
)
_SLIP_HEAD = Bilingual(fr="Coupon-réponse", en="Answer slip")
_SLIP_ORDER = Bilingual(fr="À placer devant :", en="To be put in front of:")
_SLIP_RULES = (
    Bilingual(fr="Une feuille pour une pièce.", en="One sheet for one document."),
    Bilingual(fr="Ni agrafe, ni colle, ni pliure sur le carré.", en="No staple, glue or fold on the square."),
    Bilingual(fr="N’écrivez rien sur cette feuille.", en="Write nothing on this sheet."),
)
_SLIP_MARK = Bilingual(fr="Code du coupon", en="Code of the slip")
