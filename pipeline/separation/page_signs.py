"""What a page shows that tells where documents begin and end: its number, head and foot, opening, references, paper.

Only what stands on the page itself, in the words of no class; what two pages in a row make of it is `cut_signs`.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from statistics import median

from pipeline.check_digits import nir_holds
from pipeline.folding import fold, letters
from pipeline.letter_words import is_closing, is_greeting
from pipeline.model.page import Line, Recognition, TextSource
from pipeline.page_layout import Cell, PageLayout, Upright, lay_out
from pipeline.separation.page_numbers import PageNumber, number_of

HEAD, FOOT = 0.12, 0.92
"""Rows above the one are the head of a page, rows below the other its foot (parts of its height)."""
UPPER, SHORT = 0.35, 8
"""Where the addresses and the day of a first page stand, and of how many words such a text is at most."""
LONG_WORD = 5
"""Letters of a word that tells of what a page speaks; shorter ones are on every page."""
OPENING = 0.6
"""A letter is opened above that part of the page."""
FEWEST_WORDS = 15
"""Fewer words than these tell nothing of what is on a page: a photograph, a card, the back of a sheet."""
BODY_LINE = 5
"""Words of a line of running text, at least."""
FEWEST_SIGNS, FEWEST_FIGURES = 6, 4
"""What a reference has at least: shorter ones are found on any two pages."""

_DAY = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{1,4}")
_AMOUNT = re.compile(r"[-+]?\d[\d.,' ]*[.,]\d{2}(?:€|eur)?", re.IGNORECASE)
_AROUND = ".,;:()[]«»\"'"
_SALUTATION = re.compile(r"sehr geehrte.{2,50},")
_SUBJECT = re.compile(r"(?:objet|subject|betreff|concerne|re)\s*:\s*\S.*")
_CLOSING = re.compile(r"mit freundlichen|hochachtungsvoll|\bfait a\b.*\ble\b")
"""Beside French and English letters: German ones, and what closes certificates and contracts."""
_CARRIED = re.compile(r"(?:report|a reporter|suite|\(suite\)|carried forward|brought forward|continued|ubertrag)\b")
_NIR = re.compile(r"(?<![\dA-Z])[1-478](?:\s?[\dAB]){14}(?![\dA-Z])", re.IGNORECASE)
_ADDRESS = re.compile(r"(?<!\d)(?:[A-Z]{1,2}-)?\d{5}\s+[^\W\d_]{2,}.*")
_MONTHS = (
    "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|january|february|march|april"
    "|may|june|july|august|september|october|november|december|januar|februar|marz|juni|juli|oktober|dezember"
)
_DATED = re.compile(
    rf"\b\d{{1,2}}[./-]\d{{1,2}}[./-](?:19|20)?\d{{2}}\b|\b\d{{1,2}}(?:er)?\.?\s+(?:{_MONTHS})\s+\d{{4}}"
)
_SENTENCE_ENDS = ".!?:;…"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSigns:
    """What a page shows; texts as printed.

    head and foot: the folded words there, numbers left out; salutation, subject, closing, carried, address,
    date: the text, or None; vocabulary: the long words, folded;
    first_words and last_words: of its running text; goes_on and is_gone_on: it ends or begins inside a sentence;
    paper: width and height upright, in millimetres, or pixels without a resolution (is_measured tells which).
    """

    number: PageNumber | None
    head: frozenset[str]
    foot: frozenset[str]
    salutation: str | None
    subject: str | None
    closing: str | None
    carried: str | None
    address: str | None
    date: str | None
    vocabulary: frozenset[str]
    first_words: str
    goes_on: bool
    is_gone_on: bool
    references: frozenset[str]
    persons: frozenset[str]
    has_form: bool
    paper: tuple[float, float]
    is_measured: bool
    source: TextSource
    language: str | None
    words: int

    @property
    def is_telling(self) -> bool:
        """Return whether enough stands on the page to be judged."""
        return self.words >= FEWEST_WORDS


def page_signs(page: Recognition) -> PageSigns:
    """Return what a page shows."""
    layout = lay_out(page)
    cells = [cell for row in layout.rows for cell in row]
    short = [cell for cell in cells if len(cell.words) <= SHORT]
    body = list(_body(page))
    return PageSigns(
        number=number_of(page, layout),
        head=_told(cell for cell in cells if cell.box.bottom < HEAD),
        foot=_told(cell for cell in cells if cell.box.top > FOOT),
        salutation=_first(_is_salutation, cells, below=0.0, above=OPENING),
        subject=_first(_SUBJECT.fullmatch, cells, below=0.0, above=OPENING),
        closing=_first(_is_closing, cells, below=0.15, above=1.0),
        carried=_first(_CARRIED.match, cells, below=0.0, above=0.4),
        address=_first(_ADDRESS.search, short, below=0.0, above=UPPER),
        date=_first(_DATED.search, short, below=0.0, above=UPPER),
        vocabulary=frozenset(_long_words(page)),
        first_words=" ".join(word.text for word in body[0].words[:6]) if body else "",
        goes_on=bool(body) and _breaks_off(body[-1], layout),
        is_gone_on=bool(body) and _begins_inside(body[0]),
        references=references_of(page),
        persons=frozenset(persons_of(page)),
        has_form=bool(page.form_fields),
        paper=_paper(page),
        is_measured=page.dpi is not None,
        source=page.source,
        language=page.language,
        words=len(page.words),
    )


def _long_words(page: Recognition) -> Iterator[str]:
    for word in page.words:
        plain = letters(word.text)
        if len(plain) >= LONG_WORD and plain.isalpha():
            yield plain


def references_of(page: Recognition) -> frozenset[str]:
    """Return what looks like a reference on a page: many figures, and neither a day nor an amount."""
    printed = (word.text.strip(_AROUND) for word in page.words)
    return frozenset(text for text in printed if _is_reference(text))


def _is_reference(text: str) -> bool:
    is_long = len(text) >= FEWEST_SIGNS and sum(map(str.isdigit, text)) >= FEWEST_FIGURES
    return is_long and not _DAY.fullmatch(text) and not _AMOUNT.fullmatch(text)


def persons_of(page: Recognition) -> Iterator[str]:
    """Yield the social security numbers on a page that their key proves."""
    for line in page.lines:
        for found in _NIR.finditer(line.text):
            number = re.sub(r"\s", "", found[0]).upper()
            if nir_holds(number):
                yield number


def _told(cells: Iterable[Cell]) -> frozenset[str]:
    words = (letters(placed.word.text) for cell in cells for placed in cell.words)
    return frozenset(word for word in words if len(word) > 2 and not any(map(str.isdigit, word)))


def _is_salutation(text: str) -> bool:
    return is_greeting(text) or _SALUTATION.fullmatch(text) is not None


def _is_closing(text: str) -> bool:
    return is_closing(text) or _CLOSING.search(text) is not None


def _first(fits: Callable[[str], object], cells: Iterable[Cell], *, below: float, above: float) -> str | None:
    """Return the first text between two heights of the page that fits."""
    return next((cell.text for cell in cells if below <= cell.box.top < above and fits(fold(cell.text))), None)


def _body(page: Recognition) -> Iterator[Line]:
    """Yield the lines of running text between head and foot."""
    upright = Upright(rotation=page.rotation, aspect=1.0)
    for line in page.lines:
        if len(line.words) >= BODY_LINE:
            level = median(upright.box(word.box).centre[1] for word in line.words)
            if HEAD / 2 < level < FOOT:
                yield line


def _breaks_off(line: Line, layout: PageLayout) -> bool:
    """Return whether a line runs to its margin and ends inside a sentence."""
    end = line.words[-1].text.strip("\"'»)")
    reach = max(layout.to_upright.box(word.box).right for word in line.words)
    margin = max((placed.box.right for placed in layout.words), default=reach)
    return bool(end) and end[-1] not in _SENTENCE_ENDS and reach > 0.85 * margin and not end[-1].isdigit()


def _begins_inside(line: Line) -> bool:
    first = line.words[0].text
    return len(first) > 1 and first.isalpha() and first.islower()


def _paper(page: Recognition) -> tuple[float, float]:
    width, height = page.upright_size
    scale = 25.4 / page.dpi if page.dpi else 1.0
    return width * scale, height * scale
