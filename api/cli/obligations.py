"""``trede obligations``: what must happen by when, by whom and because of what."""

from typing import Annotated

import typer

from api.cli.desk import PROVINCE, Desk, desk
from api.cli.knowing import AsAt, KnownOn, asked_of_read_models, in_words
from api.cli.options import AsJson, choices, parse_day, read_code
from api.cli.output import as_json, say, table
from api.cli.usage import Unusable
from domain.events.contact import Side
from domain.events.person import PersonKind
from domain.events.signals import SignalKind
from domain.policy.obligations import STANDING, Obligation, ObligationKind, ObligationState
from domain.values import PartialDate, PersonId, Rung
from projections.dutch.telling import counted
from projections.dutch.words import number, short_day, word
from projections.obligations import ObligationLine, Which, obligations_of

OF_A_PERIOD = (
    ObligationKind.SUPERVISORY_CONTACT,
    ObligationKind.SUPERVISION_CONVERSATION,
    ObligationKind.ASSESSMENT,
)
OF_A_DOCUMENT = (
    *(ObligationKind.INFORMATION, ObligationKind.MEASURE, ObligationKind.MILESTONE, ObligationKind.AGREEMENT),
    *(ObligationKind.ANNOUNCEMENT_TERM, ObligationKind.DECISION_TERM),
)
OWING = (Side.PROVINCE, Side.MUNICIPALITY)

Municipality = Annotated[
    str | None,
    typer.Option("--municipality", metavar="GEMEENTE", help="Alleen van deze gemeente: haar CBS-code of naam."),
]
Kind = Annotated[
    ObligationKind | None, typer.Option("--kind", metavar="SOORT", help=f"Alleen: {choices(ObligationKind)}.")
]
OwedBy = Annotated[Side | None, typer.Option("--owed-by", metavar="WIE", help=f"Alleen van: {choices(OWING)}.")]
State = Annotated[
    ObligationState | None,
    typer.Option(
        "--state",
        metavar="STAND",
        help=f"Alleen: {choices(ObligationState)}. Anders wat nog moet gebeuren: open, binnenkort en te laat.",
    ),
]
OnRung = Annotated[
    int | None, typer.Option("--rung", metavar="TREDE", min=1, max=6, help="Alleen van gemeenten op deze trede.")
]
Supervisor = Annotated[
    str | None, typer.Option("--supervisor", metavar="NAAM", help="Alleen van gemeenten van deze IBT-adviseur.")
]
DueUntil = Annotated[
    str | None, typer.Option("--due-until", metavar="DAG", help="Alleen wat op deze dag of eerder moet: 2024-06-30.")
]


def show_obligations(
    *,
    municipality: Municipality = None,
    kind: Kind = None,
    owed_by: OwedBy = None,
    state: State = None,
    rung: OnRung = None,
    supervisor: Supervisor = None,
    due_until: DueUntil = None,
    known_on: KnownOn = None,
    as_at: AsAt = None,
    json: AsJson = False,
) -> None:
    """Toon wat er moet gebeuren: voor wanneer, door wie en waarom. Wat te laat is eerst, dan op dag."""
    codes = None if municipality is None else [read_code(municipality)]
    until = None if due_until is None else parse_day("--due-until", due_until)
    with desk() as at:
        knowing = asked_of_read_models(at, known_on, as_at, quiet=json)
        which = Which(
            kind=kind,
            owed_by=owed_by,
            states=(state,) if state else STANDING,
            rung=Rung(rung) if rung else None,
            supervisor=person_of(at, supervisor),
            due_until=until,
        )
        found = obligations_of(at.ledger, knowing, at.frameworks.found_in_force, codes=codes)
        lines = [line for line in found if line in which]
        at.log("obligations", codes[0] if codes else "all", "read")
    if json:
        as_json({"day": knowing.day.isoformat(), "obligations": [*map(_as_dict, lines)]})
        return
    say(f"Wat er moet gebeuren {in_words(knowing, known_on)}.", style="bold")
    _show(lines)


def person_of(at: Desk, name: str | None) -> PersonId | None:
    """The colleague who is named; None when nobody is."""
    if name is None:
        return None
    sought = (at.ledger.persons.find(name, PersonKind.COLLEAGUE, organisation=of) for of in (PROVINCE, None))
    found = next((each for each in sought if each), None)
    if found is None:
        raise Unusable(f"--supervisor: '{name}' is geen collega die Trede kent.")
    return found


def _as_dict(line: ObligationLine) -> dict[str, object]:
    owed = line.obligation
    return {
        "municipality": line.code,
        "name": line.name,
        "rung": int(line.rung) if line.rung else None,
        "kind": owed.kind,
        "owedBy": owed.owed_by,
        "subject": owed.subject,
        "arisesOn": owed.arises_on,
        "due": owed.due.day if owed.due else None,
        "basis": owed.due.basis.sentence if owed.due else None,
        "warnings": owed.due.warnings if owed.due else (),
        "source": owed.source,
        "state": owed.state,
        "fulfilledOn": owed.fulfilled_on,
        "fulfilledBy": owed.fulfilled_by,
        "because": owed.because,
    }


def _show(lines: list[ObligationLine]) -> None:
    if not lines:
        say("Er is niets.")
        return
    late = sum(line.obligation.state is ObligationState.OVERDUE for line in lines)
    say(f"{counted(len(lines), 'verplichting', 'verplichtingen')}, te laat: {number(late)}.")
    say()
    table(
        ("gemeente", "code", "trede", "wat", "over", "wie", "uiterlijk", "stand"),
        map(_row, lines),
        right=frozenset({2}),
        whole=frozenset({1, 6}),
    )


def _row(line: ObligationLine) -> tuple[str, ...]:
    owed = line.obligation
    return (
        line.name,
        line.code,
        str(line.rung.value) if line.rung else "–",
        word(owed.kind),
        _subject(owed),
        word(owed.owed_by),
        f"t/m {short_day(PartialDate.of(owed.due.day))}" if owed.due else "–",
        _stand(owed),
    )


def _subject(owed: Obligation) -> str:
    """What it is about, as people say it: ids are for scripts."""
    match owed.kind:
        case ObligationKind.CONTACT_AFTER_SIGNAL:
            return word(SignalKind(owed.subject))
        case kind if kind in OF_A_PERIOD:
            return f"periode {owed.subject}"
        case kind if kind in OF_A_DOCUMENT:
            return owed.source
        case _:
            return "–"


def _stand(owed: Obligation) -> str:
    if owed.state is ObligationState.FULFILLED and owed.fulfilled_on:
        return f"{word(owed.state)} op {short_day(PartialDate.of(owed.fulfilled_on))}"
    return f"{word(owed.state)}: {owed.because}" if owed.because else word(owed.state)
