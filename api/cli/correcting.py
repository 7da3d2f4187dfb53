"""``trede correct``: say how an entry should have read."""

from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import Field, ValidationError

from api.cli.conversation_form import Form
from api.cli.desk import Desk, desk
from api.cli.files import read_json
from api.cli.options import ActingFor, AsJson, Code, CommandId, Seen, choices, free_text
from api.cli.recorded import show_answer
from api.cli.records import EntryNumber
from api.cli.usage import Unusable
from api.replacement import corrected, partial_date
from domain.decisions.records import correct_entry
from domain.events.base import Entry
from domain.events.record_keeping import Repair
from domain.municipality import as_it_stands
from domain.refusals import NotOnRecord
from domain.values import PartialDate


class CorrectionForm(Form):
    """What changes in an entry: its day, fields of its fact, or both."""

    happened_on: str | None = None
    fact: dict[str, Any] = Field(default_factory=dict)


def correct(
    code: Code,
    entry: EntryNumber,
    *,
    file: Annotated[
        Path,
        typer.Option("--file", metavar="BESTAND", help="JSON-bestand met wat verandert; '-' leest van de invoer."),
    ],
    reason: Annotated[str, typer.Option("--reason", metavar="TEKST", help="Waarom dit wordt gecorrigeerd.")],
    repairs: Annotated[
        Repair,
        typer.Option("--repairs", metavar="WAT", help=f"Wat de correctie doet: {choices(Repair)}."),
    ],
    acting_for: ActingFor = None,
    seen: Seen = None,
    command: CommandId = None,
    json: AsJson = False,
) -> None:
    """Corrigeer een vastlegging. Wat er stond blijft leesbaar, met de reden.

    Het bestand noemt alleen wat verandert: de dag, velden van de vastlegging, of allebei. Zo:
    {"happenedOn": "2026-06-30", "fact": {"net_target": 104}}
    De namen van de velden staan in: trede schema SOORT. De soort staat in: trede history GEMEENTE --json.
    """
    because = free_text("--reason", reason)
    form = CorrectionForm.model_validate_json(read_json(file))
    if form.happened_on is None and not form.fact:
        raise Unusable('--file: er verandert niets; noem "happenedOn", velden onder "fact", of allebei.')
    with desk() as at:
        answer = at.record(
            correct_entry,
            code,
            lambda _: {
                "entry": entry,
                "repairs": repairs,
                "reason": because,
                **_replacement(_standing(at, code, entry), form),
            },
            acting_for=acting_for,
            command=command,
            seen=seen,
        )
        show_answer(at, answer, json=json)


def _standing(at: Desk, code: str, version: int) -> Entry:
    """The entry as it now stands."""
    found = as_it_stands(at.ledger.municipality(code).entries, version)
    if found is None:
        raise NotOnRecord("entry", str(version))
    return found


def _replacement(now: Entry, form: CorrectionForm) -> dict[str, Any]:
    """How the entry reads with what was given."""
    fact, day = corrected(now, None if form.happened_on is None else _day(form.happened_on), form.fact)
    return {"replacement": fact, "replacement_happened_on": day}


def _day(given: str) -> PartialDate:
    try:
        return partial_date(given)
    except ValidationError:
        raise Unusable(
            f"happenedOn: '{given}' is geen dag, maand of jaar; schrijf 2024-06-30, 2024-06 of 2024."
        ) from None
