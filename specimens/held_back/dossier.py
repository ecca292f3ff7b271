"""Held back: other looks of the papers of an occupational disease, and identity papers as other hands copy them."""

import random

from specimens.blocks.flow import Flow
from specimens.blocks.table import Table, columns
from specimens.blocks.theme import Figures, Grid, Theme
from specimens.handwriting import Hand
from specimens.layouts.claims import dotted_entry
from specimens.layouts.plate import Plate
from specimens.marks import rubber_stamp, signature
from specimens.mrz import zone_of
from specimens.papers import (
    CareerFacts,
    DeclarationFacts,
    EmployerFacts,
    Employment,
    IdentityFacts,
    IdentityFormat,
    MedicalFacts,
    RequestKind,
)
from specimens.sheet import Align, Face, Pen, Sheet
from specimens.stated.told import whole_name
from specimens.wording import dotted, in_words, slashed

_R = Align.RIGHT


def draw_farmers(sheet: Sheet, facts: DeclarationFacts, rng: random.Random) -> None:
    """Draw the form of the farmers' scheme, filled in by hand."""
    flow = Flow(sheet, Theme(face=Face.HUMANIST, size=9.6, colour="#2e5339", left=18, right=192))
    theme, person, hand = flow.theme, facts.person, Hand(rng, size=12.5)
    flow.say("Régime de protection sociale des exploitants et salariés", theme.accent)
    flow.say("Demande de reconnaissance d'une maladie liée au travail", theme.strong.sized(14))
    flow.gap(4)
    _tick(flow, "Votre demande", (("initiale", RequestKind.FIRST), ("rechute", RequestKind.RELAPSE),
                                  ("nouvelle lésion", RequestKind.NEW_INJURY)), facts.request_kind)  # fmt: skip
    _tick(flow, "Vous êtes", (("en emploi", Employment.EMPLOYEE), ("en intérim", Employment.AGENCY),
                              ("en retraite", Employment.RETIRED)), facts.employment)  # fmt: skip
    flow.gap(3)
    address = person.address
    for label, value in (
        ("Nom de famille", person.last_name.upper()),
        ("Prénoms", person.all_first_names),
        ("Né(e) le", slashed(person.birth_date)),
        ("Numéro de sécurité sociale", person.spaced_number),
        ("Rue", address.street),
        ("Code postal, commune", f"{address.commune.postal_code} {address.commune.name}"),
        ("Maladie", facts.disease),
        ("Constatée la première fois le", slashed(facts.first_observed_on)),
        ("Travail arrêté le", slashed(facts.work_stopped_on)),
        ("Employeur", facts.company.name),
        ("SIRET de l'employeur", facts.company.spaced_siret),
        ("Déclaration faite le", slashed(facts.declared_on)),
    ):
        dotted_entry(flow, hand, label, value, width=52)
    flow.say("Signature du demandeur", theme.small)
    signature(sheet, 70, flow.y + 4, rng)


def _tick(flow: Flow, label: str, options: tuple[tuple[str, str], ...], chosen: str | None) -> None:
    flow.say(f"{label} :", flow.theme.strong)
    flow.ticks([(text, value == chosen) for text, value in options])


def draw_hospital(sheet: Sheet, facts: MedicalFacts, rng: random.Random) -> None:
    """Draw the certificate of a hospital's consultation for diseases of work."""
    flow = Flow(sheet, Theme(face=Face.BOOK, size=10.8, colour="#0d3b66", left=24, right=186))
    theme, person, doctor = flow.theme, facts.person, facts.practitioner
    kinds = {RequestKind.FIRST: "constat initial", RequestKind.RELAPSE: "rechute"}
    flow.say(f"CHU de {doctor.address.commune.name}", theme.accent.sized(14))
    flow.say("Consultation de pathologies professionnelles")
    flow.line()
    flow.say(f"Attestation médicale - {kinds.get(facts.request_kind, 'nouvelle lésion')}", theme.strong.sized(15))
    flow.gap(4)
    flow.prose(
        f"Patient : {whole_name(person)}, {slashed(person.birth_date)}, immatriculé {person.spaced_number}.",
        f"L'examen de ce jour et les bilans versés au dossier montrent : {facts.disease}.",
        f"Les premiers signes ont été médicalement reconnus le {in_words(facts.first_observed_on)}.",
        f"Rédigé le {in_words(facts.issued_on)} par le docteur {doctor.name}, RPPS {doctor.rpps}.",
    )
    rubber_stamp(sheet, 110, flow.y + 6, (f"Dr {doctor.name}", doctor.rpps), rng)
    signature(sheet, 120, flow.y + 16, rng)


