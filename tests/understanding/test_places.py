"""Where papers that nobody listed say their fields: datelines, heads of messages and letters, labels of two lines."""

import pytest

from extractors.written.addresses import commune, postal_code, street
from extractors.written.names import mailbox, party, split_name
from pipeline.letter_words import is_greeting

LETTER = """\
                                             Mrs Edith Lowther
                                             5 Elm Close
                                             Exeter EX4 1AA

                                             12 May 2026
Brightways Furniture Ltd
Unit 4 Marsh Lane
Leeds LS10 1XX

Dear Sir or Madam

Delivery of 4 May

I wish to complain about the sofa that your driver left in front of the gate on 4 May.

Yours faithfully
Edith Lowther
"""


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        (("CONTRAT DE LOCATION\nEntre M. Jean ROUX, né le 3 mars 1960 et Mme SAID\n\n"
         "Fait à Pau en deux originaux, le quinze juin deux mille vingt-six."), "fr", "2026-06-15"),
        ("AVENANT\nDate d'effet : 01/05/2026\n\nFait à : Arras      Le : 20/04/2026", "fr", "2026-04-20"),
        (("AGREEMENT\nThis Agreement is made on the 7th day of May 2026 between A and B.\n"
         "It ends on 6 May 2028."), "en", "2026-05-07"),
        ("LEASE\nThis Lease is entered into as of May 7, 2026, by and between A and B.", "en", "2026-05-07"),
    ],
)  # fmt: skip
def test_an_act_is_of_the_day_that_its_closing_or_opening_words_tell(read, text, language, day):
    """Days of birth, of effect and of the end are not the day of the act."""
    value, sure = read("contract", text, language)["signed_on"]
    assert (value, sure > 0.83) == (day, True)


def test_a_day_that_the_text_tells_of_is_no_dateline(read):
    """`Contrat souscrit le ...` dates something else than the paper."""
    text = (
        "Voltera\n\nNous vous écrivons.\nContrat souscrit le 14/09/2023.\nNé à Lyon, le 2 mars 1961.\n"
        "Prélevé le 25/10/2026\nVirement le 25/10/2026"
    )
    assert "date" not in read("letter", text)


@pytest.mark.parametrize(
    "head",
    [
        (
            "Gmail                               Paul Rey <paul.rey@example.fr>\n\nCongés d'août\n1 message\n\n"
            "Lucie Marchal <lucie@mail.example>         18 juin 2026 à 11:42\nÀ : Paul Rey <paul.rey@example.fr>"
        ),
        (
            "Lucie Marchal <lucie@mail.example>         18 juin 2026 à 11:42\nÀ : Paul Rey <paul.rey@example.fr>\n"
            "Congés d'août"
        ),
        (
            "De :        Lucie Marchal <lucie@mail.example>\nEnvoyé :    jeudi 18 juin 2026 11:42\n"
            "Pour :      Paul Rey <paul.rey@example.fr>\nSujet :     Congés d'août"
        ),
    ],
)
def test_each_program_prints_the_same_head_of_a_message(read, head):
    """Name, day and subject are found with labels and without, above and below the line of the sender."""
    found = {name: value for name, (value, _) in read("email", f"{head}\n\nBonjour Paul,\nje serai absente.").items()}
    assert found == {
        "sender": "Lucie Marchal", "recipient": "Paul Rey", "date": "2026-06-18", "subject": "Congés d'août",
        "last_name": "Marchal", "first_names": "Lucie",
    }  # fmt: skip


THREAD = """
Gmail                                        Lucie Marchal <lucie@mail.example>

Fuite au 3e - réf SIN-2026-0417
3 messages

Lucie Marchal                                          3 juin 2026 à 19:52
À : sinistres@regie.example
Bonsoir, de l'eau coule du plafond.

Régie Sinistres <sinistres@regie.example>              4 juin 2026 à 09:14
À : Lucie Marchal <lucie@mail.example>
Nous avons ouvert le dossier SIN-2026-0417.

Lucie Marchal                                          11 juin 2026 à 22:06
À : Régie Sinistres <sinistres@regie.example>
Le plombier est passé.
"""


def test_of_several_messages_printed_together_the_latest_one_s_head_counts(read):
    """Under the number of messages the head with the last day tells sender, addressee and day of the paper."""
    found = {name: value for name, (value, _) in read("email", THREAD).items()}
    assert found["sender"] == "Lucie Marchal"
    assert found["recipient"] == "Régie Sinistres"
    assert found["date"] == "2026-06-11"
    assert found["subject"] == "Fuite au 3e - réf SIN-2026-0417"
    assert found["reference"] == "SIN-2026-0417"


