"""Names of persons in running text, where no label tells: the one person of the text who is not its author."""

import re
from collections.abc import Iterator

from extractors.candidates import Asked, Candidate, legibility
from extractors.regions import Region
from extractors.sheet import Sheet
from extractors.written.names import NameOrder, is_addressed, split_name
from pipeline.folding import fold
from pipeline.model.values import Text
from pipeline.ports import NamedSpan

BY_NAME_FINDER = 0.6
"""Below every threshold: a name found in a text is shown to a person unless something else agrees."""
_AUTHOR = re.compile(r"(docteur|dr\.?|pr\.?|professeur|soussignee?|medecin|directeur|directrice|gerante?)\W*$")
_CIVILITY = re.compile(r"(monsieur|madame|mademoiselle|m\.|mr|mme|mlle)\W*$")


def read_names(asked: Asked) -> tuple[Candidate, ...]:
    """Return the name's part when the text speaks of exactly one person after a title such as `Madame`."""
    found = [pair for sheet in asked.papers.sheets for pair in _people(asked, sheet)]
    everyone = {fold(span.text) for _, span in found}
    if len(everyone) != 1:
        return ()
    sheet, span = found[0]
    full = split_name(span.text, NameOrder.GIVEN_FIRST)
    if full is None:
        return ()
    region = _region(sheet)
    value = Text(full.part(asked.rule.scheme))
    return (
        Candidate(
            value=value,
            confidence=BY_NAME_FINDER * legibility(region.words_at(span.start, span.end)),
            origin=sheet.origin,
            evidence=region.evidence(span.start, span.end),
        ),
    )


def _people(asked: Asked, sheet: Sheet) -> Iterator[tuple[Sheet, NamedSpan]]:
    text = _region(sheet).text
    for span in asked.papers.sources.names.find(text, asked.papers.sources.language):
        before = fold(text[max(0, span.start - 30) : span.start]) + " "
        is_titled = is_addressed(span.text) or _CIVILITY.search(before)
        if span.label == "person" and is_titled and not _AUTHOR.search(before):
            yield sheet, span


def _region(sheet: Sheet) -> Region:
    words = sheet.page.words
    return Region.of(words, sheet)
