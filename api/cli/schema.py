"""``trede schema``: the JSON Schema of everything that the record can hold."""

from typing import Annotated

import typer

from api.cli.output import as_json
from domain.events.base import FACTS, body_type


def show_schemas(
    topic: Annotated[str | None, typer.Argument(metavar="SOORT", help="Zoals municipality.rung-raised.v1.")] = None,
) -> None:
    """Toon het JSON Schema van elke soort vastlegging, of van één soort."""
    if topic is not None and topic not in FACTS:
        raise typer.BadParameter(f"'{topic}' is geen soort vastlegging.")
    as_json(
        {
            name: {**body_type(fact).model_json_schema(mode="serialization"), "title": name}
            for name, fact in sorted(FACTS.items())
            if topic in {None, name}
        }
    )
