"""Where one document ends and the next begins, by separator sheets, blanks or a fixed count.

Nothing is lost and nothing moves: every page is a separator, a blank, or in exactly one document, in its order. The
reasons for a cut that lie in the text itself come later and only propose; what is decided here is mechanical.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.model.document import Draft, OpenedBy
from pipeline.model.page import Recognition
from pipeline.rules.catalog import BatchClass

CLASS_HINT = "CB-SEP:"
"""A separator's payload that names the class of the document it opens."""

CASE_HINT = "CB-CASE:"
"""A payload that names the case the document belongs to."""

ANSWER_HINT = "CB-ANS:"
"""The payload of an answer slip: the code by which the records know which piece of which case lies behind it."""

CUT_CONFIDENCE = {
    OpenedBy.FILE: 0.95,
    OpenedBy.PATCH: 0.99,
    OpenedBy.BARCODE: 0.99,
    OpenedBy.BLANK: 0.80,
    OpenedBy.COUNT: 0.90,
}
"""How sure a cut is by what made it: a sheet with a checked symbol is a deliberate act, a blank page may be a back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Separation:
    """The pages of a file cut up: drafts in order, and the numbers of separator sheets and of blanks."""

    drafts: tuple[Draft, ...]
    separators: tuple[int, ...]
    blanks: tuple[int, ...]


@dataclass(slots=True)
class _Open:
    """A document being gathered."""

    opened_by: OpenedBy
    hint: str | None = None
    case_reference: str | None = None
    answers: tuple[str, ...] = ()
    pages: list[int] = field(default_factory=list)

    def closed(self) -> Draft:
        is_alone = self.opened_by is OpenedBy.FILE and len(self.pages) == 1
        return Draft(
            pages=tuple(self.pages),
            opened_by=self.opened_by,
            cut_confidence=1.0 if is_alone else CUT_CONFIDENCE[self.opened_by],
            hint=self.hint,
            case_reference=self.case_reference,
            answers=self.answers,
        )


def separate(pages: Sequence[Recognition], rule: BatchClass) -> Separation:
    """Cut the pages of one file, in order, as its batch class says."""
    drafts: list[Draft] = []
    separators: list[int] = []
    blanks: list[int] = []
    current = _Open(OpenedBy.FILE)
    for page in pages:
        opener = _opener(page, rule)
        if opener is not None:
            separators.append(page.number)
            _close(current, drafts)
            current = _after_separator(current, opener, page)
        elif page.is_blank and rule.drop_blanks:
            blanks.append(page.number)
        else:
            if _is_full(current, rule):
                _close(current, drafts)
                current = _Open(OpenedBy.COUNT)
            current.pages.append(page.number)
            current.case_reference = current.case_reference or _payload(page, CASE_HINT)
            current.answers = current.answers or _payloads(page, ANSWER_HINT)
    _close(current, drafts)
    return Separation(drafts=tuple(drafts), separators=tuple(separators), blanks=tuple(blanks))


def _opener(page: Recognition, rule: BatchClass) -> OpenedBy | None:
    """Return what makes this page a separator under the rule, or None for a page of a document.

    An answer slip of ours always does, whatever the batch class says.
    """
    if page.separator is None:
        return None
    if page.separator == OpenedBy.BARCODE and _payloads(page, ANSWER_HINT):
        return OpenedBy.BARCODE
    kind = "patch" if page.separator.startswith("patch-") else page.separator
    return OpenedBy(kind) if kind in rule.separate_by else None


def _after_separator(before: _Open, opener: OpenedBy, page: Recognition) -> _Open:
    """Open the next document; several sheets in a row open one document and each may add what it says."""
    hint, case, answers = _payload(page, CLASS_HINT), _payload(page, CASE_HINT), _payloads(page, ANSWER_HINT)
    if before.pages or before.opened_by is OpenedBy.FILE or opener is OpenedBy.BLANK:
        is_first = bool(before.pages) or before.opened_by is OpenedBy.FILE
        return _Open(opener, hint, case, answers) if is_first else before
    together = tuple(dict.fromkeys((*before.answers, *answers)))
    return _Open(opener, hint or before.hint, case or before.case_reference, together)


def _is_full(current: _Open, rule: BatchClass) -> bool:
    limit = rule.pages_per_document
    return "count" in rule.separate_by and limit is not None and len(current.pages) >= limit


def _payload(page: Recognition, prefix: str) -> str | None:
    return next(iter(_payloads(page, prefix)), None)


def _payloads(page: Recognition, prefix: str) -> tuple[str, ...]:
    found = (code.payload[len(prefix) :].strip() for code in page.codes if code.payload.startswith(prefix))
    return tuple(dict.fromkeys(text for text in found if text))


def _close(current: _Open, drafts: list[Draft]) -> None:
    if current.pages:
        drafts.append(current.closed())
