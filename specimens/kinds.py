"""The classes of paper drawn from facts of their own: who draws the facts, and which layouts set them.

Open layouts may be looked at by everybody. Held-back ones are imported only when they are asked for, and are then
the only ones drawn: no rule and no training opens them.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any, Protocol

from specimens.layouts import (
    agreements,
    claims,
    deliveries,
    firms,
    health,
    home,
    invoice_letterhead,
    invoice_systems,
    letters,
    money,
    orders,
    other,
    public,
    work,
)
from specimens.people import Source
from specimens.sheet import Sheet
from specimens.stated import agreements as deals
from specimens.stated import claims as insured
from specimens.stated import firms as registered
from specimens.stated import health as treated
from specimens.stated import home as billed
from specimens.stated import letters as written
from specimens.stated import money as banked
from specimens.stated import other as found
from specimens.stated import public as filed
from specimens.stated import work as earned
from specimens.trade import unrelated
from specimens.truth import Paper, PaperKind

# A layout sets facts on a sheet; which facts it can set is known to its kind alone.
Layout = Callable[[Sheet, Any, random.Random], None]


class Stated(Protocol):
    """What a paper states."""

    @property
    def document_class(self) -> str:
        """Return the class of the paper."""

    def fields(self) -> Mapping[str, str]:
        """Return the true fields."""

    def tables(self) -> Mapping[str, list[dict[str, str]]]:
        """Return the true tables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A class of paper: how its facts are drawn for somebody unrelated to anything, and its open layouts."""

    facts: Callable[[Source, date], Stated]
    layouts: tuple[Layout, ...]


_INVOICES: tuple[Layout, ...] = (
    invoice_letterhead.draw_classic,
    invoice_letterhead.draw_coloured,
    invoice_systems.draw_planner,
    invoice_systems.draw_english,
)
_LETTERS: tuple[Layout, ...] = (letters.draw_registered, letters.draw_mail_style, letters.draw_hand_written)
KINDS: Mapping[str, Kind] = {
    "invoice": Kind(facts=unrelated.draw_invoice, layouts=_INVOICES),
    "credit_note": Kind(facts=unrelated.draw_credit_note, layouts=_INVOICES),
    "purchase_order": Kind(facts=unrelated.draw_order, layouts=(orders.draw_form, orders.draw_system)),
    "delivery_note": Kind(facts=unrelated.draw_delivery, layouts=(deliveries.draw_receipt, deliveries.draw_slip)),
    "receipt": Kind(facts=banked.draw_receipt, layouts=(money.draw_till, money.draw_settled)),
    "quote": Kind(facts=deals.draw_quote, layouts=(agreements.draw_quote, agreements.draw_offer)),
    "contract": Kind(facts=deals.draw_contract, layouts=(agreements.draw_contract, agreements.draw_conditions)),
    "contract_amendment": Kind(
        facts=deals.draw_amendment, layouts=(agreements.draw_amendment, agreements.draw_amendment_table)
    ),
    "bank_details": Kind(facts=banked.draw_bank_details, layouts=(money.draw_details_slip, money.draw_details_web)),
    "bank_statement": Kind(
        facts=banked.draw_bank_statement, layouts=(money.draw_statement, money.draw_statement_english)
    ),
    "payslip": Kind(facts=earned.draw_payslip, layouts=(work.draw_pay_boxed, work.draw_pay_plain)),
    "tax_notice": Kind(facts=earned.draw_tax_notice, layouts=(work.draw_notice, work.draw_no_tax)),
    "proof_of_address": Kind(facts=billed.draw_bill, layouts=(home.draw_energy, home.draw_operator)),
    "company_registration": Kind(
        facts=registered.draw_registration, layouts=(firms.draw_extract, firms.draw_register_page)
    ),
    "social_contributions_certificate": Kind(
        facts=registered.draw_contributions, layouts=(firms.draw_union, firms.draw_accounts)
    ),
    "articles_of_association": Kind(
        facts=registered.draw_articles, layouts=(firms.draw_articles, firms.draw_articles_firm)
    ),
    "claim_statement": Kind(facts=insured.draw_statement, layouts=(claims.draw_by_hand, claims.draw_online)),
    "expert_report": Kind(facts=insured.draw_expert_report, layouts=(claims.draw_report, claims.draw_minutes)),
    "accident_report": Kind(facts=insured.draw_accident, layouts=(claims.draw_friendly, claims.draw_electronic)),
    "prescription": Kind(facts=treated.draw_prescription, layouts=(health.draw_typed, health.draw_pad)),
    "care_sheet": Kind(facts=treated.draw_care_sheet, layouts=(health.draw_sheet, health.draw_receipt)),
    "grant_application": Kind(facts=filed.draw_grant, layouts=(public.draw_form, public.draw_file)),
    "death_certificate": Kind(facts=filed.draw_death, layouts=(public.draw_extract, public.draw_full_copy)),
    "vehicle_registration": Kind(facts=filed.draw_vehicle, layouts=(public.draw_certificate, public.draw_enlarged)),
    "report": Kind(facts=found.draw_report, layouts=(other.draw_report, other.draw_report_cover)),
    "resume": Kind(facts=found.draw_resume, layouts=(other.draw_resume, other.draw_resume_plain)),
    "cheque": Kind(facts=found.draw_cheque, layouts=(other.draw_cheque, other.draw_cheque_below)),
    "health_card": Kind(facts=found.draw_health_card, layouts=(other.draw_attestation, other.draw_card)),
    "unknown": Kind(facts=found.draw_stray, layouts=(other.draw_leaflet, other.draw_list)),
    "complaint": Kind(facts=written.drawer("complaint", written.COMPLAINTS), layouts=_LETTERS),
    "termination_letter": Kind(facts=written.drawer("termination_letter", written.TERMINATIONS), layouts=_LETTERS),
    "letter": Kind(facts=written.drawer("letter", written.ENQUIRIES), layouts=_LETTERS),
    "memo": Kind(
        facts=written.drawer("memo", written.MEMOS, is_inside=True),
        layouts=(letters.draw_memo, letters.draw_memo_plain),
    ),
}


def layouts_of(document_class: str, *, is_held_back: bool) -> tuple[Layout, ...]:
    """Return the open layouts of a class, or the held-back ones instead."""
    if is_held_back:
        held_back: Mapping[str, tuple[Layout, ...]] = import_module("specimens.held_back").LAYOUTS
        return held_back[document_class]
    return KINDS[document_class].layouts


def facts_of(document_class: str, source: Source, today: date, *, is_held_back: bool = False) -> Stated:
    """Draw facts for a paper of a class; held-back ones where the words of the paper are facts."""
    draw = KINDS[document_class].facts
    if is_held_back:
        kept: Mapping[str, Callable[[Source, date], Stated]] = import_module("specimens.held_back").FACTS
        draw = kept.get(document_class, draw)
    return draw(source, today)


def draw_stated(facts: Stated, *, layout: int, rng: random.Random, is_held_back: bool = False) -> Paper:
    """Draw a paper of a class of `KINDS`; any whole number is taken modulo the count of layouts."""
    layouts = layouts_of(facts.document_class, is_held_back=is_held_back)
    sheet = Sheet()
    layouts[layout % len(layouts)](sheet, facts, rng)
    return sheet.paper(PaperKind.DOCUMENT, facts.document_class, dict(facts.fields()), facts.tables())
