"""Uploads under way in the shape of `uploads`, by which the API tells how far each file came."""

from collections.abc import Sequence

from pipeline.model.text import Language
from services.capture.uploads import FileView, UploadView
from services.ports.uploads import PromisedFile, Upload
from services.shapes import Shape
from services.shapes.documents import reason


def uploads(views: Sequence[UploadView], language: Language) -> Shape:
    """Return uploads, each with its files and the bytes that came of them."""
    return {"uploads": [_upload(view.upload, _files(view, language)) for view in views]}


def one_file(view: FileView, language: Language) -> Shape:
    """Return an upload with one of its files alone."""
    file = _file(view.upload.files[view.number - 1], view.number, view.came, language)
    return {"uploads": [_upload(view.upload, [file])]}


def _upload(upload: Upload, files: Sequence[Shape]) -> Shape:
    return {
        "id": upload.id,
        "batch_class": upload.batch_class,
        "expected_pages": upload.expected_pages,
        "begun_at": upload.begun_at.isoformat(),
        "batch": upload.batch,
        "files": list(files),
    }


def _files(view: UploadView, language: Language) -> list[Shape]:
    pairs = zip(view.upload.files, view.came, strict=True)
    return [_file(file, number, came, language) for number, (file, came) in enumerate(pairs, 1)]


def _file(file: PromisedFile, number: int, came: int, language: Language) -> Shape:
    return {
        "number": number,
        "name": file.name,
        "size": file.size,
        "modified": file.modified,
        "wanted": file.wanted,
        "came": came,
        "reason": reason(file.closed, language),
    }
