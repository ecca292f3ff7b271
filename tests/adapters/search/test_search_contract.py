"""What every search index must find, French and English, however it was printed and typed."""

from collections.abc import Callable

import pytest

from services.ports.search import IndexedPage, SearchAnswer

FOUND = [
    ("l'attestation", "attestation d'employeur"),
    ("attestation", "Je joins l’attestation demandée"),
    ("attestation employeur", "l'attestation de l'employeur"),
    ("jusqu'au", "valable jusqu’au 12 mars"),
    ("relevé", "RELEVE DE CARRIERE"),
    ("releve", "un relevé de carrière"),
    ("élidé", "article elide"),
    ("cheval", "les chevaux"),
    ("chevaux", "un cheval"),
    ("oeuvre", "main d’œuvre"),
    ("œuvres", "main d'oeuvre"),
    ("certificats médicaux", "certificat médical initial"),
    ("certificat medical", "Certificats médicaux"),
    ('"certificats médicaux"', "le certificat médical du 3 mai"),
    ("déclarées", "la maladie déclarée"),
    ("declarees", "maladie DÉCLARÉE"),
    ("declarees", "maladie qu'il a déclaré"),
    ("SALARIÉS", "le salarié"),
    ("maladie professionnelle", "Maladies professionnelles"),
    ("déclaration", "la décla-\nration de maladie"),
    ("rendez-vous", "prendre rendez vous"),
    ("rendez-vous", "prendre un rendez-\nvous"),
    ("n° de dossier", "Numéro de dossier : 4521"),
    ("numéro 4521", "N°4521"),
    ("nº 4521", "n° 4521"),
    ("invoices", "Invoice for services"),
    ("invoice", "all invoices paid"),
    ("employer's certificate", "certificates of the employer"),
    ("claims", "the claim was settled"),
    ("Müller", "Hans Muller"),
    ("L'Oréal", "société L OREAL"),
    ("Jean-Pierre", "M. Jean Pierre DUPONT"),
    ("jean.dupont@exemple.fr", "courriel : jean.dupont@exemple.fr"),
]
NUMBERS = [
    ("1 834,20", "Total 1 834,20 €"),
    ("1834.20", "Total 1 834,20 €"),
    ("1834,20", "Total 1.834,20 EUR"),
    ("1 834,20", "Total: 1,834.20"),
    ("1\u202f834,20", "Total 1834.20"),
    ("1834,20", "net à payer 1\u00a0834,20\u00a0€"),
    ("834,20", "Quantité 1 834,20"),
    ("1834", "soit 1 834 euros"),
    ("12/03/2024", "le 12 mars 2024"),
    ("12 mars 2024", "fait le 12/03/2024 à Lyon"),
    ("12.03.2024", "12-03-2024"),
    ("2024-03-12", "12/03/24"),
    ("12/03/2024", "On March 12, 2024 we met"),
    ("12 March 2024", "le 12 mars 2024"),
    ("1er mars 2024", "01/03/2024"),
    ("5 février 2024", "05 FEVRIER 2024"),
    ("184037512004321", "NIR : 1 84 03 75 120 043 21"),
    ("1 84 03 75 120 043 21", "184037512004321"),
    ("1 84 03 75 120 043 21", "n° 1 84 03 75 120 043 21 né"),
    ("184037512004321", "1 8 4 0 3 7 5 1 2 0 0 4 3 2 1"),
    ("73282932000074", "SIRET 732 829 320 00074"),
    ("FR7630006000011234567890189", "IBAN FR76 3000 6000 0112 3456 7890 189"),
    ("AB123CD", "immatriculé AB-123-CD"),
    ("AB-123-CD", "AB 123 CD"),
    ("01 23 45 67 89", "Tél. 01.23.45.67.89"),
    ("75011 2024", "75011 Paris, le 3 mai 2024"),
]
NOT_FOUND = [
    ("attestation", "certificat"),
    ("cotisation", "la cote"),
    ('"médical certificat"', "certificat médical"),
    ('"certificat médical"', "certificat du centre médical"),
    ("12/03/2024", "le 13 mars 2024, page 12"),
    ("1834,20", "1835,20"),
    ("attestation employeur", "attestation du médecin"),
    ("184037512004321", "1 84 03 75 120 043 22"),
    ("!!!", "n'importe quoi !!!"),
]


@pytest.mark.parametrize(("typed", "printed"), FOUND)
def test_words_are_found_in_every_form(
    fill: Callable, make_page: Callable, ask: Callable, typed: str, printed: str
) -> None:
    """Case, accents, elision, ligatures, inflection and line ends never hide a word."""
    fill(make_page("d-1", printed))
    assert [hit.document for hit in ask(typed).hits] == ["d-1"]


