"""Handing a case over: papers, letters and manifest under the names of the case folder, for whoever takes it away."""

from collections.abc import Iterator
from dataclasses import dataclass

from casebinder.folder import Folder
from pipeline.model.actor import Actor
from pipeline.ports import BlobStore, Clock
from pipeline.rights import Act
from services.access import act_of, is_noted, of_case, require, write_down
from services.cases.case_folders import case_folder
from services.looking.find import case_by_reference
from services.ports.records import Records
from services.rules.rulebook import Rulebook

_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """A case to be taken away: its reference, and each file with its path; contents are read one after the other."""

    reference: str
    files: Iterator[tuple[str, bytes]]


class Export:
    """The act of handing a case over."""

    def __init__(self, records: Records, store: BlobStore, rulebook: Rulebook, clock: Clock) -> None:
        self._records = records
        self._store = store
        self._rulebook = rulebook
        self._clock = clock

    @act_of(Act.CASE_EXPORT)
    def case(self, actor: Actor, reference: str) -> HandedOver:
        """Hand over a case with every paper; written down when it is not open to all. Raises NotFound."""
        with self._records.reading() as uow:
            case = case_by_reference(uow, actor, reference)
            require(actor, Act.CASE_EXPORT, of_case(case))
            made = case_folder(uow, self._rulebook, case, with_originals=True)
        if is_noted(actor, case.circle):
            with self._records.writing() as uow:
                write_down(uow, self._clock, actor, Act.CASE_EXPORT, f"case:{case.id}", case=case.id)
                uow.commit()
        return HandedOver(reference=reference, files=self._files(reference, made))

    def _files(self, reference: str, made: Folder) -> Iterator[tuple[str, bytes]]:
        yield f"{reference}/{_MANIFEST}", made.manifest
        for paper in made.papers:
            yield f"{reference}/{paper.path}", self._store.get(paper.digest)
