"""What holds for every route: a right, a description, names as the design rules ask; plain functions without a try."""

import ast
import inspect
import re
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import RouteContext, iter_route_contexts

import api.rest
from api.identity.rights import Right
from api.rest.routing import Route
from tests.api.rest.test_openapi import APP, OPENAPI, OPERATIONS

ROUTES = [each for each in iter_route_contexts(APP.routes) if (each.path or "").startswith("/v1")]
TOLD = [each for each in ROUTES if each.path != "/v1/openapi.json"]


def named(route: RouteContext) -> str:
    """How a test calls a route."""
    return f"{'|'.join(route.methods or ())} {route.path}"


@pytest.mark.parametrize("route", TOLD, ids=named)
def test_every_route_asks_for_a_right(route: RouteContext) -> None:
    assert isinstance(route.original_route, Route)
    assert isinstance(route.original_route.entrance.right, Right)


@pytest.mark.parametrize("route", TOLD, ids=named)
def test_every_route_is_a_plain_function_that_catches_nothing(route: RouteContext) -> None:
    assert route.endpoint
    assert not inspect.iscoroutinefunction(route.endpoint)
    body = ast.parse(inspect.getsource(route.endpoint))
    assert not any(isinstance(node, ast.Try) for node in ast.walk(body))


@pytest.mark.parametrize("route", TOLD, ids=named)
def test_every_path_is_in_kebab_case_without_a_slash_at_its_end(route: RouteContext) -> None:
    assert re.fullmatch(r"/v1(/([a-z]+(-[a-z]+)*|\{[a-z]+\}))+", route.path or "")


OPERATION = [pytest.param(told, id=f"{method} {path}") for path, method, told in OPERATIONS]


@pytest.mark.parametrize("told", OPERATION)
def test_every_operation_is_described(told: dict[str, Any]) -> None:
    assert re.fullmatch(r"[a-z]+([A-Z][a-z]*)*", told["operationId"])
    assert told["summary"]
    assert told["description"].startswith(told["summary"])
    assert len(told["tags"]) == 1
    assert told["security"] == [{"bearer": []}]
    for parameter in told.get("parameters", []):
        assert parameter["description"], parameter["name"]
        assert re.fullmatch(r"[a-z]+([A-Z][a-z]*)*[0-9]*|[A-Z][A-Za-z]*(-[A-Za-z]+)*", parameter["name"])


@pytest.mark.parametrize("told", OPERATION)
def test_every_operation_tells_of_the_problems_it_can_answer_with(told: dict[str, Any]) -> None:
    statuses = set(told["responses"])
    assert {"400", "401", "403", "503"} <= statuses
    for status, response in told["responses"].items():
        if status >= "400":
            assert list(response["content"]) == ["application/problem+json"]


@pytest.mark.parametrize("told", OPERATION)
def test_every_body_has_an_example(told: dict[str, Any]) -> None:
    for kind, content in told.get("requestBody", {}).get("content", {}).items():
        schema = OPENAPI["components"]["schemas"][content["schema"]["$ref"].split("/")[-1]]
        assert schema["description"]
        assert kind == "multipart/form-data" or schema["examples"]


def test_no_two_operations_have_one_id() -> None:
    ids = [told["operationId"] for _, _, told in OPERATIONS]
    assert len(ids) == len(set(ids))


def test_every_name_in_a_body_or_an_answer_is_in_camel_case() -> None:
    for called, schema in OPENAPI["components"]["schemas"].items():
        for name in schema.get("properties", {}):
            assert re.fullmatch(r"[a-z][a-z0-9]*([A-Z][a-z0-9]*)*", name), (called, name)


def test_nothing_of_the_framework_itself_is_in_the_document() -> None:
    assert "HTTPValidationError" not in str(OPENAPI)


def test_every_module_of_the_api_is_among_its_resources() -> None:
    modules = {path.stem for path in Path(api.rest.__file__).parent.glob("*.py") if "Routes(" in path.read_text()}
    told = {Path(inspect.getfile(route.endpoint)).stem for route in TOLD if route.endpoint}
    assert modules - {"routing"} == told
