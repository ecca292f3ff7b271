"""Search in the shape of CONTRACT."""

from services.ports import SearchAnswer
from services.shapes.documents import Shape, box


def search(answer: SearchAnswer, *, seconds: float) -> Shape:
    """Give the answer of `search`."""
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
