"""Forms that every mailroom gets, in the wording that offices and employers really use."""

import pytest

from extractors.candidates import Candidate
from extractors.reconcile import reconcile
from extractors.written.addresses import commune, street
from extractors.written.names import company
from pipeline.model.document import Origin
from pipeline.model.values import Text
from pipeline.rules.catalog import FieldKind, FieldRule

BRITISH = "4 Tannery Row, Shaftesbury, Dorset SP7 8HB"


def told(found):
    """Return the values alone."""
    return {name: value for name, (value, _) in found.items()}


def test_an_employment_contract_names_its_employee_by_birth_and_home(read):
    """The other party's sentence seldom says `le salarié`; who represents the company was born nowhere on the paper."""
    found = told(
        read(
            "contract",
            """\
                 CONTRAT DE TRAVAIL À DURÉE INDÉTERMINÉE
ENTRE LES SOUSSIGNÉS :
La société TRANSPORTS ROUSSEL, SAS au capital de 50 000 euros, dont le siège social est situé
14 rue de l'Industrie, 69800 SAINT-PRIEST, représentée par Madame Claire ROUSSEL, d'une part,
ET
Monsieur Karim BENALI, né le 2 mars 1985 à Lyon, demeurant 8 rue des Tulipes, 69008 LYON, d'autre part,
IL A ÉTÉ CONVENU CE QUI SUIT :
Article 1 - Engagement. Monsieur Karim BENALI est engagé en qualité de conducteur routier.
Fait à Saint-Priest, le 4 janvier 2021
L'employeur                              Le salarié
""",
        )
    )
    assert (found["last_name"], found["first_names"], found["birth_date"]) == ("BENALI", "Karim", "1985-03-02")
    assert (found["address"], found["commune"]) == ("8 rue des Tulipes", "LYON")
    assert found["employer"] == "TRANSPORTS ROUSSEL"


def test_a_landlord_with_a_birthday_is_not_the_tenant(read):
    """Of two persons of a lease the one whose sentence ends in `le bailleur` is not meant."""
    found = read(
        "contract",
        """\
                 CONTRAT DE LOCATION
ENTRE LES SOUSSIGNÉS
Monsieur Alain FAURE, né le 5 juin 1951 à Agen, demeurant 2 cours de Verdun, 33000 BORDEAUX, le bailleur
ET
Madame Julie MERCIER, née le 3 mai 1992 à Bordeaux, ci-après dénommée « la locataire »
Il a été convenu ce qui suit.
""",
    )
    assert found["last_name"][0] == "MERCIER"
    assert found["birth_date"][1] < 0.6, "two days of birth are for a person"
    assert "address" not in found


HOSTING = """\
                 ATTESTATION D'HÉBERGEMENT

Je soussignée, Madame Maria LOPEZ, née le 04/05/1972 à Bayonne, demeurant 14 rue du Stade 64000 PAU,
atteste sur l'honneur héberger à mon domicile Monsieur Kevin LOPEZ, né le 15/03/2001 à Pau.

Fait à Pau, le 2 août 2025
"""


def test_who_is_lodged_lives_where_the_host_does(read):
    """The person of an attestation of hosting is the one lodged, born on their own day, at the host's address."""
    found = told(read("proof_of_address", HOSTING))
    assert (found["holder"], found["issuer"]) == ("Kevin LOPEZ", "Maria LOPEZ")
    assert (found["last_name"], found["first_names"], found["birth_date"]) == ("LOPEZ", "Kevin", "2001-03-15")
    assert (found["address"], found["postal_code"], found["commune"]) == ("14 rue du Stade", "64000", "PAU")


def test_a_receipt_for_rent_names_who_paid_and_the_day_it_was_made(read):
    """The official wording names the tenant in its sentence; the day of payment is not that of the receipt."""
    found = told(
        read(
            "proof_of_address",
            """\
                 QUITTANCE DE LOYER
Adresse de la location :
9 rue Lecocq, 33000 BORDEAUX
Je soussigné Alain FAURE, propriétaire du logement désigné ci-dessus, déclare avoir reçu de
Madame Julie MERCIER, la somme de 742,00 euros, au titre du paiement du loyer et des charges.
Date du paiement : le 03/10/2025
Fait à Bordeaux, le 05/10/2025
""",
        )
    )
    assert (found["holder"], found["issued_on"]) == ("Julie MERCIER", "2025-10-05")
    assert (found["address"], found["commune"]) == ("9 rue Lecocq", "BORDEAUX")


def test_the_title_of_a_certificate_is_no_part_of_its_issuers_name(read):
    """In running text the title stands right before the sentence that names the issuer."""
    text = """\
MAIF
79038 NIORT CEDEX 9
                              MME JULIE MERCIER
                              9 RUE LECOCQ
                              33000 BORDEAUX

          ATTESTATION D'ASSURANCE HABITATION
MAIF atteste que Mme Julie MERCIER est titulaire d'un contrat garantissant le logement
situé 9 rue Lecocq 33000 Bordeaux.
"""
    value, sure = read("proof_of_address", text)["issuer"]
    assert value == "MAIF"
    assert sure > 0.9


