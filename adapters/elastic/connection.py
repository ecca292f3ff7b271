"""The connection to Elasticsearch by its official client, and its errors in our words.

No key, no password and nothing of a document ever stands in a message: of the server's reasons only their type.
"""

import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from elastic_transport import TlsError, TransportError
from elastic_transport.client_utils import DEFAULT
from elasticsearch import ApiError, Elasticsearch, UnsupportedProductError

from adapters.setting_faults import wrong_setting
from pipeline.errors import PartUnreachable
from pipeline.model.text import Bilingual

SECONDS = 30.0
"""An answer takes milliseconds, a bulk of 10 MB a few seconds; who does not answer by then is down."""
_TRIES_AGAIN = 2
PASSING = (408, 429, 502, 503, 504)
"""Statuses of a server that is busy, starting or being changed."""
_NOT_NOW = frozenset({"media_type_header_exception", "cluster_block_exception"})
"""Reasons of a server of another major version, and of one whose disk is full or that is locked against writing."""
_NOT_LET_IN = frozenset({401, 403})
_PRODUCT = "x-elastic-product"
"""The header by which Elasticsearch names itself in each answer but to those it does not let in."""
_ADDRESS = "https://server:9200"
_INDEX = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ElasticServer:
    """An Elasticsearch, the account there (an API key, or user and password), and the name of the index.

    certificates: a file of those that vouch for the server; None: those of the system.
    """

    url: str
    index: str = "casebinder"
    api_key: str = field(default="", repr=False)
    user: str = ""
    password: str = field(default="", repr=False)
    certificates: Path | None = None


def connect(server: ElasticServer) -> Elasticsearch:
    """Return a client that threads may share; nothing is sent before its first use. Raises WrongUsage."""
    if not _INDEX.fullmatch(server.index):
        raise wrong_setting("elastic_index", server.index, "casebinder")
    address = _address(server.url)
    return Elasticsearch(
        address,
        api_key=server.api_key or None,
        basic_auth=(server.user, server.password) if server.user and not server.api_key else None,
        ssl_context=_trust(server) if address.startswith("https") else DEFAULT,
        request_timeout=SECONDS,
        max_retries=_TRIES_AGAIN,
        retry_on_status=PASSING,
    )


def _address(url: str) -> str:
    """Return the address with its port, as the client wants it; raises WrongUsage, also for a password in it."""
    if "@" in url:
        raise wrong_setting("elastic_url", "…@…", _ADDRESS)
    try:
        address = urlsplit(url)
        port = address.port or {"http": 9200, "https": 443}[address.scheme]
    except (KeyError, ValueError) as error:
        raise wrong_setting("elastic_url", url, _ADDRESS) from error
    if not address.hostname:
        raise wrong_setting("elastic_url", url, _ADDRESS)
    host = f"[{address.hostname}]" if ":" in address.hostname else address.hostname
    return f"{address.scheme}://{host}:{port}{address.path}"


def _trust(server: ElasticServer) -> ssl.SSLContext:
    """Return who may vouch for the server; raises WrongUsage for a file that is missing or holds no certificate."""
    try:
        return ssl.create_default_context(cafile=server.certificates)
    except OSError as error:
        raise wrong_setting("elastic_ca", str(server.certificates), "/etc/ssl/certs/ca.pem") from error


@contextmanager
def in_our_words(where: str) -> Iterator[None]:
    """Raise PartUnreachable for a server that is down, busy, of another kind, not trusted, or does not let us in.

    Any other refusal is a question of ours that it does not understand: it goes on as it is, a bug.
    """
    try:
        yield
    except UnsupportedProductError as error:
        raise unreachable(where, "UnsupportedProductError") from error
    except ApiError as error:
        status, reason = error.meta.status, reason_of(error)
        if status in _NOT_LET_IN and reason not in _NOT_NOW:
            raise _refused(where, reason) from error
        if status >= 500 or status in PASSING or reason in _NOT_NOW or _PRODUCT not in error.meta.headers:
            raise unreachable(where, reason) from error
        raise
    except TlsError as error:
        raise _not_trusted(where) from error
    except TransportError as error:
        raise unreachable(where, type(error).__name__) from error


def reason_of(error: ApiError) -> str:
    """Return the type of the server's reason, as `index_not_found_exception`; its sentences may quote documents."""
    body = error.body
    told = body.get("error") if isinstance(body, dict) else None
    return str(told.get("type", "")) if isinstance(told, dict) else f"HTTP {error.meta.status}"


def unreachable(where: str, why: str) -> PartUnreachable:
    """Return the error for a server that does not answer, or not as it should."""
    return PartUnreachable(
        "index_unreachable",
        Bilingual(
            fr=f"L'index de recherche ne répond pas ({why}).",
            en=f"The search index does not answer ({why}).",
        ),
        where=where,
        next_step=Bilingual(
            fr="Vérifiez qu'Elasticsearch 9 est en marche à l'adresse du réglage elastic_url ; rien n'est perdu.",
            en="Check that Elasticsearch 9 runs at the address of the setting elastic_url; nothing is lost.",
        ),
    )


def _refused(where: str, why: str) -> PartUnreachable:
    return PartUnreachable(
        "index_refused",
        Bilingual(
            fr=f"Elasticsearch refuse le compte de Casebinder ({why}).",
            en=f"Elasticsearch does not let Casebinder's account in ({why}).",
        ),
        where=where,
        next_step=Bilingual(
            fr="Vérifiez elastic_api_key, ou elastic_user et elastic_password, et les droits de ce compte.",
            en="Check elastic_api_key, or elastic_user and elastic_password, and the rights of that account.",
        ),
    )


def _not_trusted(where: str) -> PartUnreachable:
    return PartUnreachable(
        "index_not_trusted",
        Bilingual(
            fr="Le certificat d'Elasticsearch n'est garanti par personne, ou vaut pour un autre nom.",
            en="Elasticsearch's certificate is not trusted, or it is for another name.",
        ),
        where=where,
        next_step=Bilingual(
            fr="Donnez dans elastic_ca le fichier de l'autorité, et vérifiez le nom dans elastic_url.",
            en="Give the authority's file in elastic_ca, and check the name in elastic_url.",
        ),
    )
