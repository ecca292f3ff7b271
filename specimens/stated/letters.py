"""Letters with a purpose: complaints, terminations, enquiries; memos and activity reports within an organisation.

The words of a letter are facts: subject and paragraphs are drawn from sets, one set of which is held back.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from specimens.people import Person, Source, draw_company, draw_person
from specimens.places import Address, draw_address
from specimens.stated.told import WithoutTables, present, whole_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a kind of letter says: its subject and paragraphs, with places for {reference}, {day} and {cents}."""

    subject: str
    body: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Missive(WithoutTables):
    """A letter or memo of a class; `policy_number` where a contract is ended."""

    document_class: str
    sender: str
    sender_address: Address
    recipient: str
    recipient_address: Address
    subject: str
    reference: str
    policy_number: str
    written_on: date
    body: tuple[str, ...]

    def fields(self) -> dict[str, str]:
        """Return the true fields."""
        return present(
            {
                "sender": self.sender,
                "recipient": self.recipient,
                "subject": self.subject,
                "reference": self.reference,
                "policy_number": self.policy_number,
                "date": self.written_on,
            }
        )


Wordings = tuple[Wording, ...]

COMPLAINTS: Wordings = (
    Wording(
        subject="Réclamation concernant le traitement de mon dossier",
        body=(
            "Madame, Monsieur,",
            (
                "Je me permets de vous écrire pour vous faire part de mon mécontentement. Voilà plus de deux "
                "mois, le {day}, "
                "que je vous ai envoyé toutes les pièces demandées et je n'ai reçu aucune réponse malgré mes appels."
            ),
            (
                "Je vous demande de bien vouloir traiter ma demande dans les plus brefs délais et de "
                "m'expliquer ce retard. À "
                "défaut, je saisirai le médiateur."
            ),
            "Je vous prie d'agréer, Madame, Monsieur, mes salutations distinguées.",
        ),
    ),
    Wording(
        subject="Contestation de votre facture du {day}",
        body=(
            "Madame, Monsieur,",
            (
                "J'ai constaté sur ma dernière facture un montant de {cents} euros que je ne m'explique pas. "
                "Je conteste cette "
                "somme, qui ne correspond à aucun service que j'aurais demandé."
            ),
            "Je vous remercie de me rembourser ce montant et de corriger votre erreur.",
            "Dans l'attente d'une réponse écrite de votre part, recevez mes salutations.",
        ),
    ),
)
TERMINATIONS: Wordings = (
    Wording(
        subject="Résiliation de mon contrat n° {policy}",
        body=(
            "Madame, Monsieur,",
            (
                "Par la présente lettre recommandée avec accusé de réception, je vous informe de ma décision "
                "de résilier le "
                "contrat cité en objet à sa prochaine échéance."
            ),
            (
                "Je vous remercie de me confirmer la bonne prise en compte de cette résiliation et de cesser "
                "tout prélèvement."
            ),
            "Veuillez agréer, Madame, Monsieur, l'expression de mes salutations distinguées.",
        ),
    ),
    Wording(
        subject="Fin de mon abonnement, contrat n° {policy}",
        body=(
            "Bonjour,",
            (
                "Conformément à la loi, je souhaite mettre fin à mon contrat, souscrit depuis plus d'un an. "
                "La résiliation "
                "prendra effet un mois après la réception de ce courrier."
            ),
            "Merci de m'adresser un relevé de clôture et le remboursement du trop-perçu.",
            "Cordialement,",
        ),
    ),
)
ENQUIRIES: Wordings = (
    Wording(
        subject="Changement de coordonnées",
        body=(
            "Madame, Monsieur,",
            (
                "Je vous informe de mon déménagement, intervenu le {day}. Merci d'adresser désormais vos "
                "courriers à l'adresse "
                "figurant en tête de cette lettre."
            ),
            "Restant à votre disposition pour tout renseignement, je vous prie d'agréer mes salutations.",
        ),
    ),
    Wording(
        subject="Request for information",
        body=(
            "Dear Sir or Madam,",
            "I am writing to ask which documents you need from me in order to complete my file, opened on {day}.",
            "I would be grateful for a reply at the address above.",
            "Yours faithfully,",
        ),
    ),
)
MEMOS: Wordings = (
    Wording(
        subject="Organisation du service pendant les congés",
        body=(
            "Vous trouverez ci-dessous les règles applicables à compter du {day}.",
            (
                "Chaque responsable veille à ce qu'un agent au moins soit présent par bureau. Les demandes "
                "sont à déposer trois "
                "semaines à l'avance."
            ),
            "Je vous remercie de votre collaboration.",
        ),
    ),
    Wording(
        subject="Nouvelle procédure d'enregistrement du courrier",
        body=(
            "À partir du {day}, tout pli reçu est enregistré le jour même.",
            (
                "Les plis confidentiels sont remis sans être ouverts à leur destinataire. Toute difficulté "
                "est à signaler au "
                "chef de service."
            ),
        ),
    ),
)


def drawer(document_class: str, wordings: Wordings, *, is_inside: bool = False) -> Callable[[Source, date], Missive]:
    """Return what draws the letters of a class from these wordings; inside: from a service to another."""

    def draw(source: Source, today: date) -> Missive:
        rng = source.rng
        person = draw_person(source, today=today)
        written_on = today - timedelta(days=rng.randint(0, 30))
        policy = f"{rng.randint(10**7, 10**8 - 1)}" if document_class == "termination_letter" else ""
        wording = rng.choice(wordings)
        told: Mapping[str, str] = {
            "day": f"{written_on - timedelta(days=rng.randint(20, 80)):%d/%m/%Y}",
            "cents": f"{rng.randint(20, 400)},{rng.randint(0, 99):02d}",
            "policy": policy,
        }
        return Missive(
            document_class=document_class,
            sender=rng.choice(_SERVICES) if is_inside else _sender(person),
            sender_address=person.address,
            recipient=rng.choice(_ALL) if is_inside else draw_company(source).name,
            recipient_address=draw_address(rng),
            subject=wording.subject.format(**told),
            reference=f"{rng.choice('ABDR')}{rng.randint(1000, 99999)}" if rng.random() < 0.7 else "",
            policy_number=policy,
            written_on=written_on,
            body=tuple(text.format(**told) for text in wording.body),
        )

    return draw


_SERVICES = ("Direction générale", "Service des ressources humaines", "Secrétariat général", "Direction financière")
_ALL = ("Tous les agents", "Responsables de service", "Équipe du courrier", "Gestionnaires de dossiers")


def _sender(person: Person) -> str:
    return whole_name(person)
