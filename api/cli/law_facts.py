"""``trede law``: what others did about a substitution, and what came of it: views, appeals, relief, costs."""

from typing import Annotated, Any
from uuid import uuid4, uuid5

import typer

from api.cli.law_options import DecisionNumber, Letter, cents_of, day_of
from api.cli.law_recording import Document, On, record
from api.cli.options import ActingFor, AsJson, Code, CommandId, choices, free_text, optional_text
from domain.decisions import announcing, costs, courts, substituting
from domain.events.law import Ruling

Summary = Annotated[str | None, typer.Option("--summary", metavar="TEKST", help="Samenvatting.")]
Appeal = Annotated[str | None, typer.Option("--appeal", metavar="NUMMER", help="Het beroep, zoals appeal-1.")]
Relief = Annotated[
    str | None, typer.Option("--relief", metavar="NUMMER", help="Het verzoek om schorsing, zoals relief-1.")
]
Claim = Annotated[str | None, typer.Option("--claim", metavar="NUMMER", help="De vordering, zoals claim-1.")]
By = Annotated[str | None, typer.Option("--by", metavar="WIE", help="Door wie; anders het college van de gemeente.")]
Euros = Annotated[str, typer.Option("--euros", metavar="BEDRAG", help="Het bedrag in euro's: 12500 of 12500,50.")]


def views(
    code: Code,
    *,
    summary: Annotated[str, typer.Option("--summary", metavar="TEKST", help="Wat de gemeente ervan vindt.")],
    oral: Annotated[bool, typer.Option("--oral", metavar="", help="Mondeling gegeven; anders schriftelijk.")] = False,
    letter: Letter = None,
    on: On = None,
    document: Document = None,
    acting_for: ActingFor = None,
    command: CommandId = None,
    json: AsJson = False,
) -> None:
    """Leg een zienswijze van de gemeente vast, ook als die te laat kwam."""
    decision = announcing.hear_views if oral else announcing.receive_views
    more: dict[str, Any] = {"summary": free_text("--summary", summary), "document": document}
    about = ("announcement", letter)
    record(decision, code, about=about, on=on, acting_for=acting_for, command=command, json=json, **more)


def consider(
    code: Code,
    *,
    considerations: Annotated[
        str, typer.Option("--considerations", metavar="TEKST", help="Wat Gedeputeerde Staten ervan vinden.")
    ],
    letter: Letter = None,
    on: On = None,
    document: Document = None,
    acting_for: ActingFor = None,
    command: CommandId = None,
    json: AsJson = False,
) -> None:
    """Leg vast hoe de zienswijze is afgewogen."""
    more: dict[str, Any] = {"considerations": free_text("--considerations", considerations), "document": document}
    about = ("announcement", letter)
    record(
        announcing.consider_views, code, about=about, on=on, acting_for=acting_for, command=command, json=json, **more
    )


def notify(
    code: Code,
    *,
    decision: DecisionNumber = None,
    letter: Annotated[
        str | None, typer.Option("--letter", metavar="NUMMER", help="De brief waarmee het besluit is verstuurd.")
    ] = None,
    on: On = None,
    document: Document = None,
    acting_for: ActingFor = None,
    command: CommandId = None,
    json: AsJson = False,
) -> None:
    """Leg vast wanneer het besluit is bekendgemaakt. De beroepstermijn begint de dag erna."""
    more: dict[str, Any] = {"letter": letter, "document": document, "about": ("decision", decision)}
    record(substituting.notify_decision, code, on=on, acting_for=acting_for, command=command, json=json, **more)


def appeal(
    code: Code,
    *,
    decision: DecisionNumber = None,
    number: Appeal = None,
    by: By = None,
    court: Annotated[
        str | None, typer.Option("--court", metavar="RECHTER", help="Waar; anders de Raad van State.")
    ] = None,
    grounds: Annotated[
        str | None, typer.Option("--grounds", metavar="TEKST", help="De gronden van het beroep.")
    ] = None,
    on: On = None,
    document: Document = None,
    acting_for: ActingFor = None,
    command: CommandId = None,
    json: AsJson = False,
) -> None:
    """Leg een beroep tegen een besluit vast, ook als het te laat kwam."""
    command = command or uuid4()
    said = {name: given for name, given in (("by", by), ("court", court)) if given}
    more: dict[str, Any] = {
        **said,
        "appeal": number or f"appeal-{uuid5(command, 'appeal')}",
        "grounds": optional_text("--grounds", grounds),
        "document": document,
        "about": ("decision", decision),
    }
    record(courts.lodge_appeal, code, on=on, acting_for=acting_for, command=command, json=json, **more)


