"""``trede law``: what Gedeputeerde Staten announce, decide, change and end about a substitution."""

from typing import Annotated, Any
from uuid import uuid4

import typer

from api.cli.desk import Desk
from api.cli.law_options import (
    DECISION_NEEDS,
    LETTER_NEEDS,
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
    day_of,
    deciding_of,
    periods_of,
)
from api.cli.law_recording import Document, On, record
from api.cli.options import ActingFor, AsJson, Code, CommandId, Seen, choices, free_text, optional_text, parse_day
from api.cli.usage import Unusable
from domain.decisions import announcing, carrying_out, substituting
from domain.events.law import Scope

Reason = Annotated[str, typer.Option("--reason", metavar="TEKST", help="Waarom.")]
Note = Annotated[str | None, typer.Option("--note", metavar="TEKST", help="Toelichting.")]
OtherScope = Annotated[
    Scope | None, typer.Option("--scope", metavar="OMVANG", help=f"Wat de provincie overneemt: {choices(Scope)}.")
]


def announce(
    code: Code,
    *,
    until: AnnounceUntil = None,
    views: ViewsUntil = None,
    letter: Letter = None,
    periods: AnnouncePeriods = None,
    persons: AnnouncePersons = None,
    on: On = None,
    document: Document = None,
    acting_for: ActingFor = None,
    seen: Seen = None,
    command: CommandId = None,
    json: AsJson = False,
) -> None:
    """Leg een vooraankondiging vast van wie al op trede 4 of hoger staat. Anders hoort zij bij: trede place raise."""
    command = command or uuid4()
    content = announcing_of(command, until=until, views=views, letter=letter, periods=periods, persons=persons)
    if content is None:
        raise Unusable(LETTER_NEEDS)
    more: dict[str, Any] = {"announcing": content, "document": document}
    record(
        announcing.announce_intervention,
        code,
        on=on,
        acting_for=acting_for,
        command=command,
        json=json,
        seen=seen,
        **more,
    )


def extend(
    code: Code,
    *,
    until: Annotated[str, typer.Option("--until", metavar="DAG", help="De nieuwe laatste dag van de termijn.")],
    grounds: Annotated[str, typer.Option("--grounds", metavar="TEKST", help="De gronden, altijd verplicht.")],
    letter: Letter = None,
    decision: DecisionNumber = None,
    on: On = None,
    document: Document = None,
    acting_for: ActingFor = None,
    seen: Seen = None,
    command: CommandId = None,
    json: AsJson = False,
) -> None:
    """Geef meer tijd: een latere laatste dag voor een vooraankondiging (--letter) of een besluit (--decision)."""
    if (letter is None) is (decision is None):
        raise Unusable("Noem de vooraankondiging met --letter, of het besluit met --decision; niet allebei.")
    more: dict[str, Any] = {
        "announcement": letter,
        "decision": decision,
        "term_ends": parse_day("--until", until),
        "grounds": optional_text("--grounds", grounds or None),
        "document": document,
    }
    record(announcing.extend_term, code, on=on, acting_for=acting_for, command=command, json=json, seen=seen, **more)


def decide(
    code: Code,
    *,
    persons: DecidePersons = None,
    periods: DecidePeriods = None,
    until: DecideUntil = None,
    figures_day: FiguresDay = None,
    decision: DecisionNumber = None,
    scope: ScopeOption = Scope.BACKLOG,
    urgent: Urgent = None,
    on: On = None,
    document: Document = None,
    acting_for: ActingFor = None,
    seen: Seen = None,
    command: CommandId = None,
    json: AsJson = False,
) -> None:
    """Leg nog een besluit vast van wie al op trede 5 of 6 staat. Het eerste hoort bij: trede place raise."""
    command = command or uuid4()
    content = deciding_of(
        command,
        persons=persons,
        periods=periods,
        until=until,
        figures_day=figures_day,
        decision=decision,
        scope=scope,
    )
    if content is None:
        raise Unusable(DECISION_NEEDS)
    more: dict[str, Any] = {"deciding": content, "urgent": optional_text("--urgent", urgent), "document": document}
    record(
        substituting.decide_substitution,
        code,
        on=on,
        acting_for=acting_for,
        command=command,
        json=json,
        seen=seen,
        **more,
    )


