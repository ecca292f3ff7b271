"""The description of the API (OpenAPI): its answers are the published shapes of the commands, not a second copy."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import FastAPI

_SUFFIX = ".schema.json"
_COMPONENTS = "#/components/schemas/"
_ERRORS = {
    400: "The request is not understood.",
    401: "No token, or one that opens nothing.",
    403: "No right.",
    404: "Not there, or not for this caller.",
    409: "Not possible as things stand.",
    503: "A part of the installation is unreachable.",
}

Responses = dict[int | str, dict[str, Any]]


def answers(shape: str, *, status: int = 200, of: str = "As the command of that name answers.") -> Responses:
    """Describe a route that answers with a published shape, or with an error."""
    told: Responses = {code: _json("error", words) for code, words in _ERRORS.items()}
    return {status: _json(shape, of)} | told


def file_of(media_type: str) -> Responses:
    """Describe a route that answers with the bytes of a file, or with an error."""
    body = {media_type: {"schema": {"type": "string", "format": "binary"}}}
    return answers("error") | {200: {"description": "The file.", "content": body}}


def describe(app: FastAPI) -> None:
    """Have the application describe itself with the published shapes."""
    made = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = made()
            document["components"] = {**document.get("components", {})}
            document["components"]["schemas"] = {**_used(document), **shapes()}
            document["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
            document["security"] = [{"token": []}]
            for path in document["paths"].values():
                for operation in path.values():
                    operation["responses"].pop("422", None)  # what is misread is answered with 400
            app.openapi_schema = document
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]


@cache
def shapes() -> Mapping[str, Any]:
    """Return every published shape by its name, its references led to the components of the description."""
    folder = files("services.shapes") / "schemas"
    named = {path.name.removesuffix(_SUFFIX): path for path in folder.iterdir() if path.name.endswith(_SUFFIX)}
    return {name: _led(json.loads(path.read_text(encoding="utf-8")), name) for name, path in sorted(named.items())}


def _used(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the bodies that FastAPI described itself, without those of its own errors."""
    made = document.get("components", {}).get("schemas", {})
    return {name: schema for name, schema in made.items() if name not in {"HTTPValidationError", "ValidationError"}}


def _led(schema: Any, name: str) -> Any:
    if isinstance(schema, list):
        return [_led(part, name) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _led(part, name) for key, part in schema.items() if key not in {"$id", "$schema"}}
    if isinstance(kept.get("$ref"), str):
        file, _, place = kept["$ref"].partition("#")
        kept["$ref"] = _COMPONENTS + (file.removesuffix(_SUFFIX) or name) + place
    return kept


def _json(shape: str, words: str) -> dict[str, Any]:
    return {"description": words, "content": {"application/json": {"schema": {"$ref": _COMPONENTS + shape}}}}