@pytest.mark.parametrize(("typed", "printed"), NUMBERS)
def test_numbers_are_found_however_spaced(
    fill: Callable, make_page: Callable, ask: Callable, typed: str, printed: str
) -> None:
    """An amount, a date or an identifier is found whatever blanks and signs it is printed or typed with."""
    fill(make_page("d-1", printed))
    assert [hit.document for hit in ask(typed).hits] == ["d-1"]


@pytest.mark.parametrize(("typed", "printed"), NOT_FOUND)
def test_other_things_are_not_found(
    fill: Callable, make_page: Callable, ask: Callable, typed: str, printed: str
) -> None:
    """Every word asked for must be there, phrases in their order, numbers to the digit."""
    fill(make_page("d-1", printed))
    assert ask(typed).total == 0


def test_fields_are_searched(fill: Callable, make_page: Callable, ask: Callable) -> None:
    """What was read from a document is found even where the page says it otherwise."""
    fields = [("social_security_number", "184037512004321"), ("last_name", "Lefèvre")]
    fill(make_page("d-1", "texte illisible", case="MP-2026-0001", fields=fields))
    for typed in ("1 84 03 75 120 043 21", "lefevre", "MP-2026-0001", "d-1"):
        assert ask(typed).total == 1


def test_a_phrase_stays_within_its_text(fill: Callable, make_page: Callable, ask: Callable) -> None:
    """A phrase never runs from the page into a field value or from one value into the next."""
    fill(make_page("d-1", "Dupont", fields=[("first_names", "Jean"), ("last_name", "Martin")]))
    assert [ask(f'"{typed}"').total for typed in ("Dupont Jean", "Jean Martin")] == [0, 0]


def test_the_beginning_of_a_word(fill: Callable, make_page: Callable, ask: Callable) -> None:
    """A trailing star asks for all words that begin so, accents or not."""
    fill(make_page("d-1", "cotisations trimestrielles"), make_page("d-2", "cotation"), make_page("d-3", "motif"))
    assert {hit.document for hit in ask("cot*").hits} == {"d-1", "d-2"}
    assert {hit.document for hit in ask("cotisa*").hits} == {"d-1"}


@pytest.mark.parametrize(
    ("typed", "printed", "is_found"),
    [
        ("attestation~", "attestati0n", True),
        ("attestation~", "attestaton", True),
        ("attestation~", "attsetation", True),
        ("Durand~", "Durond", True),
        ("Durand~", "Dupond", False),
        ("le~", "la", False),
    ],
)
def test_a_trailing_tilde_forgives_misread_signs(
    fill: Callable, make_page: Callable, ask: Callable, typed: str, printed: str, *, is_found: bool
) -> None:
    """A trailing tilde forgives a misread sign or two, none in the shortest words."""
    fill(make_page("d-1", printed))
    assert bool(ask(typed).total) is is_found


def test_little_words_do_not_exclude(fill: Callable, make_page: Callable, ask: Callable) -> None:
    """Articles and conjunctions typed along need not stand on the page; alone they are looked for."""
    fill(make_page("d-1", "certificat travail"), make_page("d-2", "à la une"))
    assert [hit.document for hit in ask("le certificat de travail").hits] == ["d-1"]
    assert [hit.document for hit in ask("la").hits] == ["d-2"]


@pytest.mark.parametrize(
    "typed",
    ['"', '""', '"certificat', "AND", "certificat AND", "(certificat", "certificat:*", "* ~", "a^b{}[]\\", "+-!"],
)
def test_odd_input_is_never_an_error(fill: Callable, make_page: Callable, ask: Callable, typed: str) -> None:
    """Unbalanced quotes, operators and signs are words or blanks."""
    fill(make_page("d-1", "certificat"))
    answer = ask(typed)
    assert answer.total == len(answer.hits) == int("certificat" in typed)


def test_the_form_typed_comes_first(fill: Callable, make_page: Callable, ask: Callable) -> None:
    """Of pages alike, the one that has the word as typed stands before those with another inflection."""
    fill(make_page("d-1", "une attestation jointe ici"), make_page("d-2", "des attestations jointes ici"))
    assert [hit.document for hit in ask("attestations").hits] == ["d-2", "d-1"]
    assert [hit.document for hit in ask("attestation").hits] == ["d-1", "d-2"]


def by_document(answer: SearchAnswer) -> list[tuple[str, int]]:
    """Return document and page of each hit."""
    return [(hit.document, hit.page) for hit in answer.hits]


def test_one_hit_a_page(fill: Callable, make_page: Callable, ask: Callable) -> None:
    """Each page of a document answers for itself."""
    pages: list[IndexedPage] = [make_page("d-1", "certificat", page=number) for number in (1, 2, 3)]
    pages.append(make_page("d-1", "autre chose", page=4))
    fill(*pages)
    assert by_document(ask("certificat")) == [("d-1", 1), ("d-1", 2), ("d-1", 3)]
