"""Drawn invoices, orders and delivery notes read whole by the product, beside what they truly say."""

from datetime import date
from pathlib import Path

import pytest

from bootstrap.application import open_home
from bootstrap.instruments.evaluation import Evaluated, evaluate
from bootstrap.settings import load
from specimens.invoice_set import InvoiceOrder, draw_invoices
from specimens.output import Medium

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
DRAWN_ON = date(2026, 11, 22)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Evaluated:
    """Read the papers of some deals, drawn by a seed that no rule was looked at with."""
    out = tmp_path_factory.mktemp("deals")
    draw_invoices(out, InvoiceOrder(count=6, seed=1789, today=DRAWN_ON, media=(Medium.BORN_DIGITAL,)))
    application = open_home(load(tmp_path_factory.mktemp("home"), engine=None, language=None), today=DRAWN_ON)
    return evaluate(
        application,
        out / "papers",
        batch_class=application.settings.batch_class,
        error=0.01,
        report=Path(out / "report.html"),
        language="en",
        on_file=lambda done, every: None,
    )


def test_no_header_field_is_wrong_and_few_are_missed(read: Evaluated) -> None:
    """What is said of a paper with letters of its own is true, and nearly all that it says is read."""
    fields = {name: tally for name, tally in read.evaluation.fields.items() if name != "lines"}
    assert {name: tally for name, tally in fields.items() if tally.right < tally.said} == {}
    right, true = sum(tally.right for tally in fields.values()), sum(tally.true for tally in fields.values())
    assert right >= 0.92 * true
