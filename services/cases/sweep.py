"""The nightly look at every open case: what expired or came near its deadline since the day before."""

from dataclasses import dataclass

from casebinder.model.case import OPEN_STATES
from pipeline.errors import ConcurrentChange
from pipeline.model.actor import Actor
from pipeline.rights import Act
from services.access import act_of, require
from services.cases.casework import Casework
from services.ports.case_records import CaseQuery
from services.ports.records import Records


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """How many open cases were judged anew, and how many verdicts changed."""

    checked: int
    changed: int


class Sweep:
    """The act of the night."""

    def __init__(self, records: Records, casework: Casework) -> None:
        self._records = records
        self._casework = casework

    @act_of(Act.CASE_SWEEP)
    def sweep(self, actor: Actor) -> Swept:
        """Judge every open case by today, each in its own transaction; a case being worked on waits for the next."""
        require(actor, Act.CASE_SWEEP)
        with self._records.reading() as uow:
            open_cases = [case.id for case in uow.cases.listed(CaseQuery()) if case.state in OPEN_STATES]
        changed = 0
        for case in open_cases:
            try:
                with self._records.writing() as uow:
                    changed += self._casework.recheck(uow, case, actor=actor, cause=Act.CASE_SWEEP)
                    uow.commit()
            except ConcurrentChange:
                continue
        return Swept(checked=len(open_cases), changed=changed)
