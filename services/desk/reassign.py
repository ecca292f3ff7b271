"""Many cases given to another person or basket at once: each by its own act, so that one refusal stops no other."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.errors import CasebinderError
from pipeline.model.actor import Actor
from pipeline.model.identity import ActorId
from pipeline.rights import Act
from services.access import act_of, require
from services.desk.case_acts import Desk
from services.refusals.cases import reason_needed


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassigned:
    """What became of each case: given on, or refused with its reason."""

    done: tuple[str, ...]
    refused: tuple[tuple[str, CasebinderError], ...]


class Reassign:
    """The act of sharing work out anew."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @act_of(Act.CASE_REASSIGN)
    def reassign(self, actor: Actor, references: Sequence[str], who: ActorId, *, reason: str) -> Reassigned:
        """Give each case to the person, or to `basket:NAME`, in a transaction of its own; say why.

        Raises WrongUsage without a reason, and NoRight for one who does not share work out.
        """
        require(actor, Act.CASE_REASSIGN)
        if not reason.strip():
            raise reason_needed("assign")
        done, refused = list[str](), list[tuple[str, CasebinderError]]()
        for reference in dict.fromkeys(references):
            try:
                done.append(self._desk.assign(actor, reference, who, reason=reason.strip()))
            except CasebinderError as error:
                refused.append((reference, error))
        return Reassigned(done=tuple(done), refused=tuple(refused))
