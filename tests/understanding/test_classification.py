"""What a paper is: certain marks decide, words need company, doubt abstains."""

from dataclasses import replace

import pytest

from classifiers.cascade import classify
from classifiers.keywords import keyword_scores
from pipeline.documents.routing import route
from pipeline.model.document import Draft, OpenedBy, StraightThrough, ToQueue
from pipeline.model.identity import UNKNOWN

CARD = """
   CARTE NATIONALE D'IDENTITE
   Nom : BERTHIER
   Prénom(s) : CORINNE
   Né(e) le : 06.12.1965
   Carte valable jusqu'au : 05.06.2031
   IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<
   8806923102858CORINNE<<<<<<<6512068F6
"""
VISA = """
   V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<
   L8988901C4XXX4009078F96121096ZE184226B<<<<<<
"""


def test_a_proved_zone_decides_the_class(understood):
    """A machine-readable zone whose digits hold decides the class, almost surely."""
    read = understood(CARD).classification
    assert read.document_class == "national_id_card"
    assert read.confidence > 0.95
    assert any("IDFRA" in place.text for place in read.because)


def test_a_zone_of_no_known_class_is_unknown(understood):
    """A visa's zone keeps its page from being taken for a passport."""
    assert understood(VISA).classification.document_class == UNKNOWN


def test_titles_and_words_decide_together(understood, declaration):
    """A title with telling words is a class, and the evidence shows where they stand."""
    read = understood(declaration).classification
    assert read.document_class == "occupational_disease_declaration"
    assert read.confidence >= 0.8
    assert all(0 <= place.box.left < place.box.right <= 1 for place in read.because)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Bonjour",
        "   Merci de joindre la copie de votre passeport et un certificat médical.",
        "   Liste des courses\n   pommes 3 kg\n   poires 2 kg\n   total 12,50",
    ],
)
def test_little_or_passing_mention_is_unknown(understood, text):
    """A paper that only mentions other papers, or says little, is abstained from and goes to a person."""
    read = understood(text)
    assert read.classification.document_class == UNKNOWN
    assert read.fields == ()
    assert isinstance(read.routing, ToQueue)
    assert read.routing.queue == "classification"


def test_two_classes_on_one_draft_are_a_doubt(understood, declaration):
    """Pages of two classes cut as one document never pass straight through."""
    career = """
          RELEVÉ DE CARRIÈRE
   Caisse d'assurance retraite
   Nombre de mois cotisés : 17          trimestres retenus : 5
   salaires soumis à cotisations        régime général
"""
    assert not isinstance(understood(declaration, career).routing, StraightThrough)


def test_a_separator_names_the_class_unless_the_words_speak_clearly_for_another(understood, declaration):
    """The class on a separator sheet counts, but a paper that clearly is another goes to a person."""
    agreed = understood(declaration, hint="occupational_disease_declaration").classification
    assert agreed.confidence >= 0.95
    odd = understood(declaration, hint="passport")
    assert odd.classification.confidence <= 0.5
    assert isinstance(odd.routing, ToQueue)


def test_a_form_number_decides_and_a_list_of_forms_does_not(understood):
    """The number of the form it is decides; a page that lists several forms is none of them."""
    one = understood("   cerfa n° 11138*06\n   Docteur en médecine\n   Renseignements médicaux")
    assert one.classification.document_class == "medical_certificate"
    several = understood("   Formulaires : cerfa n° 11138*06\n   cerfa n° 11137*03\n   réf. S6100")
    assert several.classification.document_class == UNKNOWN


def test_misread_letters_still_tell(understood, declaration):
    """Words with letters that scanners confuse are found all the same."""
    misread = declaration.replace("MALADIE", "MALADlE").replace("PROFESSIONNELLE", "PROFESS1ONNELLE")
    assert understood(misread).classification.document_class == "occupational_disease_declaration"


