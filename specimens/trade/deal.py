"""A deal that goes as it should: an order, what was delivered of it, what is billed for it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from specimens.banks import draw_account
from specimens.checkdigits import french_vat_id, without_accents
from specimens.people import Source, draw_company
from specimens.trade.goods import Article, Trade, trades
from specimens.trade.papers import Delivered, Delivery, Invoice, InvoiceKind, Line, Order, Status, Trader

_FORMS = ("SAS", "SARL", "SA", "EURL", "& Cie")
_SHAPES = ("FA{y}-{n:05d}", "F{yy}{m:02d}{n:04d}", "{y}/{n:04d}", "{n:07d}", "FC{n:06d}", "INV-{y}-{n:04d}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What must become of one invoice: its outcome, others a careful system may give, why; note for people."""

    kind: str
    outcome: str = "approved"
    acceptable: tuple[str, ...] = ()
    reason: str = ""


PLAIN = Verdict(kind="plain")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """An order with its deliveries and its invoices, each invoice with its verdict."""

    order: Order
    deliveries: tuple[Delivery, ...]
    invoices: tuple[tuple[Invoice, Verdict], ...]
    is_order_known: bool = True

    @property
    def invoice(self) -> Invoice:
        """Return the first invoice."""
        return self.invoices[0][0]


def draw_buyer(source: Source) -> Trader:
    """Draw the organisation that buys and to which all the invoices go."""
    town = draw_company(source).address.commune.name
    name = source.rng.choice(("Mutuelle des Métiers", "Caisse de Prévoyance", "Union Mutualiste")) + f" {town}"
    return _trader(source, name, style=source.rng.randint(0, 5))


def draw_seller(source: Source, *, style: int) -> tuple[Trader, Trade]:
    """Draw a supplier and its trade."""
    trade = source.rng.choice(trades())
    name = f"{trade.word} {source.names.last_name().title()} {source.rng.choice(_FORMS)}"
    return _trader(source, name, style=style), trade


def _trader(source: Source, name: str, *, style: int) -> Trader:
    rng = source.rng
    company = draw_company(source, name=name)
    digits = f"{rng.randint(0, 99999999):08d}"
    host = "".join(c for c in without_accents(name).lower().replace(" ", "-") if c.isalnum() or c == "-")
    return Trader(
        company=company,
        vat_id=french_vat_id(company.siret[:9]),
        account=draw_account(rng),
        telephone="0" + rng.choice("1234589") + " " + " ".join(digits[i : i + 2] for i in range(0, 8, 2)),
        email=f"compta@{host.strip('-')}.example",
        capital=rng.choice((1000, 7622, 10000, 38000, 150000)),
        style=style,
    )


def draw_order(
    source: Source, *, buyer: Trader, seller: Trader, trade: Trade, today: date, is_long: bool = False
) -> Order:
    """Draw an order of one to six articles, placed one to three months ago; a long one goes over the page."""
    rng = source.rng
    wanted = rng.sample(trade.articles, k=min(len(trade.articles), rng.choice((1, 2, 3, 3, 4, 5, 6))))
    wanted += _many(seller, trade) if is_long else []
    lines = []
    for number, article in enumerate(wanted, start=1):
        quantity = Decimal(max(1, round(article.usual * rng.uniform(0.4, 1.8))))
        if article.unit in {"kg", "ml", "m²", "heure"} and rng.random() < 0.4:
            quantity += Decimal("0.5")
        lines.append(
            Line(
                number=number,
                reference=article.reference,
                description=article.description,
                quantity=quantity,
                unit=article.unit,
                unit_price=article.price,
                discount=Decimal(rng.choice((0, 0, 0, 0, 5, 10, 15))),
                vat=article.vat,
            )
        )
    ordered_on = today - timedelta(days=rng.randint(30, 90))
    shape = rng.choice(("BC{y}{n:05d}", "CDE-{n:06d}", "45{n:08d}", "{y}-ACH-{n:04d}"))
    return Order(
        number=shape.format(y=ordered_on.year, n=rng.randint(100, 9999)),
        buyer=buyer,
        seller=seller,
        ordered_on=ordered_on,
        wanted_on=ordered_on + timedelta(days=rng.randint(5, 20)),
        status=Status.OPEN,
        currency="EUR",
        lines=tuple(lines),
    )


