"""Letters in the database by where they stand: asked for in columns beside each letter, so that no case is loaded.

Where one letter stands is `casebinder.requests.standing`; what stands here says the same of rows.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, select

from adapters.records.json_text import from_text
from adapters.records.schema.case_parts import request
from adapters.records.schema.cases import case_, party
from adapters.records.worklists import visible
from casebinder.model.case import OPEN_STATES
from casebinder.model.request import Request, RequestState, Standing
from pipeline.model.identity import Digest
from services.ports.case_records import LetterRow
from services.ports.search import Visibility

_ROW = request.c
_UNSENT = (RequestState.DRAFTED, RequestState.QUEUED, RequestState.SENDING)
_WENT_OUT = (RequestState.SENT, RequestState.ANSWERED, RequestState.LAPSED)
"""The states of letters that were sent once."""
_LATER = request.alias("later")
_IS_LAST = ~exists().where(
    _LATER.c.case_id == _ROW.case_id, _LATER.c.ordinal > _ROW.ordinal, _LATER.c.state.in_(_WENT_OUT)
)
_JOINED = request.join(case_, case_.c.id == _ROW.case_id)


def letters(
    connection: Connection,
    visibility: Visibility,
    standings: Sequence[Standing],
    *,
    today: date,
    offset: int,
    limit: int,
) -> tuple[LetterRow, ...]:
    """Return a page of the letters that stand so, the one drafted last in front."""
    stands = _standing(today)
    rows = connection.execute(
        select(_ROW.value, case_.c.reference, case_.c.rules_digest, party.c.name, stands.label("standing"))
        .select_from(_JOINED.outerjoin(party, party.c.id == case_.c.party_id))
        .where(stands.in_(standings), *visible(visibility))
        .order_by(_ROW.drafted_at.desc(), _ROW.id)
        .offset(offset)
        .limit(limit)
    )
    return tuple(
        LetterRow(
            reference=row.reference,
            rules_digest=Digest(row.rules_digest),
            party=row.name,
            request=from_text(Request, row.value),
            standing=Standing(row.standing),
        )
        for row in rows
    )


def tallies(connection: Connection, visibility: Visibility, *, today: date) -> dict[Standing, int]:
    """Count the letters by where they stand."""
    stands = _standing(today).label("standing")
    asked = select(stands, func.count()).select_from(_JOINED).where(*visible(visibility)).group_by(stands)
    return {Standing(standing): count for standing, count in connection.execute(asked)}


def _standing(today: date) -> ColumnElement[str]:
    is_overdue = and_(
        _ROW.state.in_((RequestState.SENT, RequestState.LAPSED)),
        _ROW.answer_by < today,
        case_.c.state.in_(OPEN_STATES),
        _IS_LAST,
    )
    return case(
        (_ROW.state.in_(_UNSENT), Standing.TO_SEND.value),
        (_ROW.state == RequestState.ANSWERED, Standing.ANSWERED.value),
        (is_overdue, Standing.OVERDUE.value),
        (_ROW.state == RequestState.SENT, Standing.SENT.value),
        else_=Standing.ENDED.value,
    )
