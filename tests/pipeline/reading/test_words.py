"""Judging words without an engine: plausibility, language, text layers, reading order, identity zones."""

import numpy as np
import pytest

from pipeline.geometry import Box, PageMatrix
from pipeline.imaging.page_source import Prepared, TextLayer
from pipeline.model.page import Line, Word
from pipeline.mrz.zone import looks_like_zone, upright_zone_lines
from pipeline.reading import text_layer
from pipeline.reading.plausibility import is_plausible, language_of, plausible_share
from pipeline.reading.reading_order import in_lines
from pipeline.reading.recognising import look


def word(text: str, left: float, top: float, right: float, bottom: float) -> Word:
    """Make a sure word."""
    return Word(text=text, box=Box(left, top, right, bottom), confidence=1.0)


def layer(*words: Word, invisible: float = 0.0, unmapped: float = 0.0) -> TextLayer:
    """Make a layer of one line."""
    return TextLayer(lines=(Line(words=words),), invisible=invisible, unmapped=unmapped, turned=0)


@pytest.mark.parametrize(
    "token", ["bonjour", "l'assuré", "N°1234", "12/03/2026", "SIRET", "cœur", "1.234,56", "XVIIIe"]
)
def test_words_numbers_and_codes_are_plausible(token):
    """What stands in real papers is not called rubbish."""
    assert is_plausible(token)


@pytest.mark.parametrize("token", ["\ue001\ue002\ue003", "xqzwvkjh", "aBcDeFgH", "\ufffd\ufffd", "rtgfvbnhj"])
def test_rubbish_is_not_plausible(token):
    """Private-use glyphs, unmapped characters and consonant strings are what broken layers give."""
    assert not is_plausible(token)


def test_languages_are_told_by_their_small_words():
    """French and English are told apart; a list of names and figures has no language."""
    french, english = "le titre de la pension est pour les assurés", "the title of the pension is for the insured"
    assert language_of(french.split()) == "fr"
    assert language_of(english.split()) == "en"
    assert language_of(["DUPONT", "Marie", "1234", "Lyon", "5678"]) is None


def test_share_counts_characters():
    """Half rubbish gives about a half."""
    assert plausible_share(["bonjour", "xqzwvkj"]) == pytest.approx(0.5, abs=0.01)


def page_with_words():
    """Draw three blocks that look like words and give the picture."""
    picture = np.full((1000, 1000), 255, np.uint8)
    for row in range(10):
        for column in range(30):
            x, y = 100 + 25 * column, 100 + 60 * row
            picture[y : y + 18, x : x + 10] = 20
    return look(picture)


def test_a_layer_that_covers_what_is_seen_is_good():
    """Words over all the letters of the page are taken."""
    survey = page_with_words()
    words = [word("bonjour", 0.09, 0.095 + 0.06 * row, 0.86, 0.125 + 0.06 * row) for row in range(10)]
    assert text_layer.is_good(layer(*words), survey.ink, survey.letters)


def test_a_word_of_signs_is_no_good_layer():
    """A font without a table of characters gives signs for the letters that are seen, however few they are."""
    survey = look(np.full((1200, 900), 255, np.uint8))
    for text, is_good in (('"7+%-', False), ("Téléphone", True), ("1/2", True)):
        assert text_layer.is_good(layer(word(text, 0.1, 0.1, 0.2, 0.12)), survey.ink, survey.letters) is is_good


def test_a_layer_over_a_heading_only_is_not_good():
    """Text that leaves most letters of the page uncovered means that the page must be read."""
    survey = page_with_words()
    assert not text_layer.is_good(layer(word("bonjour", 0.09, 0.095, 0.86, 0.125)), survey.ink, survey.letters)


