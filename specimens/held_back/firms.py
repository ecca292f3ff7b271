"""Held back: an extract of the register in a table, a certificate as a short letter, articles in numbered clauses."""

import random

from specimens.blocks.flow import Flow
from specimens.blocks.table import Table, columns
from specimens.blocks.theme import Grid, Theme
from specimens.sheet import Align, Face, Sheet
from specimens.stated.firms import Articles, Contributions, Registration
from specimens.stated.told import whole_name
from specimens.wording import dotted, in_words


def draw_register_table(sheet: Sheet, facts: Registration, _: random.Random) -> None:
    """Draw the extract as a two-column table."""
    flow = Flow(sheet, Theme(face=Face.BOOK, size=9.6, colour="#4e342e", grid=Grid.BOXED, left=20, right=190))
    theme, firm, manager = flow.theme, facts.firm, facts.manager
    flow.say("TRIBUNAL DES ACTIVITÉS ÉCONOMIQUES", theme.strong)
    flow.say(f"Extrait du registre tenu à {firm.company.address.commune.name}", theme.accent.sized(14))
    flow.say(f"délivré le {in_words(facts.issued_on)}")
    flow.gap(4)
    made = Table(flow, columns(("Mention", 34), ("Inscription", 66)))
    made.rows([
        ("Raison sociale", firm.name), ("Numéro unique", firm.company.siret[:9]), ("Dossier", facts.management_number),
        ("Constitution", facts.form), ("Fonds social", f"{firm.capital} EUR"), ("Siège", firm.address),
        ("Objet exploité", facts.activity), ("Inscrite le", dotted(facts.registered_on)),
        ("Dirigeant", f"{whole_name(manager)}, né(e) le {dotted(manager.birth_date)}"),
    ])  # fmt: skip
    made.end()
    flow.prose("Toute modification frauduleuse du présent document expose à des poursuites.", pen=theme.small)


def draw_short_letter(sheet: Sheet, facts: Contributions, _: random.Random) -> None:
    """Draw the certificate as a short letter."""
    flow = Flow(sheet, Theme(face=Face.ROUND, size=9, colour="#004d40", left=24, right=186))
    theme, firm = flow.theme, facts.firm
    flow.say("Organisme de recouvrement du régime général", theme.accent)
    flow.stack(110, 40, (firm.name, *firm.address_lines))
    flow.y = 66
    flow.say(f"Émis le {dotted(facts.issued_on)}, réf. {facts.account_number}")
    flow.gap(6)
    flow.say("Certificat de régularité sociale", theme.strong.sized(14))
    flow.gap(4)
    flow.prose(
        f"La société {firm.name}, établissement {firm.company.siret}, a produit ses déclarations et réglé les sommes "
        f"exigibles arrêtées au {dotted(facts.period_end)} pour {facts.staff} personne(s).",
        f"Authenticité : clé {facts.security_code}.",
    )


def draw_clauses(sheet: Sheet, facts: Articles, _: random.Random) -> None:
    """Draw articles in clauses with Roman numbers."""
    flow = Flow(sheet, Theme(face=Face.TYPEWRITER, size=10, colour="#10131a", left=24, right=186))
    theme, firm = flow.theme, facts.firm
    flow.say("ACTE DE SOCIETE", theme.strong.sized(14), align=Align.CENTRE)
    flow.gap(4)
    partners = " et ".join(f"{p.civility} {whole_name(p)}" for p in facts.partners)
    flow.prose(f"Entre {partners}, il est formé une {facts.form.lower()} dénommée {firm.name}, sise {firm.address}.")
    for number, text in (
        ("I", f"Elle exercera l'activité suivante : {facts.activity.lower()}."),
        ("II", f"Son fonds social est de {firm.capital} euros, fourni par parts égales."),
        ("III", "Les associés nomment entre eux celui qui la dirige."),
        ("IV", "Les bénéfices et les pertes sont partagés à proportion des parts."),
        ("V", "Les différends sont portés devant le tribunal du siège."),
    ):
        flow.prose(f"{number}. {text}", gap=3)
    flow.gap(4)
    flow.prose(f"Signé le {in_words(facts.signed_on)}.")


LAYOUTS = {
    "company_registration": (draw_register_table,),
    "social_contributions_certificate": (draw_short_letter,),
    "articles_of_association": (draw_clauses,),
}
