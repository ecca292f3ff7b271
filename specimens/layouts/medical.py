"""Medical certificates: the scheme's form with digit cells, and the physician's own headed paper."""

import random

from specimens.form import TYPED, Form
from specimens.marks import rubber_stamp, signature, swoosh
from specimens.papers import MedicalFacts, RequestKind
from specimens.people import Practitioner, Sex
from specimens.sheet import Align, Face, Pen, Sheet
from specimens.wording import in_words, slashed

_RED = "#a52a3c"
_LABEL = Pen(size=8.8)
_TEXT = Pen(face=Face.SERIF, size=12)
_KINDS = (
    (RequestKind.FIRST, "initial"),
    (RequestKind.RELAPSE, "de rechute"),
    (RequestKind.NEW_INJURY, "de prolongation"),
)


def draw_form(sheet: Sheet, facts: MedicalFacts, rng: random.Random) -> None:
    """Draw the scheme's form."""
    form = Form(sheet, pen=TYPED, is_fillable=False)
    _form_heading(form, facts)
    _form_patient(form, facts)
    _form_findings(form, facts)
    _form_physician(form, facts, rng)


def _form_heading(form: Form, facts: MedicalFacts) -> None:
    sheet = form.sheet
    swoosh(sheet, 14, 10, ("#2a6bb5", "#7cb342"), size=13)
    sheet.text(30, 18, "l'Assurance Maladie", Pen(size=13, is_bold=True, colour="#1d4f91"))
    sheet.text(30, 22.5, "Accidents du travail - Maladies professionnelles", Pen(size=7))
    sheet.text(196, 16, "cerfa", Pen(face=Face.SERIF, size=11, is_bold=True), align=Align.RIGHT)
    sheet.text(196, 20.5, "n° 11138*06", Pen(size=7.5), align=Align.RIGHT)
    sheet.block()
    sheet.box(14, 30, 182, 12, fill="#f7e9eb", line=_RED)
    heading = Pen(size=14, is_bold=True, colour=_RED)
    sheet.text(
        105,
        38,
        "CERTIFICAT MÉDICAL ACCIDENT DU TRAVAIL - MALADIE PROFESSIONNELLE",
        heading.sized(11.5),
        align=Align.CENTRE,
    )
    sheet.block()
    sheet.text(14, 51, "Certificat :", _LABEL.bold())
    x = 40.0
    for number, (kind, label) in enumerate(_KINDS, start=1):
        x = form.choice(f"type_{number}", x, 51, label, _LABEL, is_ticked=facts.request_kind is kind)
    form.choice("final", x, 51, "final", _LABEL, is_ticked=False)


def _form_patient(form: Form, facts: MedicalFacts) -> None:
    sheet, person = form.sheet, facts.person
    _rubric(sheet, 58, "Renseignements concernant l'assuré(e)")
    sheet.text(18, 71, "N° d'immatriculation", _LABEL)
    form.cells("nir", 60, 71, person.social_security_number, count=15)
    sheet.text(18, 80, "Nom", _LABEL)
    form.entry("nom", 60, 80, 60, person.last_name.upper())
    sheet.text(122, 80, "Prénoms", _LABEL)
    form.entry("prenoms", 140, 80, 54, person.all_first_names)
    sheet.text(18, 89, "Date de naissance", _LABEL)
    form.entry("naissance", 60, 89, 40, slashed(person.birth_date))
    sheet.text(18, 98, "Adresse", _LABEL)
    form.entry("adresse", 60, 98, 134, f"{person.address.street} {person.address.last_line}")


def _form_findings(form: Form, facts: MedicalFacts) -> None:
    sheet = form.sheet
    _rubric(sheet, 106, "Renseignements médicaux")
    sheet.text(18, 119, "Maladie professionnelle : date de la première constatation médicale", _LABEL)
    form.cells("constat", 128, 119, f"{facts.first_observed_on:%d%m%Y}", count=8)
    sheet.text(18, 129, "Constatations détaillées (siège, nature des lésions, séquelles fonctionnelles)", _LABEL)
    form.entry("lesions", 18, 138, 174, facts.disease)
    form.entry("lesions2", 18, 146, 174, "Gêne fonctionnelle à l'effort, soins en cours.")
    sheet.text(18, 157, "Conséquences :", _LABEL)
    form.choice("soins", 60, 157, "soins sans arrêt de travail", _LABEL, is_ticked=True)
    form.choice("arret", 120, 157, "arrêt de travail", _LABEL, is_ticked=False)


