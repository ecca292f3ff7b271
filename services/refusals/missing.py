"""Refusals of what is not there, or not for whoever asks."""

from pipeline.errors import NotFound, NotPossible
from pipeline.model.identity import DocumentId
from pipeline.model.text import Bilingual


def no_such(kind: str, name: str) -> NotFound:
    """Return the error of something that is not there, or not for this actor; both read alike."""
    words = {
        "document": ("Ce document", "document"),
        "case": ("Ce dossier", "case"),
        "batch": ("Ce lot", "batch"),
        "page": ("Cette page", "page"),
        "failure": ("Cet échec", "failure"),
        "party": ("Cette personne", "party"),
        "task": ("Cette tâche", "task"),
    }
    fr, en = words[kind]
    return NotFound(
        f"no_such_{kind}",
        Bilingual(fr=f"{fr} n'existe pas, ou pas pour vous.", en=f"There is no such {en}, or you may not see it."),
        where=name,
        next_step=Bilingual(
            fr="Retrouvez-le avec « casebinder status », « case list » ou « search ».",
            en='Find it with "casebinder status", "case list" or "search".',
        ),
    )


def no_rendition(name: DocumentId) -> NotFound:
    """Return the error for an archive PDF that is not made yet."""
    return NotFound(
        "no_rendition",
        Bilingual(fr="Ce document n'a pas encore de PDF d'archive.", en="This document has no archive PDF yet."),
        where=name,
        next_step=Bilingual(
            fr="Il est fait à la libération : « casebinder document release ».",
            en='It is made at release: "casebinder document release".',
        ),
    )


def not_in_case(document: DocumentId, reference: str) -> NotFound:
    """Return the error for a document that is not in the case."""
    return NotFound(
        "not_in_case",
        Bilingual(fr=f"« {document} » n'est pas dans ce dossier.", en=f'"{document}" is not in this case.'),
        where=reference,
        next_step=Bilingual(
            fr="« casebinder case show » liste ses documents ; « case move » en amène d'ailleurs.",
            en='"casebinder case show" lists its documents; "case move" brings others in.',
        ),
    )


def no_letter(reference: str) -> NotPossible:
    """Return the error for a letter that the case does not have in that state."""
    return NotPossible(
        "no_letter",
        Bilingual(fr="Ce dossier n'a pas de lettre à cet état.", en="This case has no letter in that state."),
        where=reference,
        next_step=Bilingual(
            fr="« casebinder case show » montre les demandes ; « casebinder case request » en prépare une.",
            en='"casebinder case show" shows the requests; "casebinder case request" drafts one.',
        ),
    )


def no_case_type(files: str) -> NotFound:
    """Return the error for rules without a case type, which change no case."""
    return NotFound(
        "no_case_type",
        Bilingual(fr="Ces règles ne contiennent aucun type de dossier.", en="These rules hold no case type."),
        where=files,
        next_step=Bilingual(
            fr="Donnez un fichier ou un dossier avec un type de dossier (case_type: …).",
            en="Give a file or folder with a case type (case_type: …).",
        ),
    )


def row_gone(table: str, key: str) -> NotPossible:
    """Return the error for a key that a reference table no longer has."""
    return NotPossible(
        "row_gone",
        Bilingual(fr="Cette ligne de référence n'existe plus.", en="There is no such reference row any more."),
        where=f"{table} {key}",
        next_step=Bilingual(fr="Tapez la valeur.", en="Type the value."),
    )
