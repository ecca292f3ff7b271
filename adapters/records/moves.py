"""Moves between states as the records make them: `UPDATE .. WHERE state = :from`, one row or an error."""

from pipeline.custody import Kind, State, is_legal
from pipeline.errors import NotPossible
from pipeline.model.text import Bilingual


def require_legal(kind: Kind, frm: State, to: State, *, where: str) -> None:
    """Let a legal move or a stay pass; raises NotPossible for any other."""
    if frm is to or is_legal(kind, frm, to):
        return
    raise NotPossible(
        "illegal_move",
        Bilingual(
            fr=f"Passer de « {frm} » à « {to} » n’est pas permis.", en=f"Going from “{frm}” to “{to}” is not legal."
        ),
        where=where,
        next_step=Bilingual(
            fr="Regarder l’état présent ; docs/glossary dit ce qui peut suivre.",
            en="Look at the present state; docs/glossary tells what may follow.",
        ),
    )
