"""Couples, households and two drivers: whose name and address are meant where a paper shows more than one person's.

And one person shown twice: a talon, another order of names, fewer given names, a remark in a form's caption.
"""

import pytest

from extractors.parties.residents import person_of

PERSON = ("last_name", "first_names", "address", "postal_code", "commune")
TALON = """\
DIRECTION DES FINANCES PUBLIQUES

                                        MME VIGNEAU HUGUETTE
                                        VVE ROUSSEL
                                        9 RUE DU LAVOIR
                                        10110 BAR SUR SEINE

Référence de l'avis   24 10 7214380 66

Montant : 1127,00 EUROS

                                        MME VIGNEAU HUGUETTE
                                        9 RUE DU LAVOIR
                                        10110 BAR SUR SEINE
"""


@pytest.fixture
def person(read):
    """Return the values of the person that a class reads from a page, those for nobody but a person left out."""

    def run(document_class, text, language="fr"):
        found = read(document_class, text, language)
        return tuple(found[name][0] if name in found and found[name][1] > 0.83 else None for name in PERSON)

    return run


def window(*lines):
    """Return a page with an address in the window of its envelope."""
    return "Assurances du Ponant\n\n" + "\n".join(" " * 40 + line for line in lines) + "\n\nVotre contrat évolue.\n"


def test_the_given_names_of_a_couple_are_no_part_of_their_address(person):
    """They may have a line of their own below the surname; the first of the two is the person."""
    text = window("M. ET MME BERTIN", "PAUL ET SYLVIE", "LIEU-DIT LES AULNES", "47350 SEYCHES")
    assert person("contract_amendment", text) == ("BERTIN", "PAUL", "LIEU-DIT LES AULNES", "47350", "SEYCHES")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Mr Tobias Hale & Ms Leanne Firth", "Tobias Hale"),
        ("M. Paul BERTIN ou Mme Anne ROUX", "Paul BERTIN"),
        ("Paul Bertin et Anne Roux", "Paul Bertin"),
        ("M. Jean Perrin et Associés Lyon", None),
        ("Thierry et Nathalie BOSC", "BOSC"),
    ],
)
def test_of_two_persons_on_a_line_the_first_is_meant(line, name):
    """Each has a name of their own, behind a title or with a common given name; a firm has none."""
    assert person_of(line) == name


def test_what_a_person_does_is_no_part_of_their_address(person):
    """A line between name and street tells it; a hamlet or house is one."""
    text = window("Mme Anne AULNAY", "Assistante maternelle agréée", "Le Moulin", "12 rue Haute", "69120 VAULX")
    assert person("letter", text)[2] == "Le Moulin, 12 rue Haute"


def test_a_name_shown_twice_is_one_person(person, read):
    """A talon repeats whom a paper is for; `VVE` goes on with the name."""
    assert person("tax_notice", TALON) == ("VIGNEAU", "HUGUETTE", "9 RUE DU LAVOIR", "10110", "BAR SUR SEINE")
    found = read("tax_notice", TALON)
    assert (found["holder"][0], found["notice_reference"][0]) == ("VIGNEAU HUGUETTE", "2410721438066")


def test_a_title_stands_apart_from_its_name(person):
    """Old printers leave a wide gap behind it."""
    text = 6 * "\n" + window("M                PHILIPPE AULNAY", "12 ROUTE DE LA CHAUX", "42380 PERIGNEUX")
    assert person("bank_details", text) == ("AULNAY", "PHILIPPE", "12 ROUTE DE LA CHAUX", "42380", "PERIGNEUX")


def test_a_name_in_another_order_is_the_same(read):
    """Banks print `M BERTIN GILDAS` in the window and `M GILDAS BERTIN` beside the account."""
    text = window("M BERTIN GILDAS", "2 RUE DU MOULIN", "29270 CARHAIX") + "\nTitulaire : M GILDAS BERTIN\n"
    assert read("bank_statement", text)["holder"][1] > 0.83


