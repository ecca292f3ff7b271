"""Likeness: what words do not tell, a trained model proposes to a person; it never decides alone."""

import math
from functools import partial

import pytest

from adapters.likeness_model import likeness_model
from classifiers.by_likeness import weigh_likeness
from classifiers.cascade import classify
from classifiers.confidence import CEILING, ENOUGH_AGREED, TRUSTED, UNTRUSTED, agreed, fitted
from classifiers.likeness import FEWEST_KNOWN, Likeness, most_like, signs
from pipeline.folding import stem
from pipeline.model.document import Classification, Draft, OpenedBy
from pipeline.model.identity import UNKNOWN
from pipeline.model.likeness import LikenessModel
from pipeline.rules.catalog import Feature

SHOPPING = "tomates carottes poireaux navets fenouil courgettes aubergines poivrons oignons échalotes persil cerfeuil"
SURE_PAYSLIP = f"BULLETIN DE PAIE\nNet imposable  Urssaf  Cumul annuel\n{SHOPPING}"
MEADOW = "prairie ruisseau colline vallon chemin bosquet clairière sentier rivière talus lisière hameau"


@pytest.fixture
def model():
    """Return a model that knows vegetables as a receipt and the country as a letter."""
    return LikenessModel(
        classes=("letter", "receipt"),
        bias=(-1.0, -1.0),
        weights={**_weights(SHOPPING, receipt=9.0, letter=-9.0), **_weights(MEADOW, letter=9.0, receipt=-9.0)},
        slope=1.0,
        offset=-2.0,
    )


def _weights(text, *, letter, receipt):
    return {stem(word): {0: letter, 1: receipt} for word in text.split()}


@pytest.fixture
def told(paper, catalog, model):
    """Return the classification of a paper by words and, where they do not decide, by the model."""

    def tell(text):
        pages = (paper(text).read(),)
        draft = Draft(pages=(1,), opened_by=OpenedBy.FILE, cut_confidence=1.0)
        return partial(classify, model=model)(pages, draft, catalog)

    return tell


def test_likeness_names_what_words_do_not_tell_and_is_not_trusted_alone(told):
    """The class is named with the words that weighed most, less sure than any batch class trusts."""
    found = told(SHOPPING)
    assert found.document_class == "receipt"
    assert 0.5 < found.confidence <= UNTRUSTED < 0.8
    assert {place.text for place in found.because} <= set(SHOPPING.split())
    assert found.because


