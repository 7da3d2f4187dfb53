"""Options that several commands share, and how what is typed with them is read."""

from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Annotated
from uuid import UUID

import typer
from pydantic import ValidationError

from api.cli.usage import Unusable
from api.intake.register import Register, municipality_code
from api.values import in_words
from domain.values import Classification, PartialDate, PlainText
from projections.dutch.words import word


def read_code(given: str) -> str:
    """The code of a municipality that was typed as a code or as a name."""
    if code := municipality_code(given):
        return code
    found = Register.load(fictional=True).candidates(given)
    match found:
        case (known,):
            return known.code
        case ():
            raise Unusable(f"'{given}' is geen gemeente die Trede kent. Geef de CBS-code, zoals GM0622.")
        case _:
            codes = ", ".join(f"{known.code} ({known.province_name})" for known in found)
            raise Unusable(f"Er zijn meer gemeenten '{given}': {codes}. Geef de code.")


def choices(terms: Iterable[Enum]) -> str:
    """The words that can be typed, each with its Dutch word: ``progress (voortgangsgesprek), …``."""
    return ", ".join(_choice(str(term.value), word(term)) for term in terms)


def _choice(typed: str, meant: str) -> str:
    return typed if typed.casefold() == meant.casefold() else f"{typed} ({meant})"


def read_name(given: str | None) -> str | None:
    """The name of a colleague."""
    if given is None:
        return None
    name = free_text("--as", given).text
    if len(name) > LONGEST_NAME:
        raise Unusable(f"--as: is te lang (hoogstens {LONGEST_NAME} tekens).")
    return name


LONGEST_NAME = 200

Code = Annotated[
    str,
    typer.Argument(
        metavar="GEMEENTE", callback=read_code, help="CBS-code of naam van de gemeente: GM0622 of Vlaardingen."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", metavar="", help="Antwoord als JSON, voor programma's.")]
ActingFor = Annotated[
    str | None,
    typer.Option("--as", metavar="NAAM", callback=read_name, help="De collega voor wie u dit vastlegt."),
]
CommandId = Annotated[
    UUID | None,
    typer.Option(
        "--command",
        metavar="UUID",
        help="Nummer van deze opdracht. Dezelfde opdracht nog eens geeft hetzelfde antwoord en legt niets vast.",
    ),
]
Seen = Annotated[
    int | None,
    typer.Option(
        "--seen",
        metavar="VERSIE",
        help="De versie van het dossier die u zag. Veranderde een ander dit intussen, dan wordt niets vastgelegd.",
    ),
]


def parse_day(option: str, given: str) -> date:
    """A day as ``2024-06-30``; for options that take one."""
    try:
        day = date.fromisoformat(given)
    except ValueError:
        day = None
    if day is None or day.isoformat() != given:
        raise Unusable(f"{option}: '{given}' is geen dag; schrijf 2024-06-30.")
    return day


def parse_partial(option: str, given: str | None) -> PartialDate:
    """A day, a month or a year, as far as it is known; for options that take one."""
    try:
        return PartialDate.of(given)
    except ValueError:
        raise Unusable(
            f"{option}: '{given}' is geen dag, maand of jaar; schrijf 2024-06-30, 2024-06 of 2024."
        ) from None


def free_text(option: str, given: str, classification: Classification = Classification.INTERNAL) -> PlainText:
    """Free text that was typed with an option."""
    try:
        return PlainText(text=given, classification=classification)
    except ValidationError as error:
        raise Unusable(" ".join(in_words(error, where=option))) from None


def optional_text(option: str, given: str | None) -> PlainText | None:
    """Free text that was typed with an option, if it was."""
    return None if given is None else free_text(option, given)