def test_a_bank_is_not_the_holder_of_its_customers_account(read):
    """Its letterhead may stand where letters have their addressee."""
    head = "\n".join(" " * 45 + line for line in ("Allied Harbour Banks plc", "3 Patrick Street", "Cork, T12 K8WF"))
    text = f"{head}\n\nAccount name    Siobhán Ní Bhraonáin\nIBAN    IE29 AIBK 9311 5212 3456 78\n"
    found = read("bank_details", text, "en")["holder"]
    assert found == ("Siobhán Ní Bhraonáin", pytest.approx(found[1]))
    assert found[1] > 0.83


def test_the_first_of_several_given_names_agrees_with_all(read):
    """A window shows one, the table below them all: they are one person's."""
    text = window("M. ROLAND WEBER", "31 RUE DES HOUX", "57460 BEHREN") + "\nNom : WEBER     Prénom : ROLAND ALOIS\n"
    found = read("career_statement", text)["first_names"]
    assert (found[0], found[1] > 0.83) == ("ROLAND ALOIS", True)


def test_behind_an_english_title_given_names_come_first(person):
    """Nothing else tells the two words apart; on a French page a person looks."""
    text = window("Mr. Keldra Vostane", "6 Harbour Crescent", "Salthill, Galway, H91 PW2C")
    assert person("letter", text, "en")[:2] == ("Vostane", "Keldra")
    assert person("letter", text)[:2] == (None, None)
    prescription = "Mr. Keldra Vostane DOB: 19/05/1957\n\nRx Atorvastatin 20mg\n"
    assert person("prescription", prescription, "en")[:2] == ("Vostane", "Keldra")


def test_a_town_is_not_believed_where_two_persons_have_an_address(read):
    """Two drivers, one town read: whose it is the postal codes do not tell, and a person looks."""
    text = """\
CONSTAT AMIABLE

Code postal : 68270                  Code postal : 68390

                                     Adresse : 7 rue Vauban 68100 MULHOUSE
"""
    assert read("accident_report", text)["commune"][1] < 0.83


def test_a_remark_in_brackets_is_of_its_caption(read):
    """The address stands behind the remark, or below what else the form asks for."""
    text = """\
AVIS D'ARRÊT DE TRAVAIL

Adresse où le malade peut être visité (si différente du domicile) : bât., étage, code d'accès
3 QUAI DUGUAY TROUIN
Code postal 35600 Ville REDON N° tél. : 06 38 12 77 04
"""
    found = read("medical_certificate", text)
    assert {name: found[name][0] for name in ("address", "postal_code", "commune")} == {
        "address": "3 QUAI DUGUAY TROUIN",
        "postal_code": "35600",
        "commune": "REDON",
    }


def test_the_parts_of_a_name_make_the_whole(read):
    """A form asks for surname and given name apart: the employee is both, in the order of the form."""
    text = "ATTESTATION DE SALAIRE\n\nL'ASSURÉ(E)\nNom : DUTILLEUL     Prénom : ELODIE\n"
    assert read("employer_certificate", text)["employee"][0] == "DUTILLEUL ELODIE"
    turned = text.replace("Nom : DUTILLEUL     Prénom : ELODIE", "Prénom : ELODIE     Nom : DUTILLEUL")
    assert read("employer_certificate", turned)["employee"][0] == "ELODIE DUTILLEUL"


def test_who_lives_with_the_applicant_does_not_apply(read):
    """The table of the household has names and days of birth of its own."""
    text = """\
DEMANDE D'AIDE FINANCIÈRE

1. LE DEMANDEUR
Nom de naissance : LANGLADE     Prénom(s) : Nathalie
Date de naissance : 12/06/1969
Adresse du logement : 4 rue Albert Camus
2. COMPOSITION DU FOYER
Nom, prénom        Né(e) le
AUBRAC Kevin       19/01/2007
"""
    found = read("grant_application", text)
    assert [found[name][0] for name in ("last_name", "birth_date")] == ["LANGLADE", "1969-06-12"]
    assert min(found["last_name"][1], found["birth_date"][1], found["address"][1]) > 0.83