def appeal_withdrawn(
    code: Code,
    *,
    number: Appeal = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEKST", help="Toelichting.")] = None,
    on: On = None,
    acting_for: ActingFor = None,
    command: CommandId = None,
    json: AsJson = False,
) -> None:
    """Leg vast dat een beroep is ingetrokken."""
    more: dict[str, Any] = {"note": optional_text("--note", note), "about": ("appeal", number)}
    record(courts.withdraw_appeal, code, on=on, acting_for=acting_for, command=command, json=json, **more)


def ruling(
    code: Code,
    *,
    outcome: Annotated[Ruling, typer.Option("--ruling", metavar="UITSPRAAK", help=f"Kies uit: {choices(Ruling)}.")],
    number: Appeal = None,
    summary: Summary = None,
    on: On = None,
    document: Document = None,
    acting_for: ActingFor = None,
    command: CommandId = None,
    json: AsJson = False,
) -> None:
    """Leg de uitspraak op een beroep vast."""
    more: dict[str, Any] = {
        "ruling": outcome,
        "summary": optional_text("--summary", summary),
        "document": document,
        "about": ("appeal", number),
    }
    record(courts.decide_appeal, code, on=on, acting_for=acting_for, command=command, json=json, **more)


def relief(
    code: Code,
    *,
    decision: DecisionNumber = None,
    number: Relief = None,
    by: By = None,
    on: On = None,
    document: Document = None,
    acting_for: ActingFor = None,
    command: CommandId = None,
    json: AsJson = False,
) -> None:
    """Leg een verzoek aan de rechter vast om een besluit te schorsen."""
    command = command or uuid4()
    more: dict[str, Any] = {
        **({"by": by} if by else {}),
        "relief": number or f"relief-{uuid5(command, 'relief')}",
        "document": document,
        "about": ("decision", decision),
    }
    record(courts.request_relief, code, on=on, acting_for=acting_for, command=command, json=json, **more)


def relief_ruling(
    code: Code,
    *,
    granted: Annotated[bool, typer.Option("--granted/--refused", metavar="", help="Toegewezen, of afgewezen.")],
    suspended_until: Annotated[
        str | None, typer.Option("--suspended-until", metavar="DAG", help="Laatste dag; anders tot de uitspraak.")
    ] = None,
    number: Relief = None,
    summary: Summary = None,
    on: On = None,
    document: Document = None,
    acting_for: ActingFor = None,
    command: CommandId = None,
    json: AsJson = False,
) -> None:
    """Leg vast wat de rechter besliste op een verzoek om schorsing."""
    more: dict[str, Any] = {
        "granted": granted,
        "suspended_until": day_of("--suspended-until", suspended_until),
        "summary": optional_text("--summary", summary),
        "document": document,
        "about": ("relief", number),
    }
    record(courts.decide_relief, code, on=on, acting_for=acting_for, command=command, json=json, **more)


def claim(
    code: Code,
    *,
    euros: Euros,
    decision: DecisionNumber = None,
    number: Claim = None,
    due: Annotated[
        str | None, typer.Option("--due", metavar="DAG", help="Tot en met wanneer kan worden betaald.")
    ] = None,
    specification: Annotated[
        str | None, typer.Option("--specification", metavar="TEKST", help="Waaruit de kosten bestaan.")
    ] = None,
    on: On = None,
    document: Document = None,
    acting_for: ActingFor = None,
    command: CommandId = None,
    json: AsJson = False,
) -> None:
    """Leg vast dat de provincie haar kosten vordert."""
    command = command or uuid4()
    more: dict[str, Any] = {
        "claim": number or f"claim-{uuid5(command, 'claim')}",
        "cents": cents_of("--euros", euros),
        "due": day_of("--due", due),
        "specification": optional_text("--specification", specification),
        "document": document,
        "about": ("decision", decision),
    }
    record(costs.claim_costs, code, on=on, acting_for=acting_for, command=command, json=json, **more)


def payment(
    code: Code,
    *,
    euros: Euros,
    number: Claim = None,
    on: On = None,
    acting_for: ActingFor = None,
    command: CommandId = None,
    json: AsJson = False,
) -> None:
    """Leg vast dat er geld binnenkwam op een vordering."""
    more: dict[str, Any] = {"cents": cents_of("--euros", euros), "about": ("claim", number)}
    record(costs.record_recovery, code, on=on, acting_for=acting_for, command=command, json=json, **more)
