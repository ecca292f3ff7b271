"""A browser without a screen: keeps its cookies, sends our forms, follows nothing by itself."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType

import httpx
from answering import answering
from fastapi import FastAPI

from pipeline.model.identity import ActorId
from services.access import SYSTEM
from web import cookies


@dataclass(frozen=True, kw_only=True)
class Served:
    """An application, the address at which it answers, and the line that all visitors share."""

    app: FastAPI
    address: str
    line: httpx.Client


@contextmanager
def served(app: FastAPI) -> Iterator[Served]:
    """Serve an application while the context lasts."""
    with answering(app) as address, httpx.Client(base_url=address, timeout=60, trust_env=False) as line:
        yield Served(app=app, address=address, line=line)


@dataclass(kw_only=True)
class Visitor:
    """One browser; nobody is signed in until `as_one` says so."""

    served: Served
    cookies: dict[str, str] = field(default_factory=dict)

    def as_one(self, name: str) -> "Visitor":
        """Sign in as somebody, without the form."""
        application = self.served.app.state.door.application
        self.cookies[cookies.SESSION] = application.sign_in.admit(SYSTEM, ActorId(name)).secret
        return self

    @property
    def secret(self) -> str:
        """Return the secret that this browser keeps."""
        return self.cookies.get(cookies.SESSION) or self.cookies.get(cookies.VISITOR) or ""

    def get(self, address: str, **headers: str) -> httpx.Response:
        """Ask for a page."""
        return self.send("GET", address, headers=headers)

    def post(self, address: str, **fields: str) -> httpx.Response:
        """Send a form as our pages have it, with its token."""
        return self.send("POST", address, fields={"form_token": cookies.form_token(self.secret), **fields})

    def call(
        self, address: str, body: Mapping[str, object], *, uploads: Mapping[str, bytes] | None = None
    ) -> httpx.Response:
        """Call the API as a script of our pages does: JSON, or fields with files when there are some."""
        headers = {"X-Casebinder-Form": cookies.form_token(self.secret)}
        if uploads is None:
            return self.send("POST", address, json=body, headers=headers)
        files = [("files", (name, content)) for name, content in uploads.items()]
        return self.send("POST", address, fields=body, files=files, headers=headers)

    def piece(self, address: str, content: bytes) -> httpx.Response:
        """Send bytes as they are."""
        headers = {"X-Casebinder-Form": cookies.form_token(self.secret), "Content-Type": "application/octet-stream"}
        return self.send("POST", address, content=content, headers=headers)

    def request(
        self, method: str, address: str, fields: Mapping[str, object], *, uploads: Mapping[str, bytes] | None = None
    ) -> httpx.Response:
        """Ask or send."""
        if method == "GET":
            return self.get(address)
        if address.startswith("/api/"):
            return self.call(address, fields, uploads=uploads)
        told = {name: str(value) for name, value in fields.items()}
        return self.upload(address, uploads, **told) if uploads else self.post(address, **told)

    def upload(self, address: str, uploads: Mapping[str, bytes], **fields: str) -> httpx.Response:
        """Send a form with files, as our pages have it."""
        files = [("files", (name, content)) for name, content in uploads.items()]
        return self.send("POST", address, fields={"form_token": cookies.form_token(self.secret), **fields}, files=files)

    def send(
        self,
        method: str,
        address: str,
        *,
        fields: Mapping[str, object] | None = None,
        json: Mapping[str, object] | None = None,
        files: Sequence[tuple[str, tuple[str, bytes]]] = (),
        content: bytes | None = None,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> httpx.Response:
        """Send a request as it is, with this browser's cookies."""
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = self.served.line.request(
            method,
            address,
            data=fields,
            json=json,
            files=list(files) or None,
            content=content,
            headers={"Cookie": kept, **headers},
        )
        self.served.line.cookies.clear()
        self.cookies |= dict(answer.cookies.items())
        gone = [c.split("=")[0] for c in answer.headers.get_list("set-cookie") if "Max-Age=0" in c]
        self.cookies = {name: value for name, value in self.cookies.items() if name not in gone}
        return answer
