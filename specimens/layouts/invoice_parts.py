"""What invoices of every look have in common: line cells, tax recaps and totals; each layout brings its own words."""

from collections.abc import Mapping, Sequence

from specimens.blocks.flow import Flow, fitted
from specimens.blocks.table import Column, Table
from specimens.sheet import Align
from specimens.trade.papers import Invoice, InvoiceKind, Line, Order, Trader
from specimens.wording import slashed

Words = Mapping[str, str]


def cells_of(flow: Flow, line: Line, keys: Sequence[str]) -> list[str]:
    """Return the cells of a line in the order of the columns' keys."""
    theme = flow.theme
    known = {
        "number": f"{line.number}",
        "reference": line.reference,
        "description": line.description,
        "quantity": theme.number(line.quantity),
        "unit": line.unit,
        "quantity_unit": f"{theme.number(line.quantity)} {line.unit}",
        "price": theme.price(line.unit_price),
        "discount": f"{theme.number(line.discount)} %" if line.discount else "",
        "vat": f"{theme.number(line.vat)} %",
        "amount": theme.money(line.amount_cents),
    }
    return [known[key] for key in keys]


def set_lines(
    flow: Flow, lines: Sequence[Line], told: Sequence[tuple[str, str, float]], *, until: float | None = None
) -> None:
    """Set the table of lines; told gives key, head and share of each column. No discounts, no column for them."""
    if not any(line.discount for line in lines):
        told = [column for column in told if column[0] != "discount"]
    texts = {"reference", "description", "unit"}
    heads = [Column(head=h, share=s, align=Align.LEFT if k in texts else Align.RIGHT) for k, h, s in told]
    made = Table(flow, heads)
    made.rows([cells_of(flow, line, [key for key, _, _ in told]) for line in lines])
    made.end(until=until)


def set_taxes(flow: Flow, paper: Invoice, heads: tuple[str, str, str], *, left: float, right: float) -> None:
    """Set the recap of bases and taxes by rate between two edges."""
    theme = flow.theme
    columns = [Column(head=head, share=1, align=Align.RIGHT) for head in heads]
    made = Table(flow, columns, left=left, right=right)
    for tax in paper.taxes:
        made.row((f"{theme.number(tax.rate)} %", theme.money(tax.base_cents), theme.money(tax.tax_cents)))
    made.end()


def set_totals(flow: Flow, rows: Sequence[tuple[str, str]], *, left: float, is_filled: bool = True) -> None:
    """Set totals at the right, the last one large; filled puts it on the layout's colour."""
    theme, sheet = flow.theme, flow.sheet
    flow.room(flow.step * 1.5 * (len(rows) + 1))
    sheet.block()
    for label, value in rows[:-1]:
        sheet.text(left + 2, flow.y, label, theme.text)
        sheet.text(theme.right - 2, flow.y, value, theme.text, align=Align.RIGHT)
        flow.y += flow.step * 1.25
    label, value = rows[-1]
    pen = theme.strong.sized(theme.size * 1.2)
    if is_filled:
        flow.y += flow.step * 0.3
        top = flow.y - flow.step * 1.05
        sheet.box(left, top, theme.right - left, flow.step * 1.8, fill=theme.colour, line="")
        pen = pen.coloured("#ffffff")
    sheet.text(left + 2, flow.y, label, fitted(pen, label, theme.right - left - 36))
    sheet.text(theme.right - 2, flow.y, value, pen, align=Align.RIGHT)
    flow.y += flow.step * 2


def set_foot(
    flow: Flow,
    paper: Invoice,
    words: Words,
    heads: tuple[str, str, str],
    *,
    taxes: tuple[float, float],
    totals: float,
    is_filled: bool = True,
) -> None:
    """Set the recap of taxes between two edges, and the totals beside it; go on below the longer of the two."""
    y = flow.y
    set_taxes(flow, paper, heads, left=taxes[0], right=taxes[1])
    below, flow.y = flow.y, y
    set_totals(flow, totals_of(flow, paper, words), left=totals, is_filled=is_filled)
    flow.y = max(below, flow.y) + 2


def totals_of(flow: Flow, paper: Invoice, words: Words) -> list[tuple[str, str]]:
    """Return the three totals as label and value, with the sign of the currency."""
    theme, currency = flow.theme, paper.currency
    return [
        (words["base"], theme.money(paper.base_cents, currency=currency)),
        (words["tax"], theme.money(paper.tax_cents, currency=currency)),
        (
            words["credit_total"] if is_credit(paper) else words["total"],
            theme.money(paper.total_cents, currency=currency),
        ),
    ]


def order_totals(flow: Flow, order: Order, words: Words) -> list[tuple[str, str]]:
    """Return the three totals of an order as label and value."""
    fields, theme = order.fields(), flow.theme
    keys = ("total_excluding_tax", "total_tax", "total_including_tax")
    cents = (int(fields[key].replace(".", "")) for key in keys)
    names = (words["base"], words["tax"], words["total"])
    return [(n, theme.money(c, currency=order.currency)) for n, c in zip(names, cents, strict=True)]


def is_credit(paper: Invoice) -> bool:
    """Return whether the paper gives money back."""
    return paper.kind is InvoiceKind.CREDIT_NOTE


def title_of(paper: Invoice, words: Words) -> str:
    """Return the title of an invoice or of a credit note."""
    return words["credit"] if is_credit(paper) else words["title"]


def references_of(paper: Invoice, words: Words) -> list[tuple[str, str]]:
    """Return number, day, order, deliveries and, for a credit note, the invoice it corrects; nothing when absent."""
    return [
        (words["credit_number"] if is_credit(paper) else words["number"], paper.number),
        (words["issued"], slashed(paper.issued_on)),
        (words["due"], "" if is_credit(paper) else slashed(paper.due_on)),
        (words["order"], paper.order_number),
        (words["delivery"], ", ".join(paper.delivery_numbers)),
        (words["corrects"], paper.corrects),
    ]


def legal_line(trader: Trader) -> str:
    """Return the line of a firm's legal particulars."""
    company = trader.company
    return (
        f"{company.name} au capital de {trader.capital} € - SIRET {company.spaced_siret} - "
        f"RCS {company.address.commune.name} {company.siret[:9]}"
    )
