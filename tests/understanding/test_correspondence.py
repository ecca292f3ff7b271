"""The form of letters and messages tells them from the papers that they speak of."""

import pytest

from classifiers.correspondence import letter_form, mail_header, memo_head
from extractors.written.names import addressees, party, party_in_english
from pipeline.model.document import StraightThrough
from pipeline.page_layout import lay_out

LETTER = """
   Mutuelle des Rives                                     Madame Solène MARCHAND
   12 quai de la Loire                                    7 rue du Lavoir
   44000 NANTES                                           44190 CLISSON

   Nantes, le 4 mars 2026
   Objet : votre relevé de compte
   Madame,
   Nous avons bien reçu votre demande au sujet du solde de votre compte et nous vous
   en remercions. Le montant que vous contestez correspond à la cotisation du mois de
   février, qui a été prélevée deux fois par suite d'une erreur de notre part.
   Nous vous prions d'agréer, Madame, l'expression de nos salutations distinguées.
"""
MESSAGE = """
   De : Lucile Marchand <lucile.marchand@courriel.example>
   Envoyé : mardi 18 mars 2026 21:47
   À : prestations@mutuelle.example
   Objet : facture de mars

   Bonjour,
   la facture du garage est jointe, 412,80 EUR TTC, net à payer avant le 30.
"""
WEB_MESSAGE = """
   RE: facture de mars
   2 messages
   Lucile Marchand <lucile.marchand@courriel.example>                   18 mars 2026 à 21:47
   À : prestations@mutuelle.example
   la facture du garage est jointe.
"""
MEMO = """
   NOTE DE SERVICE
   De : la direction des soins
   À : tous les cadres
   Date : 3 avril 2026
   Objet : congés d'été
"""


def form_of(paper, text):
    """Return the greeting that shows the form of a letter, or None."""
    page = paper(text).read()
    return letter_form([(page, lay_out(page).rows)])


def header_of(paper, text):
    """Return the header of a message, or None."""
    page = paper(text).read()
    return mail_header(page, lay_out(page).rows)


def test_greeting_running_text_and_closing_words_make_the_form_of_a_letter(paper):
    """The greeting is what is shown; the name in the window is none."""
    assert form_of(paper, LETTER).text == "Madame,"


@pytest.mark.parametrize(
    "without",
    [
        "   Madame,\n",
        "   Nous vous prions d'agréer, Madame, l'expression de nos salutations distinguées.\n",
    ],
)
def test_without_greeting_or_closing_words_there_is_no_letter(paper, without):
    """Running text alone stands on contracts and notices as well."""
    assert form_of(paper, LETTER.replace(without, "")) is None


def test_a_table_between_greeting_and_closing_words_is_no_letter(paper):
    """An invoice that greets and thanks is one: most of its words stand in the table."""
    table = "   A-18   Chaise   12   25,00   300,00   B-07   Table   2   90,00   180,00\n" * 8
    body = LETTER[LETTER.index("   Nous avons") : LETTER.index("   Nous vous prions")]
    assert form_of(paper, LETTER.replace(body, table)) is None


@pytest.mark.parametrize("text", [MESSAGE, WEB_MESSAGE])
def test_a_message_is_told_by_its_header_whatever_it_speaks_of(paper, understood, text):
    """Sender, addressee, day and subject with a mailbox: a message about an invoice is no invoice."""
    assert header_of(paper, text) is not None
    assert understood(text).classification.document_class == "email"


def test_a_memo_is_no_message(paper):
    """It has the same labels, and no mailbox."""
    assert header_of(paper, MEMO) is None


def test_a_letter_about_a_statement_is_a_letter(understood):
    """Papers that never have the form of a letter are out of the question, however many of their words it has."""
    made = understood(LETTER.replace("la cotisation", "l'ancien solde et au nouveau solde, au débit et au crédit"))
    assert made.classification.document_class == "letter"
    assert isinstance(made.routing, StraightThrough)