def amend(
    code: Code,
    *,
    reason: Reason,
    decision: DecisionNumber = None,
    persons: Annotated[
        int | None, typer.Option("--persons", metavar="AANTAL", min=1, max=1_000_000, help="Zoveel personen.")
    ] = None,
    periods: DecidePeriods = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DAG", help="De laatste dag van de termijn.")] = None,
    scope: OtherScope = None,
    on: On = None,
    document: Document = None,
    acting_for: ActingFor = None,
    seen: Seen = None,
    command: CommandId = None,
    json: AsJson = False,
) -> None:
    """Wijzig een besluit dat van kracht is. Wat u weglaat, blijft zoals het was."""
    more: dict[str, Any] = {
        "reason": free_text("--reason", reason),
        "persons": persons,
        "periods": periods_of(periods) or None,
        "term_ends": day_of("--until", until),
        "scope": scope,
        "document": document,
        "about": ("decision", decision),
    }
    record(
        substituting.amend_substitution,
        code,
        on=on,
        acting_for=acting_for,
        command=command,
        json=json,
        seen=seen,
        **more,
    )


def withdraw(
    code: Code,
    *,
    reason: Reason,
    decision: DecisionNumber = None,
    on: On = None,
    document: Document = None,
    acting_for: ActingFor = None,
    seen: Seen = None,
    command: CommandId = None,
    json: AsJson = False,
) -> None:
    """Leg vast dat Gedeputeerde Staten een besluit hebben ingetrokken."""
    more: dict[str, Any] = {
        "reason": free_text("--reason", reason),
        "document": document,
        "about": ("decision", decision),
    }
    record(
        substituting.withdraw_substitution,
        code,
        on=on,
        acting_for=acting_for,
        command=command,
        json=json,
        seen=seen,
        **more,
    )


def lapse(
    code: Code,
    *,
    decision: DecisionNumber = None,
    note: Note = None,
    on: On = None,
    document: Document = None,
    acting_for: ActingFor = None,
    command: CommandId = None,
    json: AsJson = False,
) -> None:
    """Bevestig dat een besluit is vervallen: volgens de officiële cijfers is iedereen gehuisvest."""

    def framework(at: Desk) -> dict[str, object]:
        return {"framework": at.frameworks.in_force(day_of("--on", on) or at.today)}

    more: dict[str, Any] = {
        "note": optional_text("--note", note),
        "document": document,
        "about": ("decision", decision),
    }
    record(
        substituting.confirm_lapse,
        code,
        on=on,
        acting_for=acting_for,
        command=command,
        json=json,
        asked=framework,
        **more,
    )


def start(
    code: Code,
    *,
    decision: DecisionNumber = None,
    urgent: Urgent = None,
    on: On = None,
    acting_for: ActingFor = None,
    seen: Seen = None,
    command: CommandId = None,
    json: AsJson = False,
) -> None:
    """Begin nog een besluit uit te voeren van wie al op trede 6 staat. Het eerste hoort bij: trede place raise."""
    more: dict[str, Any] = {"urgent": optional_text("--urgent", urgent), "about": ("decision", decision)}
    record(
        carrying_out.start_substitution,
        code,
        on=on,
        acting_for=acting_for,
        command=command,
        json=json,
        seen=seen,
        **more,
    )


def end(
    code: Code,
    *,
    summary: Annotated[str, typer.Option("--summary", metavar="TEKST", help="Wat er is gedaan.")],
    decision: DecisionNumber = None,
    on: On = None,
    document: Document = None,
    acting_for: ActingFor = None,
    seen: Seen = None,
    command: CommandId = None,
    json: AsJson = False,
) -> None:
    """Leg vast dat de provincie de taak niet meer uitvoert in de plaats van de gemeente."""
    more: dict[str, Any] = {
        "summary": free_text("--summary", summary),
        "document": document,
        "about": ("decision", decision),
    }
    record(
        substituting.end_substitution,
        code,
        on=on,
        acting_for=acting_for,
        command=command,
        json=json,
        seen=seen,
        **more,
    )
