"""Persons and companies: found by name or number, and shown with all that is theirs, as far as one may see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from casebinder.model.case import Party
from pipeline.model.actor import Actor
from pipeline.model.identity import PartyId
from pipeline.rights import Act
from services.access import act_of, may, of_case, reach_of, require
from services.looking.find import CaseFile, Find
from services.ports.case_records import CaseQuery
from services.ports.records import Records
from services.refusals.missing import no_such

PAGE = 50
"""Parties on one page of a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyList:
    """A page of parties; number: of the page, from 1; has_more: whether another follows."""

    parties: tuple[Party, ...]
    number: int
    has_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyFile:
    """A party with those of its cases that the actor may see, the newest first."""

    party: Party
    files: tuple[CaseFile, ...]


class Parties:
    """The acts of looking at people and companies."""

    def __init__(self, records: Records, find: Find) -> None:
        self._records = records
        self._find = find

    @act_of(Act.CASE_VIEW)
    def found(self, actor: Actor, text: str, *, number: int = 1) -> PartyList:
        """Find the parties of cases the actor may see by words of the name or the beginning of a number; all for none.

        A page number below 1 is taken for 1.
        """
        require(actor, Act.CASE_VIEW)
        at = max(1, number)
        with self._records.reading() as uow:
            seen = uow.parties.found(text, reach_of(actor, Act.CASE_VIEW), offset=(at - 1) * PAGE, limit=PAGE + 1)
        return PartyList(parties=tuple(seen[:PAGE]), number=at, has_more=len(seen) > PAGE)

    @act_of(Act.CASE_VIEW)
    def shown(self, actor: Actor, name: PartyId) -> PartyFile:
        """Return a party with its cases; raises NotFound also for one of whom the actor may see no case."""
        require(actor, Act.CASE_VIEW)
        party, references = self._seen(actor, name)
        files = [self._find.case(actor, reference) for reference in references]
        return PartyFile(party=party, files=tuple(sorted(files, key=lambda file: file.case.opened_at, reverse=True)))

    def _seen(self, actor: Actor, name: PartyId) -> tuple[Party, Sequence[str]]:
        with self._records.reading() as uow:
            cases = [c for c in uow.cases.listed(CaseQuery(party=name)) if may(actor, Act.CASE_VIEW, of_case(c))]
            if not cases:
                raise no_such("party", name)
            return uow.parties.get(name), [case.reference for case in cases]
