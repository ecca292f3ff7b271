"""Writes to Elasticsearch in bulk: what is refused in passing is sent again, what never fits is named."""

from collections.abc import Iterable, Mapping

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from adapters.elastic.connection import PASSING, unreachable
from pipeline.errors import PermanentError
from pipeline.model.text import Bilingual

Action = dict[str, object]
_UNREADABLE = 400
_TRIES_AGAIN = 4
_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 3.0
"""Seconds before an item is sent again; doubled each time."""
_MOST_BYTES = 10_000_000
"""Of one request; a server takes 100 MB, and works best with 5 to 15."""


def write(client: Elasticsearch, actions: Iterable[Action], where: str) -> None:
    """Do all actions; raises PartUnreachable when some may do later, PermanentError naming the pages that never will.

    Each is on the server's disk when this returns (it syncs its log with every request), and seen after a refresh.
    """
    passing: dict[str, str] = {}
    refused: dict[str, str] = {}
    results = streaming_bulk(
        client,
        actions,
        max_chunk_bytes=_MOST_BYTES,
        max_retries=_TRIES_AGAIN,
        initial_backoff=_FIRST_PAUSE,
        max_backoff=_LONGEST_PAUSE,
        retry_on_status=PASSING,
        raise_on_error=False,
        yield_ok=False,
        require_alias=True,
    )
    for _, result in results:
        (item,) = result.values()
        error = item.get("error")
        if error is None:
            continue  # a page to be removed that was gone already
        # Only what cannot be read is refused for good; a full disk, a lock or a rebuild that just ended will pass.
        (refused if item["status"] == _UNREADABLE else passing)[item["_id"]] = _kind(error)
    if refused:
        raise _never(refused, where)
    if passing:
        raise unreachable(where, ", ".join(sorted(set(passing.values()))))


def _kind(error: Mapping[str, object]) -> str:
    """Return the types of the server's reason and its cause; its sentences quote what documents say."""
    cause = error.get("caused_by")
    deeper = f" / {cause.get('type')}" if isinstance(cause, dict) else ""
    return f"{error.get('type')}{deeper}"


def _never(refused: Mapping[str, str], where: str) -> PermanentError:
    pages, kinds = ", ".join(sorted(refused)[:5]), ", ".join(sorted(set(refused.values())))
    return PermanentError(
        "page_not_indexed",
        Bilingual(
            fr=f"L'index refuse {len(refused)} page(s), dont {pages} : {kinds}.",
            en=f"The index refuses {len(refused)} page(s), among them {pages}: {kinds}.",
        ),
        where=where,
        next_step=Bilingual(
            fr="Signalez ce cas : les autres documents sont indexés, celui-ci reste lisible par « document show ».",
            en='Report this: the other documents are indexed, this one can still be read by "document show".',
        ),
    )
