"""``trede open`` and ``trede withdraw``: begin to supervise a municipality; take back an entry made in error."""

from typing import Annotated

import typer

from api.cli.desk import desk
from api.cli.options import ActingFor, AsJson, Code, CommandId, Seen, parse_day
from api.cli.recorded import show_answer
from api.intake.register import Register
from domain.decisions.case import open_supervision, take_over_rung
from domain.decisions.records import withdraw_entry
from domain.values import PartialDate, PlainText, Rung, Source


def open_case(
    code: Code,
    *,
    name: Annotated[str | None, typer.Option("--name", help="Naam, als Trede de code niet kent.")] = None,
    opened: Annotated[str | None, typer.Option("--on", metavar="DAG", help="Eerste dag van het toezicht.")] = None,
    rung: Annotated[int | None, typer.Option("--rung", min=1, max=6, help="Trede waarop de gemeente al stond.")] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAG", help="Sinds wanneer (dag, maand of jaar).")
    ] = None,
    source: Annotated[str, typer.Option("--source", help="Waar die stand uit blijkt.")] = "",
    history: Annotated[str | None, typer.Option("--history", help="Wat over de voorgeschiedenis bekend is.")] = None,
    acting_for: ActingFor = None,
    json: AsJson = False,
) -> None:
    """Begin het toezicht op een gemeente, zo nodig op de trede waarop zij al stond."""
    known = Register.load().by_code(code)
    called = name or (known.name if known else None)
    if called is None:
        raise typer.BadParameter(f"{code} staat niet in het register. Geef de naam met --name.")
    with desk() as at:
        by = at.actor(acting_for)
        request = at.request(by, parse_day(opened) if opened else at.today)
        province = known.province if known else at.settings.province
        answer = at.ledger.record(open_supervision, municipality=code, request=request, name=called, province=province)
        if rung is not None:
            answer = at.ledger.record(
                take_over_rung,
                municipality=code,
                request=at.request(by, at.today),
                rung=Rung(rung),
                since=PartialDate.of(since),
                source=Source(reference=source),
                known_history=PlainText(text=history) if history else None,
            )
        show_answer(at, answer, json=json)


def withdraw(
    code: Code,
    entry: Annotated[int, typer.Argument(min=1, help="Nummer van de vastlegging, zoals in trede history.")],
    *,
    reason: Annotated[str, typer.Option("--reason", help="Waarom dit een vergissing was.")],
    acting_for: ActingFor = None,
    seen: Seen = None,
    command: CommandId = None,
    json: AsJson = False,
) -> None:
    """Trek een vastlegging in die per vergissing is gemaakt. Zij blijft leesbaar, met de reden."""
    with desk() as at:
        answer = at.ledger.record(
            withdraw_entry,
            municipality=code,
            request=at.request(at.actor(acting_for), at.today, command=command, seen=seen),
            entry=entry,
            reason=PlainText(text=reason),
        )
        show_answer(at, answer, json=json)
