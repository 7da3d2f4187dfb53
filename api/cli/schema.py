"""``trede schema``: the JSON Schema of everything that the record can hold."""

from api.cli.output import as_json
from domain.events.base import FACTS, About


def show_schemas(topic: str | None = None) -> None:
    """Toon het JSON Schema van elke soort vastlegging, of van één soort."""
    schemas = {
        name: {
            "title": name,
            "type": "object",
            "properties": {
                "about": About.model_json_schema(mode="serialization"),
                "fact": fact.model_json_schema(mode="serialization"),
            },
            "required": ["about", "fact"],
        }
        for name, fact in sorted(FACTS.items())
        if topic in (None, name)
    }
    as_json(schemas)
