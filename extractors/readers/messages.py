"""The head of a message that no label tells: who wrote it and when on one line, its subject above or below.

Programs for mail on the web and on telephones print `Name <name@host>` with the instant at the end of the line, under
the subject in large letters (and the number of messages), or above it.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from extractors.candidates import Asked, Candidate, legibility
from extractors.dates import days_in
from extractors.names import mailbox
from extractors.regions import Region
from extractors.sheet import Sheet
from pipeline.model.values import Day, Text, Value
from pipeline.page_layout import Cell, Placed

BY_HEAD = 0.9
_MAILBOX: Final = re.compile(r"^(?!\w+\s?:)[^<@:]{2,60} ?<[\w.+-]+@[\w.-]+>?")
_COUNT: Final = re.compile(r"\d+ messages?", re.IGNORECASE)
_TO: Final = re.compile(r"(?:à|to|pour|cc|cci|bcc)\s?:.*", re.IGNORECASE)
LATEST = 12
"""The head of a message stands in the first rows."""


def read_messages(asked: Asked) -> tuple[Candidate, ...]:
    """Give the sender, the date or the subject by the first line that holds a mailbox and a day."""
    return tuple(found for sheet in asked.papers.sheets[:1] for found in _on(asked, sheet))


def _on(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    rows = sheet.layout.rows
    for at, cells in enumerate(rows[:LATEST]):
        text = " ".join(cell.text for cell in cells)
        sent = _MAILBOX.match(text)
        if sent is None:
            continue
        words = tuple(placed for row in rows[at : at + 2] for cell in row for placed in cell.words)
        days = days_in(" ".join(placed.word.text for placed in words), today=asked.papers.sources.today)
        if not days:
            continue
        if asked.rule.name == "date":
            yield _candidate(sheet, words, Day(days[0].day), days[0].start, days[0].end)
        elif asked.rule.name == "sender":
            name = mailbox(sent[0])
            yield from [_candidate(sheet, words, Text(name), 0, sent.end())] if name else []
        elif asked.rule.name == "subject":
            yield from _subject(sheet, at)
        return


def _subject(sheet: Sheet, at: int) -> Iterator[Candidate]:
    """Give the line above the head, past the number of messages; where there is none the one below the addressees."""
    rows = sheet.layout.rows
    above = [row for row in rows[:at] if not _COUNT.fullmatch(_text(row))]
    if above and "@" not in _text(above[-1]) and len(above) < LATEST:
        chosen: Sequence[Cell] | None = above[-1]
    else:
        chosen = next((row for row in rows[at + 1 : at + 5] if not _TO.fullmatch(_text(row))), None)
    if chosen:
        words = tuple(placed for cell in chosen for placed in cell.words)
        yield _candidate(sheet, words, Text(_text(chosen)), 0, len(_text(chosen)))


def _text(row: Sequence[Cell]) -> str:
    return " ".join(cell.text for cell in row)


def _candidate(sheet: Sheet, placed: Sequence[Placed], value: Value, start: int, end: int) -> Candidate:
    words = tuple(each.word for each in placed)
    region = Region.of(words, sheet)
    return Candidate(
        value=value,
        confidence=BY_HEAD * legibility(region.words_at(start, end)),
        origin=sheet.origin,
        evidence=region.evidence(start, end),
    )
