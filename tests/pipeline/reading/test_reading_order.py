"""What stands on a page is told in the order in which a person reads it."""

from collections.abc import Sequence

import pytest

from pipeline.geometry import Box
from pipeline.model.page import Line, Word
from pipeline.page_layout import Upright
from pipeline.reading.reading_order import in_lines, reordered
from pipeline.reading.strokes import without_strokes

LETTER, STEP = 0.012, 0.018
"""Heights of a letter and from line to line, in those of the page; a sign is half as wide as it is high."""
SQUARE = Upright(rotation=0, aspect=1.0)


def printed(text: str, *, left: float, top: float, height: float = LETTER) -> Line:
    """Set a line in type with blanks of one sign."""
    words, x = [], left
    for each in text.split():
        width = len(each) * LETTER / 2
        words.append(Word(text=each, box=Box(x, top, x + width, top + height), confidence=0.9))
        x += width + LETTER / 2
    return Line(words=tuple(words))


def block(*texts: str, left: float, top: float, step: float = STEP) -> list[Line]:
    """Set lines below each other."""
    return [printed(text, left=left, top=top + step * row) for row, text in enumerate(texts)]


def texts(lines: Sequence[Line]) -> list[str]:
    """Return what the lines say."""
    return [line.text for line in lines]


def across(*sides: list[Line]) -> list[Line]:
    """Return lines as an engine reads them that takes side by side for one line."""
    return [Line(words=tuple(word for line in row for word in line.words)) for row in zip(*sides, strict=True)]


SENDER = ("Ateliers Duval", "12 rue du Port", "44000 NANTES", "contact duval")
BUYER = ("Maison Leroy", "8 place Foch", "35000 RENNES", "service achats")


def test_addresses_side_by_side_are_read_one_after_the_other():
    """Two addresses on the same levels are two blocks, also when the engine read them as common lines."""
    page = across(block(*SENDER, left=0.1, top=0.1), block(*BUYER, left=0.6, top=0.1))
    assert texts(reordered(page, SQUARE)) == [*SENDER, *BUYER]


def test_blocks_are_read_from_top_to_bottom_in_whatever_order_the_engine_gave_them():
    """What the engine read last and stands first on the page is told first."""
    page = block("Objet du courrier", "Madame", left=0.1, top=0.5) + block("Titre", left=0.1, top=0.1)
    assert texts(reordered(page, SQUARE)) == ["Titre", "Objet du courrier", "Madame"]


def test_a_block_on_the_right_that_begins_higher_is_read_first():
    """An address that begins two lines above its left neighbour and ends beside it comes before it."""
    right = block("Maison Leroy", "Bâtiment C", "8 place Foch", "35000 RENNES", "France", left=0.6, top=0.1)
    left = block("Dossier 4412 77", "Client 88123", "Contrat 55018", left=0.1, top=0.1 + 2.4 * STEP)
    assert texts(reordered(left + right, SQUARE)) == [*texts(right), *texts(left)]


@pytest.mark.parametrize("values", [("Durand", "Alice Marie", "12 rue", "44000 NANTES"), ("12", "13", "7", "9")])
def test_labels_keep_their_values_even_when_these_are_an_address(values):
    """A value stands on the line of its label, however wide the blank between them."""
    labels = ("Nom", "Prénoms", "Adresse", "Code et ville")
    page = block(*labels, left=0.1, top=0.1) + block(*values, left=0.4, top=0.1)
    assert texts(reordered(page, SQUARE)) == [f"{a} {b}" for a, b in zip(labels, values, strict=True)]


def test_rows_of_a_table_stay_rows_when_a_description_takes_two_lines():
    """The second line of a description does not tear the table into columns."""
    page = block("Désignation", "Papier hygiénique colis", "de rouleaux", "Savon liquide", left=0.1, top=0.1)
    page += [printed("Quantité", left=0.5, top=0.1), printed("12 colis", left=0.5, top=0.1 + STEP)]
    page += [printed("3 bidons", left=0.5, top=0.1 + 3 * STEP)]
    assert texts(reordered(page, SQUARE)) == [
        "Désignation Quantité",
        "Papier hygiénique colis 12 colis",
        "de rouleaux",
        "Savon liquide 3 bidons",
    ]


def test_forms_side_by_side_are_read_one_after_the_other():
    """Two forms with the same labels, one for each party, are not read across."""
    labels, wide = ("nom", "prénom", "adresse", "contrat"), 3 * STEP
    one = across(block(*labels, left=0.1, top=0.1, step=wide), block(*"abcd", left=0.3, top=0.1, step=wide))
    two = across(block(*labels, left=0.55, top=0.1, step=wide), block(*"efgh", left=0.75, top=0.1, step=wide))
    assert texts(reordered(across(one, two), SQUARE)) == [
        *[f"{label} {value}" for label, value in zip(labels, "abcd", strict=True)],
        *[f"{label} {value}" for label, value in zip(labels, "efgh", strict=True)],
    ]