def test_a_low_cut_goes_to_separation_first(catalog, mailroom, paper, declaration):
    """Whoever doubts the cut looks at it before anything else."""
    draft = Draft(pages=(1,), opened_by=OpenedBy.CONTENT, cut_confidence=0.4)
    said = classify([paper(declaration).read()], draft, catalog)
    routed = route(said, (), draft, mailroom)
    assert isinstance(routed, ToQueue)
    assert routed.queue == "separation"


PAPERS = {
    "credit_note": """
   AVOIR N° AV-2026-0188                 Date de l'avoir : 03/11/2026
   Sur facture n° F-2026-1201
   Désignation          Quantité      Montant HT
   Retour palette            1           120,00
   Total HT 120,00   TVA 24,00    Total TTC 144,00
""",
    "purchase_order": """
   BON DE COMMANDE
   Fournisseur : Papeteries du Rhône        Numéro de commande : 4500019
   Date de livraison souhaitée : 12/12/2026
   Adresse de livraison : 4 quai de la Gare, 33000 BORDEAUX
   Ce numéro est à rappeler sur votre facture
""",
    "delivery_note": """
   Bon de livraison n° BL-4410           Votre commande : 4500019
   Transporteur : Messageries du Sud     Nombre de colis : 3
   Désignation       Quantité commandée     Quantité livrée
   Ramette A4               20                    20
   Marchandise reçue le            Signature du client
""",
    "quote": """
   DEVIS N° 2026-77                      Date du devis : 02/10/2026
   Validité du devis : 30 jours
   Total HT 1 000,00     TVA 200,00      Total TTC 1 200,00
   Bon pour accord, date et signature
""",
    "termination_letter": """
   Objet : résiliation de mon contrat n° 88123
   Madame, Monsieur,
   Je vous informe de ma décision de résilier mon contrat à l'échéance, dans le respect du préavis.
   Je vous prie d'agréer, Madame, Monsieur, mes salutations distinguées.
""",
    "prescription": """
   Docteur Anne MOREL       Médecin généraliste
   ORDONNANCE
   Amoxicilline 500 mg, 1 gélule matin midi et soir pendant 6 jours
   Paracétamol 1 g, 1 comprimé, non substituable
""",
    "social_contributions_certificate": """
   URSSAF Aquitaine
   ATTESTATION DE VIGILANCE
   délivrée en application de l'article L. 243-15 du code de la sécurité sociale
   L'entreprise est à jour de ses obligations en matière de cotisations et contributions sociales.
""",
    "contract": """
   CONTRAT DE PRESTATION DE SERVICES
   Entre les soussignés : la société Alto, ci-après dénommée le prestataire, d'une part,
   et la société Bémol, d'autre part, il a été convenu ce qui suit.
   Article 1 - Objet du contrat
""",
    "bank_statement": """
   RELEVÉ DE COMPTE
   Date      Nature des opérations       Débit       Crédit
   Ancien solde au 30/09/2026                        1 204,10
   02/10     Virement                                  800,00
   Nouveau solde au 31/10/2026                       2 004,10
""",
    "email": """
   From: Anne Morel
   Sent: Monday 12 October 2026 09:12
   To: Paul Verne
   Subject: the lease
   Paul, the lease is signed.
   -----Original message-----
""",
}


@pytest.mark.parametrize("document_class", PAPERS)
def test_papers_of_the_delivered_classes_are_told(understood, document_class):
    """A plain paper of a class is told by its words, surely enough to decide."""
    read = understood(PAPERS[document_class]).classification
    assert read.document_class == document_class
    assert read.confidence >= 0.74


@pytest.mark.parametrize(
    "text",
    [
        "   Je reconnais n'avoir pris part à aucune vente.\n   Total TTC",
        "   Merci de signer le contrat et de joindre un devis, un rapport et un reçu.",
        "   Il en est de même du congé et de la résiliation.",
    ],
)
def test_a_title_of_one_word_in_running_text_decides_nothing(understood, text):
    """Words that head papers and are common in sentences too count as titles only where they stand out."""
    assert understood(text).classification.document_class == UNKNOWN


