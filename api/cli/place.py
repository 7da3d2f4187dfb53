"""``trede place``: raise, lower or hold the rung of a municipality, by decision and with grounds."""

from enum import StrEnum
from typing import Annotated

import typer

from api.cli.desk import desk
from api.cli.options import ActingFor, AsJson, Code, CommandId, Seen, parse_day
from api.cli.recorded import show_answer
from domain.decisions.ladder import Terms, hold_rung, lower_rung, raise_rung
from domain.events.ladder import Basis, DecidedBy, DecidingBody, Departure
from domain.ledger.application import Decision
from domain.values import PlainText, Rung


class Move(StrEnum):
    """What is decided about the rung."""

    RAISE = "raise"
    LOWER = "lower"
    HOLD = "hold"


DECISIONS: dict[Move, Decision] = {Move.RAISE: raise_rung, Move.LOWER: lower_rung, Move.HOLD: hold_rung}

Verb = Annotated[Move, typer.Argument(help="Opschalen (raise), afschalen (lower) of handhaven (hold).")]
To = Annotated[int | None, typer.Option("--to", min=1, max=6, help="De trede waar de gemeente naar toe gaat.")]
By = Annotated[DecidingBody, typer.Option("--by", help="Wie heeft besloten.")]
Mandate = Annotated[str | None, typer.Option("--mandate", help="Het mandaat, als onder mandaat is besloten.")]
Grounds = Annotated[str | None, typer.Option("--grounds", help="De gronden: waarom is dit besloten?")]
DecidedOn = Annotated[str | None, typer.Option("--decided", metavar="DAG", help="Dag van het besluit; anders vandaag.")]
EffectiveOn = Annotated[
    str | None, typer.Option("--effective", metavar="DAG", help="Ingangsdag; anders de dag van het besluit.")
]
Until = Annotated[str | None, typer.Option("--until", metavar="DAG", help="Laatste dag waarvoor dit is bedoeld.")]
Advice = Annotated[int | None, typer.Option("--advice", min=1, max=6, help="De trede volgens het advies.")]
DepartsFrom = Annotated[str | None, typer.Option("--departs-from", help="Waarvan wordt afgeweken (advies of regel).")]
DepartsBasis = Annotated[Basis, typer.Option("--departs-basis", help="Op welke grondslag wordt afgeweken.")]
DepartsBecause = Annotated[str | None, typer.Option("--departs-because", help="Waarom wordt afgeweken.")]
Excusable = Annotated[str | None, typer.Option("--excusable", help="Waarom het tekort verschoonbaar is.")]


def place_municipality(
    verb: Verb,
    code: Code,
    *,
    to: To = None,
    by: By,
    mandate: Mandate = None,
    grounds: Grounds = None,
    decided: DecidedOn = None,
    effective: EffectiveOn = None,
    until: Until = None,
    advice: Advice = None,
    departs_from: DepartsFrom = None,
    departs_basis: DepartsBasis = Basis.WITHIN_FRAMEWORK,
    departs_because: DepartsBecause = None,
    excusable: Excusable = None,
    acting_for: ActingFor = None,
    seen: Seen = None,
    command: CommandId = None,
    json: AsJson = False,
) -> None:
    """Leg een besluit vast om een gemeente op te schalen, af te schalen of te handhaven, met de gronden."""
    if (to is None) != (verb is Move.HOLD):
        raise typer.BadParameter("Noem de nieuwe trede met --to; bij handhaven (hold) juist niet.")
    with desk() as at:
        decided_on = parse_day(decided) if decided else at.today
        terms = Terms(
            effective_on=parse_day(effective) if effective else decided_on,
            decided_by=DecidedBy(body=by, mandate=mandate),
            grounds=_plain(grounds),
            until=parse_day(until) if until else None,
            advice=Rung(advice) if advice else None,
            departure=_departure(departs_from, departs_basis, departs_because),
            excusable=_plain(excusable),
        )
        decision = DECISIONS[verb]
        answer = at.ledger.record(
            decision,
            municipality=code,
            request=at.request(at.actor(acting_for), decided_on, command=command, seen=seen),
            **({} if to is None else {"to_rung": Rung(to)}),
            terms=terms,
        )
        show_answer(at, answer, json=json)


def _plain(text: str | None) -> PlainText | None:
    return PlainText(text=text) if text and text.strip() else None


def _departure(departs_from: str | None, basis: Basis, because: str | None) -> Departure | None:
    if departs_from is None and because is None:
        return None
    if departs_from is None or because is None:
        raise typer.BadParameter("Wie afwijkt, zegt waarvan (--departs-from) en waarom (--departs-because).")
    return Departure(departs_from=departs_from, basis=basis, circumstances=PlainText(text=because))
