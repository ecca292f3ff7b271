"""Statements of claims filled by hand or typed, experts' reports, the friendly report of an accident."""

import random

from specimens.blocks.flow import Flow
from specimens.blocks.table import Table, columns
from specimens.blocks.theme import Grid, Theme
from specimens.handwriting import Hand
from specimens.marks import signature
from specimens.people import Person
from specimens.sheet import Align, Face, Sheet
from specimens.stated.claims import AccidentReport, ClaimStatement, ExpertReport
from specimens.stated.told import whole_name
from specimens.wording import in_words, slashed

_R = Align.RIGHT


def draw_by_hand(sheet: Sheet, facts: ClaimStatement, rng: random.Random) -> None:
    """Draw an insurer's form, its dotted lines filled in by hand."""
    flow = Flow(sheet, Theme(size=9.6, colour=rng.choice(("#c62828", "#1565c0")), left=18))
    theme, claim, hand = flow.theme, facts.claim, Hand(rng)
    person = claim.insured
    flow.say(claim.insurer, theme.accent.sized(16))
    flow.say("Déclaration de sinistre", theme.strong.sized(14))
    flow.prose("À compléter en majuscules et à nous retourner sous cinq jours ouvrés.", pen=theme.small)
    flow.ticks(
        (("Dégât des eaux", not claim.plate), ("Automobile", bool(claim.plate)), ("Vol", False), ("Autre", False))
    )
    flow.gap(3)
    flow.say("VOUS", theme.accent)
    address = f"{person.address.street} {person.address.last_line}"
    for label, value in (
        ("Nom", person.last_name.upper()), ("Prénom", person.all_first_names), ("N° de contrat", claim.policy_number),
        ("Adresse", address), ("Immatriculation du véhicule", claim.plate),
    ):  # fmt: skip
        dotted_entry(flow, hand, label, value)
    flow.gap(3)
    flow.say("LES FAITS", theme.accent)
    for label, value in (
        ("Date", slashed(claim.happened_on)),
        ("Cause", claim.cause),
        ("Ce qui est abîmé", claim.damage),
    ):
        dotted_entry(flow, hand, label, value)
    flow.gap(2)
    flow.say("Un tiers est-il en cause ?")
    flow.ticks((("oui", facts.has_third_party), ("non", not facts.has_third_party)))
    flow.gap(4)
    dotted_entry(flow, hand, "Signé à, le", f"{person.address.commune.name} le {slashed(facts.signed_on)}")
    flow.say("Signature de l'assuré :")
    signature(sheet, 60, flow.y + 4, rng)


def dotted_entry(flow: Flow, hand: Hand, label: str, value: str, *, width: float = 0) -> None:
    """Set a label, the dotted line after it, and what was written on it."""
    theme, sheet = flow.theme, flow.sheet
    sheet.block()
    sheet.text(theme.left, flow.y, label, theme.text)
    x = theme.left + max(width, theme.text.width(label) + 3)
    sheet.canvas.setDash(0.6, 2)
    sheet.rule(x, flow.y + 1, theme.right, flow.y + 1, weight=0.6, colour="#777777")
    sheet.canvas.setDash()
    hand.write(sheet, x + 2, flow.y, value, width=theme.right - x - 4)
    flow.y += flow.step * 1.75


def draw_online(sheet: Sheet, facts: ClaimStatement, rng: random.Random) -> None:
    """Draw the summary of a statement made on the insurer's pages."""
    flow = Flow(sheet, Theme(face=Face.HUMANIST, size=10, colour="#283593", grid=Grid.RULED))
    theme, claim, person = flow.theme, facts.claim, facts.claim.insured
    flow.banner(f"{claim.insurer} - récapitulatif de votre déclaration", height=10)
    flow.gap(4)
    flow.pairs(
        (
            ("Assuré", f"{person.last_name.upper()} {person.all_first_names}"),
            ("Police", claim.policy_number),
            ("Nature", "Accident automobile" if claim.plate else "Dégâts des eaux"),
            ("Véhicule", claim.plate),
            ("Survenu le", in_words(claim.happened_on)),
            ("Lieu", person.address.last_line),
        ),
        label_width=36,
    )
    flow.gap(3)
    flow.say("Circonstances déclarées", theme.accent)
    flow.prose(f"Le sinistre est dû à : {claim.cause}. Sont endommagés {claim.damage}.")
    third = "Un tiers est impliqué." if facts.has_third_party else "Aucun tiers n'est impliqué."
    flow.prose(third, "Je certifie l'exactitude de ces renseignements.")
    flow.say(f"Validé électroniquement le {slashed(facts.signed_on)} par {whole_name(person)}")
    if rng.random() < 0.5:
        signature(sheet, 120, flow.y + 10, rng)


