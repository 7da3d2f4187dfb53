"""The short cut to a route finds what the long way finds."""

import pytest
from fastapi.routing import APIRoute
from starlette.routing import Match
from starlette.types import Scope

from api.rest.resources import everything
from api.short_cut import ShortCut
from api.web.pages import every_page

ROUTES = [route for route in (*everything(), *every_page()) if isinstance(route, APIRoute)]
SHORT_CUT = ShortCut(ROUTES)


def asked(method: str, path: str) -> Scope:
    return {"type": "http", "method": method, "path": path, "root_path": ""}


def the_long_way(scope: Scope) -> APIRoute | None:
    return next((route for route in ROUTES if route.matches(scope)[0] is Match.FULL), None)


def example(route: APIRoute, segment: str) -> str:
    """An address of the shape of a route."""
    return "/".join(segment if "{" in each else each for each in route.path.split("/"))


@pytest.mark.parametrize("segment", ["GM9901", "2024-1", "7", "nieuw", "a%2Fb", ""])
def test_every_route_is_found_as_by_the_long_way(segment: str) -> None:
    for route in ROUTES:
        for method in route.methods or ():
            scope = asked(method, example(route, segment))
            match, told = SHORT_CUT.matches(scope)
            assert told.get("route") is the_long_way(scope), scope["path"]
            assert (match is Match.FULL) == bool(told)


@pytest.mark.parametrize(
    ("method", "path"),
    [("DELETE", "/v1/ladder"), ("GET", "/v1/ladder/"), ("GET", "/v1"), ("GET", ""), ("GET", "//"), ("PUT", "/")],
)
def test_what_no_route_takes_goes_the_long_way(method: str, path: str) -> None:
    assert SHORT_CUT.matches(asked(method, path)) == (Match.NONE, {})
