"""Orders, delivery notes and invoices agree among themselves, and disputes are wrong in one thing only."""

import csv
import hashlib
import json
import re
import subprocess
import sys
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from stdnum import iban
from stdnum.fr import siret, tva

from specimens.degrade import WEARS, Level
from specimens.invoice_set import Disputes, InvoiceOrder, draw_invoices
from specimens.kinds import KINDS, draw_stated, layouts_of
from specimens.output import Medium
from specimens.people import source_of
from specimens.trade.deal import draw_buyer, draw_deal, draw_seller
from specimens.trade.disputes import NAMED, SOUND
from specimens.trade.oddities import UNNAMED

TODAY = date(2026, 11, 22)
SEEDS = range(12)


def deal_of(seed: int):
    """Draw one sound deal."""
    source = source_of(seed, "deal")
    seller, trade = draw_seller(source, style=seed)
    return source, draw_deal(source, buyer=draw_buyer(source), seller=seller, trade=trade, today=TODAY)


@pytest.fixture(scope="module")
def invoices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a set with every dispute in it."""
    out = tmp_path_factory.mktemp("invoices")
    order = InvoiceOrder(count=58, seed=4, today=TODAY, media=(Medium.BORN_DIGITAL,))
    draw_invoices(out, order)
    return out


def rows(invoices: Path, table: str) -> list[dict[str, str]]:
    """Read a reference table of the set."""
    with (invoices / "reference" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("seed", SEEDS)
def test_numbers_of_traders_pass_their_check_digits(seed: int) -> None:
    """SIRET, VAT number and IBAN hold, and the VAT number is that of the SIRET's firm."""
    _, deal = deal_of(seed)
    for trader in (deal.order.seller, deal.order.buyer):
        assert siret.is_valid(trader.company.siret)
        assert tva.is_valid(trader.vat_id)
        assert trader.vat_id.endswith(trader.company.siret[:9])
        assert iban.is_valid(trader.account.iban)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_sound_deal_bills_what_was_ordered_and_delivered(seed: int) -> None:
    """Lines, quantities and prices of the three papers are the same, and the totals are their sum."""
    _, deal = deal_of(seed)
    assert deal.invoice.lines == deal.order.lines
    assert [g.quantity for g in deal.deliveries[0].goods] == [line.quantity for line in deal.order.lines]
    fields = deal.invoice.fields()
    net = sum(Decimal(row["amount"]) for row in deal.invoice.tables()["lines"])
    assert Decimal(fields["total_excluding_tax"]) == net
    assert Decimal(fields["total_including_tax"]) == net + Decimal(fields["total_tax"])
    assert fields["issue_date"] >= deal.order.ordered_on.isoformat()


@pytest.mark.parametrize("dispute", [*NAMED, *UNNAMED], ids=lambda each: each.__name__)
@pytest.mark.parametrize("seed", [1, 5])
def test_every_dispute_differs_from_the_sound_deal_and_says_why(dispute, seed: int) -> None:
    """What is wrong can be seen on the papers or in the tables, and the verdict names it."""
    source, deal = deal_of(seed)
    wrong = dispute(source, deal)
    verdict = wrong.invoices[-1][1]
    assert verdict.outcome == "disputed"
    assert verdict.reason
    assert wrong != deal


@pytest.mark.parametrize("sound", SOUND, ids=lambda each: each.__name__)
@pytest.mark.parametrize("seed", SEEDS)
def test_what_came_in_parts_is_billed_as_delivered(sound, seed: int) -> None:
    """Deliveries in parts are no dispute as long as the invoice is their sum."""
    source, deal = deal_of(seed)
    parts = sound(source, deal)
    came = Counter[str]()
    for goods in (g for d in parts.deliveries for g in d.goods):
        came[goods.line.reference] += goods.quantity
    assert {line.reference: line.quantity for line in parts.invoice.lines} == dict(came)
    assert parts.invoices[0][1].outcome == "approved"


@pytest.mark.parametrize("name", ["invoice", "credit_note", "purchase_order", "delivery_note"])
@pytest.mark.parametrize("is_held_back", [False, True])
def test_what_the_truth_says_is_printed(name: str, is_held_back: bool) -> None:
    """Every identifier, name and total of the truth stands on the page, and every line of its table."""
    for layout in range(len(layouts_of(name, is_held_back=is_held_back))):
        source = source_of(layout, f"{name}/printed")
        paper = draw_stated(KINDS[name].facts(source, TODAY), layout=layout, rng=source.rng, is_held_back=is_held_back)
        printed = re.sub(r"\s", "", " ".join(paper.texts)).lower()
        for field, value in paper.fields.items():
            if field.endswith(("number", "name", "siret", "vat_id", "reference")) or field in {"iban", "bic"}:
                assert re.sub(r"\s", "", value).lower() in printed, (field, value)
            if field.startswith("total"):
                assert re.sub(r"\D", "", value) in re.sub(r"[^\w]", "", printed)
        for row in paper.tables["lines"]:
            assert row["reference"].lower() in printed