@pytest.mark.parametrize(("printed", "value"), [("24 0711 5580 X", "2407115580X"), ("EX/24 118", "EX/24 118")])
def test_figures_in_groups_are_one_number_in_a_reference(read, printed, value):
    """Blanks divide the groups of a number for the eye; those between letters and figures stay as printed."""
    assert read("complaint", f"Sinistre n° {printed}\nObjet : vol de mon vélo\n\nMadame,")["reference"][0] == value


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Lucie Marchal lucie@mail.example", "Lucie Marchal"),
        ("Jan Berg/Oslo/ACME@ACME", "Jan Berg"),
        ("lucie@mail.example", "lucie@mail.example"),
        ("13:05", None),
    ],
)
def test_a_mailbox_is_named_however_its_program_prints_it(printed, name):
    """The address behind a name is left out, without signs around it as well; a time is no mailbox."""
    assert mailbox(printed) == name


def test_a_british_letter_names_its_parties_by_its_signature_and_its_subject_below_the_greeting(read):
    """A private sender stands at the top right, whoever stands at the left is written to."""
    found = read("complaint", LETTER, "en")
    assert {name: value for name, (value, _) in found.items()} == {
        "sender": "Edith Lowther",
        "recipient": "Brightways Furniture Ltd",
        "subject": "Delivery of 4 May",
        "date": "2026-05-12",
        "last_name": "Lowther",
        "first_names": "Edith",
        "address": "5 Elm Close",
        "commune": "Exeter",
        "postal_code": "EX4 1AA",
    }
    assert found["sender"][1] > 0.83


TYPED = """\
                                        1142 Quarry Street
                                        Barre, Vermont  05641
                                        November 30, 1972

   The President
   Nashua Lunch Kit Co.
   Fitchburg, Massachusetts

   Dear Sir,

   I am a granite cutter and I have carried one of your bottles to the sheds every
   working day since the agreement dated March 1, 1946, excepting the war in Korea.

                                        Yours truly,

                                        Everett A. Conroy
"""


def test_an_american_letter_names_its_recipient_over_the_greeting_and_its_writer_below(read):
    """Lines over the greeting are the recipient's without a code; of office and firm the firm; its day stands alone."""
    found = {name: value for name, (value, _) in read("letter", TYPED, "en").items()}
    assert found["sender"] == "Everett A Conroy"
    assert found["recipient"] == "Nashua Lunch Kit Co"
    assert found["date"] == "1972-11-30"
    assert (found["address"], found["postal_code"], found["commune"]) == ("1142 Quarry Street", "05641", "Barre")


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        (
            "18 Prairie View Drive, Apt. 12, Cedar Rapids, IA 52402",
            ("18 Prairie View Drive, Apt. 12", "52402", "Cedar Rapids"),
        ),
        ("7716 East 81st Place, Tulsa, Oklahoma 74133", ("7716 East 81st Place", "74133", "Tulsa")),
        ("12 rue du Lavoir, 75012 Paris", ("12 rue du Lavoir", "75012", "Paris")),
    ],
)
def test_an_american_address_ends_in_its_town_state_and_code(line, parts):
    """The state, by its letters or in full, is no part of street or town."""
    assert (street(line), postal_code(line), commune(line)) == parts


def test_how_a_letter_goes_is_no_subject_and_a_person_with_a_firm_waits(read):
    """`By Special Delivery` heads many letters; whether a letter goes to the firm or its manager a person tells."""
    text = LETTER.replace("Dear", "By Special Delivery - SD 4417 0923 5 GB\n\n   Dear", 1)
    assert read("complaint", text, "en")["subject"][0] == "Delivery of 4 May"
    text = TYPED.replace("The President", "Mr. George Pugh\n   Managing Director")
    assert read("letter", text.replace("Kit Co.", "Kit Ltd"), "en")["recipient"][1] < 0.8


@pytest.mark.parametrize("text", ["Dear Mr. Lindholm:", "Dear J. R. Smith,", "Gentlemen:", "Dear Sirs"])
def test_greetings_have_titles_and_initials_with_points(text):
    """American and older British letters write `Mr.` and close the greeting with a colon."""
    assert is_greeting(text)


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("Thibault, Roland M.", ("Thibault", "Roland M")),
        ("Roland M. Thibault", ("Thibault", "Roland M")),
        ("van der Berg, J.", ("van der Berg", "J")),
    ],
)
def test_a_comma_parts_surname_and_given_names(printed, parts):
    """What stands before the comma is the surname, and no given name that is a surname as well."""
    full = split_name(printed)
    assert full is not None
    assert (full.surname, full.given_names) == parts


