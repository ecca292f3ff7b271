"""Letters of private people in three looks, memos in two."""

import random

from specimens.blocks.flow import Flow
from specimens.blocks.theme import Theme
from specimens.handwriting import Hand
from specimens.marks import signature
from specimens.sheet import Align, Face, Sheet
from specimens.stated.letters import Missive
from specimens.wording import in_english, in_words, slashed


def draw_registered(sheet: Sheet, facts: Missive, rng: random.Random) -> None:
    """Draw a letter in the usual order: sender, recipient at the right, place and day, subject."""
    flow = Flow(sheet, Theme(face=rng.choice((Face.SERIF, Face.BOOK)), size=11.5, left=22, right=188, colour="#10131a"))
    theme = flow.theme
    flow.stack(22, 22, (facts.sender, facts.sender_address.street, facts.sender_address.last_line))
    flow.stack(112, 44, (facts.recipient, facts.recipient_address.street, facts.recipient_address.last_line))
    town = facts.sender_address.commune.name
    is_english = facts.body[0].startswith("Dear")
    day = in_english(facts.written_on) if is_english else f"le {in_words(facts.written_on)}"
    flow.stack(112, 68, (f"{town}, {day}",))
    flow.y = 82
    if facts.reference:
        flow.say(f"{'Your reference' if is_english else 'Vos références'} : {facts.reference}")
    flow.say(f"{'Subject' if is_english else 'Objet'} : {facts.subject}", theme.strong)
    if facts.policy_number:
        flow.say("Lettre recommandée avec AR", theme.small)
    flow.gap(6)
    flow.prose(*facts.body, gap=4)
    signature(sheet, 118, flow.y + 12, rng)
    flow.stack(118, flow.y + 24, (facts.sender,))


def draw_mail_style(sheet: Sheet, facts: Missive, rng: random.Random) -> None:
    """Draw a letter typed in a word processor, everything at the left."""
    flow = Flow(
        sheet, Theme(face=rng.choice((Face.HUMANIST, Face.SANS)), size=10.8, left=25, right=185, colour="#10131a")
    )
    day = in_english(facts.written_on) if facts.body[0].startswith("Dear") else in_words(facts.written_on)
    address = facts.sender_address
    flow.stack(25, 20, (facts.sender, address.street, address.last_line, day), first=flow.theme.strong)
    flow.y = 48
    flow.say(f"À : {facts.recipient}")
    flow.say(f"{facts.recipient_address.street}, {facts.recipient_address.last_line}")
    flow.gap(5)
    flow.say(f"Objet : {facts.subject}")
    if facts.reference:
        flow.say(f"Dossier {facts.reference}")
    flow.gap(5)
    flow.prose(*facts.body, gap=4)
    flow.say(facts.sender)
    signature(sheet, 25, flow.y + 6, rng)


def draw_hand_written(sheet: Sheet, facts: Missive, rng: random.Random) -> None:
    """Draw a letter written by hand on plain paper."""
    hand = Hand(rng, size=14)
    flow = Flow(sheet, Theme(face=Face.HAND, size=14, left=24, right=184, colour="#10131a"))
    lines = [facts.sender, facts.sender_address.street, facts.sender_address.last_line, ""]
    lines += [facts.recipient, facts.recipient_address.street, facts.recipient_address.last_line, ""]
    lines += [f"le {slashed(facts.written_on)}", f"Objet : {facts.subject}"]
    lines += [f"Réf : {facts.reference}"] if facts.reference else []
    for text in lines:
        sheet.block()
        hand.write(sheet, 24, flow.y, text, width=160)
        flow.y += 7
    flow.gap(4)
    for paragraph in facts.body:
        _write_paragraph(flow, hand, paragraph)
    signature(sheet, 110, flow.y + 8, rng)


def _write_paragraph(flow: Flow, hand: Hand, text: str) -> None:
    line = ""
    flow.sheet.block()
    for word in [*text.split(" "), "\n"]:
        longer = f"{line} {word}".strip(" ")
        if word == "\n" or hand.pen.width(longer) > 155:
            hand.write(flow.sheet, 24, flow.y, line)
            flow.y += 7.4
            longer = word
        line = longer
    flow.y += 3


def draw_memo(sheet: Sheet, facts: Missive, _: random.Random) -> None:
    """Draw a memo with its head in a frame."""
    flow = Flow(sheet, Theme(size=10.5, colour="#37474f", left=22, right=188))
    flow.say("NOTE DE SERVICE", flow.theme.accent.sized(18), align=Align.CENTRE)
    flow.gap(4)
    sheet.box(20, flow.y - 6, 170, 36, line="#37474f")
    flow.pairs((("De", facts.sender), ("À", facts.recipient), ("Date", slashed(facts.written_on)),
                ("Objet", facts.subject), ("Réf.", facts.reference)), label_width=20, colon=" :")  # fmt: skip
    flow.y = max(flow.y, 76)
    flow.prose(*facts.body, gap=4)


def draw_memo_plain(sheet: Sheet, facts: Missive, _: random.Random) -> None:
    """Draw a memo in plain lines."""
    flow = Flow(sheet, Theme(face=Face.BOOK, size=11, colour="#1b5e20", left=25, right=185))
    flow.say("Note interne", flow.theme.accent.sized(16))
    flow.line()
    flow.say(f"Émetteur : {facts.sender}")
    flow.say(f"Destinataires : {facts.recipient}")
    flow.say(f"Le {in_words(facts.written_on)}")
    if facts.reference:
        flow.say(f"Numéro {facts.reference}")
    flow.gap(4)
    flow.say(f"Sujet : {facts.subject}", flow.theme.strong)
    flow.gap(4)
    flow.prose(*facts.body, gap=4)
