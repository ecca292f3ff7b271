"""Papers of a desk that carry few fields: reports, résumés, cheques, cards, and papers of no class."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from specimens.banks import Account, draw_account
from specimens.people import Person, Source, draw_company, draw_person
from specimens.stated.told import WithoutTables, named, present


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(WithoutTables):
    """A report of activity: its subject, its day, headed paragraphs."""

    document_class: ClassVar[str] = "report"
    organisation: str
    author: str
    subject: str
    written_on: date
    sections: tuple[tuple[str, str], ...]

    def fields(self) -> dict[str, str]:
        """Return the true fields."""
        return present({"subject": self.subject, "date": self.written_on})


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume(WithoutTables):
    """A résumé: jobs as year, title and firm."""

    document_class: ClassVar[str] = "resume"
    person: Person
    jobs: tuple[tuple[int, str, str], ...]
    telephone: str

    def fields(self) -> dict[str, str]:
        """Return the true fields."""
        return present(named(self.person) | {"birth_date": self.person.birth_date})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cheque(WithoutTables):
    """A cheque, its amount in cents."""

    document_class: ClassVar[str] = "cheque"
    drawer: Person
    account: Account
    payee: str
    cents: int
    number: str
    signed_on: date

    def fields(self) -> dict[str, str]:
        """Return the true fields."""
        return present({"signed_on": self.signed_on})


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthCard(WithoutTables):
    """A French or European health card, or the attestation printed of it."""

    document_class: ClassVar[str] = "health_card"
    person: Person
    fund: str
    issued_on: date
    expires_on: date

    def fields(self) -> dict[str, str]:
        """Return the true fields."""
        told = {
            "birth_date": self.person.birth_date,
            "social_security_number": self.person.social_security_number,
            "expires_on": self.expires_on,
        }
        return present(named(self.person) | told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stray(WithoutTables):
    """A paper of no class of ours: a head and lines, such as a menu or a recipe."""

    document_class: ClassVar[str] = "unknown"
    head: str
    lines: tuple[str, ...]

    def fields(self) -> dict[str, str]:
        """Return no fields."""
        return {}


Reports = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]

_REPORTS: Reports = (
    (
        "Bilan d'activité du service courrier",
        (
            ("Volumes", "Le service a reçu {a} plis, soit {b} par jour ouvré."),
            ("Délais", "Le délai moyen de remise est de {c} jours."),
            ("Perspectives", "Une baisse est attendue l'an prochain."),
        ),
    ),
    (
        "Visite de contrôle des installations électriques",
        (
            ("Méthode", "La visite a porté sur {b} armoires."),
            ("Constats", "{c} anomalies ont été relevées, dont une grave."),
            ("Avis", "Une remise en état est nécessaire."),
        ),
    ),
    (
        "Étude de satisfaction des adhérents",
        (
            ("Échantillon", "{a} personnes ont été interrogées par téléphone."),
            ("Résultats", "{b} % se disent satisfaites de l'accueil."),
            ("Conseils", "Raccourcir l'attente au téléphone."),
        ),
    ),
)


def draw_report(source: Source, today: date) -> Report:
    """Draw a report of the year."""
    return report_of(source, today, _REPORTS)


def report_of(source: Source, today: date, reports: Reports) -> Report:
    """Draw one of these reports, with figures for {a}, {b} and {c}."""
    rng = source.rng
    subject, sections = rng.choice(reports)
    told = {"a": f"{rng.randint(300, 9000)}", "b": f"{rng.randint(12, 98)}", "c": f"{rng.randint(2, 9)}"}
    return Report(
        organisation=draw_company(source).name,
        author=draw_person(source, today=today).full_name,
        subject=subject,
        written_on=today - timedelta(days=rng.randint(5, 300)),
        sections=tuple((head, text.format(**told)) for head, text in sections),
    )


def draw_resume(source: Source, today: date) -> Resume:
    """Draw somebody's résumé with two to five jobs."""
    rng = source.rng
    person = draw_person(source, today=today)
    years = sorted(rng.sample(range(2004, today.year), k=rng.randint(2, 5)), reverse=True)
    return Resume(
        person=person,
        jobs=tuple((year, draw_person(source, today=today).job, draw_company(source).name) for year in years),
        telephone="06 " + " ".join(f"{rng.randint(0, 99):02d}" for _ in range(4)),
    )


def draw_cheque(source: Source, today: date) -> Cheque:
    """Draw a cheque of the last weeks."""
    rng = source.rng
    return Cheque(
        drawer=draw_person(source, today=today),
        account=draw_account(rng),
        payee=draw_company(source).name,
        cents=rng.randint(1500, 180000),
        number=f"{rng.randint(10**6, 10**7 - 1)}",
        signed_on=today - timedelta(days=rng.randint(1, 40)),
    )


def draw_health_card(source: Source, today: date) -> HealthCard:
    """Draw a card valid for a year or so."""
    rng = source.rng
    person = draw_person(source, today=today, age=(18, 90))
    return HealthCard(
        person=person,
        fund=f"CPAM DE {person.address.commune.name.upper()}",
        issued_on=today - timedelta(days=rng.randint(5, 200)),
        expires_on=today + timedelta(days=rng.randint(60, 600)),
    )


_STRAYS = (
    (
        "Menu du jour",
        (
            "Velouté de potiron",
            "Blanquette de veau à l'ancienne",
            "Plateau de fromages",
            "Tarte aux pommes",
            "Le chef vous souhaite un bon appétit",
        ),
    ),
    (
        "Recette : le gratin dauphinois",
        (
            "1 kg de pommes de terre",
            "50 cl de crème, 1 gousse d'ail, sel, muscade",
            "Épluchez, coupez en rondelles fines et rangez dans un plat frotté d'ail",
            "Enfournez une heure à feu doux",
        ),
    ),
    (
        "Horaires de la piscine",
        (
            "Lundi fermé",
            "Mardi 12 h - 14 h",
            "Mercredi 9 h - 19 h",
            "Bonnet de bain obligatoire",
            "Dernière entrée trente minutes avant la fermeture",
        ),
    ),
    (
        "Mode d'emploi de la bouilloire",
        (
            "Remplissez jusqu'au repère",
            "Posez sur le socle et appuyez sur le bouton",
            "Détartrez chaque mois avec du vinaigre",
            "Ne plongez jamais l'appareil dans l'eau",
        ),
    ),
    (
        "Règles du jeu de l'oie",
        (
            "Chaque joueur lance deux dés et avance son pion",
            "Qui tombe sur le pont va droit à la case douze",
            "Au puits, on attend qu'un autre vienne",
        ),
    ),
)


def draw_stray(source: Source, _: date) -> Stray:
    """Draw a paper of no class."""
    head, lines = source.rng.choice(_STRAYS)
    return Stray(head=head, lines=lines)
