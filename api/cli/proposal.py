"""``trede assess``, ``propose``, ``adopt`` and ``reject``: have a verdict drawn, propose, and decide on a proposal."""

from typing import Annotated
from uuid import uuid4

import typer

from api.cli.desk import PROVINCE, Desk, desk
from api.cli.law_options import (
    AnnouncePeriods,
    AnnouncePersons,
    AnnounceUntil,
    DecidePeriods,
    DecidePersons,
    DecideUntil,
    DecisionNumber,
    FiguresDay,
    Letter,
    ScopeOption,
    Urgent,
    ViewsUntil,
    announcing_of,
    deciding_of,
)
from api.cli.options import ActingFor, AsJson, Code, CommandId, Seen, choices, free_text, optional_text, parse_day
from api.cli.output import say
from api.cli.period import NOTHING_DONE, read_half_year, said_yes
from api.cli.place import DepartsBasis, DepartsBecause, DepartsFrom, Excusable, Until, departure_of
from api.cli.recorded import show_answer
from api.cli.usage import Unusable
from api.identity.accounts import Accounts
from api.judging.assessing import assess, assess_interim
from api.judging.proposing import adopt, propose, reject
from api.judging.since import since_proposal
from api.store import Store
from domain.decisions.proposing import Proposed
from domain.events.base import Actor, Role
from domain.events.judging import ProposedMove
from domain.events.ladder import Basis
from domain.events.law import Scope
from domain.events.person import PersonKind
from domain.values import DocumentId, Period, Rung

MOVING = {ProposedMove.RAISE, ProposedMove.LOWER}


def _half_year(given: str | None) -> str | None:
    return None if given is None else read_half_year(given)


Move = Annotated[ProposedMove, typer.Argument(metavar="VOORSTEL", help=f"Kies uit: {choices(ProposedMove)}.")]
Number = Annotated[int, typer.Argument(metavar="NUMMER", min=1, help="Nummer van het voorstel.")]
To = Annotated[int | None, typer.Option("--to", metavar="TREDE", min=1, max=6, help="De nieuwe trede.")]
Grounds = Annotated[str | None, typer.Option("--grounds", metavar="TEKST", help="De gronden, altijd verplicht.")]
EffectiveOn = Annotated[str | None, typer.Option("--effective", metavar="DAG", help="Ingangsdag; anders vandaag.")]
OfPeriod = Annotated[
    str | None,
    typer.Option("--period", metavar="PERIODE", callback=_half_year, help="Het afgesloten halve jaar, zoals 2024-2."),
]
Interim = Annotated[
    bool,
    typer.Option("--interim", metavar="", help="Volgens het tussentijdse oordeel van vandaag (trede 4 tot en met 6)."),
]
Document = Annotated[
    str | None, typer.Option("--document", metavar="NUMMER", help="Het stuk in het dossier, zoals document-12.")
]
Informed = Annotated[
    str | None, typer.Option("--informed", metavar="DAG", help="De dag waarop de gemeente is ingelicht.")
]
Decider = Annotated[
    str, typer.Option("--as", metavar="NAAM", help="De collega die besluit, met de rollen die deze heeft.")
]


def assess_municipality(
    code: Code,
    *,
    half_year: OfPeriod = None,
    interim: Interim = False,
    acting_for: ActingFor = None,
    command: CommandId = None,
    json: AsJson = False,
) -> None:
    """Laat de beoordeling maken van een afgesloten periode, of een tussentijds oordeel."""
    if (half_year is None) is not interim:
        raise Unusable("Noem de periode met --period, of geef --interim; niet allebei.")
    with desk() as at:
        request = at.request(at.actor(acting_for), at.today, command=command)
        if half_year is None:
            answer = assess_interim(at.ledger, at.frameworks, code, request)
        else:
            answer = assess(at.ledger, at.frameworks, code, Period.parse(half_year), request)
        show_answer(at, answer, json=json)


