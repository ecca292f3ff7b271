"""Persons: names as registries and people write them, numbers by their key, never a name alone."""

from datetime import date

import pytest

from casebinder.parties import (
    Likeness,
    Person,
    compare_first_names,
    compare_last_names,
    compare_persons,
    is_proven_nir,
)

SAME, DOUBTFUL, DIFFERENT = Likeness.SAME, Likeness.DOUBTFUL, Likeness.DIFFERENT


@pytest.mark.parametrize(
    ("left", "right", "likeness"),
    [
        ("LEFÈVRE", "Lefevre", SAME),
        ("Lœvenbruck", "LOEVENBRUCK", SAME),
        ("DUPONT-MARTIN", "Dupont Martin", SAME),
        ("de La Tour", "DELATOUR", SAME),
        ("Le Goff", "GOFF", SAME),
        ("MARTIN née DURAND", "Durand", SAME),
        ("MARTIN épouse PETIT", "petit", SAME),
        ("O'BRIEN", "Obrien", SAME),
        ("DUPONT", "DUPOND", DOUBTFUL),
        ("Roy", "Ray", DIFFERENT),
        ("DURAND", "DURAND-MARTIN", DIFFERENT),
        ("DURAND", "PETIT", DIFFERENT),
        ("", "DURAND", DIFFERENT),
    ],
)
def test_spelling_makes_no_difference_to_last_names(left, right, likeness) -> None:
    """Accents, hyphens, particles and names of use make no difference; one letter is a doubt; the rest differs."""
    assert compare_last_names(left, right) is likeness
    assert compare_last_names(right, left) is likeness


@pytest.mark.parametrize(
    ("left", "right", "likeness"),
    [
        ("Marie", "Marie, Claire, Anne", SAME),
        ("Claire Marie", "Marie Claire", SAME),
        ("Jean-Paul", "JEAN PAUL", SAME),
        ("Jean-Paul", "Jeanpaul", SAME),
        ("Clairc", "Marie Claire", DOUBTFUL),
        ("Paul", "Marie", DIFFERENT),
        ("", "Marie", DIFFERENT),
    ],
)
def test_the_usual_first_name_is_the_same_person(left, right, likeness) -> None:
    """The usual name among all of a person's names is the same person; the order is no matter."""
    assert compare_first_names(left, right) is likeness
    assert compare_first_names(right, left) is likeness


def test_the_key_of_a_number_proves_it() -> None:
    """A NIR is proven by its key alone, spaced or not, Corsica included."""
    assert is_proven_nir("1 84 03 75 123 456 90")
    assert not is_proven_nir("184037512345691")
    body = int("1840318123456")
    assert is_proven_nir(f"184032B123456{97 - body % 97:02d}")


def test_a_proven_number_decides_and_a_name_alone_never_does() -> None:
    """Same name without a date of birth is a doubt; with another date or number, another person."""
    born = date(1984, 3, 2)
    marie = Person(last_name="DURAND", first_names="Marie", birth_date=born, number="184037512345690")
    assert compare_persons(marie, Person(number="184037512345690")) is SAME
    assert compare_persons(marie, Person(last_name="DURAND", first_names="Marie")) is DOUBTFUL
    assert compare_persons(marie, Person(last_name="Durand", first_names="Marie", birth_date=born)) is SAME
    other_day = Person(last_name="DURAND", first_names="Marie", birth_date=date(1985, 3, 2))
    assert compare_persons(marie, other_day) is DIFFERENT
    twin = Person(last_name="DURAND", first_names="Paul", birth_date=born)
    assert compare_persons(marie, twin) is DIFFERENT
    body = int("1900175123456")
    stranger = Person(last_name="DURAND", first_names="Marie", birth_date=born, number=f"{body}{97 - body % 97:02d}")
    assert compare_persons(marie, stranger) is DIFFERENT
