"""Who calls, and what the token lets them do."""

from fastapi import APIRouter

from web.calling import Called

router = APIRouter(tags=["me"])


@router.get("/me")
def me(call: Called) -> dict[str, object]:
    """Return who calls: roles, circles, and the scopes of the token; null for a person signed in."""
    actor = call.actor
    return {
        "schema": "casebinder/me/1",
        "actor": actor.id,
        "name": actor.name,
        "roles": sorted({grant.role.value for grant in actor.grants}),
        "circles": list(actor.circles),
        "scopes": list(actor.scopes) if actor.scopes is not None else None,
    }
