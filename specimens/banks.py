"""Bank accounts whose RIB key and IBAN hold, at banks with their public codes."""

import random
from dataclasses import dataclass

from specimens.checkdigits import iban_of, rib_key

# Bank code and BIC as the banks print them on every statement (public, Banque de France and SWIFT directories).
_BANKS = (
    ("Société Générale", "30003", "SOGEFRPP"), ("BNP Paribas", "30004", "BNPAFRPP"), ("LCL", "30002", "CRLYFRPP"),
    ("La Banque Postale", "20041", "PSSTFRPP"), ("Crédit Mutuel", "10278", "CMCIFR2A"), ("CIC", "30066", "CMCIFRPP"),
    ("Crédit Agricole Île-de-France", "18206", "AGRIFRPP"), ("Caisse d'Épargne", "17515", "CEPAFRPP"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A French account: its bank and the parts its number is made of."""

    bank: str
    bic: str
    bank_code: str
    branch: str
    number: str

    @property
    def key(self) -> str:
        """Return the RIB key."""
        return rib_key(self.bank_code, self.branch, self.number)

    @property
    def iban(self) -> str:
        """Return the IBAN without blanks."""
        return iban_of("FR", self.bank_code + self.branch + self.number + self.key)

    @property
    def spaced_iban(self) -> str:
        """Return the IBAN in groups of four."""
        return in_fours(self.iban)


def in_fours(text: str) -> str:
    """Return a number in groups of four characters."""
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def draw_account(rng: random.Random) -> Account:
    """Draw an account of a bank of the table."""
    bank, code, bic = rng.choice(_BANKS)
    return Account(
        bank=bank, bic=bic, bank_code=code, branch=f"{rng.randint(1, 4999):05d}", number=f"{rng.randint(1, 10**9):011d}"
    )