def test_labels_of_a_letter_head_count_with_their_colon_only(understood):
    """`From` and `Sent` in a sentence are no head of an e-mail."""
    text = "   It was sent from the office to the clerk, subject to approval; attachments follow."
    assert understood(text).classification.document_class == UNKNOWN


def test_words_of_every_form_speak_against_no_form_that_has_a_class(understood, declaration):
    """How to fill in and send back stands on all forms: a declaration with such words is as surely a declaration."""
    plain = understood(declaration).classification
    to_fill_in = (
        "   À remplir par l'assuré en lettres capitales. Je certifie sur l'honneur l'exactitude des renseignements\n"
        "   Pièces à joindre : certificat\n"
    )
    read = understood(declaration + to_fill_in).classification
    assert read.document_class == plain.document_class
    assert read.confidence == pytest.approx(plain.confidence, abs=0.02)
    assert "form" in {runner.document_class for runner in read.runners_up}


def test_the_same_words_speak_once_for_a_class(paper, catalog):
    """`Caissière` and `caissier` are read in one word: it tells as much as one of them."""
    page = paper("   Profession : Caissier\n").read()
    (receipt,) = [score for score in keyword_scores((page,), catalog) if score.document_class == "receipt"]
    assert [spoken.phrase for spoken in receipt.spoken] == ["caissier"]


def test_a_phrase_within_another_is_no_second_witness(paper, catalog):
    """`Net à payer avant impôt sur le revenu` holds shorter phrases: together they tell as much as the longest."""
    page = paper("   Net à payer avant impôt sur le revenu\n").read()
    (payslip,) = [score for score in keyword_scores((page,), catalog) if score.document_class == "payslip"]
    assert len(payslip.spoken) == 1


LETTER = """
   Ateliers Morin                                                  Nantes, le 4 mars 2026
   12 rue des Halles, 44000 NANTES
   Objet : votre courrier
   Madame, Monsieur,
   Nous vous remercions de votre envoi et restons à votre disposition.
%s
   Nous vous prions d'agréer, Madame, Monsieur, l'expression de nos salutations distinguées.
"""
UNTYPICAL = {
    "priced_rows": "   Chaises pliantes            12         25,00         300,00",
    "sums": "   Montant           402,00\n   dont               80,40\n   soit              482,40",
    "columns": "   Chaises pliantes      A-18          12\n   Tables rondes         B-07           4",
    "account": "   FR76 3000 6000 0112 3456 7890 189",
}


def test_a_letter_is_told_by_its_words(understood):
    """Salutation, subject and closing formula make a letter, surely enough to decide."""
    read = understood(LETTER % "   Votre envoi nous est bien parvenu.").classification
    assert read.document_class == "letter"
    assert read.confidence >= 0.8


@pytest.mark.parametrize("feature", UNTYPICAL)
def test_a_letter_that_shows_what_letters_do_not_is_for_a_person(understood, feature):
    """Rows with a price, a sum with its tax, columns of figures, an account: the polite words decide no longer."""
    read = understood(LETTER % UNTYPICAL[feature])
    assert read.classification.confidence < 0.8
    assert isinstance(read.routing, ToQueue)


@pytest.mark.parametrize(
    "text",
    [
        "   Nous vous passons commande.",
        "   Je vous fais part de mon mécontentement.",
        "   Veuillez livrer à notre dépôt.",
    ],
)
def test_a_letter_that_may_be_something_special_is_for_a_person(understood, text):
    """One strong phrase of an order or a complaint among the words of a letter: neither is decided alone."""
    assert understood(LETTER % text).classification.confidence < 0.8


def test_the_subject_of_a_letter_is_no_title(understood):
    """`Objet : Demande de renseignements` is what a letter is about; alone on its line it would head a form."""
    letter = LETTER.replace("votre courrier", "Demande de renseignements") % ""
    titled = letter.replace("Objet : ", "")
    runners = [understood(text).classification.runners_up for text in (letter, titled)]
    sure = [next(each.confidence for each in among if each.document_class == "form") for among in runners]
    assert understood(letter).classification.confidence >= 0.8
    assert sure[0] < sure[1]


