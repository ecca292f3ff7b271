"""Values that a hand wrote: believed only where check digits prove them."""

from dataclasses import replace

from pipeline.model.document import Origin, ToQueue
from pipeline.model.page import QualityNote, Severity


def by_hand(page, *texts):
    """Return the page with these words told to be written by hand."""
    lines = (
        replace(line, words=tuple(replace(word, is_by_hand=word.text in texts) for word in line.words))
        for line in page.lines
    )
    return replace(page, lines=tuple(lines))


def handwritten(understanding):
    """Return the fields that are in doubt because a hand wrote them."""
    return {found.field for found in understanding.findings if found.code == "handwritten" and found.field}


def test_a_value_written_by_hand_is_for_a_person(understood, paper, declaration):
    """However sure the engine was of a value written by hand, it is unsure, a person looks, and the reason says why."""
    made = understood(by_hand(paper(declaration).read(), "BERTHIER", "06/12/1965"))
    assert handwritten(made) == {"last_name", "birth_date"}
    assert next(each for each in made.fields if each.name == "last_name").confidence < 0.7
    assert isinstance(made.routing, ToQueue)


def test_check_digits_prove_what_was_written_by_hand(understood, paper, declaration):
    """A number whose check digits hold is believed, whoever wrote it."""
    page = paper(declaration).read()
    every = [word.text for line in page.lines for word in line.words]
    made = understood(by_hand(page, *every))
    assert {"social_security_number", "employer_siret"} <= {each.name for each in made.fields} - handwritten(made)


def test_no_value_of_a_page_written_by_hand_is_sure(understood, paper, declaration):
    """On a page of which much was written by hand every value that nothing proves is for a person."""
    page = replace(paper(declaration).read(), quality=(QualityNote(code="handwritten", severity=Severity.DOUBT),))
    made = understood(page)
    from_text = {each.name for each in made.fields if each.origin is Origin.TEXT}
    assert handwritten(made) == from_text - {"social_security_number", "employer_siret"}
