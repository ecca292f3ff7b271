"""A browser without a screen: keeps its cookies, sends our forms, follows nothing by itself."""

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response

from bootstrap.application import Application
from pipeline.model.identity import ActorId
from services.access import SYSTEM
from web import cookies


class Visitor:
    """One browser at an application; nobody is signed in until `as_one` says so."""

    def __init__(self, app: FastAPI) -> None:
        self.client = TestClient(app, follow_redirects=False, raise_server_exceptions=False)

    @property
    def application(self) -> Application:
        """Give the installation that is visited."""
        return self.client.app.state.door.application

    def as_one(self, name: str) -> "Visitor":
        """Sign in as somebody, without the form."""
        entered = self.application.sign_in.admit(SYSTEM, ActorId(name))
        self.client.cookies.set(cookies.SESSION, entered.secret)
        return self

    def get(self, address: str, **headers: str) -> Response:
        """Ask for a page."""
        return self.client.get(address, headers=headers)

    def post(self, address: str, **fields: str) -> Response:
        """Send a form as our pages have it, with its token."""
        secret = self.client.cookies.get(cookies.SESSION) or self.client.cookies.get(cookies.VISITOR) or ""
        return self.client.post(address, data={"form_token": cookies.form_token(secret), **fields})

    def request(self, method: str, address: str, fields: dict[str, str]) -> Response:
        """Ask or send."""
        return self.get(address) if method == "GET" else self.post(address, **fields)