def draw_report(sheet: Sheet, facts: ExpertReport, rng: random.Random) -> None:
    """Draw an expert's report: references, findings, table of damages with age, conclusion."""
    flow = Flow(sheet, Theme(size=9.4, colour="#5d4037", grid=Grid.BOXED))
    theme, claim = flow.theme, facts.claim
    flow.footer = lambda f: f.sheet.text(192, 287, f"{facts.reference} - page {f.page}", theme.small, align=_R)
    flow.say(facts.firm, theme.accent.sized(15))
    flow.say("Experts agréés par les sociétés d'assurances", theme.small)
    flow.gap(4)
    flow.say("RAPPORT D'EXPERTISE", theme.strong.sized(15), align=Align.CENTRE)
    flow.gap(4)
    flow.pairs((("Nos références", facts.reference), ("Mandant", claim.insurer), ("Contrat n°", claim.policy_number),
                ("Assuré", whole_name(claim.insured)), ("Immatriculation", claim.plate),
                ("Sinistre du", slashed(claim.happened_on)), ("Visite du", slashed(facts.visited_on)),
                ("Rapport du", slashed(facts.written_on))), label_width=38)  # fmt: skip
    flow.gap(3)
    flow.say("1. Constatations", theme.accent)
    flow.prose(
        f"Nous nous sommes rendus sur place le {in_words(facts.visited_on)} en présence de l'assuré. "
        "L'origine déclarée "
        f"({claim.cause}) est confirmée. Nous avons relevé des dommages affectant {claim.damage}."
    )
    flow.say("2. Évaluation des dommages", theme.accent)
    flow.gap(2)
    made = Table(
        flow, columns(("Poste", 56), ("Valeur à neuf", 16, _R), ("Vétusté", 12, _R), ("Valeur retenue", 18, _R))
    )
    made.rows([(i.text, theme.money(i.cents), f"{i.off} %", theme.money(i.kept_cents)) for i in facts.items])
    made.row(("Total", "", "", theme.money(facts.total_cents)), pen=theme.strong)
    made.end()
    flow.say("3. Conclusion", theme.accent)
    flow.prose(
        f"Nous proposons de fixer l'indemnité à {theme.money(facts.total_cents, currency='EUR')}, sous "
        "réserve des garanties."
    )
    flow.say(f"L'expert, {facts.expert}", x=120)
    signature(sheet, 125, flow.y + 6, rng)
    flow.close()


def draw_minutes(sheet: Sheet, facts: ExpertReport, rng: random.Random) -> None:
    """Draw the short minutes of an inspection."""
    flow = Flow(sheet, Theme(face=Face.BOOK, size=10.4, colour="#0d47a1", grid=Grid.RULED, left=22, right=188))
    theme, claim = flow.theme, facts.claim
    flow.say(f"{facts.firm} | dossier {facts.reference}", theme.accent)
    flow.line()
    flow.say("Procès-verbal de constatations et d'évaluation", theme.strong.sized(14))
    flow.say(f"établi le {in_words(facts.written_on)} par {facts.expert}, expert")
    flow.gap(4)
    what = f"le véhicule immatriculé {claim.plate}" if claim.plate else "le logement assuré"
    flow.prose(
        f"À la demande de {claim.insurer} (police {claim.policy_number}), nous avons examiné {what} de "
        f"{claim.insured.civility} {whole_name(claim.insured)}.",
        f"Cause retenue : {claim.cause}. Parties touchées : {claim.damage}.",
    )
    made = Table(flow, columns(("Réparation", 60), ("Montant", 18, _R), ("Abattement", 14, _R), ("Net", 16, _R)))
    made.rows([(i.text, theme.money(i.cents), f"{i.off} %", theme.money(i.kept_cents)) for i in facts.items])
    made.end()
    flow.say(f"Ensemble : {theme.money(facts.total_cents, currency='EUR')}", theme.strong)
    signature(sheet, 120, flow.y + 10, rng)