def test_a_paper_in_the_form_of_a_letter_is_of_a_special_class_only_with_its_title(understood):
    """A claim that is only spoken of makes a letter; under the title of a declaration of claim it is for a person."""
    spoken = LETTER.replace("du solde de votre compte", "du sinistre dégât des eaux et de la déclaration de sinistre")
    titled = spoken.replace("   Nantes, le 4 mars 2026\n", "   DÉCLARATION DE SINISTRE\n")
    assert understood(spoken).classification.document_class == "letter"
    assert understood(titled).classification.confidence < 0.8


TYPED_MEMO = """
   HARTLEY AND WYNN (HOLDINGS) LTD                         PATENTS DEPARTMENT

   DATE        3rd June 1969
   TO          Mr. B. F. Chard, Research, Welwyn
   COPIES      Mr. Fairley (Legal)
   FROM        R. I. Sands
   OUR REF     MIS/EH/2240
   SUBJECT     OPPOSITION - FOAMED BOARD

   The opponents rely on three papers, of which two are of no consequence to us.
   The third is nearer than we had thought, and he would limit the claim to that.
"""


def head_of(paper, text):
    """Return the head of a memo, or None."""
    page = paper(text).read()
    return memo_head(page, lay_out(page).rows)


@pytest.mark.parametrize("text", [MEMO, TYPED_MEMO, TYPED_MEMO.replace("FROM  ", "FROM: ").replace("TO  ", "TO: ")])
def test_from_to_date_and_subject_make_the_head_of_a_memo(paper, text):
    """A memo needs no title: its four labels stand with a colon or alone in their cells."""
    assert head_of(paper, text) is not None


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ("3rd June 1969", "3 June 1999 14:05"),
        ("R. I. Sands", "ivan@sands.example"),
        ("COPIES      ", "PAGES       "),
        ("COPIES      ", "Nb de pages "),
        ("PATENTS DEPARTMENT", "FAX COVER SHEET"),
    ],
)
def test_a_time_a_mailbox_or_a_number_of_pages_makes_no_memo(paper, said, instead):
    """Messages and covers of faxes have the same four labels."""
    assert head_of(paper, TYPED_MEMO.replace(said, instead)) is None


def test_a_memo_without_title_is_read_by_its_head(understood):
    """Labels alone in their cells ask as those with a colon do."""
    made = understood(TYPED_MEMO)
    assert made.classification.document_class == "memo"
    said = {field.name: field.value.value for field in made.fields}
    assert said["sender"] == "R I Sands"
    assert said["recipient"] == "B F Chard"
    assert said["subject"] == "OPPOSITION - FOAMED BOARD"
    assert said["reference"] == "MIS/EH/2240"
    assert str(said["date"]) == "1969-06-03"


@pytest.mark.parametrize(
    ("printed", "named"),
    [
        ("R. W. Keogh, Cincinnati", "R W Keogh"),
        ("All Project Managers", "All Project Managers"),
        ("T. Brodie, F. X. Moran, Zone 4", "T. Brodie, F. X. Moran, Zone 4"),
        ("M. Roux et Mme Petit", "M. Roux et Mme Petit"),
    ],
)
def test_a_memo_goes_to_a_person_or_to_several_as_printed(printed, named):
    """Place and role are left out behind one person; of several none is picked."""
    assert addressees(printed) == named


def test_m_before_another_initial_is_no_title_in_english():
    """In French `M.` is Monsieur; what reads English papers knows it for an initial."""
    assert party_in_english("M. I. Sands") == "M I Sands"
    assert party_in_english("MR IAN SANDS") == "IAN SANDS"
    assert party_in_english("Mr. I. Sands") == party("M. I. Sands") == "I Sands"


def test_words_on_both_sides_of_a_colon_are_no_misread_label(read):
    """`Re: Apartment` is a subject, however like `Department` its letters are."""
    text = "Dear Ms Folan,\n\nRe: Apartment 14, Block C\n\nThe tenancy of the dwelling ends in March."
    assert read("letter", text)["subject"][0] == "Apartment 14, Block C"
