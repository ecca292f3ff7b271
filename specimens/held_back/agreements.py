"""Held back: a quote as an estimate, a contract as a letter of agreement, an amendment as a letter."""

import random

from specimens.blocks.flow import Flow
from specimens.blocks.theme import Grid, Theme
from specimens.layouts.invoice_parts import order_totals, set_lines, set_totals
from specimens.marks import signature
from specimens.sheet import Align, Face, Sheet
from specimens.stated.agreements import Amendment, Contract, Quote
from specimens.wording import dotted, in_words


def draw_estimate(sheet: Sheet, facts: Quote, _: random.Random) -> None:
    """Draw an estimate of a workshop."""
    flow = Flow(sheet, Theme(face=Face.SERIF, size=10.5, grid=Grid.RULED, colour="#4a148c", left=22, right=188))
    theme, order = flow.theme, facts.order
    seller, buyer = order.seller, order.buyer
    flow.say(seller.name, theme.accent.sized(18), align=Align.CENTRE)
    flow.say(f"{seller.address} - {seller.company.spaced_siret}", align=Align.CENTRE)
    flow.gap(6)
    flow.say(f"Estimation de prix {facts.reference} du {dotted(facts.issued_on)}", theme.strong.sized(13))
    flow.prose(f"À l'intention de {buyer.name}, {buyer.address}")
    told = (("quantity_unit", "Nombre", 17), ("description", "Ouvrage", 50), ("reference", "Repère", 15),
            ("price", "Prix", 12), ("discount", "Rabais", 9), ("amount", "Somme", 14))  # fmt: skip
    set_lines(flow, order.lines, told)
    words = {"base": "Ensemble hors taxe", "tax": "Taxe", "total": "Ensemble taxe comprise"}
    set_totals(flow, order_totals(flow, order, words), left=105, is_filled=False)
    flow.prose(f"Prix tenus jusqu'au {in_words(facts.valid_until)}.")


def draw_agreement(sheet: Sheet, facts: Contract, rng: random.Random) -> None:
    """Draw an agreement as a letter that both sign."""
    flow = Flow(sheet, Theme(face=Face.BOOK, size=10.8, colour="#263238", left=24, right=186))
    theme, provider, customer = flow.theme, facts.provider, facts.customer
    flow.say(provider.name, theme.accent.sized(14))
    flow.say(provider.address, theme.small)
    flow.stack(110, 44, (customer.name, *customer.address_lines))
    flow.y = 70
    flow.say(f"Convention {facts.reference}", theme.strong.sized(14))
    flow.gap(4)
    flow.prose(
        "Monsieur le Directeur,",
        f"Suite à nos échanges, nous arrêtons ensemble les termes de notre collaboration. Nous nous chargeons de "
        f"{facts.object} à partir du {in_words(facts.starts_on)}, pendant {facts.months} mois.",
        f"Vous nous verserez chaque mois {facts.monthly} euros, taxe en sus, sur présentation de notre relevé.",
        f"Celui qui voudra cesser préviendra l'autre {facts.notice_months} mois d'avance par écrit.",
        "Ni l'un ni l'autre ne révélera ce qu'il apprendra des affaires de l'autre.",
        f"Lu et approuvé par les deux signataires le {in_words(facts.signed_on)}.",
    )
    signature(sheet, 26, flow.y + 10, rng)
    signature(sheet, 118, flow.y + 10, rng)


def draw_change(sheet: Sheet, facts: Amendment, rng: random.Random) -> None:
    """Draw a change agreed upon as a letter."""
    contract = facts.contract
    flow = Flow(sheet, Theme(face=Face.BOOK, size=10.8, colour="#263238", left=24, right=186))
    theme = flow.theme
    flow.say(f"Modification {facts.number} de la convention {contract.reference}", theme.strong.sized(14))
    flow.gap(4)
    flow.prose(
        f"Les signataires ({contract.provider.name} et {contract.customer.name}) changent leur accord ainsi :",
        f"le versement mensuel devient {facts.monthly} euros au lieu de {contract.monthly} ;",
        f"le terme est repoussé, {facts.months} mois remplaçant {contract.months} mois ;",
        "tout le reste demeure.",
        f"Convenu le {in_words(facts.signed_on)}.",
    )
    signature(sheet, 26, flow.y + 10, rng)


LAYOUTS = {"quote": (draw_estimate,), "contract": (draw_agreement,), "contract_amendment": (draw_change,)}
