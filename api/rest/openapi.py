"""The OpenAPI document: what FastAPI tells of the routes, with what holds for all of them."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from api.rest.described import PROBLEM
from api.rest.headers import VERSION
from api.rest.routing import SCHEME

PATH = "/v1/openapi.json"
DESCRIPTION = """\
The record of a Dutch province that supervises municipalities: what was reported, said, agreed and decided, and what
follows from it.

* **Writing.** Every write is a command with an id, the `Idempotency-Key`: sent again it gets its first answer. What
  changes something that you saw names the version you saw in `If-Match`. Nothing is ever overwritten.
* **Reading.** `knownOn` asks what was known at a moment, `asAt` what was true on a day. A write answers
  `X-Trede-Position`; a read that bears it shows that write.
* **Problems** are told by RFC 9457, in Dutch, with the rule that refused and the source of that rule.
"""


def described(app: FastAPI) -> None:
    """Let the app tell its OpenAPI document at ``/v1/openapi.json``, to everybody, from any site."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _completed(plain())
        return app.openapi_schema

    def document(_: Request) -> JSONResponse:
        return JSONResponse(app.openapi(), headers={"Access-Control-Allow-Origin": "*"})

    app.openapi = openapi  # type: ignore[method-assign] # the way FastAPI documents it
    app.add_route(PATH, document, include_in_schema=False)


def _completed(document: dict[str, Any]) -> dict[str, Any]:
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas["Problem"] = PROBLEM
    for validation in ("HTTPValidationError", "ValidationError"):  # the framework's own problems, which nobody gets
        schemas.pop(validation, None)
    for path in document.get("paths", {}).values():
        for operation in path.values():
            if _is_of_framework(operation["responses"].get("422", {})):
                del operation["responses"]["422"]
    components["securitySchemes"] = {
        SCHEME: {"type": "http", "scheme": "bearer", "description": "A token, made by `trede token`."}
    }
    document["servers"] = [{"url": "/"}]
    document["info"]["version"] = VERSION
    return document


def _is_of_framework(response: dict[str, Any]) -> bool:
    return "HTTPValidationError" in str(response)
