"""Held back: other words for complaints, terminations, enquiries and memos, and the looks they are set in."""

import random

from specimens.blocks.flow import Flow
from specimens.blocks.theme import Theme
from specimens.marks import signature
from specimens.sheet import Align, Face, Sheet
from specimens.stated.letters import Missive, Wording, drawer
from specimens.wording import dotted, in_words

_COMPLAINTS = (
    Wording(
        subject="Je ne suis pas d'accord avec votre décision",
        body=(
            "Messieurs,",
            (
                "Votre courrier du {day} m'a beaucoup surpris. Vous refusez de prendre en charge {cents} "
                "euros alors que mon "
                "contrat le prévoit, et personne chez vous ne veut m'en donner la raison."
            ),
            "Revoyez ma situation, sinon je porterai l'affaire plus haut. C'est la troisième fois que je vous écris.",
            "Sincères salutations",
        ),
    ),
)
_TERMINATIONS = (
    Wording(
        subject="Arrêt du contrat {policy}",
        body=(
            "Chers Messieurs,",
            (
                "Je ne veux plus être client chez vous. Veuillez arrêter mon contrat à la date anniversaire "
                "et m'en donner "
                "acte par retour du courrier."
            ),
            "Inutile de me proposer une autre formule.",
            "Salutations",
        ),
    ),
)
_ENQUIRIES = (
    Wording(
        subject="Où en est ma demande ?",
        body=(
            "Bonjour Madame, bonjour Monsieur,",
            (
                "J'ai déposé un dossier chez vous vers le {day}. Pouvez-vous me dire s'il y manque quelque "
                "chose et quand je "
                "peux espérer une réponse ?"
            ),
            "Avec mes remerciements",
        ),
    ),
)
_MEMOS = (
    Wording(
        subject="Fermeture du bâtiment B",
        body=(
            (
                "Le bâtiment B sera fermé pour travaux depuis le {day}. Les équipes rejoignent le deuxième étage "
                "du bâtiment A."
            ),
            "Merci à chacun de vider son bureau avant cette date.",
        ),
    ),
)


def draw_right(sheet: Sheet, facts: Missive, rng: random.Random) -> None:
    """Draw a letter whose head stands at the right and whose subject is underlined."""
    flow = Flow(sheet, Theme(face=Face.ROUND, size=9.4, left=26, right=184, colour="#10131a"))
    theme, address = flow.theme, facts.recipient_address
    flow.stack(184, 24, (facts.sender, facts.sender_address.street, facts.sender_address.last_line), align=Align.RIGHT)
    flow.stack(26, 48, (f"Le {dotted(facts.written_on)}", "", facts.recipient, address.street, address.last_line))
    flow.y = 80
    flow.say(facts.subject, theme.strong.sized(11))
    flow.line(weight=0.5)
    if facts.reference:
        flow.say(f"(vos réf. {facts.reference})", theme.small)
    flow.gap(5)
    flow.prose(*facts.body, gap=4)
    signature(sheet, 30, flow.y + 8, rng)
    flow.stack(30, flow.y + 20, (facts.sender,))


def draw_notice(sheet: Sheet, facts: Missive, _: random.Random) -> None:
    """Draw a memo as a notice."""
    flow = Flow(sheet, Theme(face=Face.HUMANIST, size=11, left=22, right=188, colour="#b71c1c"))
    flow.banner("INFORMATION AU PERSONNEL", height=11)
    flow.gap(5)
    flow.say(facts.subject, flow.theme.strong.sized(15))
    flow.say(f"{facts.sender}, {in_words(facts.written_on)} - pour {facts.recipient}", flow.theme.small)
    if facts.reference:
        flow.say(f"N/réf. {facts.reference}", flow.theme.small)
    flow.gap(5)
    flow.prose(*facts.body, gap=4)


LAYOUTS = {
    "complaint": (draw_right,),
    "termination_letter": (draw_right,),
    "letter": (draw_right,),
    "memo": (draw_notice,),
}
FACTS = {
    "complaint": drawer("complaint", _COMPLAINTS),
    "termination_letter": drawer("termination_letter", _TERMINATIONS),
    "letter": drawer("letter", _ENQUIRIES),
    "memo": drawer("memo", _MEMOS, is_inside=True),
}