def _form_physician(form: Form, facts: MedicalFacts, rng: random.Random) -> None:
    sheet, doctor = form.sheet, facts.practitioner
    _rubric(sheet, 166, "Identification du praticien")
    sheet.text(18, 179, "Nom et prénom", _LABEL)
    form.entry("praticien", 60, 179, 130, f"Docteur {doctor.name}")
    sheet.text(18, 188, "Identifiant RPPS", _LABEL)
    form.cells("rpps", 60, 188, doctor.rpps, count=11)
    sheet.text(18, 199, "Date", _LABEL)
    form.entry("date", 60, 199, 40, slashed(facts.issued_on))
    sheet.text(118, 199, "Signature du praticien", _LABEL)
    sheet.box(116, 194, 80, 42, line="#999999")
    rubber_stamp(sheet, 124, 204, _stamp_lines(doctor), rng)
    signature(sheet, 132, 226, rng)
    sheet.text(14, 285, "S6909g", Pen(size=7, is_bold=True))
    sheet.text(105, 285, "Volet 1 à adresser à l'organisme d'assurance maladie", Pen(size=7.5), align=Align.CENTRE)


def _rubric(sheet: Sheet, y: float, title: str) -> None:
    sheet.block()
    sheet.text(14, y + 4, title, Pen(size=10.5, is_bold=True, colour=_RED))
    sheet.rule(14, y + 5.8, 196, y + 5.8, weight=1.1, colour=_RED)


def _stamp_lines(doctor: Practitioner) -> tuple[str, ...]:
    return (f"Dr {doctor.name}", doctor.speciality, doctor.address.last_line)


def draw_headed(sheet: Sheet, facts: MedicalFacts, rng: random.Random) -> None:
    """Draw the physician's headed paper."""
    doctor = facts.practitioner
    _headed_top(sheet, doctor)
    sheet.block()
    place = f"{doctor.address.commune.name}, le {in_words(facts.issued_on)}"
    sheet.text(190, 78, place, _TEXT, align=Align.RIGHT)
    heading = Pen(face=Face.SERIF, size=17, is_bold=True)
    sheet.text(105, 100, _HEADED_TITLES[facts.request_kind], heading, align=Align.CENTRE)
    sheet.rule(60, 103, 150, 103, weight=0.8)
    sheet.block()
    y = 120.0
    for part in _headed_sentences(facts):
        y = sheet.paragraph(25, y, 160, part, _TEXT) + 3.5
    sheet.text(25, y + 6, "Certificat remis en main propre à l'intéressé(e) pour faire valoir ce que de droit.", _TEXT)
    rubber_stamp(sheet, 116, y + 22, (*_stamp_lines(doctor), doctor.telephone), rng, colour="#5b2c83")
    signature(sheet, 124, y + 46, rng, width=44)


_HEADED_TITLES = {
    RequestKind.FIRST: "CERTIFICAT MÉDICAL INITIAL",
    RequestKind.RELAPSE: "CERTIFICAT MÉDICAL DE RECHUTE",
    RequestKind.NEW_INJURY: "CERTIFICAT MÉDICAL",
}


def _headed_top(sheet: Sheet, doctor: Practitioner) -> None:
    sheet.text(25, 28, f"Docteur {doctor.name}", Pen(face=Face.SERIF, size=15, is_bold=True))
    sheet.text(25, 34, doctor.speciality, Pen(face=Face.SERIF, size=11, is_italic=True))
    sheet.text(25, 40, "Diplômé(e) de la Faculté de médecine", Pen(face=Face.SERIF, size=10))
    sheet.text(25, 46, f"RPPS {doctor.rpps}", Pen(face=Face.SERIF, size=11))
    sheet.block()
    small = Pen(face=Face.SERIF, size=10)
    sheet.text(190, 28, doctor.address.street, small, align=Align.RIGHT)
    sheet.text(190, 33, doctor.address.last_line, small, align=Align.RIGHT)
    sheet.text(190, 38, f"Tél. {doctor.telephone}", small, align=Align.RIGHT)
    sheet.rule(25, 52, 190, 52, weight=0.6)


_OPINION = (
    "Elle me paraît en rapport avec l'activité professionnelle et justifie une déclaration au titre des "
    "maladies professionnelles."
)


def _headed_sentences(facts: MedicalFacts) -> tuple[str, ...]:
    person = facts.person
    born = "née" if person.sex is Sex.FEMALE else "né"
    name = f"{person.last_name.upper()} {person.all_first_names}"
    return (
        "Je soussigné(e), docteur en médecine, certifie avoir examiné ce jour :",
        f"{person.civility} {name}, {born} le {slashed(person.birth_date)},",
        f"numéro de sécurité sociale {person.spaced_number},",
        f"qui présente l'affection suivante : {facts.disease.lower()}.",
        f"Cette affection a été constatée médicalement pour la première fois le {in_words(facts.first_observed_on)}.",
        _OPINION,
        "Les soins se poursuivent ; un examen complémentaire est demandé.",
    )
