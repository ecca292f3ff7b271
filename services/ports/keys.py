"""Secrets as the services see them: made at random outside, and kept only as what they can be recognised by."""

from typing import Protocol


class Keys(Protocol):
    """Makes and recognises the secrets of persons and programs."""

    def new(self) -> str:
        """Return a secret nobody can guess, for a cookie or a header."""
        ...

    def easy(self) -> str:
        """Return a password nobody can guess that can be typed from paper."""
        ...

    def digest(self, secret: str) -> str:
        """Return the digest by which a random secret is found again."""
        ...

    def seal(self, password: str) -> str:
        """Return what is kept of a password; takes long on purpose, so never do it inside a unit of work."""
        ...

    def fits(self, sealed: str, password: str) -> bool:
        """Return whether this is the password that was sealed; takes as long."""
        ...

    def is_outdated(self, sealed: str) -> bool:
        """Return whether it should be sealed anew at the next occasion."""
        ...
