"""How persons with their accounts, and tokens, are written as JSON; no secret but the one just made."""

from pipeline.model.account import ApiToken
from pipeline.model.actor import Grant
from services.people.accounts import Person
from services.shapes import Shape


def person(one: Person) -> Shape:
    """Write one who may act."""
    account = one.account
    return {
        "actor": one.actor.id,
        "name": one.actor.name,
        "grants": [_grant(grant) for grant in one.actor.grants],
        "circles": list(one.actor.circles),
        "account": None
        if account is None
        else {
            "is_open": account.is_open,
            "is_one_time": account.is_one_time,
            "set_at": account.set_at.isoformat(),
            "ends_on": account.ends_on.isoformat() if account.ends_on else None,
        },
    }


def _grant(grant: Grant) -> Shape:
    return {"role": grant.role.value, "case_type": grant.case_type, "basket": grant.basket}


def token(one: ApiToken) -> Shape:
    """Write a token."""
    return {
        "id": one.id,
        "actor": one.actor,
        "title": one.title,
        "scopes": [scope.value for scope in one.scopes],
        "made_at": one.made_at.isoformat(),
        "ends_on": one.ends_on.isoformat() if one.ends_on else None,
        "revoked_at": one.revoked_at.isoformat() if one.revoked_at else None,
    }