def test_a_text_behind_signs_that_were_read_for_no_letters_waits(read):
    """An underlined line is misread at its beginning: of what is left nobody knows whether it is all."""
    head = (
        "MEMORANDUM\n\nFrom:       D. Lloyd\nTo:         All Staff\nSubject:    {}COAL STOCKS\nDate:       3 March 1984"
    )
    assert read("memo", head.format("=        "))["subject"][1] < 0.7
    assert read("memo", head.format(":        "))["subject"][1] > 0.9
    assert read("memo", head.format(""))["subject"][1] > 0.9


def test_a_form_is_about_what_its_title_says(read):
    """The line at the head that begins with a title of forms and says more is the subject, for a person to confirm."""
    text = "Commune de Plabec - Service Enfance\nFiche d'inscription au restaurant scolaire\n\nNom : LE BRIS"
    assert read("form", text)["subject"][0] == "Fiche d'inscription au restaurant scolaire"


def test_a_report_tells_its_number_and_its_day(read):
    """A project's or report's number is its reference, and a day on a line of its own its date."""
    found = read(
        "report", "TOPLINE REPORT\n\nProject #91-1107          November 22, 1991\n\nThe purpose of this study", "en"
    )
    assert (found["reference"][0], found["date"][0]) == ("91-1107", "1991-11-22")


def test_writer_and_instant_stand_left_of_the_labels_that_ask_for_neither(read):
    """Programs of the nineties print them so; a label for the writer goes before."""
    head = (
        "Ian Crawford             To: Margit Berg/Oslo/NORD@NORD\n                         cc: Bill Hay/NORD@NORD\n"
        "17/09/2003 08:21         Subject: Spares for the boat\n\nMargit\nthe readings are worse"
    )
    found = {name: value for name, (value, _) in read("email", head).items()}
    assert (found["sender"], found["date"], found["recipient"]) == ("Ian Crawford", "2003-09-17", "Margit Berg")
    labelled = f"From: Paul Rey <paul.rey@example.fr>\n{head}"
    assert read("email", labelled)["sender"][0] == "Paul Rey"


def test_a_british_address_may_end_in_its_county(read):
    """Before they had codes, addresses ended so: the county is no part of street or town."""
    assert (street("4 Promenade Terrace, Filey, Yorks."), commune("4 Promenade Terrace, Filey, Yorks.")) == (
        "4 Promenade Terrace",
        "Filey",
    )
    assert street("4 Promenade Terrace, Block C, Stair 2") == "4 Promenade Terrace, Block C, Stair 2"


def test_the_number_of_a_report_stands_behind_its_title_and_a_claim_s_is_its_rival(read):
    """A report bears its own number and those of others: which is meant a person tells."""
    text = "RAPPORT D'EXPERTISE\nDÉFINITIF - N° 24-87-05512\n\n{}Objet : dommages au véhicule"
    assert read("expert_report", text.format(""))["reference"][0] == "24-87-05512"
    assert read("expert_report", text.format("Sinistre n° : 0441 209 87 E\n"))["reference"][1] < 0.8


def test_a_label_that_is_broken_over_two_lines_is_one(read):
    """`Date` over `de naissance` asks for the day beside it."""
    found = read("health_card", "ASSURANCE MALADIE\n\nDate            02/11/1979\nde naissance")
    assert found["birth_date"][0] == "1979-11-02"


def test_two_words_for_one_thing_are_one_label(read):
    """What follows `Numéro de contrat / sociétaire :` is the number of the contract."""
    found = read("claim_statement", "DÉCLARATION DE SINISTRE\nNuméro de contrat / Numéro de sociétaire : HAB 221 0987")
    assert found["policy_number"][0] == "HAB2210987"


def test_a_number_before_a_label_is_part_of_it(read):
    """Under `3. Nom` the name begins where the number does."""
    found = read("health_card", "Carte européenne d'assurance maladie\n3. Nom\nGARNOT\n4. Prénom\nPaul")
    assert (found["last_name"][0], found["first_names"][0]) == ("GARNOT", "Paul")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Anna Krusen <anna@delta.example>", "Anna Krusen"),
        ('"Krusen, Anna" <anna@delta.example>; Tom <tom@delta.example>', "Krusen, Anna; Tom"),
        ("compta@loire.example", "compta@loire.example"),
        ("<compta@loire.example>", "compta@loire.example"),
    ],
)
def test_a_mailbox_is_its_name_or_its_address(text, name):
    """What stands between pointed brackets is left out where a name stands before it (RFC 5322, 3.4)."""
    assert mailbox(text) == name


def test_a_party_ends_where_its_address_begins():
    """The name of a landlord or supplier is told without the street behind it."""
    assert party("Gérard PONS, 4 chemin du Lac 74000 ANNECY") == "Gérard PONS"
    assert party("Office de l'Habitat du Cher - 12 rue Haute") == "Office de l'Habitat du Cher"
