"""Values by their form alone: patterns of the rules in running text, and identifiers that their check digits prove."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from extractors.candidates import Asked, Candidate, legibility, trust
from extractors.regions import Region
from extractors.sheet import Sheet
from extractors.written.addresses import PARTS_OF_ADDRESS, postal_code
from extractors.written.identifiers import NumberFound, accounts_in, banks_in, proved_in
from extractors.written.names import NameOrder, is_addressed, split_name
from extractors.written.values import parse
from pipeline.folding import letters
from pipeline.model.page import Word
from pipeline.model.values import Identifier, Text, Value
from pipeline.page_layout import Cell
from pipeline.rules.catalog import FieldKind

BY_PATTERN = 0.93
"""A pattern holds the words that ask for its value, as a label does."""
BY_PROOF = 0.93
NEAR_ACCOUNT = 4
"""Rows between an account and the code of its bank."""
WORDS_OF_TEXT = 2
"""Cells of more words show where lines of text end."""
FULL_NAME = "full"
"""A pattern's group of that name holds a whole name, of which the field is a part."""


def read_patterns(asked: Asked) -> tuple[Candidate, ...]:
    """Return what the rule's patterns find in the lines of text, and proved identifiers of the rule's scheme."""
    return tuple(
        candidate for sheet in asked.papers.sheets for candidate in (*_proved(asked, sheet), *_matched(asked, sheet))
    )


def _proved(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    scheme = asked.rule.scheme
    if asked.rule.kind is not FieldKind.IDENTIFIER or scheme is None:
        return
    rows = [_row_region(row, sheet) for row in sheet.layout.rows]
    for region in (*rows, _running_text(sheet)):
        accounts = accounts_in(region.text) if scheme == "iban" else ()
        for found in (*proved_in(region.text, scheme), *accounts):
            yield _number(sheet, region, found, scheme)
    if scheme == "bic":
        yield from _banks(sheet, rows)


def _number(sheet: Sheet, region: Region, found: NumberFound, scheme: str) -> Candidate:
    value = Identifier(found.value, scheme)
    held = region.words_at(found.start, found.end)
    return Candidate(
        value=value,
        confidence=BY_PROOF * found.quality * trust(held, value, is_proved=found.is_proved),
        origin=sheet.origin,
        evidence=region.evidence(found.start, found.end),
        is_proved=found.is_proved,
    )


def _banks(sheet: Sheet, rows: Sequence[Region]) -> Iterator[Candidate]:
    """Yield the codes of banks near an account that is proved, of the account's country."""
    for at, row in enumerate(rows):
        for account in (*proved_in(row.text, "iban"), *accounts_in(row.text)):
            for near in rows[max(0, at - NEAR_ACCOUNT) : at + NEAR_ACCOUNT + 1]:
                for found in banks_in(near.text, account.value[:2]):
                    yield _number(sheet, near, found, "bic")


def _matched(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    """Search the text with line breaks as blanks, so that a pattern may run over the end of a line."""
    if not asked.rule.patterns:
        return
    region = _running_text(sheet)
    for pattern in asked.rule.patterns:
        for match in re.finditer(pattern, region.text):
            group = FULL_NAME if FULL_NAME in match.re.groupindex else (1 if match.re.groups else 0)
            if candidate := _candidate(asked, sheet, region, match, group):
                yield candidate


def _candidate(asked: Asked, sheet: Sheet, region: Region, match: re.Match[str], group: str | int) -> Candidate | None:
    sources = asked.papers.sources
    text, (start, end) = match[group], match.span(group)
    if asked.rule.scheme in PARTS_OF_ADDRESS:
        text = _of_its_lines(text, region.words_at(start, end), sheet)
        end = start + len(text)
    held = region.words_at(start, end)
    confidence = BY_PATTERN * legibility(held)
    value: Value | None = None
    is_proved = None
    if group == FULL_NAME:
        full = split_name(text, NameOrder.GIVEN_FIRST)
        if full is None:
            return None
        value = Text(full.part(asked.rule.scheme))
        is_english = sources.language == "en" and is_addressed(match[0])
        confidence *= 1.0 if full.is_sure or is_english else 0.75
    elif parsed := parse(asked.rule, _with_time(asked, match, text), today=sources.today, language=sources.language):
        value, is_proved = _behind_title(asked, parsed.value), parsed.is_proved
        start, end = start + parsed.start, start + parsed.end
        confidence = BY_PATTERN * legibility(region.words_at(start, end)) * parsed.quality
    if value is None:
        return None
    evidence = region.evidence(start, end)
    return Candidate(value=value, confidence=confidence, origin=sheet.origin, evidence=evidence, is_proved=is_proved)


def _with_time(asked: Asked, match: re.Match[str], text: str) -> str:
    """Return a day with what its pattern found behind it: a time of day makes it surer."""
    return match.string[match.start(1) : match.end()] if asked.rule.kind is FieldKind.DATE and match.re.groups else text


def _of_its_lines(text: str, words: Sequence[Word], sheet: Sheet) -> str:
    """Return an address up to the end of a line that its town leaves short: what follows is another sentence."""
    boxes = [sheet.layout.to_upright.box(word.box) for word in words]
    edge = max((row[-1].box.right for row in sheet.layout.rows if len(row[-1].words) > WORDS_OF_TEXT), default=0.0)
    for at in range(1, len(words)):
        before = " ".join(word.text for word in words[:at])
        is_next_line = boxes[at].left < boxes[at - 1].left and boxes[at].top > boxes[at - 1].top
        would_fit = boxes[at - 1].right + sheet.layout.letter_height + boxes[at].width < edge
        if is_next_line and would_fit and postal_code(before) is not None:
            return text[: len(before)]
    return text


def _behind_title(asked: Asked, value: Value) -> Value:
    """Leave out what ends in the paper's title before a name: in running text it stands right before the sentence."""
    words = value.value.split() if isinstance(value, Text) else []
    titles = {letters(title) for title in asked.papers.document_class.titles}
    ends = (end for start, end in combinations(range(len(words)), 2) if letters("".join(words[start:end])) in titles)
    led = max(ends, default=0)
    return Text(" ".join(words[led:])) if led else value


def _running_text(sheet: Sheet) -> Region:
    words = sheet.page.words
    return Region.of(words, sheet)


def _row_region(row: tuple[Cell, ...], sheet: Sheet) -> Region:
    words = tuple(placed.word for cell in row for placed in cell.words)
    return Region.of(words, sheet)
