"""The page of an evaluation: wrong and sure first, then figures, pictures, and the worst cases beside the truth."""

import base64
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from adapters.evaluation_report import words
from adapters.evaluation_report.charts import calibration_picture, confusion_picture
from pipeline.geometry import Box
from pipeline.measures import classes
from pipeline.measures.rates import Tally
from pipeline.model.text import Bilingual, Language
from services.instruments.evaluate import Evaluation, PageScore, WrongDocument, WrongField, calibration

MOST_FIELDS, MOST_PAGES = 40, 6
MOST_TEXT = 1500
CROP_WIDTH, PAGE_WIDTH = 1600, 700
"""Pixels of the whole page: crops are cut out of a page of that width."""
AROUND_ACROSS, AROUND_DOWN = 0.12, 0.015
"""What is shown around the place of a value, in fractions of the page."""

Picture = Callable[[int, int, int, Box | None], bytes | None]
"""Gives a page of a file as PNG: file, page, width in pixels, part; None when it cannot be drawn."""

STYLE = """
:root{color-scheme:light dark;--ink:#1d2433;--soft:#5c667a;--line:#d9dee8;--ground:#f4f6fa;--good:#2f7d4f;--bad:#c0392b}
@media(prefers-color-scheme:dark){:root{--ink:#e6e9f0;--soft:#9aa4b8;--line:#3a4254;--ground:#232a38;--good:#5fbf86;--bad:#ff7a6b}
body{background:#171c26}}
body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);max-width:1080px;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%;margin:.5rem 0 2rem}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid var(--line)}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
.bad{color:var(--bad)}.good{color:var(--good)}.soft{color:var(--soft)}
img{max-width:420px;border:1px solid var(--line);background:#fff}
pre{white-space:pre-wrap;font-size:12px;background:var(--ground);padding:.6rem;max-height:24rem;overflow:auto;margin:0}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(280px,1fr));gap:1rem;margin-bottom:2rem}
.scroll{overflow-x:auto}
svg text{font:11px system-ui,sans-serif;fill:var(--ink)}svg .count{font-weight:600}
svg .ground{fill:var(--ground)}svg .right,svg .dot{fill:var(--good)}svg .wrong{fill:var(--bad)}
svg .frame{fill:none;stroke:var(--line)}svg .diagonal{stroke:var(--soft);stroke-dasharray:4}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the page is made of: the evaluation, the names of the files by their place, and what draws their pages."""

    name: str
    evaluation: Evaluation
    files: Sequence[str]
    picture: Picture
    language: Language


def report_page(report: Report) -> str:
    """Return the page as HTML."""
    title = f"{_say(report, words.TITLE)} · {escape(report.name)}"
    parts = (*_sure(report), *_figures(report), *_fields(report), *_classes(report), *_worst(report))
    return (
        f'<!doctype html><html lang="{report.language}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title><style>{STYLE}</style>'
        f"<main><h1>{title}</h1>{''.join(parts)}</main></html>\n"
    )


def _say(report: Report, text: Bilingual) -> str:
    return escape(text.in_language(report.language))


def _head(report: Report, text: Bilingual) -> str:
    return f"<h2>{_say(report, text)}</h2>"


def _sure(report: Report) -> Iterator[str]:
    yield _head(report, words.WRONG_AND_SURE)
    wrong = report.evaluation.wrong_documents
    if not wrong:
        yield f'<p class="good">{_say(report, words.NONE_WRONG)}</p>'
        return
    yield "<ul>" + "".join(f'<li class="bad">{_wrong(report, each)}</li>' for each in wrong) + "</ul>"


def _wrong(report: Report, each: WrongDocument) -> str:
    pages, said = (", ".join(map(str, numbers)) for numbers in (each.true_pages, each.said.pages))
    told = [each.said.document_class]
    if each.true_class not in {None, each.said.document_class}:
        told.append(f"≠ {each.true_class}")
    if pages and pages != said:
        told.append(f"{words.PAGE.in_language(report.language)} {said} ≠ {pages}")
    return escape(f"{report.files[each.file]}, {said}: {' '.join(told)} {', '.join(each.fields)}")


