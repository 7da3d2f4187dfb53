"""The published JSON Schemas: each tells of its fact what the golden body of that topic shows."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from domain.events.base import FACTS, body_type
from tests.domain.test_golden import GOLDEN

Schema = dict[str, Any]
DRAFT_2020_12 = "https://json-schema.org/draft/2020-12/schema"
TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}


def schema_of(topic: str) -> Schema:
    return FACTS[topic].model_json_schema(mode="serialization")


def resolved(schema: Schema, whole: Schema) -> Schema:
    """The schema itself, or the definition that it refers to."""
    if "$ref" in schema:
        _, _, name = schema["$ref"].rpartition("/")
        found: Schema = whole["$defs"][name]
        return found
    return schema


def problems(content: object, schema: Schema, whole: Schema, at: str = "") -> Iterator[str]:
    """Where a content does not have the shape that the schema tells: types, required and known names, choices."""
    schema = resolved(schema, whole)
    if "anyOf" in schema:
        tried = [list(problems(content, option, whole, at)) for option in schema["anyOf"]]
        if all(tried):
            yield from min(tried, key=len)
        return
    kind = schema.get("type")
    fits = kind is None or (isinstance(content, TYPES[kind]) and not (kind == "integer" and isinstance(content, bool)))
    if not fits:
        yield f"{at}: {content!r} is no {kind}"
    if "enum" in schema and content not in schema["enum"]:
        yield f"{at}: {content!r} is none of {schema['enum']}"
    if fits and isinstance(content, dict):
        yield from _problems_of_object(content, schema, whole, at)
    if fits and isinstance(content, list):
        items = schema.get("prefixItems") or [schema.get("items", {})] * len(content)
        for number, (each, item) in enumerate(zip(content, items, strict=True)):
            yield from problems(each, item, whole, f"{at}[{number}]")


def _problems_of_object(content: dict[str, Any], schema: Schema, whole: Schema, at: str) -> Iterator[str]:
    told = schema.get("properties", {})
    for name in schema.get("required", []):
        if name not in content:
            yield f"{at}.{name} is missing"
    for name, value in content.items():
        if name in told:
            yield from problems(value, told[name], whole, f"{at}.{name}")
        elif schema.get("additionalProperties") is False:
            yield f"{at}.{name} is not in the schema"


@pytest.mark.parametrize("topic", sorted(FACTS))
def test_the_golden_fact_has_the_shape_that_its_schema_tells(topic: str) -> None:
    schema, fact = schema_of(topic), json.loads((GOLDEN / f"{topic}.json").read_text())["fact"]
    assert list(problems(fact, schema, schema)) == []
    assert set(fact) <= set(schema["properties"])
    assert set(schema["required"]) <= set(schema["properties"])
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("topic", sorted(FACTS))
def test_what_is_left_out_of_a_stored_fact_is_not_required(topic: str) -> None:
    required = {name for name, field in FACTS[topic].model_fields.items() if field.is_required()}
    optional = {name for name, field in FACTS[topic].model_fields.items() if field.default is None}
    schema = schema_of(topic)
    assert required <= set(schema["required"])
    assert optional.isdisjoint(schema["required"])


@pytest.mark.parametrize("topic", sorted(FACTS))
def test_a_schema_explains_its_fact_and_refers_to_what_it_defines(topic: str) -> None:
    schema = schema_of(topic)
    assert schema["title"] == FACTS[topic].__name__
    assert schema["description"]
    references = {part["$ref"] for part in _parts(schema) if "$ref" in part}
    assert references <= {f"#/$defs/{name}" for name in schema.get("$defs", {})}
    assert all(part["type"] in TYPES for part in _parts(schema) if isinstance(part.get("type"), str))


def _parts(schema: object) -> Iterator[Schema]:
    match schema:
        case dict():
            yield schema
            for each in schema.values():
                yield from _parts(each)
        case list():
            for each in schema:
                yield from _parts(each)


@pytest.mark.parametrize("topic", sorted(FACTS))
def test_the_schema_of_a_whole_body_can_be_made_too(topic: str) -> None:
    schema = body_type(FACTS[topic]).model_json_schema(mode="serialization")
    body = json.loads((GOLDEN / f"{topic}.json").read_text())
    assert list(problems(body, schema, schema)) == []


def test_what_is_no_shape_of_a_fact_is_seen() -> None:
    schema = schema_of("municipality.target-set.v1")
    fact = json.loads((GOLDEN / "municipality.target-set.v1.json").read_text())["fact"]
    wrong = {**fact, "net_target": "many", "source": {"kind": "gossip"}, "more": 1}
    del wrong["period"]
    assert [problem.split(":")[0].split(" ")[0] for problem in problems(wrong, schema, schema)] == [
        ".period",
        ".net_target",
        ".source.kind",
        ".more",
    ]


def test_a_sealed_text_is_published_as_it_is_stored_never_as_plain_text() -> None:
    whole = json.dumps([schema_of(topic) for topic in FACTS])
    assert "SealedText" in whole
    assert "PlainText" not in whole
    assert "base64url" in whole
