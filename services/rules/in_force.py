"""Which rules are in force by their code, asked of the records alone; what is asked for and does not exist is said."""

from pipeline.errors import NotFound
from pipeline.model.identity import UNKNOWN
from pipeline.model.text import Bilingual
from services.ports.house_records import RuleSet
from services.ports.records import UnitOfWork
from services.rules.files import BATCH, CASE, DOCUMENT


def in_force(uow: UnitOfWork, kind: str, code: str) -> RuleSet:
    """Return the latest rules of that kind and code; raises NotFound naming those there are."""
    rules = uow.rules.latest(kind, code)
    if rules is not None:
        return rules
    known = ", ".join(other.code for other in uow.rules.every_latest(kind)) or "-"
    kinds = {BATCH: ("Cette classe de lot", "batch class"), CASE: ("Ce type de dossier", "case type")}
    fr, en = kinds.get(kind, ("Cette classe de document", "document class"))
    raise NotFound(
        "no_such_rules",
        Bilingual(fr=f"{fr} n'existe pas.", en=f"There is no such {en}."),
        where=code,
        next_step=Bilingual(fr=f"Choisissez parmi : {known}.", en=f"Choose one of: {known}."),
    )


def refuse_unknown(uow: UnitOfWork, *, document_class: str | None = None, case_type: str | None = None) -> None:
    """Raise NotFound for a class or case type that is asked for and does not exist, naming those there are."""
    if document_class not in {None, UNKNOWN}:
        in_force(uow, DOCUMENT, str(document_class))
    if case_type is not None:
        in_force(uow, CASE, case_type)
