"""Quotes, contracts of services and their amendments."""

import random

from specimens.blocks.flow import Flow
from specimens.blocks.theme import Figures, Grid, Theme
from specimens.layouts.invoice_parts import legal_line, order_totals, set_lines, set_totals
from specimens.marks import signature, swoosh
from specimens.sheet import Align, Face, Sheet
from specimens.stated.agreements import Amendment, Contract, Quote
from specimens.trade.papers import Trader
from specimens.wording import in_words, slashed


def draw_quote(sheet: Sheet, facts: Quote, rng: random.Random) -> None:
    """Draw a tradesman's quote with the words to sign under."""
    flow = Flow(sheet, Theme(size=9, grid=Grid.BOXED, colour=rng.choice(("#e65100", "#33691e"))))
    theme, order = flow.theme, facts.order
    seller, buyer = order.seller, order.buyer
    flow.footer = lambda f: f.sheet.text(105, 287, legal_line(seller), theme.small, align=Align.CENTRE)
    swoosh(sheet, 18, 13, (theme.colour, "#cccccc"), size=13)
    flow.stack(34, 19, (seller.name, *seller.address_lines, seller.telephone), first=theme.accent.sized(12))
    flow.stack(112, 42, (buyer.name, *buyer.address_lines), first=theme.strong)
    flow.y = 50
    flow.say("DEVIS", theme.accent.sized(18))
    flow.y = 66
    flow.cells((("Devis n°", facts.reference), ("Date", slashed(facts.issued_on)),
                ("Valable jusqu'au", slashed(facts.valid_until))))  # fmt: skip
    flow.gap(3)
    told = (
        ("description", "Description", 46),
        ("reference", "Réf.", 15),
        ("quantity", "Qté", 9),
        ("unit", "Unité", 11),
        ("price", "Prix HT", 12),
        ("discount", "Remise", 9),
        ("vat", "TVA", 8),
        ("amount", "Total HT", 14),
    )
    set_lines(flow, order.lines, told)
    set_totals(flow, order_totals(flow, order, {"base": "Total HT", "tax": "TVA", "total": "Total TTC"}), left=122)
    flow.room(40)
    flow.prose("Acompte de 30 % à la commande, solde à réception.")
    flow.say("Bon pour accord, date et signature :", x=112)
    flow.close()


def draw_offer(sheet: Sheet, facts: Quote, _: random.Random) -> None:
    """Draw a commercial proposal with an introduction."""
    flow = Flow(sheet, Theme(face=Face.HUMANIST, size=9.6, grid=Grid.BANDED, colour="#283593", figures=Figures.PLAIN))
    theme, order = flow.theme, facts.order
    seller, buyer = order.seller, order.buyer
    flow.say(seller.name, theme.accent.sized(14))
    flow.say(f"{seller.address} - SIRET {seller.company.siret}", theme.small)
    flow.line()
    flow.say(f"Proposition commerciale {facts.reference}", theme.strong.sized(14))
    flow.say(f"Établie le {in_words(facts.issued_on)} pour {buyer.name}")
    flow.gap(3)
    flow.prose("Nous vous remercions de votre demande et avons le plaisir de vous proposer les conditions suivantes.")
    told = (("reference", "Code", 15), ("description", "Prestation ou produit", 48), ("quantity_unit", "Quantité", 17),
            ("price", "Prix net", 12), ("discount", "Rem.", 8), ("amount", "Montant", 14))  # fmt: skip
    set_lines(flow, order.lines, told)
    words = {"base": "Montant HT", "tax": "Montant TVA", "total": "Montant TTC"}
    set_totals(flow, order_totals(flow, order, words), left=115, is_filled=False)
    flow.prose(f"Cette offre nous engage jusqu'au {slashed(facts.valid_until)}.")
    flow.close()


def draw_contract(sheet: Sheet, facts: Contract, rng: random.Random) -> None:
    """Draw a contract in articles."""
    flow = Flow(sheet, Theme(face=Face.SERIF, size=11.5, colour="#10131a", left=24, right=186))
    flow.say("CONTRAT DE PRESTATION DE SERVICES", flow.theme.strong.sized(15), align=Align.CENTRE)
    flow.say(f"N° {facts.reference}", align=Align.CENTRE)
    flow.gap(6)
    flow.say("ENTRE LES SOUSSIGNÉS", flow.theme.strong)
    flow.prose(_party(facts.provider, "le Prestataire"), "ET", _party(facts.customer, "le Client"))
    flow.say("IL A ÉTÉ CONVENU CE QUI SUIT", flow.theme.strong)
    _set_articles(flow, facts, "Article {n} - {head}")
    _set_signatures(flow, facts, rng, ("Pour le Prestataire", "Pour le Client"))


def draw_conditions(sheet: Sheet, facts: Contract, rng: random.Random) -> None:
    """Draw a contract headed by its particular conditions."""
    flow = Flow(sheet, Theme(face=Face.ROUND, size=8.6, colour="#00695c", left=20, right=190))
    theme = flow.theme
    flow.banner("Contrat - conditions particulières")
    flow.gap(2)
    flow.pairs(
        (
            ("Référence du contrat", facts.reference),
            ("Prestataire", facts.provider.name),
            ("Client", facts.customer.name),
            ("Prise d'effet", slashed(facts.starts_on)),
            ("Engagement", f"{facts.months} mois"),
            ("Redevance mensuelle", f"{facts.monthly} € HT"),
        ),
        label_width=48,
    )
    flow.gap(6)
    flow.banner("Conditions générales")
    flow.gap(2)
    _set_articles(flow, facts, "{n}. {head}")
    _set_signatures(flow, facts, rng, ("Le prestataire", "Le client"))
    flow.say("Paraphes en bas de chaque page.", theme.small)


