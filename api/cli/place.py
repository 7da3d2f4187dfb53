"""``trede place``: raise, lower or hold the rung of a municipality, by decision and with grounds."""

from typing import Annotated, Any
from uuid import uuid4

import typer
from pydantic import ValidationError

from api.cli.desk import desk
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
from api.cli.options import (
    ActingFor,
    AsJson,
    Code,
    CommandId,
    Seen,
    choices,
    free_text,
    optional_text,
    parse_day,
)
from api.cli.recorded import show_answer
from api.cli.usage import Unusable
from api.moves import DECISIONS, Move
from api.values import in_words
from domain.decisions.ladder import Terms
from domain.events.ladder import Basis, DecidedBy, DecidingBody, Departure
from domain.events.law import Scope
from domain.values import Rung

Verb = Annotated[
    Move, typer.Argument(metavar="BESLUIT", help="raise (opschalen), lower (afschalen) of hold (handhaven).")
]
To = Annotated[int | None, typer.Option("--to", metavar="TREDE", min=1, max=6, help="De nieuwe trede; niet bij hold.")]
By = Annotated[DecidingBody, typer.Option("--by", metavar="WIE", help=f"Wie heeft besloten: {choices(DecidingBody)}.")]
Mandate = Annotated[
    str | None, typer.Option("--mandate", metavar="TEKST", help="Het mandaat; verplicht bij --by mandated.")
]
Grounds = Annotated[
    str | None, typer.Option("--grounds", metavar="TEKST", help="De gronden, altijd verplicht: waarom is dit besloten?")
]
DecidedOn = Annotated[str | None, typer.Option("--decided", metavar="DAG", help="Dag van het besluit; anders vandaag.")]
EffectiveOn = Annotated[
    str | None, typer.Option("--effective", metavar="DAG", help="Ingangsdag; anders de dag van het besluit.")
]
Until = Annotated[str | None, typer.Option("--until", metavar="DAG", help="Laatste dag waarvoor dit is bedoeld.")]
Advice = Annotated[
    int | None, typer.Option("--advice", metavar="TREDE", min=1, max=6, help="De trede volgens het advies.")
]
DepartsFrom = Annotated[
    str | None, typer.Option("--departs-from", metavar="TEKST", help="Waarvan wordt afgeweken (advies of regel).")
]
DepartsBasis = Annotated[
    Basis, typer.Option("--departs-basis", metavar="GRONDSLAG", help=f"Grondslag van de afwijking: {choices(Basis)}.")
]
DepartsBecause = Annotated[
    str | None, typer.Option("--departs-because", metavar="TEKST", help="Waarom wordt afgeweken.")
]
Excusable = Annotated[
    str | None, typer.Option("--excusable", metavar="TEKST", help="Waarom het tekort verschoonbaar is.")
]


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
    acting_for: ActingFor = None,
    seen: Seen = None,
    command: CommandId = None,
    json: AsJson = False,
) -> None:
    """Leg een besluit vast: een gemeente opschalen, afschalen of handhaven, met de gronden."""
    if (to is None) != (verb is Move.HOLD):
        raise Unusable("Noem de nieuwe trede met --to; bij handhaven (hold) juist niet.")
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
        decided_on = parse_day("--decided", decided) if decided else at.today
        terms = Terms(
            effective_on=parse_day("--effective", effective) if effective else decided_on,
            decided_by=_decided_by(by, mandate),
            grounds=optional_text("--grounds", grounds or None),
            until=parse_day("--until", until) if until else None,
            advice=Rung(advice) if advice else None,
            departure=departure_of(departs_from, departs_basis, departs_because),
            excusable=optional_text("--excusable", excusable),
            urgent=optional_text("--urgent", urgent),
            announcing=announcing,
            deciding=deciding,
        )
        question: dict[str, Any] = {"terms": terms} if to is None else {"to_rung": Rung(to), "terms": terms}
        answer = at.record(
            DECISIONS[verb],
            code,
            lambda _: question,
            happened_on=decided_on,
            acting_for=acting_for,
            command=command,
            seen=seen,
        )
        show_answer(at, answer, json=json)


def _decided_by(body: DecidingBody, mandate: str | None) -> DecidedBy:
    try:
        return DecidedBy(body=body, mandate=mandate)
    except ValidationError as error:
        raise Unusable(" ".join(in_words(error, where="--mandate"))) from None


def departure_of(departs_from: str | None, basis: Basis, because: str | None) -> Departure | None:
    """The departure that was typed, if any."""
    if departs_from is None and because is None:
        return None
    if departs_from is None or because is None:
        raise Unusable("Wie afwijkt, zegt waarvan (--departs-from) en waarom (--departs-because).")
    circumstances = free_text("--departs-because", because)
    try:
        return Departure(departs_from=departs_from, basis=basis, circumstances=circumstances)
    except ValidationError as error:
        raise Unusable(" ".join(in_words(error, where="--departs-from"))) from None
