"""What capture would make of a file in the shape of CONTRACT: `preview`."""

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, chain

from pipeline.model.batch import Reason, SourceFile
from pipeline.model.identity import FileId
from pipeline.model.page import Recognition
from pipeline.model.states import PageState
from pipeline.model.text import Language
from services.looking.find import BatchView
from services.shapes import Shape
from services.shapes.documents import as_read, reason
from services.shapes.pages import page, unread


def preview(
    file: SourceFile,
    pages: Sequence[tuple[FileId, Recognition]],
    view: BatchView,
    seconds: Sequence[tuple[str, float]],
    language: Language,
) -> Shape:
    """Return a file in the shape of `preview`; a page that failed makes the refusal of its file.

    The pages of the files that it brings follow its own, and are counted on: page and document numbers are those of the
    whole. `parts` tells which pages are of which file.
    """
    before = _counted_on(view)
    told = {before[owner] + read.number: page(read) for owner, read in pages}
    why = _refusal(file, view, is_read=bool(told))
    if why is None:
        failed = (row for row in view.pages if row.state is PageState.FAILED)
        told |= {before[row.file] + row.ordinal: unread(row) for row in failed}
    return {
        "file": file.name,
        "media_type": file.media_type,
        "digest": file.digest,
        "state": "refused" if why else "read",
        "refusal": reason(why, language),
        "pages": [{**told[number], "number": number} for number in sorted(told)],
        "documents": [_moved(as_read(one, language), before[one.file.id]) for one in view.documents],
        "parts": [_part(one, view, before[one.id], language) for one in view.files if one.part_of],
        "seconds": {name: round(value, 3) for name, value in seconds},
    }


def _counted_on(view: BatchView) -> dict[FileId, int]:
    """Return how many pages come before those of each file."""
    counts = Counter(row.file for row in view.pages)
    before = accumulate((counts[one.id] for one in view.files), initial=0)
    return dict(zip((one.id for one in view.files), before, strict=False))


def _refusal(file: SourceFile, view: BatchView, *, is_read: bool) -> Reason | None:
    """Return why nothing of a file could be read; the first of its parts' reasons when it only brings others."""
    if file.reason or is_read:
        return file.reason
    failed = (row.reason for row in view.pages if row.reason)
    parts = (one.reason for one in view.files if one.part_of and one.reason)
    return next(chain(failed, parts), None)


def _part(file: SourceFile, view: BatchView, before: int, language: Language) -> Shape:
    return {
        "name": file.name,
        "media_type": file.media_type,
        "digest": file.digest,
        "state": "refused" if file.reason else "read",
        "refusal": reason(file.reason, language),
        "pages": [before + row.ordinal for row in view.pages if row.file == file.id],
    }


def _moved(shape: Shape, by: int) -> Shape:
    """Count the pages of a document on by those that come before its file's."""
    if not by:
        return shape
    return {
        **shape,
        "pages": [number + by for number in shape["pages"]],
        "because": [{**shown, "page": shown["page"] + by} for shown in shape["because"]],
        "fields": [{**read, "page": read["page"] and read["page"] + by} for read in shape["fields"]],
    }
