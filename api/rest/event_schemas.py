"""The JSON Schema of everything that the record can hold."""

from typing import Annotated, Any

from fastapi import Path

from api.rest.problems import ProblemError
from api.rest.routing import Routes
from api.rest.schemas import Told
from domain.events.base import FACTS, body_type

routes = Routes("/event-schemas", tag="Event schemas")

Topic = Annotated[
    str, Path(max_length=100, description="the topic of an event", examples=["municipality.rung-raised.v1"])
]


class EventSchema(Told):
    """A kind of fact, by its topic, and where its schema is."""

    topic: str
    description: str
    schema_at: str


class EventSchemas(Told):
    """Every kind of fact that can be recorded."""

    items: tuple[EventSchema, ...]
    total: int


@routes.read("")
def list_event_schemas() -> EventSchemas:
    """List every kind of fact that can be recorded."""
    items = [
        EventSchema(topic=topic, description=fact.__doc__ or "", schema_at=f"/v1/event-schemas/{topic}")
        for topic, fact in sorted(FACTS.items())
    ]
    return EventSchemas(items=tuple(items), total=len(items))


@routes.read("/{topic}")
def show_event_schema(topic: Topic) -> dict[str, Any]:
    """Show the JSON Schema of the body of one kind of entry, as it is stored."""
    if topic not in FACTS:
        raise ProblemError(404, f"'{topic}' is geen soort vastlegging.")
    return {**body_type(FACTS[topic]).model_json_schema(mode="serialization"), "title": topic}