def propose_placement(
    move: Move,
    code: Code,
    *,
    to: To = None,
    grounds: Grounds = None,
    effective: EffectiveOn = None,
    until: Until = None,
    half_year: OfPeriod = None,
    interim: Interim = False,
    departs_from: DepartsFrom = None,
    departs_basis: DepartsBasis = Basis.WITHIN_FRAMEWORK,
    departs_because: DepartsBecause = None,
    excusable: Excusable = None,
    urgent: Urgent = None,
    announce_until: AnnounceUntil = None,
    views_until: ViewsUntil = None,
    letter: Letter = None,
    announce_periods: AnnouncePeriods = None,
    announce_persons: AnnouncePersons = None,
    decide_persons: DecidePersons = None,
    decide_periods: DecidePeriods = None,
    decide_until: DecideUntil = None,
    figures_day: FiguresDay = None,
    decision: DecisionNumber = None,
    scope: ScopeOption = Scope.BACKLOG,
    document: Document = None,
    acting_for: ActingFor = None,
    seen: Seen = None,
    command: CommandId = None,
    json: AsJson = False,
) -> None:
    """Stel voor wat over de trede wordt besloten. Een ander met het mandaat besluit erover."""
    if (to is None) is (move in MOVING):
        raise Unusable("Noem bij opschalen en afschalen de nieuwe trede met --to; bij de rest juist niet.")
    command = command or uuid4()
    announcing = announcing_of(
        command,
        until=announce_until,
        views=views_until,
        letter=letter,
        periods=announce_periods,
        persons=announce_persons,
    )
    deciding = deciding_of(
        command,
        persons=decide_persons,
        periods=decide_periods,
        until=decide_until,
        figures_day=figures_day,
        decision=decision,
        scope=scope,
    )
    with desk() as at:
        proposed = Proposed(
            move=move,
            effective_on=parse_day("--effective", effective) if effective else at.today,
            grounds=optional_text("--grounds", grounds or None),
            to_rung=Rung(to) if to else None,
            until=parse_day("--until", until) if until else None,
            period=Period.parse(half_year) if half_year else None,
            interim=interim,
            departure=departure_of(departs_from, departs_basis, departs_because),
            excusable=optional_text("--excusable", excusable),
            urgent=optional_text("--urgent", urgent),
            announcing=announcing,
            deciding=deciding,
            document=DocumentId(document) if document else None,
        )
        request = at.request(at.actor(acting_for), at.today, command=command, seen=seen)
        answer = propose(at.ledger, at.frameworks, code, proposed, request)
        remark = f"Een ander besluit erover: trede adopt {code} {answer.entries[-1].version} --as NAAM"
        show_answer(at, answer, json=json, remarks=[remark])


def adopt_proposal(
    code: Code,
    number: Number,
    *,
    decider: Decider,
    document: Document = None,
    informed: Informed = None,
    yes: Annotated[bool, typer.Option("--yes", metavar="", help="Neem over zonder te vragen.")] = False,
    seen: Seen = None,
    command: CommandId = None,
    json: AsJson = False,
) -> None:
    """Neem een voorstel van een ander over. Veranderde er iets sinds het voorstel, dan wordt dat eerst gevraagd.

    Is de beoordeling verouderd, dan wordt zij eerst opnieuw gemaakt; geef de opdracht dan nog eens.
    """
    with desk() as at:
        by = _with_roles(at, decider)
        since = since_proposal(at.ledger, at.frameworks, code, number, on=at.today, by=by)
        if since.changed and not yes and seen is None:
            if json:
                raise Unusable("Sinds het voorstel is er iets veranderd. Kijk eerst zonder --json, of geef ook --yes.")
            for sentence in since.changed:
                say(f"Sinds het voorstel: {sentence}")
            if not said_yes("Toch overnemen?"):
                say("Er is niets besloten.")
                raise typer.Exit(NOTHING_DONE)
        request = at.request(by, at.today, command=command, seen=seen)
        answer = adopt(
            at.ledger,
            at.frameworks,
            code,
            number,
            request,
            document=DocumentId(document) if document else None,
            informed_on=parse_day("--informed", informed) if informed else None,
        )
        show_answer(at, answer, json=json)


def reject_proposal(
    code: Code,
    number: Number,
    *,
    decider: Decider,
    reason: Annotated[str, typer.Option("--reason", metavar="TEKST", help="Waarom het voorstel wordt afgewezen.")],
    command: CommandId = None,
    json: AsJson = False,
) -> None:
    """Wijs een voorstel van een ander af, met de reden."""
    because = free_text("--reason", reason)
    with desk() as at:
        request = at.request(_with_roles(at, decider), at.today, command=command)
        answer = reject(at.ledger, at.frameworks, code, number, because, request)
        show_answer(at, answer, json=json)


def _with_roles(at: Desk, decider: str) -> Actor:
    """Who decides, for whom this account records it; in the roles by which that colleague may sign in."""
    known = at.ledger.persons.find(decider, PersonKind.COLLEAGUE, organisation=PROVINCE)
    accounts = Accounts(Store.open(at.ledger)).all()
    roles = {role for each in accounts if each.person == known and each.ended_on is None for role in each.roles}
    if not roles:
        raise Unusable(f"--as: {decider} heeft geen rol in Trede. Geef die met: trede user add NAAM --role ROL")
    return at.actor(decider).model_copy(update={"roles": tuple(role for role in Role if role in roles)})