def test_who_tells_of_a_death_is_not_the_dead(read):
    """A British entry names its informant by a caption like that of the dead."""
    text = """\
DEATH

2. Name and surname
Dorothy Maud TURNBERRY
7(a). Name and surname of informant
Karen Louise HEDGELEY
"""
    found = read("death_certificate", text, "en")
    assert (found["last_name"][0], found["last_name"][1] > 0.83) == ("TURNBERRY", True)


def test_a_street_and_the_whole_address_that_ends_in_it_are_one(read):
    """A bill tells the place of supply by its street; another house number is another address."""
    text = window("MME LEROY CAMILLE", "RESIDENCE LES ALIZES", "8 ALLEE DES PINS", "33700 MERIGNAC")
    same = read("proof_of_address", f"{text}\nLieu de consommation : 8 ALLEE DES PINS 33700 MERIGNAC\n")["address"]
    assert (same[0], same[1] > 0.9) == ("RESIDENCE LES ALIZES, 8 ALLEE DES PINS", True)
    other = read("proof_of_address", f"{text}\nLieu de consommation : 18 ALLEE DES PINS 33700 MERIGNAC\n")["address"]
    assert other[1] < 0.83


def test_the_second_holder_of_an_account_is_no_name_of_the_first(read):
    """`OU MME` begins the line of another person."""
    text = """\
RELEVÉ D'IDENTITÉ BANCAIRE

Titulaire du compte : M LE GALL YVES
                      OU MME LE GALL ANNE
"""
    found = read("bank_details", text)
    assert [found[name][0] for name in ("last_name", "first_names")] == ["LE GALL", "YVES"]
    assert min(found["last_name"][1], found["first_names"][1]) > 0.83


def test_a_town_before_a_birth_is_no_person(read):
    """`demeurant …, 72000 Le Mans, né le` tells who was told of before the address."""
    text = "Je certifie que Monsieur Ahmed BOUZIDI, demeurant 6 rue Haute, 72000 Le Mans,\nné le 02/12/1979, travaille."
    found = read("employer_certificate", text)["last_name"]
    assert (found[0], found[1] > 0.83) == ("BOUZIDI", True)


def test_who_saw_an_accident_does_not_have_it(read):
    """Employer, accident and witness have addresses in sections of their own."""
    text = """\
DÉCLARATION D'ACCIDENT DU TRAVAIL

L'EMPLOYEUR
Adresse : 12 ZA des Marais 74000 ANNECY
LA VICTIME
Nom de naissance : CARRONE     Prénom : Julien
Adresse : 5 impasse du Semnoz
74960 MEYTHET
L'ACCIDENT
Adresse : 8 rue Royale 74000 ANNECY
"""
    found = read("accident_report", text)
    assert [found[name][0] for name in ("address", "postal_code")] == ["5 impasse du Semnoz", "74960"]
    assert min(found["address"][1], found["postal_code"][1]) > 0.83


def test_the_first_tenant_is_named_behind_a_title(read):
    """A lease names its tenants behind `Locataire(s)`, not always with a day of birth."""
    found = read("contract", "CONTRAT DE LOCATION\n\nLocataire(s) : Mme Lucie CAZALS et M. Hugo FABREGUE\n")
    assert (found["last_name"][0], found["first_names"][0]) == ("CAZALS", "Lucie")


def test_a_card_is_valid_up_to_the_second_of_two_days(read):
    """Cards of mutual insurers print from when to when."""
    text = "CARTE DE TIERS PAYANT\nCarte valable du 01/01/2026 au 31/12/2026\n"
    assert read("health_card", text)["expires_on"][0] == "2026-12-31"


def test_the_county_of_an_irish_address_is_no_logo(person):
    """`Co.` stands before its name as `M.` before a man's."""
    text = window("Ms Anne Brennan", "4 Seaview Terrace", "Bray", "Co. Wicklow", "A98 X2Y3")
    assert person("letter", text, "en") == ("Brennan", "Anne", "4 Seaview Terrace", "A98 X2Y3", "Bray")