def test_lines_on_levels_of_their_own_are_blocks_of_their_own():
    """A block of another line spacing beside a block is read after it."""
    left = block("Conditions de vente", "Franco de port", "Paiement comptant", "Sans escompte", left=0.1, top=0.1)
    right = block("Agence du centre", "Ouverte le matin", "Fermée le soir", left=0.6, top=0.1 + STEP / 2)
    assert texts(reordered(left + right, SQUARE)) == [*texts(left), *texts(right)]


def test_order_is_that_of_the_page_turned_upright():
    """On a page that lies on its side, lines follow each other as they do once it is turned."""
    lines = block("Premier", "Deuxième", left=0.1, top=0.1)
    lying = [
        Line(words=tuple(Word(text=w.text, box=_turned_back(w.box), confidence=0.9) for w in line.words))
        for line in lines
    ]
    assert texts(reordered(lying[::-1], Upright(rotation=90, aspect=1.0))) == ["Premier", "Deuxième"]


def _turned_back(box: Box) -> Box:
    return Box(box.top, 1 - box.right, box.bottom, 1 - box.left)


def test_zones_of_identity_papers_keep_their_lines():
    """Nothing that stands beside a machine-readable line is joined to it."""
    page = [printed("IDFRADURAND<<<<<<<<<<<<", left=0.1, top=0.5), printed("Signature", left=0.7, top=0.5)]
    assert texts(reordered(page, SQUARE)) == ["IDFRADURAND<<<<<<<<<<<<", "Signature"]


def test_words_of_a_pdf_come_in_the_same_order():
    """The order of a PDF's own text is found the same way, whatever order the file wrote it in."""
    page = across(block(*SENDER, left=0.1, top=0.1), block(*BUYER, left=0.6, top=0.1))
    words = [word for line in page[::-1] for word in line.words]
    assert texts(in_lines(words, aspect=1.0)) == [*SENDER, *BUYER]


def test_rules_and_empty_boxes_are_no_words_and_printed_bars_are():
    """A rule between cells, higher than the letters beside it, and an empty tick box are left out; a bar stays."""
    rule = Word(text="|", box=Box(0.3, 0.095, 0.301, 0.12), confidence=0.95)
    box = Word(text="[]", box=Box(0.35, 0.1, 0.36, 0.112), confidence=0.7)
    line = printed("Tél | Fax", left=0.1, top=0.1)
    alone = Line(words=(rule,))
    found = without_strokes([Line(words=(*line.words, rule, box)), alone], SQUARE)
    assert texts(found) == ["Tél | Fax"]


@pytest.mark.parametrize(("length", "named"), [(0.5, "–"), (0.8, "–"), (1.4, "—")])
def test_a_long_dash_is_named_by_its_length(length: float, named: str):
    """Half an em is an en dash, whatever the engine calls it, and an em is an em dash; length: in heights of a word."""
    before, after = printed("Résiliation", left=0.1, top=0.1), printed("contrat", left=0.3, top=0.1)
    dash = Word(text="—", box=Box(0.25, 0.105, 0.25 + length * LETTER, 0.106), confidence=0.9)
    found = without_strokes([Line(words=(*before.words, dash, *after.words))], SQUARE)
    assert texts(found) == [f"Résiliation {named} contrat"]


def test_rules_that_touch_words_are_no_part_of_them():
    """A word is parted at a rule, each part in its place, and loses the side of a frame; brackets in pairs stay."""
    line = printed("HT|Taux |0,8145 [Route [sic] oui[] a|", left=0.1, top=0.1)
    (found,) = without_strokes([line], SQUARE)
    assert [word.text for word in found.words] == ["HT", "Taux", "0,8145", "Route", "[sic]", "oui[]", "a"]
    one, two = (word.box for word in found.words[:2])
    assert one.left == line.words[0].box.left
    assert one.right < two.left
    assert two.right == pytest.approx(line.words[0].box.right)


def test_the_parts_of_a_word_on_its_side_follow_each_other_as_it_is_read():
    """On a page to be turned clockwise the line runs upwards: the first part stands below."""
    word = Word(text="HT|Taux", box=Box(0.1, 0.2, 0.112, 0.4), confidence=0.9)
    (found,) = without_strokes([Line(words=(word,))], Upright(rotation=90, aspect=1.0))
    assert [each.text for each in found.words] == ["HT", "Taux"]
    assert found.words[0].box.top > found.words[1].box.bottom