def test_the_set_comes_with_tables_and_verdicts(invoices: Path) -> None:
    """Each order stands in the table but for those nobody knows; every kind of verdict is expected somewhere."""
    expected = json.loads((invoices / "expected.json").read_text("utf-8"))
    told = [file for case in expected["cases"] for file in case["files"].values() if "kind" in file]
    kinds = {file["kind"] for file in told}
    assert len(kinds) == len({"plain"}) + len(SOUND) + len(NAMED) + len(UNNAMED)
    assert sum(file["kind"] == "plain" for file in told) >= 29
    known = {row["purchase_order_number"] for row in rows(invoices, "orders")}
    unknown = [case for case in expected["cases"] if case["purchase_order_number"] not in known]
    assert all("unknown-order" in {f.get("kind") for f in case["files"].values()} for case in unknown)
    assert {row["status"] for row in rows(invoices, "orders")} == {"open", "cancelled", "closed"}


def test_a_plain_invoice_is_paid_to_the_known_account(invoices: Path) -> None:
    """The truth of every approved invoice has the IBAN and the SIRET of the table of suppliers."""
    accounts = {row["seller_siret"]: row["iban"] for row in rows(invoices, "suppliers")}
    seen = 0
    for path in invoices.glob("papers/*/*.truth.json"):
        truth = json.loads(path.read_text("utf-8"))
        if truth["expected"].get("outcome") == "approved":
            fields = truth["documents"][0]["fields"]
            assert accounts[fields["seller_siret"]] == fields["iban"]
            assert truth["documents"][0]["tables"][0]["rows"]
            seen += 1
    assert seen > 20


def test_kinds_of_disputes_can_be_chosen(tmp_path: Path) -> None:
    """A set can be drawn without disputes."""
    draw_invoices(
        tmp_path, InvoiceOrder(count=4, seed=2, today=TODAY, disputes=Disputes.NONE, media=(Medium.BORN_DIGITAL,))
    )
    expected = json.loads((tmp_path / "expected.json").read_text("utf-8"))
    told = [file for case in expected["cases"] for file in case["files"].values() if "kind" in file]
    assert [file["kind"] for file in told] == ["plain"] * 4


def test_a_set_is_made_twice_with_equal_digests(tmp_path: Path) -> None:
    """Equal orders give equal files."""
    order = InvoiceOrder(count=3, seed=2, today=TODAY, level=Level.OFFICE, media=(Medium.SCANNED_PDF,))
    digests = []
    for name in ("one", "two"):
        draw_invoices(tmp_path / name, order)
        files = sorted(p for p in (tmp_path / name).rglob("*") if p.is_file())
        digests.append([hashlib.sha256(p.read_bytes()).hexdigest() for p in files])
    assert digests[0] == digests[1]
    assert WEARS[order.level].dpi == 200


def test_held_back_layouts_are_never_opened_unasked(tmp_path: Path) -> None:
    """Drawing every class and a set without the flag does not import what is held back; with it, it does."""
    code = (
        "import sys; from specimens.__main__ import main; main(sys.argv[2:]); "
        "opened = any(name.startswith('specimens.held_back') for name in sys.modules); "
        "sys.exit(0 if opened == (sys.argv[1] == 'yes') else 9)"
    )
    batch = ["batch", str(tmp_path / "batch"), "--pages", "40", "--classes", "all", "--media", "born-digital"]
    several = ["invoices", str(tmp_path / "invoices"), "--count", "2", "--media", "born-digital"]
    for words, is_asked in ((batch, False), (several, False), ([*several, "--held-back"], True)):
        command = [sys.executable, "-c", code, "yes" if is_asked else "no", *words]
        assert subprocess.run(command, check=False, capture_output=True).returncode == 0, words


def test_nothing_but_the_generator_knows_what_is_held_back() -> None:
    """No module of the product, no rule, bench or script names the held-back modules; only their keeper does."""
    root = Path(__file__).parents[2]
    keepers = {"specimens/kinds.py", "specimens/draw.py"}
    sources = [*root.glob("*/**/*.py"), *root.glob("rules/**/*.yaml")]
    named = {
        str(path.relative_to(root))
        for path in sources
        if "held_back" in path.read_text(encoding="utf-8")
        and not {"held_back", "tests", ".venv"} & set(path.relative_to(root).parts)
        and "specimens.held_back" in path.read_text(encoding="utf-8")
    }
    assert named == keepers
