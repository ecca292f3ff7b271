"""What stands at the head of a letter, an e-mail or a payslip without a label of its own."""

import pytest
from small_papers import values

THREAD = """\
De :          Lise Morin
Envoyé :      lundi 4 mai 2026 09:12
À :           Paul Aubert
Objet :       {subject}

Bonjour Paul,
C'est noté, merci de votre message.
Cordialement,
Lise

De : Paul Aubert
Envoyé : jeudi 30 avril 2026 17:40
À : Lise Morin
Objet : Planning de juin
"""


@pytest.mark.parametrize("subject", ["RE: Planning de juin", "Planning de juin"])
def test_a_thread_is_the_mail_at_its_head(understood, subject):
    """Of the headers of a thread the first one counts, and the mark of an answer is part of the subject."""
    assert values(understood(THREAD.format(subject=subject))) == {
        "sender": "Lise Morin",
        "recipient": "Paul Aubert",
        "subject": subject,
        "date": "2026-05-04",
        "last_name": "Morin",
        "first_names": "Lise",
    }


@pytest.mark.parametrize(("line", "day"), [("23 February 2026", "2026-02-23"), ("Our visit of 23 February 2026", None)])
def test_a_day_alone_on_its_line_dates_a_letter(understood, line, day):
    """English letters bear their day alone on a line; a day in a sentence is another."""
    page = f"""\
Thornley & Sons, Surveyors
2 Castle Street, Ludlow SY8 1AS

{line}

Mrs D. Blackwell
The Old Rectory

Dear Mrs Blackwell

Further to our conversation, please find enclosed a copy of the plan. I look forward
to hearing from you. Please do not hesitate to contact me.

Yours sincerely
John Thornley
"""
    assert values(understood(page)).get("date") == day


PAYSLIP = """\
FONDERIES DE LA MEUSE SAS                 BULLETIN DE PAIE
ZI de Tronville
55310 TRONVILLE EN BARROIS                Mme DUBREUIL Claire
SIRET : 732 829 320 00074                 22 rue du Pâquis
                                          55000 BAR LE DUC

Salaire brut                                          2 412,80
Net à payer avant impôt sur le revenu                 1 875,75
Impôt sur le revenu prélevé à la source                  38,13
Net payé                                              1 837,62
Congés : acquis 18,75 pris 4,00
"""


def test_a_payslips_head_names_employer_and_employee(understood):
    """The block with the number of the register is the employer's, the person addressed is the employee."""
    read = values(understood(PAYSLIP))
    assert read["employer"] == "FONDERIES DE LA MEUSE SAS"
    assert read["employee"] == "DUBREUIL Claire"


def test_what_is_paid_is_the_net_after_tax(understood):
    """The net before tax, and a number on the line below, are no rivals of the net that is paid."""
    assert values(understood(PAYSLIP))["net_pay"] == "1837.62"


@pytest.mark.parametrize(
    ("printed", "number"), [("31 447 2208 R", "314472208R"), ("HAB 27.508.316", "HAB27.508.316"), ("HAB 27.", "HAB27")]
)
def test_a_contracts_number_is_read_to_its_end(understood, printed, number):
    """A letter behind the figures belongs to it, and groups parted by dots; the full stop of a sentence does not."""
    page = f"""\
DÉCLARATION DE SINISTRE
Nom : JACQUEMIN      N° de contrat : {printed}
Date du sinistre : 14/02/2026
Nature du sinistre : dégât des eaux
"""
    assert values(understood(page))["policy_number"] == number


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        (
            """\
AVIS D'IMPÔT ÉTABLI EN 2025
IMPÔT SUR LES REVENUS DE L'ANNÉE 2024
Direction générale des finances publiques

                                   M OU MME CHAUVEL BRUNO
                                   4 RUE DE LA CUEILLE
                                   86000 POITIERS

Numéro fiscal déclarant 1 : 12 44 718 220 915
Revenu fiscal de référence : 38 417
Nombre de parts : 2,50
""",
            {"last_name": "CHAUVEL", "first_names": "BRUNO"},
        ),
        (
            """\
MAIRIE DE VANNES
ACTE DE DÉCÈS N° 418

Le douze mars deux mille vingt-six, est décédé au 20 boulevard Général Leclerc, Marcel Jean LECOCQ,
né à Ploeren (Morbihan), le 6 juin 1938, retraité, domicilié à Vannes. L'officier de l'état civil
""",
            {"last_name": "LECOCQ", "first_names": "Marcel Jean", "birth_date": "1938-06-06"},
        ),
        (
            """\
CERTIFICATE OF EMPLOYMENT

I confirm that Daniel Oseni (date of birth 4 August 1990) has been employed by Kestrel Marine
Engineering Ltd as a welder since 16 May 2018. Human Resources
""",
            {"last_name": "Oseni", "employer": "Kestrel Marine Engineering Ltd"},
        ),
    ],
)
def test_names_are_read_where_papers_address_or_tell_of_a_person(understood, page, fields):
    """A notice's address, an act's sentence and an English certificate name the person without a label."""
    read = values(understood(page))
    assert {name: read.get(name) for name in fields} == fields


STAMPED = """
   Rivage Conseil Patrimoine
   53 rue des Halles - 62400 BÉTHUNE
   ATTESTATION D'EMPLOI
   Je certifie que Monsieur ADAM Georges est employé comme conseiller en patrimoine depuis le 1er mars 2024.
%s
   Fait à Béthune, le 4 mars 2026
"""


def employer_of(understood, below):
    """Return how sure the employer is, with some lines below the sentence of a certificate."""
    return next(f.confidence for f in understood(STAMPED % below).fields if f.name == "employer")


def test_a_stamp_askew_names_the_company_of_the_head_again(understood):
    """Its words come in any order and on several lines, and may have lost their last letter."""
    assert employer_of(understood, "   : il Patrimoine\n   Rivage Consei =") > 0.8


@pytest.mark.parametrize("below", ["   : il Patrimoine", "   Rivage" + "\n" * 6 + "   conseil et patrimoine"])
def test_words_of_a_name_that_do_not_stand_together_do_not_name_it_again(understood, below):
    """One word is missing, or they stand in different places of the page."""
    assert employer_of(understood, below) < 0.8


COMPANIES = """\
Propreté Services Chauvin SARL
12 rue des Tilleuls
51100 REIMS
                                          Ateliers Fournier SARL
                                          4 place du Marché
                                          08000 CHARLEVILLE MEZIERES

                                          Reims, le 4 mai 2026
Objet : Demande de pièces complémentaires

Madame, Monsieur,
Nous accusons réception de votre dossier et vous prions de nous envoyer l'attestation
demandée.
Nous vous prions d'agréer, Madame, Monsieur, nos sentiments distingués.

{signature}
"""


@pytest.mark.parametrize(("signature", "is_proved"), [("Le chef des services", False), ("Propreté Services", True)])
def test_a_signature_proves_a_sender_by_all_of_its_longest_words(understood, signature, is_proved):
    """Of two words that are equally long one below the letter is no proof, whichever of them is looked at first."""
    made = understood(COMPANIES.format(signature=signature))
    sender = next(field for field in made.fields if field.name == "sender")
    assert sender.value.value == "Propreté Services Chauvin SARL"
    assert (sender.confidence > 0.9) is is_proved