def _figures(report: Report) -> Iterator[str]:
    made = report.evaluation
    straight = made.straight_through
    rows = (
        (words.FILES, str(made.files)),
        (words.REFUSED, str(made.refused)),
        (words.STRAIGHT, f"{_percent(straight.rate)} ({straight.straight} / {straight.documents})"),
        (words.WRONG, f"{straight.wrong} ({_say(report, words.BOUND)} {_percent(straight.upper_bound_95)})"),
        (words.PAGES, str(made.pages.pages)),
        (words.CER, _percent(made.pages.cer)),
        (words.WORDS, _percent(made.pages.word_recall)),
        (words.CUTS, " · ".join(map(_percent, _rates(made.cuts))) + f" (n = {made.cuts.true})"),
        (words.ACCURACY, f"{_percent(classes.accuracy(made.answers))} (n = {len(made.answers)})"),
        (words.COVERAGE, f"{_percent(classes.coverage_at(made.answers, error=made.error))} ({_percent(made.error)})"),
        (words.UNKNOWN_RECALL, _percent(classes.unknown_recall(made.answers))),
        (words.ECE, _percent(classes.calibration_error(made.answers))),
    )
    yield _head(report, words.FIGURES)
    body = "".join(f'<tr><th>{_say(report, name)}</th><td class="n">{value}</td></tr>' for name, value in rows)
    yield f"<table>{body}</table>"


def _fields(report: Report) -> Iterator[str]:
    if not report.evaluation.fields:
        return
    heads = (words.FIELD, words.PRECISION, words.RECALL)
    first = "".join(f'<th class="n">{_say(report, head)}</th>' for head in heads[1:])
    rows = "".join(
        f"<tr><td>{escape(name)}</td>"
        + "".join(f'<td class="n">{_percent(rate)}</td>' for rate in _rates(tally))
        + f'<td class="n">{tally.true}</td></tr>'
        for name, tally in report.evaluation.fields.items()
    )
    yield _head(report, words.FIELDS)
    last = '<th class="n">F1</th><th class="n">n</th>'
    yield f"<table><tr><th>{_say(report, heads[0])}</th>{first}{last}</tr>{rows}</table>"


def _rates(tally: Tally) -> tuple[float | None, float | None, float | None]:
    return tally.precision, tally.recall, tally.f1


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def _classes(report: Report) -> Iterator[str]:
    made = report.evaluation
    if not made.answers:
        return
    true, said = words.TRUE_CLASS.in_language(report.language), words.SAID_CLASS.in_language(report.language)
    confidence, right = words.CONFIDENCE.in_language(report.language), words.RIGHT.in_language(report.language)
    yield _head(report, words.CLASSES)
    yield f'<div class="scroll">{confusion_picture(classes.confusion(made.answers), true=true, said=said)}</div>'
    yield calibration_picture(calibration(made), confidence=confidence, right=right)


def _worst(report: Report) -> Iterator[str]:
    wrong = report.evaluation.wrong_fields[:MOST_FIELDS]
    if wrong:
        heads = (words.FIELD, words.SAID, words.TRUE, words.CONFIDENCE, words.PLACE)
        yield _head(report, words.WORST_FIELDS)
        first = "".join(f"<th>{_say(report, head)}</th>" for head in heads)
        yield f"<table><tr>{first}</tr>{''.join(_field_row(report, each) for each in wrong)}</table>"
    pages = [each for each in report.evaluation.worst_pages if each.score.edits][:MOST_PAGES]
    if pages:
        yield _head(report, words.WORST_PAGES)
        yield from (_page_part(report, each) for each in pages)


def _field_row(report: Report, each: WrongField) -> str:
    place, crop = report.files[each.file], ""
    if each.evidence is not None:
        place = f"{place}, {each.evidence.page}"
        crop = _image(report.picture(each.file, each.evidence.page, CROP_WIDTH, _around(each.evidence.box)))
    strength = "bad" if each.is_straight_through else ""
    return (
        f'<tr><td class="{strength}">{escape(each.name)}<br><span class="soft">{escape(place)}</span></td>'
        f'<td class="bad">{escape(each.said)}</td><td class="good">{escape(each.true)}</td>'
        f'<td class="n">{each.confidence:.0%}</td><td>{crop}</td></tr>'
    )


def _around(box: Box) -> Box:
    return Box(
        max(0.0, box.left - AROUND_ACROSS),
        max(0.0, box.top - AROUND_DOWN),
        min(1.0, box.right + AROUND_ACROSS),
        min(1.0, box.bottom + AROUND_DOWN),
    )


def _page_part(report: Report, each: PageScore) -> str:
    head = escape(f"{report.files[each.file]}, {each.number} · {_percent(each.score.cer)}")
    image = _image(report.picture(each.file, each.number, PAGE_WIDTH, None))
    texts = "".join(
        f"<div><strong>{_say(report, name)}</strong><pre>{escape(text[:MOST_TEXT])}</pre></div>"
        for name, text in ((words.TRUE, each.true), (words.SAID, each.said))
    )
    return f'<h3>{head}</h3><div class="pair"><div>{image}</div>{texts}</div>'


def _image(png: bytes | None) -> str:
    return f'<img alt="" src="data:image/png;base64,{base64.b64encode(png).decode()}">' if png else ""