def _many(seller: Trader, trade: Trade) -> list[Article]:
    """Return each article of a catalogue in several sizes, other references at other prices."""
    sizes = ("S", "M", "L", "XL", "T5", "T6", "T7")[: 3 + seller.capital % 5]
    return [
        replace(
            article,
            reference=f"{article.reference}-{size}",
            description=f"{article.description}, taille {size}",
            price=article.price + Decimal(place),
        )
        for place, size in enumerate(sizes, start=1)
        for article in trade.articles
    ]


def draw_delivery(source: Source, order: Order, *, goods: tuple[Delivered, ...] | None = None) -> Delivery:
    """Draw a delivery note; without goods told, everything ordered has come."""
    rng = source.rng
    shape = rng.choice(("BL{n:06d}", "{y}-{n:05d}", "LIV{n:05d}", "8{n:08d}"))
    return Delivery(
        number=shape.format(y=order.ordered_on.year, n=rng.randint(1000, 99999)),
        order=order,
        delivered_on=order.wanted_on + timedelta(days=rng.randint(-2, 4)),
        goods=goods or tuple(Delivered(line=line, quantity=line.quantity) for line in order.lines),
    )


def draw_invoice(source: Source, order: Order, deliveries: tuple[Delivery, ...]) -> Invoice:
    """Draw the invoice of what the deliveries brought, at the prices of the order."""
    rng = source.rng
    last = max((d.delivered_on for d in deliveries), default=order.wanted_on)
    issued_on = last + timedelta(days=rng.randint(0, 6))
    brought: dict[int, Decimal] = {}
    for each in (g for d in deliveries for g in d.goods):
        brought[each.line.number] = brought.get(each.line.number, Decimal(0)) + each.quantity - each.returned
    lines = tuple(
        replace(line, quantity=brought[line.number]) for line in order.lines if brought.get(line.number, Decimal(0)) > 0
    )
    return Invoice(
        kind=InvoiceKind.INVOICE,
        number=draw_number(source, issued_on, order.seller),
        seller=order.seller,
        buyer=order.buyer,
        issued_on=issued_on,
        due_on=issued_on + timedelta(days=rng.choice((30, 30, 45, 60))),
        order_number=order.number,
        delivery_numbers=tuple(d.number for d in deliveries),
        lines=lines,
        currency=order.currency,
        account=order.seller.account,
    )


def draw_number(source: Source, day: date, seller: Trader) -> str:
    """Draw an invoice number in the shape the seller uses."""
    shape = _SHAPES[seller.style % len(_SHAPES)]
    return shape.format(y=day.year, yy=day.year % 100, m=day.month, n=source.rng.randint(12, 9800))


def draw_deal(
    source: Source, *, buyer: Trader, seller: Trader, trade: Trade, today: date, is_long: bool = False
) -> Deal:
    """Draw a deal in order: one delivery and one invoice."""
    order = draw_order(source, buyer=buyer, seller=seller, trade=trade, today=today, is_long=is_long)
    deliveries = (draw_delivery(source, order),)
    return Deal(order=order, deliveries=deliveries, invoices=((draw_invoice(source, order, deliveries), PLAIN),))


def credit_note(source: Source, invoice: Invoice, lines: tuple[Line, ...]) -> Invoice:
    """Draw the credit note of some lines of an invoice."""
    issued_on = invoice.issued_on + timedelta(days=source.rng.randint(3, 15))
    number = draw_number(source, issued_on, invoice.seller)
    return replace(
        invoice,
        kind=InvoiceKind.CREDIT_NOTE,
        number=f"AV{number}",
        issued_on=issued_on,
        lines=lines,
        corrects=invoice.number,
    )
