"""Points of the match about the order and the seller: named, known, open, theirs, payable where and in which money."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from casebinder.calculations import bills
from casebinder.calculations.arithmetic import value_of
from casebinder.calculations.bills import ORDER, SELLER, Paper
from casebinder.calculations.goods import is_misread
from casebinder.calculations.plan import Computed
from casebinder.calculations.standing import NO_ORDER, Standing
from casebinder.calculations.telling import two, verdict, waiting
from casebinder.model.view import PieceContent
from casebinder.parties import compact, company_number, fold
from pipeline.model.document import IndexField, Origin
from pipeline.model.text import Bilingual
from pipeline.model.values import Amount, Text
from pipeline.ports import ReferenceRow

BUYER = ("buyer_vat_id", "buyer_name")
_IBAN, _BIC = "iban", "bic"
_NO_LIST = two("pas de liste", "no list")


def order_named(at: Standing) -> Computed:
    """Return whether the bill names an order."""
    shown = (value_of(at.bill, at.plan.billed, ORDER),)
    words = two(f"commande {at.number}", f"order {at.number}") if at.number else two("aucune", "none")
    return Computed(holds=bool(at.number), words=words, values=shown)


def order_known(at: Standing) -> Computed:
    """Return whether the order it names is on a list or was captured, with its lines."""
    if not at.number:
        return waiting(two("la facture ne cite pas de commande", "the invoice names no order"))
    shown = (value_of(at.bill, at.plan.billed, ORDER),)
    is_known = bool(at.rows or at.order_paper)
    if is_known and not at.ordered:
        return Computed(holds=None, words=two("lignes de la commande illisibles", "lines of the order not readable"))
    return Computed(holds=is_known, words=two(f"commande {at.number}", f"order {at.number}"), values=shown)


def order_open(at: Standing) -> Computed:
    """Return whether every line of the order may be billed."""
    if not (at.rows or at.order_paper):
        return waiting(NO_ORDER)
    if not at.rows and at.plan.orders and at.reference.has_table(at.plan.orders):
        return Computed(holds=None, words=two("elle n’est pas dans la liste", "it is not on the list"))
    statuses = sorted({fold(row.get("status", "")) for row in at.rows})
    wrong = [status for status in statuses if status not in at.plan.open_orders]
    told_ = ", ".join(statuses) or "open"
    return verdict(
        [two(f"commande {at.number} : {word or '?'}", f"order {at.number}: {word or '?'}") for word in wrong],
        [],
        two(f"commande {at.number} : {told_}", f"order {at.number}: {told_}"),
    )


def seller_agrees(at: Standing) -> Computed:
    """Return whether the order went to whoever bills it."""
    if not (at.rows or at.order_paper):
        return waiting(NO_ORDER)
    others = [Paper.of(_as_paper(row, at.bill.content)) for row in at.rows] or [at.order_paper or at.bill]
    outcomes = {bills.same_seller(at.bill, other) for other in others}
    names = sorted({other.text(SELLER[2]) or other.text(SELLER[0]) for other in others})
    own = _seller(at)
    words = two(f"facture de {own}, commande à {', '.join(names)}", f"invoice of {own}, order to {', '.join(names)}")
    if not at.rows and outcomes == {None}:  # an order of our own need not name the seller's numbers
        return Computed(holds=True, words=words)
    return Computed(holds=_each_holds(outcomes), words=words, values=(value_of(at.bill, at.plan.billed, SELLER[0]),))


def _each_holds(outcomes: set[bool | None]) -> bool | None:
    if False in outcomes:
        return False
    return None if None in outcomes else True


def _seller(at: Standing) -> str:
    """Return what the bill calls whoever bills: by name, else by a number."""
    return next((text for name in (SELLER[2], SELLER[0], SELLER[1]) if (text := at.bill.text(name))), "?")


def supplier_known(at: Standing) -> Computed:
    """Return whether the seller is one of the suppliers."""
    own = _seller(at)
    if not at.plan.suppliers:
        return Computed(holds=True, words=_NO_LIST)
    return Computed(
        holds=bool(at.suppliers), words=two(own, own), values=(value_of(at.bill, at.plan.billed, SELLER[0]),)
    )


def account_agrees(at: Standing) -> Computed:
    """Return whether the bill is paid where the supplier is paid; a paper on which no account was read is open."""
    shown = tuple(value_of(at.bill, at.plan.billed, name) for name in (_IBAN, _BIC))
    if not at.plan.suppliers:
        return Computed(holds=True, words=_NO_LIST)
    if not at.suppliers:
        return waiting(two("le fournisseur n’est pas connu", "the supplier is not known"))
    gaps = [gap for name in (_IBAN, _BIC) if (gap := _other_account(at, name))]
    open_ = [] if gaps else list(_unknown_account(at))
    read = at.bill.text(_IBAN)
    return verdict(gaps, open_, two(read or "inchangé", read or "as known"), shown)


def _on_file(at: Standing, name: str) -> set[str]:
    return {compact(row.get(name, "")) for row in at.suppliers} - {""}


def _other_account(at: Standing, name: str) -> Bilingual | None:
    known, read = _on_file(at, name), compact(at.bill.text(name))
    if not read or not known or _same_account(name, read, known):
        return None
    listed = ", ".join(sorted(known))
    return two(f"{name.upper()} {read}, le fichier a {listed}", f"{name.upper()} {read}, on file {listed}")


def _unknown_account(at: Standing) -> Iterator[Bilingual]:
    read = at.bill.text(_IBAN)
    if read and not _on_file(at, _IBAN):
        yield two("aucun compte dans le fichier", "no account on file")
    if not read and not at.bill.is_stated and not at.is_credit:
        yield two("le compte n’a pas été lu", "the account was not read")


def buyer_agrees(at: Standing) -> Computed:
    """Return whether the bill is addressed to us: to a buyer of the rules, else to that of the order's rows or paper.

    Where our companies are listed it has to be addressed to one of them besides; where nobody says who buys there is
    nothing to compare with.
    """
    own = {name: text for name in BUYER if (text := at.bill.text(name))}
    said, shown = _called(own), tuple(value_of(at.bill, at.plan.billed, name) for name in BUYER)
    known = list(_buyers(at))
    is_listed = bool(at.plan.companies) and at.reference.has_table(at.plan.companies)
    ours = _is_ours(at, own) if is_listed else None
    if is_listed and (ours is not True or not known):
        return Computed(holds=ours, words=two(f"facture à {said}", f"invoice to {said}"), values=shown)
    if not known:
        return waiting(two("rien à comparer", "nothing to compare with"))
    names = ", ".join(sorted(set(map(_called, known))))
    words = two(f"facture à {said}, commande de {names}", f"invoice to {said}, order by {names}")
    outcomes = {_same_buyer(own, one) for one in known}
    return Computed(holds=_is_known(outcomes, is_any=bool(at.plan.buyers)), words=words, values=shown)


def _called(buyer: Mapping[str, str]) -> str:
    """Return what a paper calls a buyer: by name, else by number."""
    number, name = BUYER
    return buyer.get(name) or buyer.get(number, "?")


def _is_known(outcomes: set[bool | None], *, is_any: bool) -> bool | None:
    """Return whether the buyer is every one that the order names; is_any: one of those that the rules name."""
    if outcomes == {True} or (is_any and True in outcomes):
        return True
    return None if None in outcomes else False


def _is_ours(at: Standing, own: Mapping[str, str]) -> bool | None:
    """Return whether a number or name is that of one of our companies; a name alone may be misread: None, not False."""
    keys = {name: compact(text) if name == BUYER[0] else text for name, text in own.items()}
    found = [row for name, text in keys.items() for row in at.reference.find(at.plan.companies, name, text)]
    if not found:
        return False if BUYER[0] in own else None
    return all(_same_buyer(own, row) is not False for row in found)


def _buyers(at: Standing) -> Iterator[dict[str, str]]:
    """Yield those to whom the bill may be addressed, each by what is known of it."""
    if at.plan.buyers:
        yield from (dict.fromkeys(BUYER, one) for one in sorted(at.plan.buyers))
        return
    told = [{name: row.get(name, "").strip() for name in BUYER} for row in at.rows]
    told += [{name: at.order_paper.text(name) for name in BUYER}] if at.order_paper else []
    yield from (known for one in told if (known := {name: text for name, text in one.items() if text}))


def _same_buyer(own: Mapping[str, str], other: Mapping[str, str]) -> bool | None:
    """Return whether two papers name one buyer: by number, else by name; None when neither is on both."""
    number, name = BUYER
    if number in own and number in other and company_number(own[number]) == company_number(other[number]):
        return True
    if number in own and number in other and other.get(name) != other[number]:
        return False
    if name not in own or name not in other:
        return None
    if fold(own[name]) == fold(other[name]):
        return True
    return None if is_misread(own[name], other[name]) else False


def currency_agrees(at: Standing) -> Computed:
    """Return whether the bill is in the one currency of the order and of the supplier."""
    if not (at.rows or at.order_paper):
        return waiting(NO_ORDER)
    billed = {field.value.currency for field in at.bill.content.fields if isinstance(field.value, Amount)}
    known = {row.get("currency", "").strip().upper() for row in (*at.rows, *at.suppliers)} - {""}
    if at.order_paper and not at.rows:
        known |= {f.value.currency for f in at.order_paper.content.fields if isinstance(f.value, Amount)}
    words = two(
        f"facture en {', '.join(sorted(billed)) or '?'}, commande en {', '.join(sorted(known)) or '?'}",
        f"invoice in {', '.join(sorted(billed)) or '?'}, order in {', '.join(sorted(known)) or '?'}",
    )
    holds = None if not billed or not known else billed == known and len(billed) == 1
    return Computed(holds=holds, words=words, values=(value_of(at.bill, at.plan.billed, bills.GROSS),))


def _as_paper(row: ReferenceRow, bill: PieceContent) -> PieceContent:
    """Return the seller that a row of orders names as a paper would say it."""
    fields = tuple(
        IndexField(name=name, value=Text(row[name]), confidence=1.0, origin=Origin.REFERENCE)
        for name in SELLER
        if row.get(name)
    )
    return replace(bill, fields=fields, tables=())


def _same_account(name: str, read: str, known: set[str]) -> bool:
    """Return whether an account is on file; a BIC of eight signs names the head office, whose XXX may be left out."""
    if name == "bic":
        return read.removesuffix("XXX") in {one.removesuffix("XXX") for one in known}
    return read in known
