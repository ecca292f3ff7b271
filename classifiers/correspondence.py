"""The form of correspondence: the head of a message or memo, or a letter's greeting, running text and closing words.

A letter about an invoice has the words of an invoice and the form of a letter. Only French and English forms are known:
German invoices greet and close as letters do.
"""

import re
from collections.abc import Sequence
from itertools import dropwhile
from typing import Final

from pipeline.letter_words import is_closing, is_greeting
from pipeline.model.document import Evidence
from pipeline.model.page import Recognition
from pipeline.page_layout import Cell, evidence_of, row_text

HEADER_ROWS = 16
HEADER_PARTS = 3
"""Of sender, addressee, day and subject, those that make a header; a memo has them too, but names no mailbox."""
RUNNING_WORDS, RUNNING_SHARE = 7, 0.6
"""Words of a line of running text, and the share of them that begins with a small letter."""
FEWEST_RUNNING, OF_ALL = 3, 0.4
"""Lines of running text between greeting and closing, and the share of the words there that they hold."""
_HEADER: Final = (
    re.compile(r"(?:de|from|expéditeur)(?: / \w+)?\s*:|de / from\b", re.IGNORECASE),
    re.compile(r"(?:à|to|pour|destinataires?)(?: / \w+)?\s*:|à / to\b", re.IGNORECASE),
    re.compile(r"(?:date|envoyé(?: le)?|sent|reçu(?: le)?|received)\s*:", re.IGNORECASE),
    re.compile(r"(?:objet|subject|sujet)(?: / \w+)?\s*:|objet / subject\b", re.IGNORECASE),
)
_MAILBOX: Final = re.compile(r"[\w.+-]+[@©][\w-]+\.\w")
_SENT: Final = re.compile(r"(?!\w+\s?:)[^<@:]{2,60} ?<[^<>@ ]+@[^<>@ ]+>? .*\d{4}.*\d{1,2}[:h]\d{2}")
"""`Name <name@host> 9 May 2025 at 08:14`: sender and day on one line, as web mail prints them."""
_MEMO: Final = (
    re.compile(r"(?:from|de|émetteur|expéditeur)\s?(?::.*|$)", re.IGNORECASE),
    re.compile(r"(?:to|à|destinataires?|pour)\s?(?::.*|$)", re.IGNORECASE),
    re.compile(r"(?:subject|re|objet|sujet)\s?(?::.*|$)", re.IGNORECASE),
    re.compile(r"(?:date|le)\s?(?::.*|$)", re.IGNORECASE),
)
"""How the cells of a memo's head begin; a label without colon has its cell for itself."""
_NO_MEMO: Final = re.compile(
    r"(?i)\b\d{1,2}[:h]\d{2}\b|\b(?:fax|telefax|facsimile|t[ée]l[ée]copie)\b"
    r"|\b(?:nb|nbre|nombre|number|no\.?) (?:de|of) pages\b|^(?:sent|envoyé|(?:total )?pages?)\b"
)
"""Messages tell the time they were sent, covers of faxes their number of pages."""
Row = Sequence[Cell]


def mail_header(page: Recognition, rows: Sequence[Row]) -> Evidence | None:
    """Return the header of a message at the head of a page: who wrote to whom, when and about what, with a mailbox."""
    rows = rows[:HEADER_ROWS]
    texts = [row_text(row) for row in rows]
    named = {part for part, label in enumerate(_HEADER) if any(map(label.match, texts))}
    if any(map(_SENT.match, texts)):
        named |= {0, 2}
    shown = next((row for row, text in zip(rows, texts, strict=True) if _MAILBOX.search(text)), None)
    return _evidence(page, shown) if shown is not None and len(named) >= HEADER_PARTS else None


def memo_head(page: Recognition, rows: Sequence[Row]) -> Evidence | None:
    """Return the head of a memo: from whom, to whom, when and what about; no mailbox, time, number of pages or fax."""
    cells = [cell for row in rows[:HEADER_ROWS] for cell in row]
    if any(_NO_MEMO.search(cell.text) or _MAILBOX.search(cell.text) for cell in cells):
        return None
    shown = [
        next((row for row in rows[:HEADER_ROWS] if any(label.match(c.text) for c in row)), None) for label in _MEMO
    ]
    return _evidence(page, shown[0]) if shown[0] is not None and all(shown) else None


def letter_form(pages: Sequence[tuple[Recognition, Sequence[Row]]]) -> Evidence | None:
    """Return the greeting of a letter when running text and closing words follow it; pages: each with its rows."""
    rows = [(page, row) for page, among in pages for row in among]
    after = list(dropwhile(lambda placed: not _greets(placed[1]), rows))
    if not after or after[0][0] is not pages[0][0]:
        return None
    body = [row_text(row).split() for _, row in after[1:]]
    closing = next((at for at, words in enumerate(body) if is_closing(" ".join(words))), 0)
    running = [words for words in body[: closing + 1] if _is_running(words)]
    words, among = sum(map(len, running)), sum(map(len, body[: closing + 1]))
    is_letter = len(running) >= FEWEST_RUNNING and words >= OF_ALL * among
    return _evidence(*after[0]) if is_letter else None


def _greets(row: Row) -> bool:
    return len(row) == 1 and is_greeting(row[0].text)


def _is_running(words: Sequence[str]) -> bool:
    return len(words) >= RUNNING_WORDS and sum(word[0].islower() for word in words) >= RUNNING_SHARE * len(words)


def _evidence(page: Recognition, row: Row) -> Evidence:
    return evidence_of([placed.word for cell in row for placed in cell.words], page=page.number)
