"""Questions from the command line about another day: as known on a day, and as at a day."""

from datetime import date, datetime
from typing import Annotated

import typer

from api.cli.catching_up import catch_up
from api.cli.desk import Desk
from api.cli.options import parse_day
from api.cli.usage import Unusable
from projections.dutch.words import AMSTERDAM, day, moment
from projections.engine.known import Knowing

EARLIEST, LATEST = date(1995, 1, 1), date(2199, 12, 31)
"""The days that can be asked about: their periods, and those before them, are periods of the model."""

KnownOn = Annotated[
    str | None,
    typer.Option(
        "--known-on",
        metavar="DAG",
        help="Zoals het bekend was aan het eind van deze dag, of vlak voor een moment: 2024-06-30 of 2024-06-30T12:00.",
    ),
]
AsAt = Annotated[
    str | None,
    typer.Option("--as-at", metavar="DAG", help="De stand per deze dag; anders vandaag, of de dag van --known-on."),
]


def asked(at: Desk, known_on: str | None, as_at: str | None) -> Knowing:
    """What a question to the record is about."""
    return Knowing.asked(at.ledger, today=at.today, known_on=_known_on(known_on), as_at=_day("--as-at", as_at))


def asked_of_read_models(at: Desk, known_on: str | None, as_at: str | None, *, quiet: bool) -> Knowing:
    """What a question is about, once the read models are as far as the record."""
    asked(at, known_on, as_at)  # what cannot be asked need not wait
    catch_up(at, quiet=quiet)
    return asked(at, known_on, as_at)


def in_words(knowing: Knowing, known_on: str | None) -> str:
    """What a question was about: ``op 1 juli 2024, zoals bekend op 30 juni 2024``."""
    known = _known_on(known_on)
    if known is None:
        return f"op {day(knowing.day)}"
    told = f"vlak voor {moment(known)}" if isinstance(known, datetime) else f"op {day(known)}"
    return f"op {day(knowing.day)}, zoals bekend {told}"


def _known_on(given: str | None) -> date | datetime | None:
    """A day, or a moment; one without a zone is Dutch time."""
    if given is None or "T" not in given:
        return _day("--known-on", given)
    try:
        told = datetime.fromisoformat(given)
    except ValueError:
        raise Unusable(f"--known-on: '{given}' is geen moment; schrijf 2024-06-30T12:00.") from None
    return told if told.tzinfo else told.replace(tzinfo=AMSTERDAM)


def _day(option: str, given: str | None) -> date | None:
    if given is None:
        return None
    told = parse_day(option, given)
    if not EARLIEST <= told <= LATEST:
        raise Unusable(f"{option}: kies een dag van {day(EARLIEST)} t/m {day(LATEST)}.")
    return told
