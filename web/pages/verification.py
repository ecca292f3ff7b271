"""The verification desk: what waits for a person, and one document at a time with its page beside its doubts."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form
from fastapi.responses import JSONResponse, Response

from bootstrap.application import Application
from pipeline.errors import CasebinderError, NotPossible, WrongUsage
from pipeline.folding import letters
from pipeline.model.actor import Actor
from pipeline.model.document import Evidence
from pipeline.model.doubt import Answer, Doubt, DoubtKind
from pipeline.model.identity import DocumentId
from pipeline.model.values import Value, written
from pipeline.rules.catalog import FieldRule, Option
from services.rules.rulebook import Titles
from services.verification.doubts import OnDesk
from web.areas import Area
from web.typed import YES_NO, as_written, row_shown, typable
from web.visit import Signed, Typed, Visit

router = APIRouter(prefix="/verification")

PICTURE_WIDTH = 1400
"""Pixels across a page: what a scanned A4 page shows at twice the size of a small window."""
UNSURE_FROM = 0.7
"""Confidence 0 to 1 from which a reading in doubt is told as unsure rather than doubtful."""


def _waiting(application: Application, actor: Actor) -> int:
    return application.doubts.waiting(actor)


AREA = Area(
    key="verification",
    address="/verification",
    icon="verify",
    letter="v",
    act="document.take",
    rank=20,
    waiting=_waiting,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A doubt as the page shows it: what stands in its box, and what else may be meant, chosen by a key.

    sure: 1 or 2; None when nothing was read; is_choice: the readings are all there can be.
    """

    key: str
    kind: DoubtKind
    field: str | None
    shown: str
    readings: tuple[str, ...]
    reasons: tuple[str, ...]
    evidence: Evidence | None
    value_kind: str
    sure: int | None
    has_reference: bool
    is_choice: bool


@router.get("")
def queues(visit: Signed, queue: str = "") -> Response:
    """Show what waits, and who is on what."""
    values = {
        "queues": visit.application.doubts.queues(visit.actor, queue or None),
        "queue": queue,
        "titles": visit.application.rulebook.titles(visit.actor),
    }
    return visit.page("verification/queues.html", values)


@router.post("/next")
def take_next(visit: Signed, queue: Typed = "", after: Typed = "") -> Response:
    """Take the next document."""
    doubts, behind = visit.application.doubts, DocumentId(after) if after else None
    return _to(visit, doubts.take_next(visit.actor, queue=queue or None, after=behind), queue)


@router.get("/{name}")
def shown(visit: Signed, name: str, queue: str = "") -> Response:
    """Show a document on the desk."""
    return _desk(visit, DocumentId(name), queue)


@router.post("/{name}/take")
def take(visit: Signed, name: str, queue: Typed = "") -> Response:
    """Take the document, or keep it longer."""
    visit.application.doubts.take(visit.actor, DocumentId(name))
    return _to(visit, DocumentId(name), queue)


@router.post("/{name}/give-back")
def give_back(visit: Signed, name: str, queue: Typed = "") -> Response:
    """Let others have the document."""
    visit.application.doubts.give_back(visit.actor, DocumentId(name))
    return _to(visit, None, queue)


@router.post("/{name}/skip")
def skip(visit: Signed, name: str, queue: Typed = "") -> Response:
    """Leave the document to others, and go on with the one behind it."""
    return _to(visit, visit.application.doubts.skip(visit.actor, DocumentId(name), queue=queue or None), queue)


@router.post("/{name}/answer")
def answer(
    visit: Signed, name: str, doubt: Typed, text: Typed = "", kind: Typed = "", nothing: Typed = "", queue: Typed = ""
) -> Response:
    """Answer one doubt; nothing: the paper does not say it, whatever stands in the box."""
    said = None if nothing or not text.strip() else _said(visit, doubt, kind, text)
    settle, told = visit.application.settle, [Answer(doubt=doubt, text=said)]
    return _acted(
        visit, name, queue, lambda: settle.settle(visit.actor, DocumentId(name), told), about=doubt, typed=text
    )


@router.post("/{name}/answer-by-row")
def answer_by_row(
    visit: Signed, name: str, field: Typed = "", table: Typed = "", key: Typed = "", queue: Typed = ""
) -> Response:
    """Answer by a row of a reference table, and with it the other fields in doubt that it tells."""
    settle, document = visit.application.settle, DocumentId(name)
    act = partial(settle.settle_by_row, visit.actor, document, field, table=table, key=key)
    return _acted(visit, name, queue, act)


@router.post("/{name}/undo")
def undo(visit: Signed, name: str, queue: Typed = "") -> Response:
    """Take back one's last answer."""
    return _acted(visit, name, queue, lambda: visit.application.undo.undo(visit.actor, DocumentId(name)) and name)


@router.post("/{name}/release")
def release(visit: Signed, name: str, reason: Typed = "", queue: Typed = "") -> Response:
    """Let the document go as it is."""
    verify = visit.application.verify
    return _acted(visit, name, queue, partial(verify.release, visit.actor, DocumentId(name), reason=reason))


@router.post("/{name}/reject")
def reject(
    visit: Signed, name: str, position: Annotated[int, Form()], reason: Typed = "", queue: Typed = ""
) -> Response:
    """Take a page out of the document; it stays accounted for."""
    recut = visit.application.recut
    return _acted(visit, name, queue, partial(recut.reject, visit.actor, DocumentId(name), position, reason=reason))


