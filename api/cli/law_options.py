"""What is typed about the law of rungs 4 to 6: the letter of rung 4, the decision of rung 5, money, and which one."""

import re
from collections.abc import Collection
from datetime import date
from typing import Annotated
from uuid import UUID, uuid5

import typer
from pydantic import ValidationError

from api.cli.options import choices, parse_day
from api.cli.period import read_half_year
from api.cli.usage import Unusable
from api.values import in_words
from domain.events.law import Announcing, Deciding, Scope
from domain.values import DecisionId, LetterId, Period

MOST_CENTS = 100_000_000_000
LETTER_NEEDS = "Bij een vooraankondiging horen --announce-until en --views-until."
DECISION_NEEDS = "Bij een besluit horen --decide-persons, --decide-periods, --decide-until en --figures-day."


def read_periods(given: str | None) -> str | None:
    """Half years that were typed, with commas between them."""
    if given is not None:
        for each in given.split(","):
            read_half_year(each.strip())
    return given


def periods_of(given: str | None) -> tuple[Period, ...]:
    """The half years of an option; none when it was left out."""
    return tuple(Period.parse(each.strip()) for each in given.split(",")) if given else ()


AnnounceUntil = Annotated[
    str | None,
    typer.Option("--announce-until", metavar="DAG", help="Trede 4: tot en met wanneer de gemeente nog kan voldoen."),
]
ViewsUntil = Annotated[
    str | None, typer.Option("--views-until", metavar="DAG", help="Trede 4: tot en met wanneer een zienswijze kan.")
]
Letter = Annotated[
    str | None, typer.Option("--letter", metavar="NUMMER", help="De brief met de vooraankondiging, zoals letter-12.")
]
AnnouncePeriods = Annotated[
    str | None,
    typer.Option(
        "--announce-periods", metavar="PERIODES", callback=read_periods, help="Trede 4: over welke halve jaren: 2023-2."
    ),
]
AnnouncePersons = Annotated[
    int | None, typer.Option("--announce-persons", metavar="AANTAL", min=0, help="Trede 4: over hoeveel personen.")
]
DecidePersons = Annotated[
    int | None,
    typer.Option("--decide-persons", metavar="AANTAL", min=1, max=1_000_000, help="Trede 5: hoeveel personen."),
]
DecidePeriods = Annotated[
    str | None,
    typer.Option(
        "--decide-periods",
        metavar="PERIODES",
        callback=read_periods,
        help="Trede 5: van welke halve jaren: 2023-1,2023-2.",
    ),
]
DecideUntil = Annotated[
    str | None,
    typer.Option("--decide-until", metavar="DAG", help="Trede 5: de laatste dag waarop de gemeente zelf kan voldoen."),
]
FiguresDay = Annotated[
    str | None,
    typer.Option("--figures-day", metavar="DAG", help="Trede 5: de dag van de cijfers waarop het besluit rust."),
]
DecisionNumber = Annotated[
    str | None, typer.Option("--decision", metavar="NUMMER", help="Het besluit, zoals decision-3.")
]
ScopeOption = Annotated[
    Scope, typer.Option("--scope", metavar="OMVANG", help=f"Trede 5: wat de provincie overneemt: {choices(Scope)}.")
]
Urgent = Annotated[
    str | None,
    typer.Option("--urgent", metavar="TEKST", help="Waarom een zienswijze, of de termijn, niet kan worden afgewacht."),
]


def announcing_of(
    command: UUID,
    *,
    until: str | None,
    views: str | None,
    letter: str | None,
    periods: str | None,
    persons: int | None,
) -> Announcing | None:
    """The letter of rung 4 that was typed, if any; its number follows from the command when none was given."""
    if not any((until, views, letter, periods)) and persons is None:
        return None
    if until is None or views is None:
        raise Unusable(LETTER_NEEDS)
    try:
        return Announcing(
            letter=LetterId(letter or f"letter-{uuid5(command, 'letter')}"),
            term_ends=parse_day("--announce-until", until),
            views_due=parse_day("--views-until", views),
            periods=periods_of(periods),
            persons=persons,
        )
    except ValidationError as error:
        raise Unusable(" ".join(in_words(error, where="De vooraankondiging"))) from None


def deciding_of(
    command: UUID,
    *,
    persons: int | None,
    periods: str | None,
    until: str | None,
    figures_day: str | None,
    decision: str | None,
    scope: Scope,
) -> Deciding | None:
    """The decision of rung 5 that was typed, if any; its number follows from the command when none was given."""
    if not any((periods, until, figures_day, decision)) and persons is None:
        return None
    if persons is None or periods is None or until is None or figures_day is None:
        raise Unusable(DECISION_NEEDS)
    try:
        return Deciding(
            decision=DecisionId(decision or f"decision-{uuid5(command, 'decision')}"),
            persons=persons,
            periods=periods_of(periods),
            figures_day=parse_day("--figures-day", figures_day),
            term_ends=parse_day("--decide-until", until),
            scope=scope,
        )
    except ValidationError as error:
        raise Unusable(" ".join(in_words(error, where="Het besluit"))) from None


def cents_of(option: str, given: str) -> int:
    """An amount in euro cents that was typed in euros: ``12500`` or ``12500,50``."""
    found = re.fullmatch(r"(\d{1,9})(?:,(\d{2}))?", given, re.ASCII)
    amount = int(found[1]) * 100 + int(found[2] or 0) if found else 0
    if not 0 < amount <= MOST_CENTS:
        raise Unusable(f"{option}: '{given}' is geen bedrag in euro's; schrijf 12500 of 12500,50.")
    return amount


def the_one(option: str, what: str, given: str | None, known: Collection[str]) -> str:
    """What it is about: as it was given, else the only one that there is."""
    if given is not None:
        return given
    if not known:
        raise Unusable(f"Er is nog geen {what} vastgelegd.")
    if len(known) > 1:
        raise Unusable(f"Er is meer dan één {what}: noem welke met {option} ({', '.join(known)}).")
    return next(iter(known))


def day_of(option: str, given: str | None) -> date | None:
    """A day that was typed, if it was."""
    return parse_day(option, given) if given else None
