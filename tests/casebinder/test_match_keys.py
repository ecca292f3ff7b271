"""Every key of matching, calculations and decisions by rule matters: taken out of the rule file, something moves."""

import copy
import json
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path

import pytest
import trading
from ruamel.yaml import YAML

from casebinder.binding.matching import find_case
from casebinder.binding.outcomes import Incoming
from casebinder.parsing.casetype import parse_case_type
from pipeline import codec
from pipeline.model.document import Origin
from pipeline.rules.rule_text import Problems

FILE = Path(__file__).parents[2] / "rules" / "cases" / "supplier_invoice.yaml"
MATCH = ("compute", "match", "three_way_match")
PARTS = (
    "billed", "credits", "ordered", "delivered", "orders", "deliveries", "suppliers", "open_orders", "price",
    "quantity", "sums", "tax_rates", "duplicate_days", "units", "buyers", "companies",
    "expected",
)  # fmt: skip
OF_MATCHING = {
    "matching.company": ("matching", "company"),
    "matching.company.numbers": ("matching", "company", "numbers"),
    "matching.company.name": ("matching", "company", "name"),
    "matching.same": ("matching", "same"),
    "pieces.known_when": ("pieces", "purchase_order", "known_when"),
    "compute": ("compute",),
    "compute.three_way_match": MATCH,
    **{f"compute.three_way_match.{part}": (*MATCH, part) for part in PARTS},
    **{
        f"compute.three_way_match.{part}.{limit}": (*MATCH, part, limit)
        for part in ("price", "quantity", "sums")
        for limit in ("amount", "percent")
    },
    "decisions": ("decisions",),
    "decisions.outcome": ("decisions", 0, "outcome"),
    "decisions.title": ("decisions", 0, "title"),
    "decisions.when": ("decisions", 0, "when"),
    "decisions.settles": ("decisions", 0, "settles"),
}
GAPS = 12
"""Gaps of each kind that limits are tried on."""


@pytest.fixture(scope="module")
def tree():
    """Return the delivered rule file, with limits and buyers that the drawn deals run into."""
    loaded = YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))
    loaded["effective_from"] = loaded["effective_from"].isoformat()
    plan = loaded["compute"]["match"]["three_way_match"]
    plan["price"] = {"amount": 0.3, "percent": 3}
    plan["quantity"] = {"amount": 3, "percent": 12}
    plan["sums"] = {"amount": 12, "percent": 5}
    plan["tax_rates"] = [20]
    plan["open_orders"] = ["open", "closed"]
    plan["buyers"] = [trading.drawn(0).order.buyer.name]
    return loaded


def without(tree, path):
    """Return the rule file as text (JSON is YAML) with one key taken out."""
    changed = copy.deepcopy(tree)
    node = changed
    for step in path[:-1]:
        node = node[step]
    if path:
        del node[path[-1]]
    return json.dumps(changed)


class NoCases:
    """A directory without a case, which keeps what it was asked."""

    def __init__(self):
        """Begin with nothing asked."""
        self.asked = []

    def by_reference(self, reference):
        """Know none."""

    def by_key(self, case_type, key):
        """Know none."""
        self.asked.append(key)

    def cases_saying(self, case_type, field, value):
        """Know none."""
        self.asked.append((field, value))
        return ()


def effects(text, classes):
    """Give one after the other all that a rule file makes visible of drawn deals: verdicts and openings."""
    kind = parse_case_type(text, file="x.yaml", digest=trading.DIGEST, classes=classes, problems=Problems())
    yield "refused" if kind is None else kind.decisions and [(one.outcome, one.title) for one in kind.decisions]
    if kind is None:
        return
    named, unnamed, sound = (trading.ways(kinds) for kinds in ("named", "unnamed", "sound"))
    at = datetime(2026, 11, 1, tzinfo=UTC)
    ways = [None, *named, *unnamed, *sound, *(way for way in (*named[:2], *unnamed[:2]) for _ in range(GAPS))]
    for seed, wrong in enumerate(ways):
        deal = trading.drawn(seed, wrong)
        setting = ({"orders": "both"}, {"notes": "list"}, {"orders": "papers"})[seed % 3] | {"rich": seed % 2 > 0}
        yield from (codec.encode(judged.verdict) for judged in trading.judged(kind, deal, **setting))
        for paper in (deal.invoice, deal.order):
            directory = NoCases()
            read = trading.content(paper, "x", came=at, origin=Origin.TEXT)
            incoming = Incoming(document_class=read.document_class, fields=read.fields)
            outcome = find_case(incoming, [kind], directory, on=trading.TODAY)
            yield type(outcome), getattr(outcome, "person", None), getattr(outcome, "code", None), directory.asked


@pytest.fixture(scope="module")
def whole(tree, classes):
    """Return all that the whole file makes visible."""
    return list(effects(without(tree, ()), classes))


@pytest.mark.parametrize("path", OF_MATCHING.values(), ids=OF_MATCHING)
def test_a_key_taken_out_changes_something(tree, whole, classes, path):
    """A key that changes nothing would be a promise the product does not keep."""
    assert whole[0] != "refused"
    assert any(one != other for one, other in zip_longest(effects(without(tree, path), classes), whole))


WRONG = {
    "billed: invoice": ("billed: invoise", "invoice"),
    "credits: [credit_note]": ("credits: [credit_notes]", "credit_note"),
    "orders: orders": ("orders: order", "orders"),
    "open_orders: [open]": ("open_order: [open]", "open_orders"),
    "three_way_match:": ("three_way_matching:", "three_way_match"),
    "rule: match.prices_agree": ("rule: match.price_agrees", "match.prices_agree"),
    "same: [purchase_order_number]": ("same: [purchase_order_numbr]", "purchase_order_number"),
    "settles: false": ("setles: false", "settles"),
}


@pytest.mark.parametrize("right", WRONG)
def test_a_slip_is_told_where_it_stands(classes, right):
    """A word misspelt in a calculation is told with its line and the word that was meant."""
    text = FILE.read_text(encoding="utf-8")
    wrong, meant = WRONG[right]
    problems = Problems()
    changed = text.replace(right, wrong, 1)
    assert parse_case_type(changed, file="x.yaml", digest=trading.DIGEST, classes=classes, problems=problems) is None
    line = 1 + changed[: changed.index(wrong)].count("\n")
    told = next(problem for problem in problems.sorted() if problem.suggestion and meant in problem.suggestion.en)
    assert told.line == line


def test_one_way_of_writing_is_one_unit(classes):
    """A way of writing a unit that stands under two units is a mistake: it could hide a swap."""
    text = FILE.read_text(encoding="utf-8").replace("carton: [carton,", "carton: [carton, boîte,")
    problems = Problems()
    parse_case_type(text, file="x.yaml", digest=trading.DIGEST, classes=classes, problems=problems)
    assert [problem.message.en for problem in problems.sorted()] == ["'boîte' is 'box' already"]
