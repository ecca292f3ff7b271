"""A proxy before a real server that fails now and then, in the ways a network and a busy server do.

`busy` answers 503 and forwards nothing; `lost` cuts before the request is forwarded; `unanswered` forwards it and cuts
before the answer; `half` cuts in the middle of the answer. Every nth request meets the next of them in turn. Whoever
wants something to happen while a request is on its way looks on (`Proxy.look_on`).
"""

import http.client
import itertools
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

FAULTS = ("busy", "lost", "unanswered", "half")
_BUSY = b'<?xml version="1.0"?><Error><Code>SlowDown</Code><Message>try later</Message></Error>'
_OF_THE_HOP = {"connection", "transfer-encoding", "content-length", "keep-alive"}


@dataclass(kw_only=True)
class Proxy:
    """A running proxy; met: the faults that requests ran into so far; passed: what went through, `GET /path`."""

    address: str
    target: str
    every: int
    faults: Sequence[str]
    met: list[str] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    look_on: Callable[[str, str], None] = lambda *_: None
    """Called when a request was `sent` and not forwarded yet, and when it was done and not `answered` yet."""
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def next_fault(self) -> str | None:
        """Return the fault of the next request, None for a request that goes through."""
        with self._lock:
            if not self.every or next(self._numbers) % self.every:
                return None
            self.met.append(self.faults[len(self.met) % len(self.faults)])
            return self.met[-1]


@contextmanager
def faulty_proxy(
    target: str, *, every: int = 3, faults: Sequence[str] = FAULTS, certificate: tuple[str, str] | None = None
) -> Iterator[Proxy]:
    """Run a proxy before the server at that address; certificate: the files of one and its key, for HTTPS."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign] - a client that leaves is no event here
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    scheme = "https" if certificate else "http"
    proxy = Proxy(address=f"{scheme}://127.0.0.1:{server.server_port}", target=target, every=every, faults=faults)
    server.proxy = proxy  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _pass(self) -> None:
        proxy: Proxy = self.server.proxy  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = proxy.next_fault()
        if fault == "lost":
            self.close_connection = True
            return
        if fault == "busy":
            self._send(503, [("Content-Type", "application/xml")], _BUSY)
            return
        asked = f"{self.command} {self.path.partition('?')[0]}"
        proxy.passed.append(asked)
        proxy.look_on("sent", asked)
        status, headers, answer = self._forward(proxy.target, body)
        proxy.look_on("answered", asked)
        if fault == "unanswered":
            self.close_connection = True
            return
        self._send(status, headers, answer, cut=fault == "half")

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _pass  # noqa: N815 - the names the library asks for

    def _forward(self, target: str, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        connection = http.client.HTTPConnection(urlsplit(target).netloc, timeout=60)
        try:
            connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                connection.putheader(name, value)
            connection.endheaders(body or None)
            response = connection.getresponse()
            return response.status, response.getheaders(), response.read()
        finally:
            connection.close()

    def _send(self, status: int, headers: list[tuple[str, str]], answer: bytes, *, cut: bool = False) -> None:
        self.send_response_only(status)
        told = {name.lower(): value for name, value in headers}
        for name, value in headers:
            if name.lower() not in _OF_THE_HOP:
                self.send_header(name, value)
        length = told.get("content-length", "0") if self.command == "HEAD" else str(len(answer))
        self.send_header("Content-Length", length)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer[: len(answer) // 2] if cut else answer)
        self.wfile.flush()
        self.close_connection = self.close_connection or cut

    def log_message(self, *_: object) -> None:
        """Say nothing."""
