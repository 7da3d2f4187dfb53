"""What holds for every page: it is for who signed in, it asks for a right, and it is a plain function."""

import ast
import inspect
import re

import pytest
from fastapi.routing import RouteContext, iter_route_contexts

from api.identity.rights import Right
from api.web.headers import is_page
from api.web.routing import Page
from tests.api.rest.test_openapi import APP

OPEN = {"/inloggen", "/static/{name}"}
"""What anybody may see."""
PAGES = [each for each in iter_route_contexts(APP.routes) if each.path and is_page(each.path) and each.path not in OPEN]


def named(route: RouteContext) -> str:
    """How a test calls a page."""
    return f"{'|'.join(route.methods or ())} {route.path}"


def test_there_are_pages() -> None:
    assert {"/", "/zoeken", "/import", "/status", "/gemeenten/{code}", "/uitloggen"} <= {each.path for each in PAGES}


@pytest.mark.parametrize("route", PAGES, ids=named)
def test_every_page_is_for_who_signed_in_and_asks_for_a_right(route: RouteContext) -> None:
    assert isinstance(route.original_route, Page)
    assert isinstance(route.original_route.entrance.right, Right)


@pytest.mark.parametrize("route", PAGES, ids=named)
def test_every_page_is_a_plain_function_that_catches_nothing(route: RouteContext) -> None:
    assert route.endpoint
    assert not inspect.iscoroutinefunction(route.endpoint)
    body = ast.parse(inspect.getsource(route.endpoint))
    assert not any(isinstance(node, ast.Try) for node in ast.walk(body))


@pytest.mark.parametrize("route", PAGES, ids=named)
def test_every_address_is_in_lower_case_without_a_slash_at_its_end(route: RouteContext) -> None:
    assert re.fullmatch(r"/|(/([a-z]+(-[a-z]+)*|\{[a-z_]+\}))+", route.path or "")