def test_m_before_a_name_with_m_is_no_logo(read):
    """Tax notices address `M MARCHAL BERTRAND`."""
    found = told(
        read(
            "tax_notice",
            """\
                              M MARCHAL BERTRAND
                              12 RUE DES ACACIAS
                              54000 NANCY

AVIS D'IMPÔT SUR LES REVENUS
""",
        )
    )
    assert (found["last_name"], found["address"], found["commune"]) == ("MARCHAL", "12 RUE DES ACACIAS", "NANCY")


@pytest.mark.parametrize(
    "label",
    ["nom, prénom (suivis, s'il y a lieu, du nom d'époux)", "nom et prénom (suivis s'il y a lieu du nom d'usage)"],
)
def test_labels_of_official_forms_ask_for_both_names(read, label):
    """CERFA 11138 and its like ask for surname and given name in one line, with a clause in brackets."""
    found = told(read("medical_certificate", f"la victime\n{label} : PONS Gérard\nadresse : 3 rue des Vignes"))
    assert (found["last_name"], found["first_names"]) == ("PONS", "Gérard")


CARD = """\
CARTE GRISE
A   GH-482-KL          B   14/03/2022
C.1   MERCIER JULIE
C.3   9 RUE LECOCQ 33000 BORDEAUX
D.1  RENAULT     D.2  M10RENCT     D.3  CLIO
E   VF1RJA00967123456
F.1  1671      F.2 1671      J.1  VP
P.1  999       P.3  ES       S.1  5
"""


def test_the_codes_of_a_registration_certificate_tell_it(understood):
    """Where the title is lost, the harmonised codes say what the paper is; the owner's M is no title."""
    made = understood(CARD.replace("CARTE GRISE", "..."))
    assert made.classification.document_class in {"vehicle_registration", "unknown"}
    made = understood(CARD)
    fields = {field.name: field.value.value for field in made.fields}
    assert made.classification.document_class == "vehicle_registration"
    assert made.classification.confidence > 0.8
    assert (fields["registration_plate"], fields["last_name"]) == ("GH-482-KL", "MERCIER")


def test_the_zone_of_a_registration_certificate_is_not_that_of_a_residence_permit(understood):
    """French registration certificates bear a zone `CRFRA` with the plate; residence cards had the same letters."""
    zone = "CRFRAGW773BD<<7TMBEAG6GNJ2P7Z118842\n4<<2306140SKO0DA<<<<<<<FABIA<<<<<<<"
    assert understood(f"{CARD}\n{zone}").classification.document_class == "vehicle_registration"


LICENCE = """\
1. WHITAKER
2. MRS JANE LOUISE
3. 11.03.1985 UNITED KINGDOM
4a. 15.06.2021   4c. DVLA
4b. 14.06.2031
5. {number} 42
8. 12 PARK LANE, HARROGATE, HG2 8AA
"""


def test_numbered_entries_tell_a_driving_licence(understood):
    """A licence whose heading the engine could not read shows the entries of the directive."""
    made = understood(LICENCE.format(number="WHITA853115JL9KX"))
    assert made.classification.document_class == "driving_licence"
    fields = {field.name: field.value.value for field in made.fields}
    assert fields["document_number"] == "WHITA853115JL9KX"


def test_a_driver_number_of_another_form_is_not_said(understood):
    """British numbers have letters where initials stand: a figure there is a misreading."""
    made = understood(LICENCE.format(number="WHITA8531150L9KX"))
    assert "document_number" not in {field.name for field in made.fields}


def test_chapters_are_no_entries_of_a_licence(understood):
    """A text with numbered chapters has no days behind 4a and 4b."""
    made = understood("1. Objet\n2. Durée\n3. Prix\n4. Paiement\n5. Résiliation du contrat")
    assert made.classification.document_class != "driving_licence"


MAIL = """\
PosteNet                           Mathis Delaunay <mathis.delaunay@postenet.example>
Tr: rattachement de ma fille née le 02/06/2025
1 message
Mathis Delaunay <mathis.delaunay@postenet.example>            11 juin 2025 à 22:06
À : Service Adhésions <adhesions@example.org>
Bonsoir,
Merci de la rattacher à mon contrat.
"""


def test_the_account_printed_above_a_message_does_not_send_it(read):
    """Web mail prints its brand and whose mailbox it is above the subject, which may tell other days."""
    found = told(read("email", MAIL))
    assert (found["sender"], found["date"]) == ("Mathis Delaunay", "2025-06-11")


@pytest.mark.parametrize("above", ["Start date            Monday 10 March 2025"])
def test_a_day_in_a_table_of_captions_is_not_the_papers(read, above):
    """`Start date` stands beside its day as the rows around have their captions."""
    text = f"""\
Statement of Main Terms of Employment
Employer              Ashcombe Nurseries Ltd
Job title             Assistant Grower
{above}
Place of work         Glebe Farm
Signed by the employee
"""
    assert "signed_on" not in read("contract", text, "en")


