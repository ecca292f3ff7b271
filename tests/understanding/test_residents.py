"""The person of a paper: whose name stands above an address, and what of it is said."""

import pytest

from extractors.parties.residents import person_of
from extractors.written.addresses import commune, postal_code, street
from extractors.written.names import person_name, split_name

PERSON = ("last_name", "first_names", "address", "postal_code", "commune")
INSTITUTION = """\
Caisse du Ponant
12 rue des Halles
29200 BREST

                                        Madame Solène LENOUVEL
                                        7 rue du Vieux Lavoir
                                        Le Bourg Neuf
                                        49300 CHOLET

Brest, le 11 mars 2026

Objet : votre dossier

Madame,

Nous avons bien reçu votre demande.
Votre conseillère : Mme Jeanne PERROT
"""
INDIVIDUAL = """\
Odile MONTAGNE
3, impasse des Tilleuls
31700 BLAGNAC

                                        Monsieur Jean MARTIN
                                        8 place du Capitole
                                        31000 TOULOUSE

Cugnaux, le 4 mars 2026

Objet : ma demande

Monsieur,

Je vous écris au sujet de ma demande.

Veuillez agréer mes salutations distinguées.

Odile MONTAGNE
"""


@pytest.fixture
def person(read):
    """Return the fields of the person that a class reads from a page, with how sure they are."""

    def run(document_class, text):
        return {name: found for name, found in read(document_class, text).items() if name in PERSON}

    return run


@pytest.mark.parametrize("code", ["letter", "contract_amendment", "claim_statement", "tax_notice", "bank_details"])
def test_an_institution_writes_about_the_person_in_the_window(person, code):
    """Whatever the class, the addressee's block tells the person, not who looks after the file."""
    assert {name: value for name, (value, _) in person(code, INSTITUTION).items()} == {
        "last_name": "LENOUVEL",
        "first_names": "Solène",
        "address": "7 rue du Vieux Lavoir, Le Bourg Neuf",
        "postal_code": "49300",
        "commune": "CHOLET",
    }


@pytest.mark.parametrize("code", ["letter", "complaint", "termination_letter"])
def test_a_person_who_writes_to_a_person_is_the_one_meant(person, code):
    """Of two people with an address the one who writes is the paper's."""
    found = person(code, INDIVIDUAL)
    assert (found["last_name"][0], found["postal_code"][0]) == ("MONTAGNE", "31700")


def test_parts_of_a_name_that_nothing_tells_apart_do_not_pass_alone(person):
    """Two words in one case, none a common given name: they are said, and a person looks."""
    found = person("letter", INSTITUTION.replace("Solène LENOUVEL", "Keldra Vostane"))
    assert found["last_name"][0] == "Vostane"
    assert found["last_name"][1] < 0.83 < found["postal_code"][1]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("M. OU MME FOURCADE DENIS", "FOURCADE DENIS"),
        ("Melle Inès ROUX", "Inès ROUX"),
        ("M./Mme Kévin ROUVIERE", "Kévin ROUVIERE"),
        ("Thierry et Nathalie BOSC", "BOSC"),
        ("Monsieur le Directeur", None),
        ("Dr Jean MARTIN", None),
        ("Perrin & Fils", None),
    ],
)
def test_a_line_names_a_person_without_title(line, name):
    """Of a couple the surname counts; offices, doctors and firms are no person of a paper."""
    assert person_of(line) == name


def test_initials_stand_before_the_surname():
    """`J P Hargreaves` has two initials of given names."""
    full = split_name("MR J P WHITCOMBE")
    assert full is not None
    assert (full.surname, full.given_names, full.is_sure) == ("WHITCOMBE", "J P", True)
    assert person_name("MR J P WHITCOMBE") == "J P WHITCOMBE"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("9 Weavers Row, Tolbury TB2 4KE", ("9 Weavers Row", "TB2 4KE", "Tolbury")),
        ("17 Saltmarsh Terrace, Kilbran, Co. Wexford, Y21 KX83", ("17 Saltmarsh Terrace", "Y21 KX83", "Kilbran")),
        ("Listow V31 TC40", (None, "V31 TC40", "Listow")),
        ("12 rue Haute, 57000 METZ", ("12 rue Haute", "57000", "METZ")),
        ("du risque", (None, None, None)),
    ],
)
def test_an_address_is_parted_by_its_postal_code(text, parts):
    """French codes stand before the town, British and Irish ones behind it; words of a label are no address."""
    assert (street(text), postal_code(text), commune(text)) == parts


def test_an_address_ends_where_the_next_row_has_its_own_label(person):
    """A street beside its label does not run into the town beside the next one."""
    form = """\
ACCIDENT REPORT

Full name          Siobhan Mulcahy
Home address       12 Harbour Park
Town / Eircode     Listow V31 TC40
PPS No.            1234567T
"""
    found = person("accident_report", form)
    assert {name: value for name, (value, _) in found.items()} == {
        "last_name": "Mulcahy",
        "first_names": "Siobhan",
        "address": "12 Harbour Park",
        "postal_code": "V31 TC40",
        "commune": "Listow",
    }


def test_the_holder_of_an_account_is_named_without_title(read):
    """`M. OU MME` in front of a name is no part of it."""
    text = "RELEVE D'IDENTITE BANCAIRE\n\nTitulaire du compte : M. OU MME FOURCADE DENIS\n"
    assert read("bank_details", text)["holder"][0] == "FOURCADE DENIS"


def test_a_vehicle_registration_names_its_holder_and_their_address(read):
    """`C.1` stands before the holder, `C.3` before the address, the number of the form on its own label."""
    text = (
        "CERTIFICAT D'IMMATRICULATION\n\nA AB-123-CD\nC.1 VERNON\nMARTINE\nC.4a EST LE PROPRIETAIRE\n"
        "C.3 18 RUE DES CARMES\n87000 LIMOGES\nD.1 PEUGEOT\n\nN° de formule : 2021BN55102"
    )
    found = {name: value for name, (value, _) in read("vehicle_registration", text).items()}
    assert (found["last_name"], found["first_names"], found["document_number"]) == ("VERNON", "MARTINE", "2021BN55102")
    assert (found["address"], found["postal_code"], found["commune"]) == ("18 RUE DES CARMES", "87000", "LIMOGES")


def test_a_lease_is_about_its_tenant(person):
    """The lessor is named with an address, the tenant by birth: the tenant is the person of the lease."""
    text = (
        "CONTRAT DE LOCATION\n\nLE BAILLEUR : Mme Rose TRIBU, demeurant 40 rue Haute, 54000 NANCY,\n"
        "LE LOCATAIRE : M. Olivier DIAR, né le 21 février 2001 à Nancy."
    )
    found = person("contract", text)
    assert (found["last_name"][0], found["first_names"][0], "address" in found) == ("DIAR", "Olivier", False)


def test_one_letter_is_no_surname():
    """`Thibault Roland M` is cut off, or of a list of authors: nothing tells the surname surely."""
    full = split_name("Thibault Roland M")
    assert full is not None
    assert not full.is_sure
