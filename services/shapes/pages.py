"""Pages as they were read in the shape of CONTRACT: `preview`."""

from pipeline.model.batch import Page
from pipeline.model.page import Code, Recognition, Word
from pipeline.two_d_doc.reading import TwoDDoc, is_two_d_doc, read_two_d_doc
from services.shapes import Shape, box


def page(read: Recognition) -> Shape:
    """Return a page as read, in the shape of `preview`."""
    return {
        "number": read.number,
        "width": read.width,
        "height": read.height,
        "dpi": read.dpi,
        "rotation": read.rotation,
        "skew_degrees": round(read.skew_degrees, 2),
        "is_blank": read.is_blank,
        "separator": read.separator,
        "source": read.source,
        "language": read.language,
        "confidence": round(read.confidence, 3),
        "text": read.text,
        "words": [_word(word) for word in read.words],
        "codes": [_code(each) for each in read.codes],
        "quality": [{"code": note.code, "severity": note.severity} for note in read.quality],
        "engine": read.engine,
    }


def _word(word: Word) -> Shape:
    return {
        "text": word.text,
        "box": box(word.box),
        "confidence": round(word.confidence, 3),
        "is_by_hand": word.is_by_hand,
    }


def _code(code: Code) -> Shape:
    """Return a code; a 2D-Doc with its header and what its message says."""
    shape: Shape = {"symbology": code.symbology, "payload": code.payload, "box": box(code.box)}
    try:
        doc = read_two_d_doc(code.payload) if is_two_d_doc(code.payload) else None
    except ValueError:
        return shape
    return shape | {"two_d_doc": _two_d_doc(doc)} if doc else shape


def _two_d_doc(doc: TwoDDoc) -> Shape:
    return {
        "version": doc.version,
        "country": doc.country,
        "authority": doc.authority,
        "certificate": doc.certificate,
        "issued_on": doc.issued_on.isoformat() if doc.issued_on else None,
        "signed_on": doc.signed_on.isoformat() if doc.signed_on else None,
        "document_type": doc.document_type,
        "title": doc.title,
        "perimeter": doc.perimeter,
        "entries": [{"identifier": e.identifier, "title": e.title, "value": e.value} for e in doc.entries],
    }


def unread(row: Page) -> Shape:
    """Return a page that could not be read in the same shape: what is not known is null, why is its quality."""
    why = row.reason.code if row.reason else "unreadable_page"
    return {
        "number": row.ordinal,
        **dict.fromkeys(("width", "height", "dpi")),
        "rotation": 0,
        "skew_degrees": 0.0,
        "is_blank": False,
        "separator": None,
        "source": "none",
        "language": None,
        "confidence": 0.0,
        "text": "",
        **{name: [] for name in ("words", "codes")},
        "quality": [{"code": why, "severity": "blocking"}],
        "engine": "",
    }