@router.get("/{name}/suggestions")
def suggestions(visit: Signed, name: str, field: str = "", text: str = "") -> Response:
    """Return what the reference tables know that begins like this."""
    found = visit.application.doubts.suggest(visit.actor, DocumentId(name), field, text)
    rows = [(row, row_shown(row.values, field)) for row in found]
    return visit.page("verification/suggestions.html", {"rows": rows})


@router.get("/{name}/words")
def words(visit: Signed, name: str, page: int = 1) -> Response:
    """Return the words of a page with their boxes, in fractions of it."""
    read = visit.application.doubts.words(visit.actor, DocumentId(name), page)
    return JSONResponse([{"text": word.text, "box": word.box} for word in read])


def _acted(
    visit: Visit, name: str, queue: str, act: Callable[[], object], *, about: str = "", typed: str = ""
) -> Response:
    """Do an act and lead to the document it left, or show why it was not done beside the document as it is."""
    try:
        left = act()
    except (NotPossible, WrongUsage) as error:
        return _desk(visit, DocumentId(name), queue, wrong=error, about=about, typed=typed)
    return _to(visit, DocumentId(left) if isinstance(left, str) else DocumentId(name), queue)


def _to(visit: Visit, name: DocumentId | None, queue: str) -> Response:
    """Lead to a document on the desk, or to what waits when there is none."""
    asked = "?" + urlencode({"queue": queue}) if queue else ""
    return visit.go(f"/verification/{name}{asked}" if name else f"/verification{asked}")


def _desk(
    visit: Visit,
    name: DocumentId,
    queue: str,
    *,
    wrong: CasebinderError | None = None,
    about: str = "",
    typed: str = "",
) -> Response:
    desk = visit.application.doubts.on_desk(visit.actor, name)
    titles = visit.application.rulebook.titles(visit.actor)
    asked = [_asked(visit, desk, doubt, titles) for doubt in desk.doubts]
    tells = visit.reasons(titles)
    made = desk.view.document.understanding
    doubtful = {doubt.field for doubt in desk.doubts}
    values = {
        "desk": desk,
        "document": desk.view.document,
        "asked": asked,
        "sure": [field for field in made.fields if field.name not in doubtful] if made else [],
        "notes": [tells.of_finding(one, made) for one in made.findings if one.severity == "note"] if made else [],
        "titles": titles,
        "classes": sorted(
            (title.in_language(visit.language) for title in titles.document_classes.values()), key=letters
        ),
        "shown": {field.name: typable(field.value, visit.language) for field in made.fields} if made else {},
        "queue": queue,
        "wrong": wrong,
        "about": about,
        "typed": typed,
        "width": PICTURE_WIDTH,
    }
    return visit.page("verification/desk.html", values, status=400 if wrong else 200)


def _asked(visit: Visit, desk: OnDesk, doubt: Doubt, titles: Titles) -> Asked:
    rule = desk.rules.field(doubt.field) if desk.rules and doubt.field else None
    shown, readings = _readings(visit, desk, doubt, rule, titles)
    tables = desk.rules.reference if desk.rules else ()
    return Asked(
        key=doubt.key,
        kind=doubt.kind,
        field=doubt.field,
        shown=shown,
        readings=readings,
        reasons=visit.reasons(titles).of_doubt(doubt, desk.view.document.understanding, desk.view.document.draft),
        evidence=doubt.evidence,
        value_kind=rule.kind if rule else "text",
        sure=_level(doubt.read.confidence) if doubt.read else None,
        is_choice=bool(_choices(visit, rule)),
        has_reference=any(doubt.field in {table.key, *table.agree} for table in tables),
    )


def _readings(
    visit: Visit, desk: OnDesk, doubt: Doubt, rule: FieldRule | None, titles: Titles
) -> tuple[str, tuple[str, ...]]:
    """Return what stands in the box, and every choice, the one that stands there first."""
    made = desk.view.document.understanding
    if doubt.kind is DoubtKind.CLASS and made:
        seen = made.classification
        near = [seen.document_class, *(runner.document_class for runner in seen.runners_up)]
        named = [
            titles.document_classes[code].in_language(visit.language)
            for code in near
            if code in titles.document_classes
        ]
        return (named[0] if seen.document_class in titles.document_classes else "", tuple(named))
    if doubt.read is None:
        return "", _choices(visit, rule)
    shown = _shown(visit, doubt.read.value, rule)
    others = (_shown(visit, other.value, rule) for other in doubt.read.alternatives)
    return shown, tuple(dict.fromkeys((shown, *others, *_choices(visit, rule))))


def _choices(visit: Visit, rule: FieldRule | None) -> tuple[str, ...]:
    if rule is None:
        return ()
    return tuple(reversed(YES_NO[visit.language])) if rule.kind == "flag" else tuple(map(_phrase, rule.options))


def _shown(visit: Visit, value: Value, rule: FieldRule | None) -> str:
    """Write a value as a person types it; what can be ticked by its words on paper."""
    ticked = (_phrase(option) for option in rule.options if option.value == written(value)) if rule else ()
    return next(iter(ticked), typable(value, visit.language))


def _phrase(option: Option) -> str:
    return option.phrases[0] if option.phrases else option.value


def _said(visit: Visit, doubt: str, kind: str, text: str) -> str:
    """Return what was typed as the service takes it; a class may be typed by its title."""
    if doubt != DoubtKind.CLASS:
        return as_written(kind, text, visit.language)
    titles = visit.application.rulebook.titles(visit.actor).document_classes
    named = (code for code, title in titles.items() if letters(title.in_language(visit.language)) == letters(text))
    return next(named, text.strip())


def _level(confidence: float) -> int:
    """Return how sure a reading in doubt is: never as sure as one that nobody asks about."""
    return 2 if confidence >= UNSURE_FROM else 1
