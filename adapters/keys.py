"""Secrets: made at random, kept as digests; passwords by Argon2id with the parameters of RFC 9106, 4 (low memory)."""

import hashlib
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_EASY = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that are not taken for one another when read from paper."""
_GROUPS, _GROUP = 4, 5


class ArgonKeys:
    """Fulfils `services.ports.keys.Keys`."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        """Take another hasher than the usual one where seconds count."""
        self._hasher = hasher or PasswordHasher()

    def new(self) -> str:
        """Return 256 random bits as text for cookies and headers."""
        return secrets.token_urlsafe(32)

    def easy(self) -> str:
        """Return about 99 random bits as a password to type once."""
        return "-".join("".join(secrets.choice(_EASY) for _ in range(_GROUP)) for _ in range(_GROUPS))

    def digest(self, secret: str) -> str:
        """Return the digest by which a random secret is looked up; SHA-256 suffices for what cannot be guessed."""
        return hashlib.sha256(secret.encode()).hexdigest()

    def seal(self, password: str) -> str:
        """Return what is kept of a password."""
        return self._hasher.hash(password)

    def fits(self, sealed: str, password: str) -> bool:
        """Return whether this is the password that was sealed."""
        try:
            return self._hasher.verify(sealed, password)
        except (VerificationError, InvalidHashError):
            return False

    def is_outdated(self, sealed: str) -> bool:
        """Return whether the password was sealed with weaker parameters than today's."""
        return self._hasher.check_needs_rehash(sealed)
