"""Quotes, contracts and their amendments."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import ClassVar

from specimens.people import Source
from specimens.stated.told import Tables, WithoutTables, present
from specimens.trade.deal import draw_buyer, draw_order, draw_seller
from specimens.trade.papers import Order, Trader


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """An offer of a seller, told by the order it would become."""

    document_class: ClassVar[str] = "quote"
    reference: str
    issued_on: date
    order: Order

    @property
    def valid_until(self) -> date:
        """Return the last day of the offer."""
        return self.issued_on + timedelta(days=30)

    def fields(self) -> dict[str, str]:
        """Return the true fields."""
        told = self.order.fields()
        kept = {n: told[n] for n in told if n.startswith("total") or n in {"seller_name", "seller_siret", "buyer_name"}}
        return present({"reference": self.reference, "issue_date": self.issued_on} | kept)

    def tables(self) -> Tables:
        """Return the lines."""
        return self.order.tables()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract(WithoutTables):
    """A contract of services between two firms; `monthly` in whole euros."""

    document_class: ClassVar[str] = "contract"
    reference: str
    provider: Trader
    customer: Trader
    object: str
    starts_on: date
    months: int
    monthly: int
    notice_months: int
    signed_on: date

    def fields(self) -> dict[str, str]:
        """Return the true fields."""
        return present({"reference": self.reference, "signed_on": self.signed_on})


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment(WithoutTables):
    """An amendment of a contract: a new price and a longer term."""

    document_class: ClassVar[str] = "contract_amendment"
    contract: Contract
    number: int
    monthly: int
    months: int
    signed_on: date

    def fields(self) -> dict[str, str]:
        """Return the true fields: the reference is that of the contract amended."""
        return present({"reference": self.contract.reference, "signed_on": self.signed_on})


_OBJECTS = (
    "l'entretien et le nettoyage des locaux", "la maintenance du parc informatique", "la location de photocopieurs",
    "le gardiennage du site", "la fourniture de repas aux salariés", "l'hébergement d'un logiciel de gestion",
)  # fmt: skip


def draw_quote(source: Source, today: date) -> Quote:
    """Draw an offer of the last month."""
    rng = source.rng
    seller, trade = draw_seller(source, style=0)
    issued_on = today - timedelta(days=rng.randint(1, 40))
    order = draw_order(source, buyer=draw_buyer(source), seller=seller, trade=trade, today=today)
    reference = rng.choice(("DEV{y}-{n:04d}", "D{n:06d}", "{y}.{n:04d}")).format(
        y=issued_on.year, n=rng.randint(10, 9900)
    )
    return Quote(reference=reference, issued_on=issued_on, order=replace(order, ordered_on=issued_on))


def draw_contract(source: Source, today: date) -> Contract:
    """Draw a contract signed within the last years."""
    rng = source.rng
    provider, _ = draw_seller(source, style=0)
    signed_on = today - timedelta(days=rng.randint(20, 1400))
    return Contract(
        reference=f"{rng.choice(('CTR', 'PREST', 'C'))}-{signed_on.year}-{rng.randint(1, 999):03d}",
        provider=provider,
        customer=draw_buyer(source),
        object=rng.choice(_OBJECTS),
        starts_on=(signed_on.replace(day=1) + timedelta(days=32)).replace(day=1),
        months=rng.choice((12, 24, 36)),
        monthly=rng.randint(180, 4800),
        notice_months=rng.choice((1, 2, 3)),
        signed_on=signed_on,
    )


def draw_amendment(source: Source, today: date) -> Amendment:
    """Draw an amendment of a contract."""
    contract = draw_contract(source, today)
    rng = source.rng
    return Amendment(
        contract=contract,
        number=rng.randint(1, 4),
        monthly=round(contract.monthly * rng.choice((0.9, 1.04, 1.1, 1.25))),
        months=contract.months + 12,
        signed_on=min(today, contract.signed_on + timedelta(days=rng.randint(60, 300))),
    )