def test_a_paper_of_unknown_words_is_like_nothing(told, model, paper):
    """Few known words, or few among many, say nothing."""
    few = " ".join(SHOPPING.split()[: FEWEST_KNOWN - 1])
    many = " ".join(f"inconnu{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(60))
    assert most_like((paper(few).read(),), {}, model) is None
    assert told(f"{SHOPPING} {many}").document_class == UNKNOWN
    assert told("").document_class == UNKNOWN


def test_a_paper_between_two_classes_stays_unknown(told):
    """Half of the one and half of the other: the margin is small, and a person chooses."""
    assert told(f"{SHOPPING} {MEADOW}").document_class == UNKNOWN


def test_telling_words_decide_before_likeness(told):
    """A title with telling words keeps its class, whatever the model would say."""
    paper = f"BULLETIN DE PAIE\n Net à payer avant impôt sur le revenu  Montant net social\n{SHOPPING}"
    assert told(paper).document_class == "payslip"


def test_words_and_likeness_that_agree_are_surer_and_at_odds_go_to_a_person(paper, catalog):
    """A likeness of the same class makes weak words surer; one that names another sends even sure words to a person."""
    weak, sure = (
        f"BULLETIN DE PAIE\n{words}\n{SHOPPING}" for words in ("Urssaf", "Net imposable  Urssaf  Cumul annuel")
    )
    alone, same = (_payslip(paper(weak), catalog, weight) for weight in (None, 9.0))
    assert alone.document_class == same.document_class == "payslip"
    assert alone.confidence < TRUSTED < same.confidence <= CEILING
    alone, disputed = (_payslip(paper(sure), catalog, weight) for weight in (None, -9.0))
    assert alone.document_class == disputed.document_class == "payslip"
    assert disputed.confidence == UNTRUSTED < TRUSTED < alone.confidence


def test_weak_words_give_way_to_a_likeness_of_another_class(paper, catalog):
    """What words say that nobody would trust is the next possible class, behind what the paper is like."""
    found = _payslip(paper(f"BULLETIN DE PAIE\n Urssaf\n{SHOPPING}"), catalog, -9.0)
    assert found.document_class == "receipt"
    assert found.confidence <= UNTRUSTED
    assert "payslip" in [runner.document_class for runner in found.runners_up]


def test_what_is_like_papers_of_no_class_goes_to_a_person(paper, catalog):
    """Even sure words are not trusted alone on a paper that looks like those which are of no class."""
    found = _payslip(paper(SURE_PAYSLIP), catalog, -9.0, other=UNKNOWN)
    assert (found.document_class, found.confidence) == ("payslip", UNTRUSTED)


def test_likeness_bears_words_out_against_a_rival(paper, catalog):
    """A letter with a phrase of an order waits for a person, unless the likeness to a letter is sure."""
    text = """Lettre recommandée avec accusé de réception
Objet : votre envoi
Madame, Monsieur,
Veuillez trouver ci-joint la liste. Nous vous passons commande.
Nous restons à votre disposition. Dans l'attente de votre réponse,
Veuillez agréer, Madame, Monsieur, l'expression de nos salutations distinguées.
"""
    page = paper(f"{text}{SHOPPING}\n{MEADOW}")
    doubted, hardly, borne_out = (_payslip(page, catalog, weight, own="letter") for weight in (None, 0.25, 9.0))
    assert {each.document_class for each in (doubted, hardly, borne_out)} == {"letter"}
    assert max(doubted.confidence, hardly.confidence) <= UNTRUSTED < ENOUGH_AGREED <= borne_out.confidence


def test_what_is_agreed_grows_with_both_and_passes_only_where_it_was_right():
    """Together they are surer than weakly each; below the share that was seen to be right a person decides."""
    steps = [number / 50 for number in range(26, 50)]
    assert [agreed(step, 0.9) for step in steps] == sorted(agreed(step, 0.9) for step in steps)
    assert [agreed(0.85, step) for step in steps] == sorted(agreed(0.85, step) for step in steps)
    every = [agreed(words, likeness) for words in steps for likeness in steps]
    assert all(each <= UNTRUSTED or ENOUGH_AGREED <= each <= CEILING for each in every)
    assert agreed(0.75, 0.6) <= UNTRUSTED < agreed(0.75, 0.99)


def _payslip(page, catalog, weight, *, own="payslip", other="receipt"):
    """Classify by words and a model to which vegetables speak for a payslip, or against it for a receipt."""
    draft = Draft(pages=(1,), opened_by=OpenedBy.FILE, cut_confidence=1.0)
    if weight is None:
        return classify((page.read(),), draft, catalog)
    weights = {stem(word): {0: weight, 1: -weight} for word in f"{SHOPPING} {MEADOW}".split()}
    model = LikenessModel(classes=(own, other), bias=(0.0, 0.0), weights=weights, slope=1.0, offset=0.0)
    return classify((page.read(),), draft, catalog, model=model)


def test_a_general_class_gives_way_to_a_likeness(paper, catalog, model):
    """Where words only say that it is some form, the class it is like is named, and the form is the next possible."""
    text = f"FICHE DE RENSEIGNEMENTS\n{SHOPPING}"
    draft = Draft(pages=(1,), opened_by=OpenedBy.FILE, cut_confidence=1.0)
    by_words = classify((paper(text).read(),), draft, catalog)
    found = classify((paper(text).read(),), draft, catalog, model=model)
    assert (by_words.document_class, found.document_class) == ("form", "receipt")
    assert "form" in [runner.document_class for runner in found.runners_up]


def test_signs_tell_words_their_places_and_how_much_there_is(paper):
    """Words, pairs, the head of the first page, and amounts in steps; numbers and short words are no signs."""
    found = signs((paper("Avis aux voisins 12\n" + 30 * "\n" + "Merci").read(),), {"letter": 2.5})
    assert {stem("avis"), f"^{stem('avis')}", f"{stem('avis')} {stem('aux')}", stem("merci")} <= set(found)
    assert f"^{stem('merci')}" not in found
    assert {sign for sign in found if sign[0] in "#="} == {
        "#pages 1",
        "#words 0",
        "#figures 2",
        "=letter 1",
        "=letter 2",
    }
    assert not any(char.isdigit() for sign in found if sign[0] not in "#=" for char in sign)


def test_the_delivered_model_knows_the_catalogue(catalog):
    """Each of its classes is a class of the rules, each weight a number of one of them."""
    model = likeness_model()
    assert all(catalog.find(name) for name in model.classes if name != UNKNOWN)
    assert len(model.bias) == len(model.classes)
    places = range(len(model.classes))
    assert all(at in places and math.isfinite(w) for each in model.weights.values() for at, w in each.items())


def test_the_fit_keeps_the_order_and_lets_nothing_more_pass():
    """What the fit makes of a confidence grows with it, is trusted where it was before, and stays below the ceiling."""
    steps = [number / 1000 for number in range(981)]
    made = [fitted(step) for step in steps]
    assert made == sorted(made)
    assert [one >= TRUSTED for one in made] == [step >= TRUSTED for step in steps]
    assert made[-1] == pytest.approx(CEILING)


def test_a_paper_that_is_not_even_like_those_of_no_class_is_what_it_is_least_unlike(paper, catalog):
    """Below zero nothing is said of a paper: then the nearest class is proposed, and a person confirms it."""
    classes, pages = ("receipt", UNKNOWN, "letter"), (paper(SHOPPING).read(),)
    for bias, named in ((-0.5, "receipt"), (0.5, UNKNOWN)):  # of no class
        weights = {stem(word): {0: 0.0} for word in SHOPPING.split()}
        model = LikenessModel(classes=classes, bias=(-1.0, bias, -9.0), weights=weights, slope=1.0, offset=0.0)
        found = most_like(pages, {}, model)
        assert found is not None
        assert found.document_class == named


def test_a_class_that_is_out_of_the_question_is_left_out(model, paper):
    """What a paper cannot be is neither named nor a rival."""
    found = most_like((paper(MEADOW).read(),), {}, model, but="letter".__eq__)
    assert found is not None
    assert found.document_class == "receipt"


def test_words_of_a_general_class_give_way_to_a_special_likeness(catalog):
    """A form's words stand on cheques too: the class that likeness is surer of than not is proposed."""
    words = Classification(document_class="form", confidence=0.95)
    for sure, named in ((0.6, "cheque"), (0.4, "form")):
        found = Likeness(document_class="cheque", confidence=sure, because=())
        assert weigh_likeness(words, found, catalog).document_class == named


def test_words_give_way_where_the_paper_shows_what_is_untypical_of_their_class_alone(catalog):
    """A proof of address with a taxed sum is rather the invoice that it looks like."""
    words = Classification(document_class="proof_of_address", confidence=0.95)
    found = Likeness(document_class="invoice", confidence=0.9, because=())
    assert weigh_likeness(words, found, catalog, {Feature.SUMS}).document_class == "invoice"
    kept = weigh_likeness(words, found, catalog)
    assert (kept.document_class, kept.confidence) == ("proof_of_address", UNTRUSTED)
