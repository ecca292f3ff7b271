"""Check digits of the numbers printed on French papers: NIR, SIREN/SIRET, RPPS and MRZ.

Each function computes what the issuer would compute, so that a generated number can be proved
right or wrong by a reader. Pure text to text.
"""

import unicodedata

_MRZ_WEIGHTS = (7, 3, 1)
_CORSICA = {"2A": "19", "2B": "18"}
_LIGATURES = {"Œ": "OE", "Æ": "AE", "œ": "oe", "æ": "ae", "ß": "ss"}


def nir_key(body: str) -> str:
    """Return the two-digit key of a 13-character NIR body.

    97 minus the body modulo 97; the Corsican departments 2A and 2B count as 19 and 18
    (INSEE, decree 82-103 of 22 January 1982).
    """
    department = body[5:7]
    digits = body[:5] + _CORSICA.get(department, department) + body[7:]
    return f"{97 - int(digits) % 97:02d}"


def luhn_digit(body: str) -> str:
    """Return the Luhn check digit (ISO/IEC 7812-1) that completes a string of digits."""
    total = 0
    for position, character in enumerate(reversed(body)):
        doubled = int(character) * (2 if position % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)


def mrz_digit(text: str) -> str:
    """Return the ICAO 9303 check digit of a piece of machine-readable zone."""
    total = 0
    for position, character in enumerate(text):
        if character == "<":
            value = 0
        elif character.isdigit():
            value = int(character)
        else:
            value = ord(character) - ord("A") + 10
        total += value * _MRZ_WEIGHTS[position % 3]
    return str(total % 10)


def without_accents(text: str) -> str:
    """Return the text with ligatures spelled out and diacritics removed, case kept."""
    for ligature, letters in _LIGATURES.items():
        text = text.replace(ligature, letters)
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def mrz_letters(text: str) -> str:
    """Transliterate a name for a machine-readable zone (ICAO 9303 part 3, section 6)."""
    plain = without_accents(text).upper().replace("'", "").replace("’", "")
    return "".join(c if "A" <= c <= "Z" else "<" for c in plain)


def rib_key(bank: str, branch: str, account: str) -> str:
    """Return the two-digit key of a French account: 97 minus the weighted parts modulo 97 (CFONB)."""
    return f"{97 - (89 * int(bank) + 15 * int(branch) + 3 * int(account)) % 97:02d}"


def iban_of(country: str, account: str) -> str:
    """Return the IBAN of a national account number (ISO 13616: mod 97-10 over letters counted from A = 10)."""
    digits = "".join(str(int(c, 36)) for c in f"{account}{country}00")
    return f"{country}{98 - int(digits) % 97:02d}{account}"


def french_vat_id(siren: str) -> str:
    """Return the French VAT number of a SIREN: key (12 + 3 (SIREN mod 97)) mod 97."""
    return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}"
