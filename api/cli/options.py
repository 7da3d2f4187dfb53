"""Options that several commands share."""

from datetime import date
from typing import Annotated
from uuid import UUID

import typer

Code = Annotated[str, typer.Argument(metavar="CODE", help="CBS-code van de gemeente, zoals GM0622.")]
AsJson = Annotated[bool, typer.Option("--json", help="Antwoord als JSON, voor programma's.")]
ActingFor = Annotated[
    str | None, typer.Option("--as", metavar="NAAM", help="De collega voor wie u dit vastlegt.", show_default=False)
]
CommandId = Annotated[
    UUID | None,
    typer.Option(
        "--command", help="Nummer (UUID) van deze opdracht. Dezelfde opdracht nog eens geeft hetzelfde antwoord."
    ),
]
Seen = Annotated[
    int | None,
    typer.Option("--seen", help="De versie van het dossier die u zag: weigert als een ander intussen iets veranderde."),
]


def parse_day(given: str) -> date:
    """A day as ``2024-06-30``; for options that take one."""
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise typer.BadParameter(f"'{given}' is geen dag; schrijf 2024-06-30.") from None
