"""Machine-readable zones of French identity papers, check digits included.

Passport TD3 and card TD1 follow ICAO 9303 parts 4 and 5; the laminated card follows the French
format of two lines of 36 characters used from 1995 to 2021.
"""

from specimens.checkdigits import mrz_digit, mrz_letters
from specimens.papers import IdentityFacts, IdentityFormat


def zone_of(facts: IdentityFacts) -> tuple[str, ...]:
    """Return the lines of the zone of an identity paper."""
    if facts.format is IdentityFormat.PASSPORT:
        return _td3(facts)
    if facts.format is IdentityFormat.CREDIT_CARD:
        return _td1(facts)
    return _laminated(facts)


def _names(facts: IdentityFacts, length: int) -> str:
    given = "<".join(mrz_letters(name) for name in facts.person.first_names)
    return f"{mrz_letters(facts.last_name)}<<{given}"[:length].ljust(length, "<")


def _td3(facts: IdentityFacts) -> tuple[str, ...]:
    born, expires = f"{facts.person.birth_date:%y%m%d}", f"{facts.expires_on:%y%m%d}"
    number = facts.number.ljust(9, "<")
    optional = "<" * 14
    body = number + mrz_digit(number) + "FRA" + born + mrz_digit(born) + facts.person.sex
    body += expires + mrz_digit(expires) + optional + "<"
    whole = number + mrz_digit(number) + born + mrz_digit(born) + expires + mrz_digit(expires) + optional + "<"
    return ("P<FRA" + _names(facts, 39), body + mrz_digit(whole))


def _td1(facts: IdentityFacts) -> tuple[str, ...]:
    born, expires = f"{facts.person.birth_date:%y%m%d}", f"{facts.expires_on:%y%m%d}"
    first = f"IDFRA{facts.number}{mrz_digit(facts.number)}".ljust(30, "<")
    dates = born + mrz_digit(born), expires + mrz_digit(expires)
    optional = "<" * 11
    second = f"{dates[0]}{facts.person.sex}{dates[1]}FRA{optional}"
    whole = first[5:30] + dates[0] + dates[1] + optional
    return (first, second + mrz_digit(whole), _names(facts, 30))


def _laminated(facts: IdentityFacts) -> tuple[str, ...]:
    last = mrz_letters(facts.last_name)[:25].ljust(25, "<")
    first = f"IDFRA{last}{facts.issuing_department}"[:36].ljust(36, "<")
    given = "<<".join(mrz_letters(name) for name in facts.person.first_names)[:14].ljust(14, "<")
    born = f"{facts.person.birth_date:%y%m%d}"
    second = facts.number + mrz_digit(facts.number) + given + born + mrz_digit(born) + facts.person.sex
    return (first, second + mrz_digit(first + second))
