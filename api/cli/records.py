"""``trede open`` and ``trede withdraw``: begin to supervise a municipality; take back an entry made in error."""

from dataclasses import dataclass
from typing import Annotated, Any

import typer

from api.cli.desk import desk
from api.cli.options import ActingFor, AsJson, Code, CommandId, Seen, free_text, optional_text, parse_day, parse_partial
from api.cli.recorded import show_answer
from api.cli.usage import Unusable
from api.intake.register import Register
from domain.decisions.case import open_on_rung, open_supervision
from domain.decisions.records import withdraw_entry
from domain.values import PartialDate, PlainText, Rung, Source

EntryNumber = Annotated[
    int, typer.Argument(metavar="NUMMER", min=1, help="Nummer van de vastlegging, zoals in trede history.")
]


@dataclass(frozen=True, slots=True)
class TakenOver:
    """The rung on which a municipality already stood."""

    rung: Rung
    since: PartialDate
    source: Source
    known_history: PlainText | None

    def question(self) -> dict[str, Any]:
        """The part of a question that is about it."""
        return {
            "rung": self.rung,
            "since": self.since,
            "source": self.source,
            "known_history": self.known_history,
        }


def open_case(
    code: Code,
    *,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAAM", help="Naam van de gemeente, als Trede de code niet kent.")
    ] = None,
    opened: Annotated[
        str | None, typer.Option("--on", metavar="DAG", help="Eerste dag van het toezicht; anders vandaag.")
    ] = None,
    rung: Annotated[
        int | None, typer.Option("--rung", metavar="TREDE", min=1, max=6, help="De trede waarop de gemeente al stond.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAG", help="Bij --rung: sinds wanneer (dag, maand of jaar).")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="TEKST", help="Bij --rung: waar die stand uit blijkt.")
    ] = None,
    history: Annotated[
        str | None,
        typer.Option("--history", metavar="TEKST", help="Bij --rung: wat over de voorgeschiedenis bekend is."),
    ] = None,
    acting_for: ActingFor = None,
    command: CommandId = None,
    json: AsJson = False,
) -> None:
    """Begin het toezicht op een gemeente, zo nodig op de trede waarop zij al stond.

    Staat de gemeente al onder toezicht, dan legt --rung alleen nog die trede vast (een 'overgenomen stand').
    """
    known = Register.load().by_code(code)
    taken_over = _taken_over(rung, since, source, history)
    first_day = parse_day("--on", opened) if opened else None
    with desk() as at:
        called = name or (known.name if known else at.state(code).case.name)
        if called is None:
            raise Unusable(f"{code} staat niet in het register van Trede. Geef de naam met --name.")
        case = {"name": called, "province": known.province if known else at.settings.province}
        answer = at.record(
            open_on_rung if taken_over else open_supervision,
            code,
            lambda _: {**case, **(taken_over.question() if taken_over else {})},
            happened_on=first_day,
            acting_for=acting_for,
            command=command,
        )
        show_answer(at, answer, json=json)


def _taken_over(rung: int | None, since: str | None, source: str | None, history: str | None) -> TakenOver | None:
    if rung is None:
        if since or source or history:
            raise Unusable("--since, --source en --history horen bij --rung. Noem de trede met --rung.")
        return None
    return TakenOver(
        rung=Rung(rung),
        since=parse_partial("--since", since),
        source=Source(reference=source or ""),
        known_history=optional_text("--history", history),
    )


def withdraw(
    code: Code,
    entry: EntryNumber,
    *,
    reason: Annotated[str, typer.Option("--reason", metavar="TEKST", help="Waarom dit een vergissing was.")],
    acting_for: ActingFor = None,
    seen: Seen = None,
    command: CommandId = None,
    json: AsJson = False,
) -> None:
    """Trek een vastlegging in die per vergissing is gemaakt. Zij blijft leesbaar, met de reden."""
    because = free_text("--reason", reason)
    with desk() as at:
        answer = at.record(
            withdraw_entry,
            code,
            lambda _: {"entry": entry, "reason": because},
            acting_for=acting_for,
            command=command,
            seen=seen,
        )
        show_answer(at, answer, json=json)
