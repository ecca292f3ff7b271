"""Search in the shape of CONTRACT."""

from typing import TYPE_CHECKING

from pipeline.model.text import Language
from services.ports.search import SearchAnswer
from services.shapes import Shape, box

if TYPE_CHECKING:
    from services.instruments.explain import Explanation


def search(answer: SearchAnswer, *, seconds: float) -> Shape:
    """Return the answer of `search`."""
    return {
        "total": answer.total,
        "seconds": round(seconds, 4),
        "next": answer.next,
        "facets": {name: [{"value": v, "count": n} for v, n in counts] for name, counts in answer.facets},
        "hits": [
            {
                "document": hit.document,
                "page": hit.page,
                "document_class": hit.document_class,
                "case": hit.case,
                "score": round(hit.score, 4),
                "snippet": hit.snippet,
                "boxes": [box(found) for found in hit.boxes],
            }
            for hit in answer.hits
        ],
    }


def explanation(told: "Explanation", *, language: Language) -> Shape:
    """Return the answer of `search explain`."""
    return {
        "found": told.found,
        "page": told.page,
        "rank": told.rank,
        "reasons": [
            {
                "code": why.code,
                "message": why.message.in_language(language),
                "words": [
                    {
                        "page": word.page,
                        "text": word.text,
                        "box": box(word.box),
                        "confidence": round(word.confidence, 4),
                    }
                    for word in why.words
                ],
            }
            for why in told.reasons
        ],
    }
