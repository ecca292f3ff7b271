"""Where the person of a paper lives and what they are called: in blocks, sentences and acts, at the head of a CV."""

import pytest

from extractors.written.addresses import commune, postal_code, street

PERSON = ("last_name", "first_names", "address", "postal_code", "commune")


@pytest.fixture
def person(read):
    """Return the values of the person that a class reads from a page: surname, given names, street, code, town."""

    def run(document_class, text, language="fr"):
        found = read(document_class, text, language)
        return tuple(found[name][0] if name in found else None for name in PERSON)

    return run


def test_a_cv_shows_name_and_address_apart(person):
    """Whose mailbox holds the last word of the line at the top is named there; the one street is theirs."""
    text = """\
                              Ylva Brunhart
                              Soudeuse

Contact                       Expérience professionnelle
06 39 98 01 02
y.brunhart@courriel.example   Depuis 2019 : Forges du Ponant
8 rue des Halles
29200 Brest                   Formation
"""
    assert person("resume", text) == ("Brunhart", "Ylva", "8 rue des Halles", "29200", "Brest")


def test_a_british_cv_has_its_address_on_one_line(person):
    """A telephone and a mailbox share the line, each behind a stroke."""
    text = """\
                  Rosemary Pellow

     12 Mill Road, Harrowby HX14 3QP | 07700 900123 | r.pellow@mail.example

PROFILE
Fitter with ten years in food processing.
"""
    assert person("resume", text, "en") == ("Pellow", "Rosemary", "12 Mill Road", "HX14 3QP", "Harrowby")


def test_a_street_alone_is_nobodys_where_no_name_is_told(person):
    """A line at the top that neither a given name nor a mailbox tells is no person."""
    text = """\
                    Quincaille Morvenn

8 rue des Halles
29200 Brest

Formation
"""
    assert person("resume", text)[2:] == (None, None, None)


@pytest.mark.parametrize(
    ("second", "name"),
    [("OU MME LE BRAZ ROSE", "M LE BRAZ YANN"), ("", "M OU MME LE BRAZ YANN")],
)
def test_the_second_addressee_is_no_part_of_the_address(person, second, name):
    """Tax offices print spouses below each other or on one line; a surname may begin with an article."""
    text = f"""\
                                        {name}
                                        {second or "APT 4"}
                                        11 RUE DES OLIVETTES
                                        44000 NANTES
"""
    street_lines = "11 RUE DES OLIVETTES" if second else "APT 4, 11 RUE DES OLIVETTES"
    assert person("tax_notice", text) == ("LE BRAZ", "YANN", street_lines, "44000", "NANTES")


def test_a_managers_name_in_a_companys_block_is_not_the_person(person):
    """Who manages the landlord stands in its block with what they are to it; the tenant has a block of their own."""
    text = """\
QUITTANCE DE LOYER

SCI DU LAVOIR                           Mme Rose TALVARD
Gérant : M. Hubert PORTAL               21 rue des Tanneurs
19 rue des Halles                       21200 BEAUNE
21200 BEAUNE
"""
    assert person("proof_of_address", text) == ("TALVARD", "Rose", "21 rue des Tanneurs", "21200", "BEAUNE")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("11 rue des Ajoncs à BRECH (56400)", ("11 rue des Ajoncs", "56400", "BRECH")),
        ("Mont-sous-Vaudrey (39380), 4 rue des Prés", ("4 rue des Prés", "39380", "Mont-sous-Vaudrey")),
        ("3 quai Vert, Saint-Jean de Luz (64500)", ("3 quai Vert", "64500", "Saint-Jean de Luz")),
    ],
)
def test_a_town_may_have_its_code_behind_it(text, parts):
    """Acts and certificates put the code in brackets, the street before the town or behind it."""
    assert (street(text), postal_code(text), commune(text)) == parts


def test_a_sentence_may_say_more_of_a_person_before_their_home(person):
    """A staff number or a profession stands between name and home; the other party's name is another sentence part."""
    text = """\
AVENANT AU CONTRAT DE TRAVAIL

Entre la société PONANT VIE, société anonyme au capital de 38 000 €, représentée par
Mme Hélène VASTRE, directrice, et Madame Rose Anne TALVARD, matricule A2044, demeurant 3 allée
des Pommiers, 78400 CHATOU, il est convenu que la salariée travaille à mi-temps.
"""
    assert person("contract_amendment", text) == ("TALVARD", "Rose Anne", "3 allée des Pommiers", "78400", "CHATOU")


def test_a_town_ends_with_its_short_line(person):
    """Below an address that stands apart the text goes on with a capital."""
    text = """\
CERTIFICAT DE RÉSIDENCE

Le maire certifie que Madame TALVARD Rose, née à Vic le 17 août 1946, réside dans la commune de façon permanente
depuis mars 1989, à l'adresse suivante :

                              Au Village, maison Bordes
                              32190 LANNEPLAN

En foi de quoi le présent certificat lui a été délivré pour servir et valoir ce que de droit aux autorités.
"""
    assert person("proof_of_address", text)[2:] == ("Au Village, maison Bordes", "32190", "LANNEPLAN")


def test_a_mail_tells_the_new_address_of_its_writer(person):
    """Who writes `my new address is` tells their own."""
    text = """\
De : Rose Talvard <rose@mail.example>
À : Service Gestion <g@mail.example>
Objet : Changement

Bonjour,
Ma nouvelle adresse depuis le 1er mars :
12 place des Halles
22000 Saint-Brieuc
Merci de la noter dans mon dossier, celui de la prévoyance aussi, et de me le dire par retour.
"""
    assert person("email", text)[2:] == ("12 place des Halles", "22000", "Saint-Brieuc")