def test_a_paper_headed_by_two_classes_is_for_a_person(understood):
    """A bill that is headed as a proof of where one lives is both, however many words speak for the one."""
    both = """
   FACTURE
   JUSTIFICATIF DE DOMICILE
   Puissance souscrite : 6 kVA    Heures creuses    Heures pleines    Ancien index    Nouvel index
   Contribution tarifaire d'acheminement    Point de livraison    Médiateur national de l'énergie
   Date d'échéance : 02/04/2026    Net à payer TTC 120,00    Pénalités de retard : trois fois le taux d'intérêt légal
   Indemnité forfaitaire pour frais de recouvrement : 40 euros    Conditions de règlement : 30 jours
"""
    read = understood(both).classification
    assert read.document_class == "proof_of_address"
    assert read.confidence < 0.8


WORDED = {
    "payslip": (
        "   Convention collective : métallurgie    Cumul net imposable : 18 220,10",
        "   Sécurité sociale plafonnée    Net à payer avant impôt : 1 890,22    Congés acquis : 12,5",
    ),
    "company_registration": (
        "   Greffe du tribunal de Nantes",
        "   N° de gestion 2019 B 118    Date d'immatriculation : 02/05/2019    Origine du fonds : création",
    ),
    "tax_notice": (
        "   Service des impôts des particuliers",
        "   Numéro fiscal : 12 34 567    Revenu brut global : 31 000    Revenu fiscal de référence : 27 900",
    ),
    "social_contributions_certificate": (
        "   article L. 243-15",
        "   obligations de déclaration et de paiement    travail dissimulé    article D. 8222-5",
    ),
    "bank_statement": (
        "   Solde en début de période : 120,10",
        "   Vos opérations    Total des débits : 90,00    Solde en fin de période : 30,10",
    ),
    "articles_of_association": (
        "   Cette association a pour objet la promotion du chant.",
        "   Le siège social est fixé à Pau.    Ressources de l'association : cotisations    Membres actifs",
    ),
    "purchase_order": (
        "   Please supply the following goods",
        "   PO number: 4410    Ship to: dock 4    Buyer's signature",
    ),
}


@pytest.mark.parametrize("document_class", WORDED)
def test_one_phrase_decides_nothing_and_three_name_the_class(understood, document_class):
    """What issuers really write: one phrase alone may be a mention, three of their own are the paper, title or not."""
    first, more = WORDED[document_class]
    assert understood(first).classification.document_class == UNKNOWN
    assert understood(f"{first}\n{more}").classification.document_class == document_class


def test_a_bill_with_an_earlier_balance_is_no_bank_statement(understood):
    """Telephone bills begin with what was owed and paid; their number, net and tax tell what they are."""
    bill = """
   Account number 9004 4471
   Bill number VL-4471-2511
   Bill date 12 November 2025
   VAT reg. GB338144754

   Previous balance                                     182.16
   Payment received 28 Oct 2025                        -182.16
   Balance brought forward                                0.00
   New charges
   Business fibre                                       164.50
   Total excluding VAT                                  164.50
   VAT at 20%                                            32.90
   Total to pay                                         197.40
   We will collect this amount by Direct Debit on or after 26 November 2025.
"""
    assert understood(bill).classification.document_class == "invoice"


def test_a_narrow_strip_is_a_receipt_whatever_heads_it(paper, catalog):
    """Tills print `Tax invoice` too; a sheet of the same words is one."""
    text = """SEJAHTERA MART SDN BHD
TAX INVOICE
Invoice No: 40213   Cashier: Aina
Date: 03/04/2026
2 Milk  5.50  11.00
1 Bread  3.20  3.20
Total  14.20
Cash  20.00
Change  5.80"""
    sheet = paper(text).read()
    strip = replace(sheet, width=560, height=1400, dpi=200.0)
    draft = Draft(pages=(1,), opened_by=OpenedBy.FILE, cut_confidence=1.0)
    named = [classify((page,), draft, catalog).document_class for page in (sheet, strip)]
    assert named == ["invoice", "receipt"]