def test_a_subject_in_a_cell_of_its_own_may_hold_words_of_other_labels(read):
    """A printed message sets labels and values in two columns; only what has a colon of its own ends the subject."""
    found = told(
        read(
            "email",
            """\
De :              Loïc Mazeau <loic.mazeau@orenge.example>
Envoyé :          mardi 14 octobre 2025 21:47
À :               Gestion Prévoyance
Objet :           RE: Arrêt de travail – attestation manquante

Bonjour Madame,
je vous envoie l'attestation. Bonne soirée,
Loïc Mazeau
""",
        )
    )
    assert found["subject"] == "RE: Arrêt de travail – attestation manquante"


@pytest.mark.parametrize("words", ["Le salarié", "L'employeur", "Site", "Votre client", "FOURNISSEUR"])
def test_what_a_party_is_to_a_paper_is_not_its_name(words):
    """A heading that no rule lists is no company, and a company may be called by such a word and others."""
    assert company(words) is None
    assert company(f"{words} Services") == f"{words} Services"


def test_a_street_is_no_commune_however_its_number_was_read():
    """Towns called after streets are."""
    assert commune("S rue des Mésanges") is None
    assert commune("Rue") == "Rue"
    assert commune("La Rue-Saint-Pierre") == "La Rue-Saint-Pierre"


def test_a_british_county_is_neither_street_nor_town():
    """Between town and postcode; a county that a town is called after is taken for the town."""
    assert (street(BRITISH), commune(BRITISH)) == ("4 Tannery Row", "Shaftesbury")
    assert commune("12 Irish Street, Armagh, BT61 7EP") == "Armagh"


def test_the_home_in_a_certificates_sentence_is_the_patients(read):
    """A certificate in prose tells the patient's home, as other papers tell a person's."""
    found = told(
        read(
            "medical_certificate",
            """\
                 CERTIFICAT MÉDICAL INITIAL
Je soussignée, Docteur Hélène Przybylski, certifie avoir examiné ce jour Mademoiselle Anaïs ROUSSELET,
née le 2 avril 2001, demeurant 76 avenue de Dunkerque, 59160 Lomme, coiffeuse.
Fait à Lomme, le 24 juin 2025
""",
        )
    )
    assert (found["address"], found["postal_code"], found["commune"]) == ("76 avenue de Dunkerque", "59160", "Lomme")


def test_who_writes_is_named_as_they_sign(read):
    """At the head the surname may come first; the signature gives the name as it is said."""
    text = """\
BERTIN Odile
44 boulevard Pasteur
13200 ARLES
                                        SÉRÉNIA MUTUELLE
                                        13417 MARSEILLE CEDEX 08
À Arles, le 20 octobre 2025
Objet : Résiliation de mon contrat

Madame, Monsieur,

Je vous informe que je quitterai la mutuelle le 12 décembre 2025.

Veuillez agréer, Madame, Monsieur, mes salutations distinguées.

Odile BERTIN
"""
    found = told(read("termination_letter", text))
    assert (found["sender"], found["date"]) == ("Odile BERTIN", "2025-10-20")


def test_a_number_goes_on_behind_its_letter(read):
    """`0447 118 P 02` is one number of a policy."""
    assert told(read("expert_report", "Police : 0447 118 P 02\nNature du sinistre : tempête"))["policy_number"] == (
        "0447118P02"
    )


PAYSLIP = """\
                 BULLETIN DE PAIE
TISSAGES DU NORD SAS                     Paie du mois de : Septembre 2025
N° Siret : 73282932000074                M. GIRARD Paul
Convention collective : textile          3 rue Molière
                                         59000 LILLE
SALAIRE BRUT                                     2 104,30
NET À PAYER                                                  1 612,08
"""


@pytest.mark.parametrize(("seen", "is_doubted"), [(0.87, True), (0.97, False)])
def test_what_is_paid_is_not_surely_what_was_hardly_read(understood, paper, seen, is_doubted):
    """No digit proves the sums of a payslip, and of figures that the engine doubts one in twenty is wrong."""
    made = understood(paper(PAYSLIP, confidence=seen).read())
    doubted = {finding.field for finding in made.findings if finding.code == "low_confidence"}
    assert made.classification.document_class == "payslip"
    assert ({"gross_pay", "net_pay"} <= doubted) is is_doubted


def test_an_address_beside_another_is_doubted_however_badly_that_was_read():
    """An association's seat and its contact's home are two addresses, though one was hardly read."""
    rule = FieldRule(name="address", kind=FieldKind.TEXT, scheme="address")
    clear, poor = (
        Candidate(value=Text(text), confidence=sure, origin=Origin.TEXT, evidence=None)
        for text, sure in (("Maison des associations", 0.97), ("14 rue de l'Abreuvoir", 0.26))
    )
    alone, rivalled = reconcile(rule, [clear]), reconcile(rule, [clear, poor])
    assert alone is not None
    assert rivalled is not None
    assert alone.confidence > 0.9
    assert rivalled.confidence < 0.83
