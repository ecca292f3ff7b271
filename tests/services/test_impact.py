"""What new rules would make of the open cases, told beforehand."""

from pathlib import Path

import pytest
from house import LOCAL, RULES, House
from scene import reference_of
from written import certificate, declaration, identity, salary

from adapters.rule_files import read_rules
from casebinder.casetypes import CaseType
from pipeline.errors import NotFound
from pipeline.rules.rule_text import RulesRefused
from services.cases.impact import Effect
from services.rules.reading import case_types_in

DELIVERED = RULES / "cases" / "occupational_disease.yaml"
MONTHS = "facts.contribution_months < 12 ||"


def revised(folder: Path, *changes: tuple[str, str]) -> tuple[CaseType, ...]:
    """Return the delivered case type with some of its text changed, read from a file of another name."""
    text = DELIVERED.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file = folder / "next_year.yaml"
    file.write_text(text, encoding="utf-8")
    return case_types_in(read_rules((file,)), beside=read_rules((RULES,)))


@pytest.fixture
def reference(house: House) -> str:
    """Return a complete case."""
    house.import_members({1: 40})
    papers = (declaration(), certificate(), identity(), salary())
    batch = house.captured("a.pdf", *papers, batch_class="single_sheets")
    return reference_of(house, house.documents(batch)[0].id)


@pytest.mark.usefixtures("reference")
def test_the_same_rules_change_nothing(house: House, tmp_path: Path) -> None:
    """A case judged by the text it has is counted and does not change."""
    found = house.foresee.impact(LOCAL, revised(tmp_path))
    assert (len(found.effects), found.changed, found.letters_to_send, found.deadlines_moved) == (1, (), 0, 0)
    assert not found.baskets


def test_a_piece_newly_asked_makes_the_case_incomplete(house: House, reference: str, tmp_path: Path) -> None:
    """What would lack is told with both sentences and the letter it takes; the case stays as it was."""
    before = house.find.case(LOCAL, reference)
    found = house.foresee.impact(LOCAL, revised(tmp_path, (MONTHS, "facts.contribution_months < 900 ||")))
    assert house.find.case(LOCAL, reference) == before
    assert (found.become(complete=False), found.become(complete=True)) == (1, 0)
    assert (found.letters_to_send, found.letters_to_withdraw) == (1, 0)
    (effect,) = found.examples
    assert effect.reference == reference
    now, then = effect.sentences
    assert now == before.verdict.completeness.sentence != then
    house.desk.decide(LOCAL, reference, "accepted", reason="all there")
    assert not house.foresee.impact(LOCAL, revised(tmp_path)).effects


def test_a_letter_that_nothing_needs_any_more_is_told(house: House, reference: str, tmp_path: Path) -> None:
    """A draft for a piece that the new rules do not want would be withdrawn, and the case be complete."""
    house.desk.set_facts(LOCAL, reference, [("contribution_months", "3")])
    house.correspond.request(LOCAL, reference)
    found = house.foresee.impact(LOCAL, revised(tmp_path, (MONTHS, "facts.contribution_months < 2 ||")))
    assert (found.letters_to_send, found.letters_to_withdraw) == (0, 1)
    assert (found.become(complete=False), found.become(complete=True)) == (0, 1)


@pytest.mark.usefixtures("reference")
def test_deadlines_and_baskets_are_counted(house: House, tmp_path: Path) -> None:
    """A legal time made shorter moves the deadline of each case on which it runs, and a renamed basket its cases."""
    found = house.foresee.impact(LOCAL, revised(tmp_path, ("days: 120", "days: 60")))
    assert found.deadlines_moved == sum(effect.deadlines_moved for effect in found.changed) > 0
    assert all(isinstance(effect, Effect) and effect.new_basket is None for effect in found.changed)
    basket = found.effects[0].before.verdict.basket
    renamed = house.foresee.impact(LOCAL, revised(tmp_path, (basket, "elsewhere")))
    assert renamed.baskets == {"elsewhere": 1}


def test_wrong_rules_and_rules_without_a_case_type_are_refused(tmp_path: Path) -> None:
    """Errors of the new files are told as in a check; rules that judge no case are not answered by zeros."""
    with pytest.raises(RulesRefused):
        revised(tmp_path, (MONTHS, "facts.contribution_month < 12 ||"))
    with pytest.raises(NotFound, match="no case type"):
        case_types_in(read_rules((RULES / "batches",)), beside=read_rules((RULES,)))
