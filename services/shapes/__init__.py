"""The outside contract's JSON shapes, built from views: one place for the terminal and the REST API.

Keys may be added, none renamed or removed without a major version (docs/reference/commands.md).
"""

from services.shapes.batches import batch, submitted
from services.shapes.cases import case, case_row
from services.shapes.documents import Shape, document, preview, reason
from services.shapes.doubts import on_desk, queues
from services.shapes.evaluation import evaluation
from services.shapes.people import person, token
from services.shapes.search import explanation, search
from services.shapes.uploads import one_file as uploaded
from services.shapes.uploads import uploads

__all__ = [
    "Shape",
    "batch",
    "case",
    "case_row",
    "document",
    "evaluation",
    "explanation",
    "on_desk",
    "person",
    "preview",
    "queues",
    "reason",
    "search",
    "submitted",
    "titled",
    "token",
    "uploaded",
    "uploads",
]


def titled(command: str, shape: Shape) -> Shape:
    """Put before a shape the name of the schema by which it is published (`services/shapes/schemas`)."""
    return {"schema": f"casebinder/{command}/1", **shape}