def draw_friendly(sheet: Sheet, facts: AccidentReport, rng: random.Random) -> None:
    """Draw the friendly report in two columns, each filled in by its own driver."""
    theme = Theme(size=8.6, colour="#2e7d32", left=14, right=196)
    flow = Flow(sheet, theme)
    flow.banner("constat amiable d'accident automobile", height=9)
    flow.gap(2)
    hand = Hand(rng, size=11.5)
    dotted_entry(flow, hand, "1. date et lieu", f"{slashed(facts.claim.happened_on)}  {facts.place}", width=34)
    _circumstances(
        flow, rng, ("en stationnement", "quittait un parking", "roulait dans le même sens", "changeait de file")
    )
    top, claim = flow.y + 8, facts.claim
    for x, head, driver, plate, policy, writer in (
        (14, "véhicule A", claim.insured, claim.plate, claim.policy_number, hand),
        (108, "véhicule B", facts.other, facts.other_plate, "", Hand(rng, size=11.5)),
    ):
        flow.y = top
        sheet.box(x - 2, top - 6, 90, 78, line=theme.colour)
        _driver(flow, x, head, driver, (plate, policy), writer)
        signature(sheet, x + 20, top + 62, rng)


def _driver(flow: Flow, x: float, head: str, driver: Person, numbers: tuple[str, str], hand: Hand) -> None:
    sheet, theme = flow.sheet, flow.theme
    sheet.block()
    sheet.text(x, flow.y, head, theme.accent)
    for label, value in (
        ("nom", driver.last_name.upper()), ("prénom", driver.first_names[0]), ("adresse", driver.address.street),
        ("code postal", driver.address.last_line), ("n° d'immatriculation", numbers[0]), ("n° de contrat", numbers[1]),
    ):  # fmt: skip
        flow.y += 8
        sheet.block()
        sheet.text(x, flow.y, label, theme.text)
        hand.write(sheet, x + 34, flow.y, value, width=50)


def _circumstances(flow: Flow, rng: random.Random, texts: tuple[str, ...]) -> None:
    flow.say("12. circonstances (A à gauche, B à droite)", flow.theme.strong)
    for number, text in enumerate(texts, start=1):
        flow.ticks(((f"{number} {text}", rng.random() < 0.3), ("", rng.random() < 0.3)))


def draw_electronic(sheet: Sheet, facts: AccidentReport, _: random.Random) -> None:
    """Draw the report made on a telephone."""
    flow = Flow(sheet, Theme(face=Face.HUMANIST, size=10, colour="#6a1b9a", grid=Grid.RULED))
    theme, claim, other = flow.theme, facts.claim, facts.other
    flow.say("e-constat", theme.accent.sized(18))
    flow.say(f"Accident du {in_words(claim.happened_on)} à {facts.place}")
    flow.line()
    made = Table(flow, columns(("", 24), ("Conducteur A", 38), ("Conducteur B", 38)))
    made.rows([
        ("Identité", whole_name(claim.insured), whole_name(other)), ("Plaque", claim.plate, facts.other_plate),
        ("Police", claim.policy_number, "non communiquée"), ("Assureur", claim.insurer, "non communiqué"),
        ("Dégâts visibles", claim.damage, "aucun"),
    ])  # fmt: skip
    made.end()
    flow.prose(f"Récit commun : {claim.cause}.", "Signé par les deux conducteurs à l'aide d'un code reçu par message.")
