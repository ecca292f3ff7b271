"""The two-page declaration form of the general scheme: blue bands, digit cells, ticked boxes."""

import random

from specimens.form import TYPED, Form
from specimens.marks import signature, swoosh
from specimens.papers import DeclarationFacts, Employment, RequestKind
from specimens.sheet import Align, Face, Pen, Sheet
from specimens.wording import slashed

_BAND = "#1d4f91"
_PALE = "#e6edf7"
_LABEL = Pen(size=8.3)
_SMALL = Pen(size=6.6, is_italic=True)

_KINDS = (
    (RequestKind.FIRST, "une première demande"),
    (RequestKind.RELAPSE, "une rechute"),
    (RequestKind.NEW_INJURY, "une nouvelle lésion"),
)
_SITUATIONS = (
    (Employment.EMPLOYEE, "salarié(e)"),
    (Employment.AGENCY, "intérimaire"),
    (Employment.RETIRED, "retraité(e)"),
)
_NOTICE = (
    "La déclaration est adressée à la caisse d'assurance maladie dont relève la victime, dans les quinze jours "
    "qui suivent la cessation du travail, accompagnée du certificat médical initial et, pour les salariés, de "
    "l'attestation de salaire établie par l'employeur.\n"
    "La caisse dispose d'un délai de cent vingt jours francs pour statuer sur le caractère professionnel de la "
    "maladie ou saisir le comité régional de reconnaissance des maladies professionnelles. Ce délai court à "
    "compter de la réception du dossier complet.\n"
    "La loi rend passible d'une amende et d'un emprisonnement quiconque se rend coupable de fraude ou de fausse "
    "déclaration en vue d'obtenir des prestations (articles 313-1 à 313-3, 433-19, 441-1 et suivants du Code "
    "pénal). La loi 78-17 du 6 janvier 1978 modifiée s'applique aux réponses faites sur ce formulaire."
)


def draw(sheet: Sheet, facts: DeclarationFacts, rng: random.Random, *, is_fillable: bool = False) -> None:
    """Draw both pages."""
    form = Form(sheet, pen=TYPED, is_fillable=is_fillable)
    _heading(sheet)
    _victim(form, facts)
    _disease(form, facts)
    _employer(form, facts)
    _signature(form, facts, rng)
    sheet.next_page()
    _former_jobs(form, facts, rng)
    _notice(sheet)


def _heading(sheet: Sheet) -> None:
    swoosh(sheet, 14, 10, ("#2a6bb5", "#7cb342"), size=15)
    sheet.text(32, 17, "l'Assurance", Pen(size=12, is_bold=True, colour=_BAND))
    sheet.text(32, 22.5, "Maladie", Pen(size=15, is_bold=True, colour=_BAND))
    sheet.text(32, 27, "RISQUES PROFESSIONNELS", Pen(size=6.2, colour="#5b6675"))
    sheet.block()
    sheet.box(166, 11, 30, 11, radius=5, line="#333333")
    sheet.text(181, 16, "cerfa", Pen(face=Face.SERIF, size=11, is_bold=True), align=Align.CENTRE)
    sheet.text(181, 20.4, "N° 16130*01", Pen(size=7.5), align=Align.CENTRE)
    sheet.block()
    sheet.text(108, 36, "DÉCLARATION DE MALADIE PROFESSIONNELLE", Pen(size=15, is_bold=True), align=Align.CENTRE)
    sheet.text(108, 42, "OU DEMANDE MOTIVÉE DE RECONNAISSANCE", Pen(size=11, is_bold=True), align=Align.CENTRE)
    law = "Articles L. 461-1 à L. 461-8, R. 461-3 à R. 461-9 et D. 461-1 et suivants du Code de la sécurité sociale"
    sheet.text(108, 47, law, _SMALL, align=Align.CENTRE)


def _band(sheet: Sheet, y: float, height: float, title: str) -> None:
    sheet.block()
    sheet.box(12, y, 186, 6.4, fill=_BAND, line="")
    sheet.text(15, y + 4.6, title, Pen(size=9.5, is_bold=True, colour="#ffffff"))
    sheet.box(12, y + 6.4, 186, height - 6.4, line=_BAND, weight=0.8)


def _victim(form: Form, facts: DeclarationFacts) -> None:
    sheet, person = form.sheet, facts.person
    _band(sheet, 52, 65, "LA VICTIME")
    sheet.text(15, 65, "Numéro d'immatriculation", _LABEL)
    form.cells("num_immat", 62, 65, person.social_security_number, count=15)
    sheet.text(15, 74, "Nom et prénoms", _LABEL)
    form.entry("nom_prenoms", 62, 74, 130, f"{person.last_name.upper()} {person.all_first_names}")
    sheet.text(62, 77.4, "(nom de famille, suivi du nom d'usage s'il y a lieu)", _SMALL)
    sheet.text(15, 86, "Date de naissance", _LABEL)
    form.entry("date_naiss", 62, 86, 40, slashed(person.birth_date))
    sheet.text(112, 86, "Nationalité :", _LABEL)
    x = form.choice("nat_fr", 132, 86, "française", _LABEL, is_ticked=True)
    form.choice("nat_autre", x, 86, "autre", _LABEL, is_ticked=False)
    sheet.text(15, 95, "Adresse", _LABEL)
    form.entry("adresse", 62, 95, 130, person.address.street)
    sheet.text(15, 104, "Code postal", _LABEL)
    form.cells("code_postal", 62, 104, person.address.commune.postal_code, count=5)
    sheet.text(100, 104, "Commune", _LABEL)
    form.entry("commune", 118, 104, 75, person.address.commune.name)
    sheet.text(15, 113, "Profession exercée", _LABEL)
    form.entry("profession", 62, 113, 130, person.job)


