"""What does not add up among the lines of a paper: a line whose price is not its amount, lines that are not the net."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from extractors.priced.line_doubts import doubted_cells
from extractors.priced.line_read import LineRead
from extractors.priced.sums import printed_amounts
from extractors.priced.total_captions import GROSS, NET
from extractors.sheet import Sheet
from pipeline.model.document import Finding, IndexField
from pipeline.model.page import Severity
from pipeline.model.text import Bilingual
from pipeline.model.values import Amount, written
from pipeline.page_layout import text_of

MOST_TOLD = 3
LINES: Final = "lines"


def beside_totals(
    lines: Sequence[LineRead], fields: Sequence[IndexField], sheets: Sequence[Sheet], *, sign: str
) -> Iterator[Finding]:
    """Yield the lines whose arithmetic does not hold, and lines that make neither net nor gross.

    A difference that is itself printed (a discount on all, carriage) explains them.
    """
    wrong = [line for line in lines if line.is_proved is False]
    if wrong:
        shown = "; ".join(f"{line.texts.get('description', '')} {line.amount}" for line in wrong[:MOST_TOLD])
        yield _finding(
            "line_does_not_hold",
            f"Quantité et prix ne font pas le montant : {shown}.",
            f"Quantity and price are not the amount: {shown}.",
        )
    yield from _unsure(lines)
    by_name = {field.name: field for field in fields}
    if lines and not wrong and (told := _not_the_net(lines, by_name, sheets, sign)):
        yield _finding(
            "lines_disagree",
            f"Les lignes lues font {told}, et non le total.",
            f"The lines read make {told}, and not the total.",
        )


def _unsure(lines: Sequence[LineRead]) -> Iterator[Finding]:
    """Yield the cells of lines that may be read wrongly."""
    cells = [_cell(line, name) for line, name in doubted_cells(lines)]
    if cells:
        more = f" (+ {len(cells) - MOST_TOLD})" if len(cells) > MOST_TOLD else ""
        yield _finding(
            "line_unsure",
            f"Lignes peut-être mal lues : {'; '.join(cells[:MOST_TOLD])}{more}.",
            f"Lines perhaps read wrongly: {'; '.join(cells[:MOST_TOLD])}{more}.",
        )


def _cell(line: LineRead, name: str) -> str:
    return text_of(line.words[name])


def _not_the_net(
    lines: Sequence[LineRead], by_name: Mapping[str, IndexField], sheets: Sequence[Sheet], sign: str
) -> str | None:
    """Return what the lines make when it is neither net nor gross, nor differs by an amount printed.

    The difference is that to the net, or to the gross where no net was read.
    """
    amounts = [line.amount for line in lines if line.amount is not None]
    totals = [by_name[name].value for name in (NET, GROSS) if name in by_name]
    known = [value.minor for value in totals if isinstance(value, Amount)]
    if len(amounts) < len(lines) or not known:
        return None
    made = int(sum(amounts, Decimal(0)) * 100)
    if made in known or abs(made - known[0]) in printed_amounts(sheets, sign):
        return None
    return written(Amount(made))


def _finding(code: str, fr: str, en: str) -> Finding:
    return Finding(code=code, severity=Severity.DOUBT, message=Bilingual(fr=fr, en=en), field=LINES)
