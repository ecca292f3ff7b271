"""What speaks for a cut between two pages and what against it: signs with their weights, which add up to a confidence.

Signs stand on the pages themselves: their numbering, head and foot, how a letter opens and closes, a sentence that runs
on, references, people, paper; and what each page is by itself. The weights are natural logarithms of odds, set by
what each sign means and never by any one file: 1 makes a cut 2.7 times likelier, 3 twenty times.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pipeline.folding import letters
from pipeline.model.cut import Seen, Sign
from pipeline.model.identity import UNKNOWN
from pipeline.model.page import TextSource
from pipeline.separation.page_signs import PageSigns

MOST_REFERENCES = 2
ALIKE, UNLIKE = 0.6, 0.15
"""Shares of words that two heads or feet share: from the first on they are the same, below the second they differ."""
FEW_WORDS, FEWER_WORDS, MANY_WORDS = 0.1, 0.05, 0.3
"""Shares of the long words of the shorter page that the other has too: of one document seldom less than a tenth."""
FEWEST_LONG_WORDS = 15
FEWEST_AT_EDGE, MOST_AT_EDGE = 2, 20
"""Words of a head or foot that runs through a document; more are the text of the page itself."""
SAME_SIZE = 0.05
"""Paper of one size differs by no more (feeders stretch and cut by a few millimetres)."""
ENOUGH_WORDS = 40
"""Words of a page whose language is believed."""


WEIGHTS: Final = {
    Sign.NUMBERING_GOES_ON: -6.0,
    Sign.NUMBERING_RUNS: -3.0,
    Sign.SENTENCE_GOES_ON: -2.5,
    Sign.CARRIED_OVER: -2.0,
    Sign.FORM_GOES_ON: -1.5,
    Sign.SAME_REFERENCE: -1.0,
    Sign.SAME_CLASS: -0.4,
    Sign.SAME_HEAD: -1.5,
    Sign.SAME_FOOT: -0.8,
    Sign.SAME_WORDS: -0.8,
    Sign.NOTHING_OPENS: -1.2,
    Sign.NUMBERING_ENDS: 3.0,
    Sign.NUMBERING_BEGINS: 3.5,
    Sign.OTHER_CLASS: 2.5,
    Sign.CLASS_BEGINS: 1.2,
    Sign.TITLE: 2.0,
    Sign.LETTER_OPENS: 2.0,
    Sign.SUBJECT: 1.2,
    Sign.LETTER_CLOSES: 1.2,
    Sign.ADDRESS: 1.3,
    Sign.DATED: 0.5,
    Sign.OTHER_WORDS: 1.6,
    Sign.OTHER_REFERENCE: 0.8,
    Sign.OTHER_PERSON: 2.5,
    Sign.OTHER_HEAD: 0.3,
    Sign.OTHER_FOOT: 0.6,
    Sign.OTHER_PAPER: 1.8,
    Sign.OTHER_SOURCE: 0.5,
    Sign.OTHER_LANGUAGE: 1.5,
}
"""What each sign weighs when it is seen; a numbering with its total decides nearly alone, either way."""

FOR_A_CUT = frozenset(sign for sign, weight in WEIGHTS.items() if weight > 0)
"""Signs that a new document begins; the others say that the pages belong together."""

SINGLE, REPEATED = 0.3, 0.4
"""Weight of a title that is a single word, which running text uses too, and of one that also heads the page before."""

MOST_BY_CLASS: Final = WEIGHTS[Sign.OTHER_CLASS] + WEIGHTS[Sign.TITLE] - WEIGHTS[Sign.NOTHING_OPENS]
"""What can still be added to signs that were taken without asking what the pages are."""

OPENING = frozenset(
    {
        Sign.ADDRESS,
        Sign.NUMBERING_BEGINS,
        Sign.TITLE,
        Sign.LETTER_OPENS,
        Sign.SUBJECT,
        Sign.OTHER_CLASS,
        Sign.CLASS_BEGINS,
    }
)
"""Signs of a first page; the other signs for a cut are seen between the pages of one document as well."""

SCANNED, BORN_DIGITAL = -0.6, -1.6
"""Log odds before any sign is seen: a stack of papers is many documents, a file never printed mostly one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a page is when it is looked at alone: its class, how sure (0 to 1), and its title where it is headed so."""

    document_class: str = UNKNOWN
    confidence: float = 0.0
    title: str | None = None


def signs(one: PageSigns, two: PageSigns, *, kind_before: Kind, kind_after: Kind) -> tuple[Seen, ...]:
    """Return what is seen between a page and the next, with what each is by itself."""
    seen = (
        *_numbering(one, two),
        *_running(one, two),
        *_letters(one, two),
        *_classes(kind_before, kind_after),
        *_numbers(one, two),
        *_outside(one, two),
    )
    is_opened = any(each.sign in OPENING for each in seen)
    return seen if is_opened or not two.is_telling else (*seen, _seen(Sign.NOTHING_OPENS, ""))


def confidence(seen: Iterable[Seen], before: PageSigns, after: PageSigns, *, odds: float = 0.0) -> float:
    """Return how sure it is that a document begins between two pages, 0 to 1; odds: what else speaks for it."""
    is_digital = TextSource.TEXT_LAYER in {before.source, after.source}
    total = odds + (BORN_DIGITAL if is_digital else SCANNED) + sum(each.weight for each in seen)
    return 1 / (1 + math.exp(-total))


def _seen(sign: Sign, value: str, share: float = 1.0) -> Seen:
    return Seen(sign=sign, value=value, weight=round(WEIGHTS[sign] * share, 2))


def _numbering(before: PageSigns, after: PageSigns) -> Iterator[Seen]:
    first, second = before.number, after.number
    if first and second and first.goes_on_in(second):
        is_sure = first.total is not None and second.total is not None
        yield _seen(Sign.NUMBERING_GOES_ON if is_sure else Sign.NUMBERING_RUNS, str(second))
        return
    if first and first.is_last:
        yield _seen(Sign.NUMBERING_ENDS, str(first))
    if second and second.number == 1:
        yield _seen(Sign.NUMBERING_BEGINS, str(second), 1.0 if second.is_worded else 0.5)
    elif second and not first:
        yield _seen(Sign.NUMBERING_RUNS, str(second), 1.0 if second.is_worded else 0.5)


def _running(before: PageSigns, after: PageSigns) -> Iterator[Seen]:
    """See what runs from one page to the next: a sentence, a sum, a head, a foot."""
    if before.goes_on and after.is_gone_on:
        yield _seen(Sign.SENTENCE_GOES_ON, after.first_words)
    if before.has_form and after.has_form:
        yield _seen(Sign.FORM_GOES_ON, "")
    if after.carried:
        yield _seen(Sign.CARRIED_OVER, after.carried)
    yield from _words(before.vocabulary, after.vocabulary)
    yield from _edges(before.head, after.head, Sign.SAME_HEAD, Sign.OTHER_HEAD)
    yield from _edges(before.foot, after.foot, Sign.SAME_FOOT, Sign.OTHER_FOOT)


def _words(before: frozenset[str], after: frozenset[str]) -> Iterator[Seen]:
    """See whether the pages speak of the same things: names, goods, places."""
    fewest = min(len(before), len(after))
    if fewest < FEWEST_LONG_WORDS:
        return
    share = len(before & after) / fewest
    if share >= MANY_WORDS:
        yield _seen(Sign.SAME_WORDS, f"{share:.0%}")
    elif share < FEW_WORDS:
        yield _seen(Sign.OTHER_WORDS, f"{share:.0%}", 1.0 if share < FEWER_WORDS else 0.5)


def _edges(before: frozenset[str], after: frozenset[str], same: Sign, other: Sign) -> Iterator[Seen]:
    if not FEWEST_AT_EDGE <= min(len(before), len(after)) <= max(len(before), len(after)) <= MOST_AT_EDGE:
        return
    share = len(before & after) / len(before | after)
    if share >= ALIKE:
        yield _seen(same, " ".join(sorted(before & after)[:4]))
    elif share < UNLIKE:
        yield _seen(other, " ".join(sorted(after)[:4]))


def _letters(before: PageSigns, after: PageSigns) -> Iterator[Seen]:
    if after.salutation:
        yield _seen(Sign.LETTER_OPENS, after.salutation)
    if after.subject:
        yield _seen(Sign.SUBJECT, after.subject[:60])
    if after.address and letters(after.address) != letters(before.address or ""):
        yield _seen(Sign.ADDRESS, after.address)
    if after.date and after.date != before.date:
        yield _seen(Sign.DATED, after.date)
    if before.closing and not after.closing:
        yield _seen(Sign.LETTER_CLOSES, before.closing[:60], 0.5)
    elif before.closing and (after.salutation or after.subject):
        yield _seen(Sign.LETTER_CLOSES, before.closing[:60])


def _classes(before: Kind, after: Kind) -> Iterator[Seen]:
    """See what the pages are; few pages beyond the first tell what they are, few have a title."""
    if after.title:
        is_single, is_repeated = " " not in after.title.strip(), _is_alike(before.title, after.title)
        yield _seen(Sign.TITLE, after.title, REPEATED if is_repeated else SINGLE if is_single else 1.0)
    if after.document_class == UNKNOWN:
        return
    if before.document_class == UNKNOWN:
        yield _seen(Sign.CLASS_BEGINS, after.document_class, after.confidence**2)
    elif before.document_class != after.document_class:
        yield _seen(Sign.OTHER_CLASS, after.document_class, min(before.confidence, after.confidence))
    elif not after.title:
        yield _seen(Sign.SAME_CLASS, after.document_class)


def _is_alike(one: str | None, other: str) -> bool:
    return one is not None and letters(one) == letters(other)


def _numbers(before: PageSigns, after: PageSigns) -> Iterator[Seen]:
    shared = sorted(before.references & after.references, key=lambda text: (-len(text), text))
    for text in shared[:MOST_REFERENCES]:
        yield _seen(Sign.SAME_REFERENCE, text, 1.0 if text == shared[0] else 0.5)
    if before.references and after.references and not shared:
        yield _seen(Sign.OTHER_REFERENCE, min(after.references, key=lambda text: (-len(text), text)))
    if before.persons and after.persons and not before.persons & after.persons:
        yield _seen(Sign.OTHER_PERSON, min(after.persons))


def _outside(before: PageSigns, after: PageSigns) -> Iterator[Seen]:
    """See what the pages are made of: paper, scan or file, language."""
    if _is_other_paper(before, after):
        width, height = after.paper
        yield _seen(Sign.OTHER_PAPER, f"{width:.0f} x {height:.0f}", 1.0 if after.is_measured else 0.7)
    elif _is_turned(before, after):
        yield _seen(Sign.OTHER_PAPER, f"{after.paper[0]:.0f} x {after.paper[1]:.0f}", 0.3)
    if before.is_telling and after.is_telling and before.source is not after.source:
        yield _seen(Sign.OTHER_SOURCE, after.source)
    is_long = min(before.words, after.words) >= ENOUGH_WORDS
    if is_long and before.language and after.language and before.language != after.language:
        yield _seen(Sign.OTHER_LANGUAGE, after.language)


def _is_other_paper(before: PageSigns, after: PageSigns) -> bool:
    """Return whether the sheets differ in size, whichever way they lie."""
    if before.is_measured is not after.is_measured:
        return False
    sides = zip(sorted(before.paper), sorted(after.paper), strict=True)
    return any(abs(one - two) > SAME_SIZE * max(one, two) for one, two in sides)


def _is_turned(before: PageSigns, after: PageSigns) -> bool:
    return (before.paper[0] < before.paper[1]) != (after.paper[0] < after.paper[1])
