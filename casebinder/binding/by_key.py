"""The case with the key that a document shows; an opening document without one opens it."""

from collections.abc import Sequence
from datetime import date

from casebinder.binding.keys import key_of, key_value, whose
from casebinder.binding.outcomes import CaseDirectory, Incoming, Matched, Opens, Outcome, Unmatched
from casebinder.casetypes import CaseType
from casebinder.wording import value_words
from pipeline.model.document import IndexField
from pipeline.model.text import Bilingual
from pipeline.model.values import Day, written


def find_by_key(incoming: Incoming, case_type: CaseType, directory: CaseDirectory, *, on: date) -> Outcome | None:
    """Look the key up; an opening document without a case of its key opens one, when its key is whole and proven."""
    is_opening = incoming.document_class in case_type.opens_on
    missing = [name for name in case_type.key if key_value(incoming.fields, case_type, name) is None]
    if missing:
        return _incomplete_key(case_type, missing) if is_opening else None
    key = key_of(incoming.fields, case_type)
    shown = ", ".join(_shown_key(incoming.fields, case_type, name) for name in case_type.key)
    known = directory.by_key(case_type.code, key)
    if known is not None:
        return Matched(
            case=known.case, because=Bilingual(fr=f"même clé de dossier ({shown})", en=f"same case key ({shown})")
        )
    if not is_opening or on < case_type.effective_from:
        return None
    title = case_type.title
    return Opens(
        case_type=case_type,
        key=key,
        person=whose(incoming.fields, case_type.matching),
        because=Bilingual(
            fr=f"premier document de ce dossier : {title.fr} ({shown})",
            en=f"first document of this case: {title.en} ({shown})",
        ),
    )


def _shown_key(fields: Sequence[IndexField], case_type: CaseType, fact: str) -> str:
    value = key_value(fields, case_type, fact)
    return value_words(value).fr if isinstance(value, Day) else written(value) if value else "?"


def _incomplete_key(case_type: CaseType, missing: Sequence[str]) -> Unmatched:
    titles = [fact.title for name in missing if (fact := case_type.fact(name.partition("|")[0]))]
    french, english = ", ".join(t.fr for t in titles), ", ".join(t.en for t in titles)
    return Unmatched(
        code="key_not_known",
        reason=Bilingual(
            fr=f"Ce document ouvre un dossier « {case_type.title.fr} », mais on n’y lit pas avec certitude : {french}.",
            en=f"This document opens a case '{case_type.title.en}', but cannot be read with certainty: {english}.",
        ),
    )
