"""The head of a message that no label tells: who wrote it and when on one line, its subject above or below.

Programs for mail on the web and on telephones print `Name <name@host>` with the instant at the end of the line, under
the subject in large letters (and the number of messages), or above it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from extractors.candidates import Asked, Candidate, legibility
from extractors.regions import Region, regions
from extractors.sheet import Sheet
from extractors.written.dates import days_in
from extractors.written.given_names import is_given_name
from extractors.written.names import PARTS_OF_NAMES, mailbox, split_name
from pipeline.model.values import Day, Text, Value
from pipeline.page_layout import Cell, Placed, row_text, text_of

BY_HEAD = 0.9
_MAILBOX: Final = re.compile(r"^(?!\w+\s?:)[^<@:]{2,60} ?<[\w.+-]+@[\w.-]+>?")
_COUNT: Final = re.compile(r"\d+ messages?", re.IGNORECASE)
_TIME: Final = re.compile(r"\b\d{1,2}[:h]\d{2}\b")
_TO: Final = re.compile(r"(?:à|to|pour|cc|cci|bcc)\s?:.*", re.IGNORECASE)
_AFTER_LABEL: Final = re.compile(r"^\w+\s?:\s*")
LEAST_THREAD, NAME_AND_DAY = 2, 2
"""Of a thread: its messages; and the cells of a head, a name and a day."""
LATEST = 12
"""The head of a message stands in the first rows."""


def read_messages(asked: Asked) -> tuple[Candidate, ...]:
    """Return the sender, the date or the subject by the first line that holds a mailbox and a day.

    For a person's names: those of the sender, where a person writes.
    """
    sheets = asked.papers.sheets[:1]
    if asked.rule.scheme in PARTS_OF_NAMES:
        return tuple(found for sheet in sheets for found in _writer(asked, sheet))
    latest = tuple(found for sheet in sheets for found in _latest(asked, sheet))
    return latest or tuple(
        found for sheet in sheets for found in (*_on(asked, sheet), *_above(asked, sheet), *_beside(asked, sheet))
    )


def _latest(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    """Yield what the head of the latest of several messages says, where their number stands below the subject."""
    rows = sheet.layout.rows
    counted = next((at for at, row in enumerate(rows[:LATEST]) if _COUNT.fullmatch(row_text(row))), 0)
    heads = [(day, at) for at in range(counted + 1, len(rows) - 1) if (day := _day_of_head(asked, sheet, at))]
    if not counted or len(heads) < LEAST_THREAD:
        return
    day, at = max(heads, key=lambda head: (head[0], head[1]))
    first, last, to = rows[at][0].words, rows[at][-1].words, rows[at + 1][0].words
    sent, addressed = mailbox(text_of(first)), mailbox(_AFTER_LABEL.sub("", text_of(to)))
    shown = {"date": (last, Day(day)), "sender": (first, sent), "recipient": (to, addressed)}
    shown["subject"] = (
        tuple(placed for cell in rows[counted - 1] for placed in cell.words),
        row_text(rows[counted - 1]),
    )
    words, value = shown.get(asked.rule.name, ((), None))
    if value:
        said = Text(value) if isinstance(value, str) else value
        yield replace(_candidate(sheet, words, said, 0, len(text_of(words))), is_latest=True)


def _day_of_head(asked: Asked, sheet: Sheet, at: int) -> date | None:
    """Return the day of a row that heads a message of several: a name, a day and a time, over its addressees."""
    row, below = sheet.layout.rows[at : at + 2]
    if len(row) < NAME_AND_DAY or not _TIME.search(row[-1].text) or not _TO.fullmatch(row_text(below)):
        return None
    days = days_in(row[-1].text, today=asked.papers.sources.today)
    return days[0].day if days else None


def _on(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    rows = sheet.layout.rows
    mailboxes = [(at, sent) for at, cells in enumerate(rows[:LATEST]) if (sent := _MAILBOX.match(cells[0].text))]
    for (at, sent), deep in [(each, deep) for deep in (1, 2) for each in mailboxes]:
        words = tuple(placed for row in rows[at : at + deep] for cell in row for placed in cell.words)
        days = days_in(text_of(words), today=asked.papers.sources.today)
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


def _above(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    """Yield the subject above a labelled head that has none: another below is that of the message it answers."""
    sender = asked.papers.document_class.field("sender")
    if asked.rule.name != "subject" or sender is None:
        return
    senders = sorted({label.row for label in sheet.labelled(sender.labels)})
    subjects = {label.row for label in sheet.labelled(asked.rule.labels)}
    if not senders or not 0 < senders[0] < LATEST:
        return
    end = senders[1] if len(senders) > 1 else len(sheet.layout.rows)
    row = sheet.layout.rows[senders[0] - 1]
    if not any(at < end for at in subjects) and "@" not in row_text(row):
        words = tuple(placed for cell in row for placed in cell.words)
        yield _candidate(sheet, words, Text(row_text(row)), 0, len(row_text(row)))


def _beside(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    """Yield who wrote and when, left of the labels of addressee and subject, where no label asks for the writer."""
    fields = {name: asked.papers.document_class.field(name) for name in ("sender", "recipient", "subject")}
    rows = {
        name: min((at.row for at in sheet.labelled(rule.labels)), default=LATEST)
        for name, rule in fields.items()
        if rule
    }
    top, bottom = rows.get("recipient", LATEST), rows.get("subject", LATEST)
    if not top < bottom < LATEST or rows.get("sender", LATEST) <= bottom:
        return
    left = [row[0] for row in sheet.layout.rows[top : bottom + 1] if len(row) > 1]
    timed = next(
        (cell for cell in left if _TIME.search(cell.text) and days_in(cell.text, today=asked.papers.sources.today)),
        None,
    )
    named = next((cell for cell in left if split_name(cell.text)), None)
    if timed and asked.rule.name == "date":
        day = days_in(timed.text, today=asked.papers.sources.today)[0]
        yield _candidate(sheet, timed.words, Day(day.day), day.start, day.end)
    elif timed and named and asked.rule.name == "sender":
        yield _candidate(sheet, named.words, Text(named.text), 0, len(named.text))


def _writer(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    """Yield a part of the sender's name when its given names are common ones: a mailbox may be an office's."""
    sender = asked.papers.document_class.field("sender")
    if sender is None:
        return
    shown = next(iter((*_named_by(sheet, sender.labels), *_on(replace(asked, rule=sender), sheet))), None)
    full = split_name(shown.value.value) if shown and isinstance(shown.value, Text) else None
    if shown and full and full.is_sure and is_given_name(full.given_names):
        part = full.part(asked.rule.scheme)
        yield replace(shown, value=Text(part))


def _named_by(sheet: Sheet, labels: Sequence[str]) -> Iterator[Candidate]:
    """Yield the mailboxes beside the labels, from the top."""
    for label in sorted(sheet.labelled(labels), key=lambda each: each.row):
        for region in regions(sheet, label, wide=False, deep=False):
            name = mailbox(region.text) if region.relation != "below" else None
            if name:
                sure = BY_HEAD * legibility(region.words_at(0, len(name)))
                place = region.evidence(0, len(region.text))
                yield Candidate(value=Text(name), confidence=sure, origin=sheet.origin, evidence=place)
                break


def _subject(sheet: Sheet, at: int) -> Iterator[Candidate]:
    """Yield the line above the head, past the number of messages; where there is none the one below the addressees."""
    rows = sheet.layout.rows
    above = [row for row in rows[:at] if not _COUNT.fullmatch(row_text(row))]
    if above and "@" not in row_text(above[-1]) and len(above) < LATEST:
        chosen: Sequence[Cell] | None = above[-1]
    else:
        chosen = next((row for row in rows[at + 1 : at + 5] if not _TO.fullmatch(row_text(row))), None)
    if chosen:
        words = tuple(placed for cell in chosen for placed in cell.words)
        yield _candidate(sheet, words, Text(row_text(chosen)), 0, len(row_text(chosen)))


def _candidate(sheet: Sheet, placed: Sequence[Placed], value: Value, start: int, end: int) -> Candidate:
    words = tuple(each.word for each in placed)
    region = Region.of(words, sheet)
    return Candidate(
        value=value,
        confidence=BY_HEAD * legibility(region.words_at(start, end)),
        origin=sheet.origin,
        evidence=region.evidence(start, end),
    )
