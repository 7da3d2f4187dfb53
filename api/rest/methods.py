"""What the framework itself does not accept; for a wrong method, with all that can be done at that address."""

from fastapi import FastAPI, Request
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.routing import compile_path

from api.rest.problems import ProblemResponse, problem


def not_found_or_not_allowed(request: Request, error: HTTPException) -> ProblemResponse:
    """A problem for an error of the framework. Its own Allow names the methods of one route only."""
    headers = dict(error.headers or {})
    if "Allow" in headers:
        headers["Allow"] = ", ".join(sorted(_methods(request.app, request.url.path)))
    return problem(error.status_code, headers=headers)


def _methods(app: FastAPI, path: str) -> set[str]:
    return {
        method
        for route in iter_route_contexts(app.routes)
        if route.path and compile_path(route.path)[0].match(path)
        for method in route.methods or ()
    }
