"""Requests to an S3 server that may be slow, busy or away for a moment: tried again in the one place they pass.

Each request is repeated after growing, scattered pauses until its time is over, so that a large file is not begun anew
for one lost part. The pool does it itself: urllib3's own retrying writes signed addresses into the log.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any, TypeVar

import urllib3
from urllib3.exceptions import HTTPError, LocationValueError, SSLError

CONNECT_SECONDS, ANSWER_SECONDS = 5.0, 60.0
"""How long one try waits for the connection, and for the next byte: a server copies a gigabyte before it answers."""
BUSY = frozenset({408, 429, 500, 502, 503, 504})
"""Answers that mean "not now" (AWS, S3 error responses; RFC 9110)."""
CONNECTIONS = 10
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a request is tried: seconds in all, the first pause between tries, the longest."""

    seconds: float = 20.0
    first: float = 0.1
    longest: float = 3.0

    def tries(self) -> Iterator[int]:
        """Yield the number of a try, from 1: the first at once, the next after pauses, until the time is over.

        Pauses double and are scattered over their second half, so that many workers do not come back at once
        (exponential backoff with jitter; M. Brooker, AWS Architecture Blog, 2015).
        """
        ends, pause, number = monotonic() + self.seconds, self.first, 1
        while True:
            yield number
            scattered = random.uniform(pause / 2, pause)  # noqa: S311 - spreads waiting, protects nothing
            if monotonic() + scattered > ends:
                return
            sleep(scattered)
            pause, number = min(self.longest, pause * 2), number + 1

    def again(self, act: Callable[[], T]) -> T:
        """Do an act, from its beginning again when the connection is cut in it; raises the last HTTPError.

        For the reading of large answers: what breaks off there is behind the pool.
        """
        last: HTTPError | None = None
        for _ in self.tries():
            try:
                return act()
            except HTTPError as error:
                last = error
        assert last is not None
        raise last


class PatientPool(urllib3.PoolManager):
    """Connections to the server; threads may share it."""

    def __init__(self, patience: Patience, *, certificates: Path | None) -> None:
        """Name the certificates that vouch for the server; None: those of the system."""
        super().__init__(
            timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=ANSWER_SECONDS),
            maxsize=CONNECTIONS,
            cert_reqs="CERT_REQUIRED",
            ca_certs=str(certificates) if certificates else None,
        )
        self._patience = patience

    def urlopen(  # type: ignore[override]
        self,
        method: str,
        url: str,
        redirect: bool = True,  # noqa: FBT001, FBT002 - urllib3's signature
        **options: Any,
    ) -> urllib3.BaseHTTPResponse:
        """Send a request until it is answered; return the last answer; raises the last HTTPError of urllib3."""
        last: urllib3.BaseHTTPResponse | HTTPError | None = None
        for _ in self._patience.tries():
            if isinstance(last, urllib3.BaseHTTPResponse):
                last.drain_conn()
            try:
                last = super().urlopen(method, url, redirect=redirect, retries=False, **options)
            except (SSLError, LocationValueError):
                raise  # a certificate or an address does not become right by waiting
            except HTTPError as error:
                last = error
            else:
                if last.status not in BUSY:
                    return last
        if isinstance(last, urllib3.BaseHTTPResponse):
            return last
        assert last is not None
        raise last


class FirstOnlyPool(PatientPool):
    """Puts only what is not there yet: the server answers 412 to the second put of a name.

    The SDK has no parameter for it; a header that is not of Amazon's own need not be signed.
    """

    def urlopen(  # type: ignore[override]
        self,
        method: str,
        url: str,
        redirect: bool = True,  # noqa: FBT001, FBT002 - urllib3's signature
        **options: Any,
    ) -> urllib3.BaseHTTPResponse:
        """Send a request, a put under the condition that nothing has the name."""
        if method == "PUT":
            options["headers"] = {**(options.get("headers") or {}), "If-None-Match": "*"}
        return super().urlopen(method, url, redirect=redirect, **options)
