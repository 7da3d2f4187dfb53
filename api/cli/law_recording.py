"""How every command of ``trede law`` records: one decision about one municipality, and what it says afterwards."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

import typer

from api.cli.desk import Desk, desk
from api.cli.law_options import day_of, the_one
from api.cli.recorded import show_answer
from domain.ledger.deciding import Decision
from domain.municipality.law import Law

On = Annotated[str | None, typer.Option("--on", metavar="DAG", help="De dag waarop het gebeurde; anders vandaag.")]
Document = Annotated[
    str | None, typer.Option("--document", metavar="NUMMER", help="Het stuk in het dossier, zoals document-12.")
]
ABOUT: dict[str, tuple[str, str, Callable[[Law], Any]]] = {
    "announcement": ("--letter", "vooraankondiging", lambda law: law.announcements),
    "decision": ("--decision", "besluit", lambda law: law.decisions),
    "appeal": ("--appeal", "beroep", lambda law: law.appeals),
    "relief": ("--relief", "verzoek om schorsing", lambda law: law.reliefs),
    "claim": ("--claim", "vordering", lambda law: law.claims),
}
"""What a command can be about: its option, its word, and where those that are there stand."""


def record(
    decision: Decision,
    code: str,
    /,
    *,
    on: str | None,
    acting_for: str | None,
    command: UUID | None,
    json: bool,
    seen: int | None = None,
    about: tuple[str, str | None] | None = None,
    asked: Callable[[Desk], dict[str, Any]] | None = None,
    **question: Any,  # noqa: ANN401 - the decision knows its question
) -> None:
    """Record, and say what was recorded. ``about`` is what it follows on, with the number that was typed, if any.

    ``asked`` is what the question needs the desk for.
    """
    happened_on = day_of("--on", on)
    with desk() as at:
        if about:
            kind, given = about
            option, what, known = ABOUT[kind]
            question[kind] = the_one(option, what, given, known(at.state(code).law))
        question |= asked(at) if asked else {}
        answer = at.record(
            decision,
            code,
            lambda _: question,
            happened_on=happened_on,
            acting_for=acting_for,
            command=command,
            seen=seen,
        )
        ids = {kind: question[kind] for kind in ABOUT if question.get(kind) is not None}
        show_answer(at, answer, json=json, more=ids)