def draw_scheme(sheet: Sheet, facts: CareerFacts, _: random.Random) -> None:
    """Draw a career as a scheme's own pages print it."""
    flow = Flow(sheet, Theme(face=Face.HUMANIST, size=9.4, colour="#5b2a86", grid=Grid.BANDED, left=20, right=190))
    theme, person = flow.theme, facts.person
    flow.say("Mon compte retraite", theme.accent.sized(16))
    flow.say(f"Parcours de {whole_name(person)}", theme.strong.sized(12))
    flow.pairs(
        (
            ("Naissance", slashed(person.birth_date)),
            ("Matricule", person.social_security_number),
            ("Imprimé le", slashed(facts.issued_on)),
        ),
        label_width=30,
    )
    flow.gap(4)
    made = Table(flow, columns(("An", 10), ("Chez", 50), ("Gains", 20, _R), ("Mois validés", 18, _R)))
    made.rows([(str(c.year), c.employer, theme.money(c.earnings_cents), str(c.months)) for c in facts.lines])
    made.end()
    flow.say(f"Mois validés en tout : {facts.contribution_months}", theme.strong.sized(11))


def draw_pay_letter(sheet: Sheet, facts: EmployerFacts, rng: random.Random) -> None:
    """Draw an employer's letter with the months or missions in a table."""
    theme = Theme(
        face=Face.BOOK, size=10.6, colour="#37474f", grid=Grid.RULED, figures=Figures.DOTTED, left=22, right=188
    )
    flow = Flow(sheet, theme)
    person, company = facts.person, facts.company
    flow.stack(22, 22, (company.name, company.address.street, company.address.last_line), first=theme.accent.sized(13))
    flow.stack(22, 40, (f"Établissement {company.spaced_siret}",))
    flow.y = 58
    flow.say("Relevé de ce qui a été versé", theme.strong.sized(14))
    flow.gap(3)
    flow.prose(
        f"Nous avons employé {whole_name(person)} (sécurité sociale {person.spaced_number}) du "
        f"{in_words(facts.hired_on)} au {in_words(facts.last_worked_on)} comme {person.job.lower()}."
    )
    made = Table(flow, columns(("Du", 18), ("Au", 18), ("Lieu", 36), ("Heures", 12, _R), ("Versé brut", 20, _R)))
    made.rows([
        (dotted(p.starts_on), dotted(p.ends_on), p.where, str(p.hours), theme.money(p.gross_cents)) for p in facts.pays
    ])  # fmt: skip
    made.row(("", "", "En tout", "", theme.money(facts.gross_cents)), pen=theme.strong)
    made.end()
    flow.say(f"Le {in_words(facts.issued_on)}, {company.signatory}")
    signature(sheet, 120, flow.y + 8, rng)


def draw_identity(sheet: Sheet, facts: IdentityFacts, rng: random.Random) -> None:
    """Draw the face of an identity paper small on its sheet, as an office copies it, with what it wrote beside."""
    scale = rng.uniform(0.95, 1.1)
    card = Plate(sheet, x=rng.uniform(40, 60), y=rng.uniform(90, 140), scale=scale)
    is_passport = facts.format is IdentityFormat.PASSPORT
    fields, tiny = facts.fields(), Pen(size=5.6)
    said = Pen(face=Face.SANS if facts.format is IdentityFormat.CREDIT_CARD else Face.ROUND, size=8, is_bold=True)
    sheet.text(30, 40, "Vu l'original au guichet", Pen(face=Face.SERIF, size=12, is_italic=True))
    sheet.block()
    card.box(0, 0, 125, 88, fill="#f2f2ec", line="#999999", radius=2)
    card.portrait(6, 15, 28, 36, rng)
    title = "PASSEPORT - RÉPUBLIQUE FRANÇAISE" if is_passport else "RÉPUBLIQUE FRANÇAISE - CARTE NATIONALE D'IDENTITÉ"
    card.text(6, 8, title, said)
    for row, (label, value) in enumerate((
        ("Nom / Surname", fields["last_name"]), ("Prénoms / Given names", fields["first_names"]),
        ("Naissance / Date of birth", dotted(facts.person.birth_date)), ("Sexe / Sex", facts.person.sex),
        ("Nationalité / Nationality", "FRA"), ("N° / Document No.", facts.number),
        ("Expire le / Date of expiry", dotted(facts.expires_on)),
    )):  # fmt: skip
        sheet.block()
        card.text(40, 16 + 6 * row, label, tiny)
        card.text(72, 16 + 6 * row, value, said)
    card.zone(5, 69, zone_of(facts), step=6)


DOSSIER = {
    "DeclarationFacts": draw_farmers,
    "MedicalFacts": draw_hospital,
    "CareerFacts": draw_scheme,
    "EmployerFacts": draw_pay_letter,
    "IdentityFacts": draw_identity,
}
