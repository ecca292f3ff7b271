"""Doubts: what waits for a person, taken one document at a time, answered, and taken back."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from pipeline.model.doubt import Answer
from pipeline.model.identity import DocumentId
from services.shapes import Shape, titled
from services.shapes import doubts as shapes
from web.acts import Act
from web.calling import Called
from web.openapi import answers

router = APIRouter(prefix="/doubts", tags=["doubts"])


class Taking(BaseModel):
    """Which queue, and behind which document; without them the first that nobody has."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    queue: str | None = None
    after: str | None = None


class Said(BaseModel):
    """A doubt by its name; text: the class or value, or none: the cut is right, the remark seen, nothing is told."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    doubt: str
    text: str | None = None


class Answers(Act):
    """Answers to doubts of one document, together one act."""

    answers: tuple[Said, ...]


@router.get("", responses=answers("doubts"), response_model=None)
def listed(call: Called, queue: str | None = None) -> Shape:
    """List what waits for a person, and who has what."""
    return titled("doubts", shapes.queues(call.application.doubts.queues(call.actor, queue)))


@router.post("/take", responses=answers("desk"), response_model=None)
def take(call: Called, wish: Taking) -> Shape:
    """Take the next document that nobody else has."""
    after = DocumentId(wish.after) if wish.after else None
    taken = call.application.doubts.take_next(call.actor, queue=wish.queue, after=after)
    return _told(call, taken) if taken else titled("desk", {"document": None, "doubts": []})


@router.get("/{name}", responses=answers("desk"), response_model=None)
def shown(call: Called, name: str) -> Shape:
    """Show what is asked about a document, and who has it."""
    return _told(call, DocumentId(name))


@router.post("/{name}/settle", responses=answers("desk"), response_model=None)
def settle(call: Called, name: str, act: Answers) -> Shape:
    """Answer doubts; the document goes on by itself when none is left."""
    told = [Answer(doubt=one.doubt, text=one.text) for one in act.answers]
    call.application.settle.settle(call.actor, DocumentId(name), told, reason=act.reason)
    return _told(call, DocumentId(name))


@router.post("/{name}/undo", responses=answers("desk"), response_model=None)
def undo(call: Called, name: str, act: Act) -> Shape:
    """Take back one's last answer, while nothing was built upon it."""
    call.application.undo.undo(call.actor, DocumentId(name), reason=act.reason)
    return _told(call, DocumentId(name))


@router.post("/{name}/give-back", responses=answers("desk"), response_model=None)
def give_back(call: Called, name: str) -> Shape:
    """Let others have a document."""
    call.application.doubts.give_back(call.actor, DocumentId(name))
    return _told(call, DocumentId(name))


def _told(call: Called, name: DocumentId) -> Shape:
    desk = call.application.doubts.on_desk(call.actor, name)
    return titled("desk", shapes.on_desk(desk, call.language))