def _party(trader: Trader, name: str) -> str:
    company = trader.company
    return (
        f"La société {trader.name}, au capital de {trader.capital} euros, dont le siège est situé {trader.address}, "
        f"immatriculée sous le numéro {company.siret[:9]}, représentée par {company.signatory}, ci-après « {name} »,"
    )


def _set_articles(flow: Flow, facts: Contract, head: str) -> None:
    texts = (
        ("Objet", f"Le présent contrat a pour objet {facts.object} du Client, aux conditions ci-après."),
        (
            "Durée",
            (
                f"Il prend effet le {in_words(facts.starts_on)} pour une durée de {facts.months} mois et se renouvelle "
                "par tacite reconduction."
            ),
        ),
        (
            "Prix",
            (
                f"Le prix est fixé à {facts.monthly} euros hors taxes par mois, révisable chaque année selon l'indice "
                "Syntec."
            ),
        ),
        ("Paiement", "Les factures sont payables à trente jours par virement."),
        ("Obligations du prestataire", "Le Prestataire met en œuvre les moyens nécessaires et assure son personnel."),
        ("Responsabilité", "La responsabilité du Prestataire est limitée au montant annuel du contrat."),
        ("Confidentialité", "Chaque partie garde secrètes les informations reçues de l'autre pendant cinq ans."),
        (
            "Résiliation",
            (
                f"Chaque partie peut y mettre fin par lettre recommandée, avec un préavis de {facts.notice_months} "
                "mois avant l'échéance."
            ),
        ),
        ("Litiges", "Les litiges sont soumis aux tribunaux du siège du Prestataire."),
    )
    for number, (name, text) in enumerate(texts, start=1):
        flow.room(20)
        flow.say(head.format(n=number, head=name), flow.theme.strong)
        flow.prose(text, gap=3)


def _set_signatures(flow: Flow, facts: Contract, rng: random.Random, names: tuple[str, str]) -> None:
    flow.room(36)
    town = facts.customer.company.address.commune.name
    flow.say(f"Fait à {town}, le {in_words(facts.signed_on)}, en deux exemplaires originaux.")
    for x, name in ((flow.theme.left, names[0]), (115, names[1])):
        flow.stack(x, flow.y + 4, (name,), flow.theme.strong)
        signature(flow.sheet, x, flow.y + 14, rng)
    flow.gap(26)


def draw_amendment(sheet: Sheet, facts: Amendment, rng: random.Random) -> None:
    """Draw an amendment in articles."""
    contract = facts.contract
    flow = Flow(sheet, Theme(face=Face.SERIF, size=11.5, colour="#10131a", left=24, right=186))
    flow.say(f"AVENANT N° {facts.number}", flow.theme.strong.sized(16), align=Align.CENTRE)
    flow.say(f"au contrat {contract.reference} du {slashed(contract.signed_on)}", align=Align.CENTRE)
    flow.gap(6)
    flow.prose(
        f"Entre {contract.provider.name}, d'une part, et {contract.customer.name}, d'autre part, il est convenu :"
    )
    for number, text in enumerate((
        f"Le prix mensuel prévu au contrat est porté de {contract.monthly} à {facts.monthly} euros hors taxes.",
        f"La durée du contrat est portée de {contract.months} à {facts.months} mois.",
        "Les autres clauses du contrat restent inchangées et continuent de s'appliquer.",
    ), start=1):  # fmt: skip
        flow.say(f"Article {number}", flow.theme.strong)
        flow.prose(text, gap=3)
    flow.say(f"Fait en deux exemplaires, le {in_words(facts.signed_on)}")
    signature(sheet, 24, flow.y + 12, rng)
    signature(sheet, 115, flow.y + 12, rng)


def draw_amendment_table(sheet: Sheet, facts: Amendment, rng: random.Random) -> None:
    """Draw an amendment as what was and what is."""
    contract = facts.contract
    flow = Flow(sheet, Theme(face=Face.HUMANIST, size=10, colour="#6a1b9a", left=20, right=190))
    flow.banner(f"Avenant au contrat de services {contract.reference}")
    flow.gap(3)
    flow.pairs(
        (
            ("Parties", f"{contract.provider.name} / {contract.customer.name}"),
            ("Avenant", f"numéro {facts.number}"),
            ("Ancien prix", f"{contract.monthly} € HT par mois"),
            ("Nouveau prix", f"{facts.monthly} € HT par mois"),
            ("Ancienne durée", f"{contract.months} mois"),
            ("Nouvelle durée", f"{facts.months} mois"),
        ),
        label_width=40,
    )
    flow.gap(4)
    flow.prose("Le présent avenant prend effet à sa signature. Il fait partie intégrante du contrat qu'il modifie.")
    flow.say(f"Signé le {slashed(facts.signed_on)}")
    signature(sheet, 115, flow.y + 12, rng)