def test_a_lease_in_english_is_about_the_tenant(person):
    """The landlord is named first, each with their home."""
    text = """\
TENANCY AGREEMENT

(1) The Landlord: Mrs Gillian Pender of The Mount, Cliff Road, Harrowby HX14 3QP; and
(2) The Tenant: Mr Peter Adair of 41 Mill Place, Harrowby HX14 3QR, born 6 August 1997.
"""
    assert person("contract", text, "en") == ("Adair", "Peter", "41 Mill Place", "HX14 3QR", "Harrowby")


def test_a_receipt_of_rent_is_issued_and_a_declaration_on_honour_signed(read):
    """The day of a receipt is when it was issued; who lodges somebody signs a declaration."""
    receipt = "QUITTANCE DE LOYER\n\nReçu de Mme Rose TALVARD la somme de 520,00 €\n\nFait à Beaune, le 05/11/2024\n"
    lodged = (
        "ATTESTATION D'HÉBERGEMENT\n\nJe soussignée Rose TALVARD atteste sur l'honneur héberger M. Paul REY.\n\n"
        "Fait à Beaune, le 05/11/2024\n"
    )
    assert "signed_on" not in read("proof_of_address", receipt)
    assert read("proof_of_address", lodged)["signed_on"][0] == "2024-11-05"


@pytest.mark.parametrize("heading", ["Escape of water in the hall, 14 May", "SUCCESSION de Madame Rose TALVARD"])
def test_the_line_alone_above_the_greeting_is_the_subject(read, heading):
    """Letters without a labelled subject have it there, or below the greeting; a day or an address is none."""
    text = f"""\
Harrowby Mutual
12 Mill Road
Harrowby HX14 3QP

                                        9 September 2026

{heading}

Dear Sir or Madam,

I write about the claim that I made in May.
"""
    found = read("letter", text, "en")
    assert found["subject"][0] == heading
    assert "subject" not in read("letter", text.replace(f"{heading}\n\n", ""), "en")


def test_the_writers_own_reference_goes_before_the_others(read):
    """An expert prints that of the insurer beside the cabinet's own."""
    text = """\
RAPPORT D'EXPERTISE

V/Réf. sinistre          20240118 44R
N/Réf.                   24.118.0447
"""
    assert read("expert_report", text)["reference"] == ("24.118.0447", pytest.approx(0.97, abs=0.05))


def test_an_initial_agrees_with_the_name_it_stands_for(read):
    """A payslip names the employee in full in its table and by an initial in its window."""
    text = """\
PAY ADVICE

Employee                 Process date
Ms Bronwen Fallow        28/11/2025

Ms B Fallow
3 Mill Road
Harrowby
HX14 3QP
"""
    found = read("payslip", text, "en")
    assert found["employee"] == ("Bronwen Fallow", pytest.approx(0.97, abs=0.03))


def test_signs_beside_a_value_do_not_make_it_doubtful(read):
    """A speck that was read as a colon is no part of a town."""
    text = "CARTE NATIONALE D'IDENTITÉ\n\nAdresse : 12 rue des Halles, 29200 BREST\n"
    clear, specked = (read("national_id_card", each)["commune"] for each in (text, text.replace("BREST", "BREST :")))
    assert clear == specked


def test_a_british_licence_has_its_holder_and_address_behind_figures(read):
    """Fields 1, 2, 3 and 8 of Directive 2006/126/EC; a title stands before the given names."""
    text = """\
DRIVING LICENCE   UK

1. FALLOW
2. MR STUART JAMES
3. 14.02.1975 UNITED KINGDOM
4b. 02.09.2031
5. FALLO702145SJ9KT
8. 2/1, 19 HARBOUR TERRACE, HARROWBY, HX14 3QP
9. AM/B
"""
    found = {name: value for name, (value, _) in read("driving_licence", text, "en").items()}
    assert (found["last_name"], found["first_names"]) == ("FALLOW", "STUART JAMES")
    assert (found["address"], found["commune"]) == ("2/1, 19 HARBOUR TERRACE", "HARROWBY")


def test_a_first_observation_may_be_asked_for_beside_the_accident(read):
    """The certificate of accidents and occupational diseases has one box for both."""
    text = (
        "CERTIFICAT MÉDICAL\n\n"
        "date de l'accident ou de la première constatation médicale de la maladie professionnelle    12/09/2025\n"
    )
    assert read("medical_certificate", text)["first_observed_on"][0] == "2025-09-12"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Contrat Habitation n° HAB 2204 118 8402", "HAB22041188402"),
        ("The policy is CV-IE-0118447 and the van is mine.", "CV-IE-0118447"),
    ],
)
def test_a_policys_number_is_told_by_its_product_or_in_a_sentence(read, text, number):
    """The product stands with a capital between contract and number."""
    assert read("email", f"From: A B <a@b.example>\nTo: C\n\n{text}\n", "en")["policy_number"][0] == number


def test_a_village_above_its_code_is_no_person(read):
    """The second line of a British address may begin like a given name's bearer: `Kirkby Stephen`."""
    text = """\
                                        The Old Forge
                                        Kirkby Stephen
                                        Cumbria CA17 4QN

Dear Sir or Madam,

I write to complain.

Yours faithfully
"""
    assert "last_name" not in read("complaint", text, "en")
