"""Where pages are searched: in the home, or in an Elasticsearch when its address is set."""

from contextlib import closing
from importlib.metadata import version
from typing import TYPE_CHECKING

from bootstrap.parts.checks import Check, well, wrong
from bootstrap.parts.clients import clients_missing
from bootstrap.parts.database import records_of
from bootstrap.settings import Settings
from pipeline.model.text import Bilingual
from services.ports.search import SearchIndex
from services.searched import unindexed

if TYPE_CHECKING:
    from adapters.elastic.index import ElasticIndex


def search_index(settings: Settings) -> SearchIndex:
    """Return the search index; nothing is touched or sent yet. Raises WrongUsage."""
    if settings.elastic_url:
        return _elastic(settings)
    from adapters.tantivy.index import TantivyIndex  # noqa: PLC0415 - only search and relay need it

    return TantivyIndex(settings.home / "index")


def _elastic(settings: Settings) -> "ElasticIndex":
    try:
        from adapters.elastic.connection import ElasticServer  # noqa: PLC0415 - only an installation with servers
        from adapters.elastic.index import ElasticIndex  # noqa: PLC0415
    except ImportError as error:
        raise clients_missing("elastic_url") from error
    return ElasticIndex(
        ElasticServer(
            url=settings.elastic_url,
            index=settings.elastic_index,
            api_key=settings.elastic_api_key.get_secret_value(),
            user=settings.elastic_user,
            password=settings.elastic_password.get_secret_value(),
            certificates=settings.elastic_ca,
        )
    )


def check_index(settings: Settings) -> Check:
    """Look whether the index answers and holds every document it should; raises PartUnreachable, PermanentError."""
    if settings.elastic_url:
        return _check_elastic(settings)
    product = version("tantivy")
    return _check_documents(search_index(settings), settings, f"Tantivy {product}", product)


def _check_elastic(settings: Settings) -> Check:
    index = _elastic(settings)
    server = index.server_version()
    where = f"{settings.elastic_url}/{settings.elastic_index}"
    if index.is_being_renewed():
        message = Bilingual(
            fr=f"{where} : une reconstruction est en cours ou interrompue ; l'ancien index répond",
            en=f"{where}: a rebuild is going on or was interrupted; the old index answers",
        )
        return wrong("index", message, _BEGIN_AGAIN, server)
    mapping = ", ".join(index.mapping_versions()) or "-"
    return _check_documents(index, settings, f"{where}: Elasticsearch {server}, mapping {mapping}", server)


def _check_documents(index: SearchIndex, settings: Settings, place: str, product_version: str) -> Check:
    indexed = set(index.documents())
    with closing(records_of(settings)) as records, records.reading() as uow:
        lacking = unindexed(uow, indexed)
    if lacking:
        message = Bilingual(
            fr=f"{lacking} documents manquent dans l'index : aucune recherche ne les trouve",
            en=f"{lacking} documents are not in the index: no search finds them",
        )
        return wrong("index", message, _REINDEX, product_version)
    said = f"{place}, {len(indexed)} documents"
    return well("index", said, said, product_version)


_REINDEX = Bilingual(fr="lancez « casebinder reindex »", en='run "casebinder reindex"')
_BEGIN_AGAIN = Bilingual(
    fr="si aucun « casebinder reindex » ne tourne, relancez-le",
    en='if no "casebinder reindex" is running, run it again',
)
