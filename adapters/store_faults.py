"""What a content store cannot do, in words: the errors that more than one store raises."""

from pathlib import Path

from pipeline.errors import NotFound, PermanentError
from pipeline.model.identity import Digest
from pipeline.model.text import Bilingual


def unreadable(path: Path, error: OSError) -> NotFound:
    """Return the error for a file whose content is to be kept and which cannot be read."""
    return NotFound(
        "file_not_found",
        Bilingual(
            fr=f"Le fichier à conserver ne peut pas être lu ({error.strerror}).",
            en=f"The file to keep cannot be read ({error.strerror}).",
        ),
        where=str(path),
        next_step=Bilingual(fr="Vérifiez le chemin et les droits.", en="Check the path and the rights."),
    )


def unknown(digest: Digest, *, next_step: Bilingual) -> NotFound:
    """Return the error for content that the store does not have; next_step: how this kind of store gets it back."""
    return NotFound(
        "content_not_found",
        Bilingual(fr="Ce contenu n'est pas dans le magasin.", en="This content is not in the store."),
        where=digest,
        next_step=next_step,
    )


def altered(digest: Digest, *, next_step: Bilingual) -> PermanentError:
    """Return the error for bytes that do not match their digest; next_step: how this kind of store is repaired."""
    return PermanentError(
        "content_altered",
        Bilingual(
            fr="Le contenu conservé ne correspond plus à son empreinte : il a été modifié ou le disque est abîmé.",
            en="The stored content no longer matches its digest: it was changed, or the disk is damaged.",
        ),
        where=digest,
        next_step=next_step,
    )
