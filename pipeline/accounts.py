"""Whether a password, an account, a session or a token is accepted: pure decisions, given the instant and the day.

Passwords are judged by length alone and never have to be changed for their age (NIST SP 800-63B, 2025, 3.1.1.2); those
an administrator gives are for one use, within three days.
"""

from datetime import date, datetime, timedelta

from pipeline.model.account import Account, ApiToken, Session, Tries
from pipeline.model.text import Bilingual

LEAST_LENGTH = 12
MOST_LENGTH = 200
"""The longest password, in characters; a longer one would only keep Argon2 busy."""
MOST_FAILURES = 5
"""Sign-ins that may fail one after the other before the name is locked."""
LOCKED = timedelta(minutes=15)
ONE_TIME_LASTS = timedelta(days=3)
LONGEST_SESSION = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
"""A session is marked as seen at most this often, so that looking at pages hardly ever writes."""


def is_locked(tries: Tries | None, now: datetime) -> bool:
    """Return whether a name may not be tried now."""
    return tries is not None and tries.failures >= MOST_FAILURES and now - tries.last_at < LOCKED


def after_failure(tries: Tries | None, name: str, now: datetime) -> Tries:
    """Count one more failure; those before a lock that is over are forgotten."""
    goes_on = tries is not None and now - tries.last_at < LOCKED
    return Tries(name=name, failures=(tries.failures if goes_on and tries else 0) + 1, last_at=now)


def opens(account: Account, *, now: datetime, today: date) -> bool:
    """Return whether the right password opens the account."""
    is_stale = account.is_one_time and now - account.set_at > ONE_TIME_LASTS
    is_over = account.ends_on is not None and today > account.ends_on
    return account.is_open and not is_stale and not is_over


def is_over(session: Session, *, now: datetime, idle: timedelta) -> bool:
    """Return whether a session has ended by itself: nothing done for `idle`, or half a day since it began."""
    return now - session.seen_at > idle or now - session.began_at > LONGEST_SESSION


def is_valid(token: ApiToken, *, today: date) -> bool:
    """Return whether a token still opens."""
    return token.revoked_at is None and (token.ends_on is None or today <= token.ends_on)


def weakness(password: str, *, name: str) -> Bilingual | None:
    """Return why a new password cannot be taken; None when it can."""
    if not LEAST_LENGTH <= len(password) <= MOST_LENGTH:
        return Bilingual(
            fr=f"Un mot de passe a de {LEAST_LENGTH} à {MOST_LENGTH} caractères ; une phrase convient.",
            en=f"A password has {LEAST_LENGTH} to {MOST_LENGTH} characters; a phrase will do.",
        )
    if len(set(password)) < LEAST_LENGTH // 2 or name.casefold() in password.casefold():
        return Bilingual(
            fr="Ce mot de passe se devine : il répète ou contient l'identifiant.",
            en="This password can be guessed: it repeats itself or holds the account's name.",
        )
    return None
