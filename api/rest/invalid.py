"""What cannot be read in a request: the place, the value and what was expected, in Dutch.

A body that is well written but says what cannot be is 422; a body, parameter or header that cannot be read is 400; an
id in the path that cannot be one is 404, as nothing is there.
"""

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic_core import ErrorDetails

from api.rest.problems import ProblemResponse, problem
from api.values import in_a_sentence

BODY, PATH = "body", "path"


def unreadable(_: Request, error: RequestValidationError) -> ProblemResponse:
    """What FastAPI could not read."""
    found: list[ErrorDetails] = list(error.errors())
    places = {str(each["loc"][0]) for each in found}
    if places == {PATH}:
        return problem(HTTPStatus.NOT_FOUND)
    not_json = any(each["type"] == "json_invalid" for each in found)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if places == {BODY} and not not_json else HTTPStatus.BAD_REQUEST
    return _told(status, found)


def _told(status: HTTPStatus, found: list[ErrorDetails]) -> ProblemResponse:
    errors = [_error(each) for each in found]
    return problem(status, detail=" ".join(each["detail"] for each in errors), errors=errors)


def _error(found: ErrorDetails) -> dict[str, Any]:
    """One thing that is wrong: in the body by its JSON Pointer, elsewhere by the name of the parameter or header."""
    place, *path = found["loc"]
    if found["type"] == "json_invalid":
        path = []
    detail = in_a_sentence(found, ".".join(map(str, path)) or "De inhoud")
    if place == BODY:
        return {"pointer": "#" + "".join(f"/{_escaped(part)}" for part in path), "detail": detail}
    return {str(place): ".".join(map(str, path)), "detail": detail}


def _escaped(part: object) -> str:
    return quote(str(part).replace("~", "~0").replace("/", "~1"), safe="~", errors="replace")
