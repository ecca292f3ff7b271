"""Bank details, bank statements and till receipts."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from specimens.banks import Account, draw_account
from specimens.people import Source, draw_company, draw_person
from specimens.places import Address, draw_address
from specimens.stated.told import Tables, WithoutTables, amount, present, whole_name
from specimens.trade.deal import draw_seller
from specimens.trade.goods import trades
from specimens.trade.papers import Trader


@dataclass(frozen=True, slots=True, kw_only=True)
class BankDetails(WithoutTables):
    """A RIB: whose account it is and its numbers."""

    document_class: ClassVar[str] = "bank_details"
    holder: str
    address: Address
    account: Account
    branch_town: str

    def fields(self) -> dict[str, str]:
        """Return the true fields."""
        return present({"holder": self.holder, "iban": self.account.iban, "bic": self.account.bic})


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """A line of a statement; cents are negative for what went out."""

    day: date
    text: str
    cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BankStatement:
    """A month of an account."""

    document_class: ClassVar[str] = "bank_statement"
    holder: str
    address: Address
    account: Account
    issued_on: date
    opening_cents: int
    movements: tuple[Movement, ...]

    @property
    def closing_cents(self) -> int:
        """Return the balance after all movements."""
        return self.opening_cents + sum(each.cents for each in self.movements)

    def fields(self) -> dict[str, str]:
        """Return the true fields."""
        account = self.account
        return present({"holder": self.holder, "iban": account.iban, "bic": account.bic, "issued_on": self.issued_on})

    def tables(self) -> Tables:
        """Return no tables: the contract has none for statements."""
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold:
    """An article of a receipt: how many, the price of all with tax in cents."""

    text: str
    count: int
    cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A till receipt."""

    document_class: ClassVar[str] = "receipt"
    seller: Trader
    number: str
    issued_on: date
    time: str
    sold: tuple[Sold, ...]
    paid_by: str

    @property
    def total_cents(self) -> int:
        """Return what was paid."""
        return sum(each.cents for each in self.sold)

    @property
    def tax_cents(self) -> int:
        """Return the tax within it, all at 20 %."""
        return round(self.total_cents * 20 / 120)

    def fields(self) -> dict[str, str]:
        """Return the true fields."""
        return present(
            {
                "invoice_number": self.number,
                "issue_date": self.issued_on,
                "seller_name": self.seller.name,
                "seller_siret": self.seller.company.siret,
                "seller_vat_id": self.seller.vat_id,
                "total_tax": amount(self.tax_cents),
                "total_including_tax": amount(self.total_cents),
            }
        )

    def tables(self) -> Tables:
        """Return the articles."""
        rows = [
            {"description": each.text, "quantity": str(each.count), "amount": amount(each.cents)} for each in self.sold
        ]
        return {"lines": rows}


def draw_bank_details(source: Source, today: date) -> BankDetails:
    """Draw the bank details of a person or of a firm."""
    rng = source.rng
    is_person = rng.random() < 0.7
    holder = whole_name(draw_person(source, today=today)) if is_person else draw_company(source).name
    return BankDetails(
        holder=holder,
        address=draw_address(rng),
        account=draw_account(rng),
        branch_town=draw_address(rng).commune.name,
    )


_MOVEMENTS = (
    ("VIR SALAIRE", 1), ("CARTE SUPERMARCHE", -1), ("PRLV ELECTRICITE", -1), ("PRLV MUTUELLE", -1), ("LOYER", -1),
    ("CARTE STATION SERVICE", -1), ("RETRAIT DAB", -1), ("VIR REMBOURSEMENT SOINS", 1), ("PRLV TELEPHONE", -1),
    ("CHEQUE 4512087", -1), ("PRLV IMPOT SOURCE", -1), ("VIR ALLOCATIONS", 1), ("CARTE PHARMACIE", -1),
)  # fmt: skip


def draw_bank_statement(source: Source, today: date) -> BankStatement:
    """Draw a month with eight to thirty movements."""
    rng = source.rng
    end = today.replace(day=1) - timedelta(days=1)
    days = sorted(rng.randint(0, 27) for _ in range(rng.randint(8, 30)))
    movements = []
    for day in days:
        text, sign = rng.choice(_MOVEMENTS)
        cents = rng.randint(80000, 240000) if "SALAIRE" in text else rng.randint(800, 64000)
        movements.append(Movement(day=end.replace(day=1) + timedelta(days=day), text=text, cents=sign * cents))
    return BankStatement(
        holder=whole_name(draw_person(source, today=today)),
        address=draw_address(rng),
        account=draw_account(rng),
        issued_on=end,
        opening_cents=rng.randint(20000, 480000),
        movements=tuple(movements),
    )


def draw_receipt(source: Source, today: date) -> Receipt:
    """Draw a receipt of one to seven articles."""
    rng = source.rng
    seller, _ = draw_seller(source, style=0)
    articles = [article for trade in trades() for article in trade.articles if article.price < 60]
    sold = []
    for article in rng.sample(articles, k=rng.randint(1, 7)):
        count = rng.choice((1, 1, 1, 2, 3))
        sold.append(
            Sold(text=article.description.split(",")[0][:30], count=count, cents=count * int(article.price * 120))
        )
    return Receipt(
        seller=seller,
        number=f"{rng.randint(1, 9999):04d}-{rng.randint(10, 99)}",
        issued_on=today - timedelta(days=rng.randint(0, 60)),
        time=f"{rng.randint(8, 20):02d}:{rng.randint(0, 59):02d}",
        sold=tuple(sold),
        paid_by=rng.choice(("CARTE BANCAIRE", "ESPECES", "CARTE SANS CONTACT")),
    )
