"""The section `compute` of a case type from rule text: which calculations it has made, and what they tell."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from casebinder.calculations.plan import POINTS, MatchPlan, Tolerance
from casebinder.conditions.vocabulary import ValueKind, Variable
from casebinder.parsing.facts import check_name
from casebinder.parties import fold
from pipeline.model.text import Bilingual
from pipeline.reference_tables import REFERENCE_TABLES
from pipeline.rules.rule_text import Entry, Kind, Node, Problems

THREE_WAY_MATCH = "three_way_match"
_REQUIRED = ("billed", "ordered", "delivered", "units", "expected")
_OPTIONAL = (
    "credits", "orders", "deliveries", "suppliers", "open_orders", "price", "quantity", "sums", "tax_rates",
    "duplicate_days", "buyers", "companies",
)  # fmt: skip
_PERCENT = 100.0
_MOST = 1_000_000.0
_RESERVED = frozenset({"facts", "piece", "reference", "today"})
Accepts = Mapping[str, Sequence[str]]


def read_computations(node: Node, accepts: Accepts, problems: Problems) -> tuple[MatchPlan, ...]:
    """Read `compute`: each name with the one calculation it stands for; accepts: the classes of each item."""
    return tuple(plan for entry in problems.entries(node) if (plan := _computation(entry, accepts, problems)))


def computed_variables(plans: Sequence[MatchPlan]) -> dict[str, Variable]:
    """Return every name that rules may use for what was computed."""
    return {
        (name := f"{plan.name}.{point}"): Variable(name=name, kind=ValueKind.FLAG, title=title)
        for plan in plans
        for point, title in POINTS.items()
    }


def _computation(entry: Entry, accepts: Accepts, problems: Problems) -> MatchPlan | None:
    check_name(entry, problems)
    if entry.key in _RESERVED:
        problems.add(entry.place, Bilingual(fr=f"« {entry.key} » est pris", en=f"'{entry.key}' is taken"))
    keys = problems.mapping(entry.value, required=(THREE_WAY_MATCH,))
    if THREE_WAY_MATCH not in keys:
        return None
    return _match(entry.key, keys[THREE_WAY_MATCH], accepts, problems)


def _match(name: str, node: Node, accepts: Accepts, problems: Problems) -> MatchPlan:
    keys = problems.mapping(node, required=_REQUIRED, optional=_OPTIONAL)
    items = {role: _item(keys.get(role), accepts, problems) for role in ("billed", "ordered", "delivered")}
    tables = {role: _table(keys.get(role), problems) for role in ("orders", "deliveries", "suppliers", "companies")}
    rates = problems.items(keys["tax_rates"]) if "tax_rates" in keys else ()
    return MatchPlan(
        name=name,
        billed=items["billed"],
        ordered=items["ordered"],
        delivered=items["delivered"],
        credits=_credits(keys.get("credits"), accepts.get(items["billed"], ()), problems),
        orders=tables["orders"],
        deliveries=tables["deliveries"],
        suppliers=tables["suppliers"],
        companies=tables["companies"],
        open_orders=_words(keys.get("open_orders"), problems) or frozenset({"open"}),
        price=_tolerance(keys.get("price"), problems),
        quantity=_tolerance(keys.get("quantity"), problems),
        sums=_tolerance(keys.get("sums"), problems),
        units=_units(keys.get("units"), problems),
        tax_rates=tuple(_decimal(rate, problems, high=_PERCENT) for rate in rates),
        duplicate_days=problems.integer(keys["duplicate_days"], at_least=0) if "duplicate_days" in keys else 0,
        buyers=frozenset(problems.texts(keys["buyers"])) if "buyers" in keys else frozenset(),
        expected=frozenset(problems.texts(keys["expected"])) if "expected" in keys else frozenset(),
    )


def _item(node: Node | None, accepts: Accepts, problems: Problems) -> str:
    word = problems.text(node) if node else ""
    if node and word and word not in accepts:
        problems.unknown(node.place, word, known=accepts, what=Bilingual(fr="pièce", en="item"))
    return word


def _table(node: Node | None, problems: Problems) -> str:
    word = problems.text(node) if node else ""
    if node and word:
        problems.slip(
            node.place, word, known=REFERENCE_TABLES, what=Bilingual(fr="table de référence", en="reference table")
        )
    return word


def _credits(node: Node | None, billed: Sequence[str], problems: Problems) -> frozenset[str]:
    for one in problems.items(node) if node else ():
        if (word := problems.text(one)) and word not in billed:
            what = Bilingual(fr="classe de la pièce facturée", en="class of the billed item")
            problems.unknown(one.place, word, known=billed, what=what)
    return frozenset(problems.texts(node)) if node else frozenset()


def _words(node: Node | None, problems: Problems) -> frozenset[str]:
    return frozenset(fold(text) for text in problems.texts(node)) if node else frozenset()


def _tolerance(node: Node | None, problems: Problems) -> Tolerance:
    if node is None:
        return Tolerance()
    keys = problems.mapping(node, optional=("amount", "percent"))
    return Tolerance(
        amount=_decimal(keys["amount"], problems, high=_MOST) if "amount" in keys else None,
        percent=_decimal(keys["percent"], problems, high=_PERCENT) if "percent" in keys else None,
    )


def _decimal(node: Node, problems: Problems, *, high: float) -> Decimal:
    problems.number(node, low=0, high=high)
    is_number = node.kind in {Kind.INTEGER, Kind.NUMBER}
    return Decimal(node.text) if is_number and node.text.replace(".", "", 1).isdecimal() else Decimal(0)


def _units(node: Node | None, problems: Problems) -> dict[str, str]:
    """Read the ways of writing each unit; one way may not stand for two units."""
    found: dict[str, str] = {}
    for entry in problems.entries(node) if node else ():
        check_name(entry, problems)
        for one in entry.value.items if entry.value.kind is Kind.LIST else problems.items(entry.value):
            written = fold(problems.text(one))
            if found.setdefault(written, entry.key) != entry.key:
                told = Bilingual(
                    fr=f"« {one.text} » est déjà « {found[written]} »", en=f"'{one.text}' is '{found[written]}' already"
                )
                problems.add(one.place, told)
    return found