def test_a_broken_layer_is_not_good():
    """Unmapped glyphs and implausible words are not taken, however well they lie."""
    survey = page_with_words()
    words = [word("xqzwvkj", 0.09, 0.095 + 0.06 * row, 0.86, 0.125 + 0.06 * row) for row in range(10)]
    assert not text_layer.is_good(layer(*words), survey.ink, survey.letters)
    good = [word("bonjour", 0.09, 0.095 + 0.06 * row, 0.86, 0.125 + 0.06 * row) for row in range(10)]
    assert not text_layer.is_good(layer(*good, unmapped=0.5), survey.ink, survey.letters)


def test_words_that_nobody_sees_are_left_out():
    """White text on white paper is not what the page says."""
    survey = page_with_words()
    seen = text_layer.seen_only(
        layer(word("visible", 0.09, 0.095, 0.5, 0.125), word("caché", 0.2, 0.9, 0.4, 0.93)), survey.ink
    )
    assert [each.text for line in seen.lines for each in line.words] == ["visible"]


def test_columns_of_prose_are_read_one_after_the_other():
    """Two columns under a title are read down, not across."""
    words = [word("Titre", 0.1, 0.05, 0.9, 0.07)]
    for row in range(6):
        for column in range(2):
            for place in range(4):
                left = 0.1 + 0.45 * column + 0.08 * place
                top = 0.1 + 0.03 * row
                words.append(word(f"{column}{row}", left, top, left + 0.07, top + 0.02))
    text = [line.text.split()[0] for line in in_lines(words, aspect=0.7)]
    assert text == ["Titre", *[f"0{row}" for row in range(6)], *[f"1{row}" for row in range(6)]]


def test_the_blanks_of_a_form_are_no_rubbish():
    """Rules of underscores and dots to be written on do not make a form's text look broken."""
    assert plausible_share(["Nom", "de", "naissance", *["_"] * 40, "........"]) == 1.0
    assert plausible_share(["\ue001\ue002", "Nom", "_"]) < 0.7


def test_labels_and_values_stay_on_their_line():
    """A form's label and its value at some distance are one printed line."""
    words = [word("Nom", 0.1, 0.1, 0.15, 0.12), word("Durand", 0.4, 0.1, 0.5, 0.12)]
    words += [word("Prénom", 0.1, 0.15, 0.18, 0.17), word("Alice", 0.4, 0.15, 0.48, 0.17)]
    assert [line.text for line in in_lines(words, aspect=0.7)] == ["Nom Durand", "Prénom Alice"]


def test_identity_zones_are_noticed_and_addresses_are_not():
    """Lines of fillers, also as a French reading garbles them, look like a zone; ordinary capitals do not."""
    assert looks_like_zone("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<KKKLKL<<")
    assert looks_like_zone("IDFRABERTHIER«<««««««<««««« 750001")
    assert not looks_like_zone("DIRECTION GÉNÉRALE DES FINANCES PUBLIQUES")
    assert not looks_like_zone("12 rue des Lilas")


def test_a_zone_read_upside_down_is_none():
    """Fillers read as `>` tell that the page lies upside down, so such lines do not speak for the turn read."""
    assert not looks_like_zone("DO>>>>>>>>>>>>>>#22701/1W602S0S68892626262202")
    assert not looks_like_zone("D>>>>>>>>>>>>>>>>>>>LUINIH>>NVSEVANdIUBI>d")


def test_only_a_zone_that_runs_across_speaks_for_the_turn():
    """The engine reads blocks on their side too; a zone standing on its side means that the page does."""
    zone = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
    across = Line(words=(word(zone, 0.1, 0.8, 0.9, 0.82),))
    upright = Line(words=(word(zone, 0.8, 0.1, 0.82, 0.9),))
    page = Prepared(
        grey=np.full((700, 1000), 255, dtype=np.uint8),
        matrix=PageMatrix(1000, 0, 0, 0, 700, 0),
        rotation=0,
        skew_degrees=0.0,
        letter_height=None,
    )
    assert upright_zone_lines([across, upright], page) == 1