def _disease(form: Form, facts: DeclarationFacts) -> None:
    sheet = form.sheet
    _band(sheet, 120, 50, "LA MALADIE")
    sheet.text(15, 133, "Il s'agit d' :", _LABEL)
    x = 62.0
    for number, (kind, label) in enumerate(_KINDS, start=1):
        x = form.choice(f"objet_{number}", x, 133, label, _LABEL, is_ticked=facts.request_kind is kind)
    sheet.text(15, 142, "Nature de la maladie", _LABEL)
    form.entry("nature", 62, 142, 132, facts.disease)
    sheet.text(15, 151, "Date de la première constatation médicale", _LABEL)
    form.cells("date_constat", 92, 151, f"{facts.first_observed_on:%d%m%Y}", count=8)
    sheet.text(15, 160, "Date de cessation du travail", _LABEL)
    stopped = f"{facts.work_stopped_on:%d%m%Y}" if facts.work_stopped_on else ""
    form.cells("date_arret", 92, 160, stopped, count=8)
    sheet.text(92, 166.6, "(en cas d'arrêt de travail)", _SMALL)


def _employer(form: Form, facts: DeclarationFacts) -> None:
    sheet, company = form.sheet, facts.company
    _band(sheet, 173, 46, "L'EMPLOYEUR ACTUEL OU LE DERNIER EMPLOYEUR")
    sheet.text(15, 186, "Nom ou raison sociale", _LABEL)
    form.entry("raison_sociale", 62, 186, 130, company.name)
    sheet.text(15, 195, "N° SIRET de l'établissement", _LABEL)
    form.cells("siret", 62, 195, company.siret, count=14)
    sheet.text(15, 204, "Adresse", _LABEL)
    address = company.address
    form.entry("adresse_employeur", 62, 204, 132, f"{address.street}, {address.last_line}")
    sheet.text(15, 214, "La victime est :", _LABEL)
    x = 62.0
    for number, (situation, label) in enumerate(_SITUATIONS, start=1):
        x = form.choice(f"statut_{number}", x, 214, label, _LABEL, is_ticked=facts.employment is situation)


def _signature(form: Form, facts: DeclarationFacts, rng: random.Random) -> None:
    sheet = form.sheet
    sheet.block()
    sheet.text(15, 229, "Fait à", _LABEL)
    form.entry("fait_a", 26, 229, 55, facts.person.address.commune.name)
    sheet.text(84, 229, "le", _LABEL)
    form.entry("fait_le", 90, 229, 32, slashed(facts.declared_on))
    sheet.box(128, 223, 68, 36, fill="#fbfcfe", line=_BAND)
    sheet.text(131, 228, "Signature de la victime", _LABEL)
    signature(sheet, 138, 244, rng, width=40)
    sheet.block()
    sheet.text(12, 285, "S6100c", Pen(size=7, is_bold=True))
    sheet.text(198, 285, "1/2", Pen(size=7), align=Align.RIGHT)


def _former_jobs(form: Form, facts: DeclarationFacts, rng: random.Random) -> None:
    sheet = form.sheet
    sheet.text(15, 16, "Nom et prénoms de la victime :", _LABEL)
    form.entry("rappel_nom", 62, 16, 80, f"{facts.person.last_name.upper()} {facts.person.all_first_names}")
    _band(sheet, 22, 92, "EMPLOIS ANTÉRIEURS AYANT EXPOSÉ LA VICTIME AU RISQUE")
    starts = (12, 52, 112, 198)
    for x, title in zip(starts, ("Période", "Employeur", "Nature des travaux"), strict=False):
        sheet.text(x + 3, 34, title, _LABEL.bold())
    for x in starts[1:3]:
        sheet.rule(x, 28.4, x, 114, colour=_BAND)
    year = facts.first_observed_on.year
    works = ("Manutention répétée, port de charges", "Gestes répétés du poignet", "Travaux bras au-dessus de l'épaule")
    for row in range(rng.randint(2, 3)):
        y = 44 + 12 * row
        sheet.rule(12, y - 7, 198, y - 7, weight=0.3, colour=_BAND)
        length = rng.randint(2, 6)
        form.entry(f"periode_{row}", 15, y, 35, f"{year - length} - {year}")
        form.entry(f"employeur_{row}", 55, y, 54, facts.company.name if row == 0 else "Divers employeurs")
        form.entry(f"travaux_{row}", 115, y, 80, works[row])
        year -= length


def _notice(sheet: Sheet) -> None:
    sheet.block()
    sheet.box(12, 124, 186, 96, fill=_PALE, line="")
    sheet.text(16, 133, "NOTICE", Pen(size=11, is_bold=True, colour=_BAND))
    sheet.paragraph(16, 141, 176, _NOTICE, Pen(size=9.2))
    sheet.block()
    sheet.text(12, 285, "S6100c", Pen(size=7, is_bold=True))
    sheet.text(198, 285, "2/2", Pen(size=7), align=Align.RIGHT)
