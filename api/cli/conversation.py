"""``trede conversation``: record a conversation, from flags or from a JSON file."""

from pathlib import Path
from typing import Annotated, Any
from uuid import UUID, uuid4, uuid5

import typer
from pydantic import ValidationError

from api.cli.conversation_form import AgreementForm, ConversationForm, ParticipantForm
from api.cli.desk import Desk, Introduce, desk
from api.cli.files import read_json
from api.cli.options import ActingFor, AsJson, Code, CommandId, choices, parse_day
from api.cli.recorded import show_answer
from api.cli.usage import Unusable
from api.values import in_words
from api.weighing import weighed
from domain.decisions.contact import Promise, hold_conversation
from domain.events.contact import Channel, ConversationKind, Participant, Purpose, Side
from domain.ledger.request import Answer
from domain.values import AgreementId, Classification, ConversationId, PlainText

OPTIONS = {
    "summary": "--summary",
    "countsBecause": "--counts-because",
    "participants": "--with",
    "agreements": "--agreement",
}
"""The options by the field that they fill."""


def record_conversation(
    code: Code,
    *,
    file: Annotated[
        Path | None,
        typer.Option("--file", metavar="BESTAND", help="JSON-bestand met het hele gesprek; '-' leest van de invoer."),
    ] = None,
    kind: Annotated[
        ConversationKind | None,
        typer.Option("--kind", metavar="SOORT", help=f"Soort gesprek: {choices(ConversationKind)}."),
    ] = None,
    held_on: Annotated[
        str | None, typer.Option("--on", metavar="DAG", help="Dag van het gesprek; anders vandaag.")
    ] = None,
    channel: Annotated[
        Channel, typer.Option("--channel", metavar="HOE", help=f"Hoe er is gesproken: {choices(Channel)}.")
    ] = Channel.IN_PERSON,
    purpose: Annotated[
        list[Purpose] | None, typer.Option("--purpose", metavar="DOEL", help=f"Doel; mag vaker: {choices(Purpose)}.")
    ] = None,
    with_whom: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="FUNCTIE", help="Wie er was namens de gemeente, zoals wethouder; mag vaker."),
    ] = None,
    summary: Annotated[str | None, typer.Option("--summary", metavar="TEKST", help="Wat er is gezegd.")] = None,
    agreement: Annotated[
        list[str] | None,
        typer.Option(
            "--agreement",
            metavar="'DAG: TEKST'",
            help="Wat de gemeente belooft, met de uiterste dag: '2027-01-31: lijst van locaties'; mag vaker.",
        ),
    ] = None,
    counts_because: Annotated[
        str | None,
        typer.Option("--counts-because", metavar="TEKST", help="Waarom een ketenoverleg mede toezichtcontact is."),
    ] = None,
    classification: Annotated[
        Classification,
        typer.Option("--classification", metavar="WIE", help=f"Wie de tekst mag lezen: {choices(Classification)}."),
    ] = Classification.INTERNAL,
    acting_for: ActingFor = None,
    command: CommandId = None,
    json: AsJson = False,
) -> None:
    """Leg een gesprek met een gemeente vast, met de afspraken die daarin zijn gemaakt.

    Wie er met naam bij was, afspraken van de provincie zelf en aantallen personen staan in een bestand (--file). Zo:
    {"kind": "progress", "heldOn": "2026-11-02", "participants": [{"office": "wethouder", "name": "A. Jansen"}],
    "summary": "…", "agreements": [{"what": "woningen aanwijzen", "due": "2027-01-31", "persons": 20}]}
    """
    typed = {
        "purposes": purpose,
        "participants": [{"office": office} for office in with_whom or ()],
        "summary": summary,
        "countsBecause": counts_because,
        "agreements": [_agreement(given) for given in agreement or ()],
        "heldOn": parse_day("--on", held_on) if held_on else None,
    }
    given = {name: value for name, value in typed.items() if value is not None and value != []}
    with desk() as at:
        if file is not None:
            if kind is not None or given:
                raise Unusable("Bij --file staat het hele gesprek in het bestand: laat de andere opties weg.")
            form = ConversationForm.model_validate_json(read_json(file))
        elif kind is None:
            raise Unusable("Noem de soort met --kind, of geef een bestand met --file.")
        else:
            form = _typed(
                {"heldOn": at.today, **given, "kind": kind, "channel": channel, "classification": classification}
            )
        answer = _record(at, code, form, acting_for, command or uuid4())
        weighs = weighed(at.ledger, answer, today=at.today)
        show_answer(
            at,
            answer,
            json=json,
            remarks=[weighs.counts.replace("een reden.", "een reden (--counts-because)."), *weighs.warnings],
            more={"countsFor": list(weighs.counts_for), "warnings": weighs.warnings},
        )


def _typed(given: dict[str, Any]) -> ConversationForm:
    try:
        return ConversationForm.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]["loc"][0]
        raise Unusable(" ".join(in_words(error, where=OPTIONS.get(str(first))))) from None


def _agreement(given: str) -> AgreementForm:
    due, separator, what = given.partition(":")
    if not separator or not what.strip():
        raise Unusable(f"--agreement: '{given}' is geen afspraak; schrijf '2027-01-31: wat er is afgesproken'.")
    return AgreementForm(what=what, due=parse_day("--agreement", due.strip()))


def _record(at: Desk, code: str, form: ConversationForm, acting_for: str | None, command: UUID) -> Answer:
    def plain(text: str | None) -> PlainText | None:
        return PlainText(text=text, classification=form.classification) if text else None

    def question(introduce: Introduce) -> dict[str, Any]:
        return {
            # The ids follow from the command, so that the same command asks the same question.
            "conversation": ConversationId(f"conversation-{command}"),
            "kind": form.kind,
            "purposes": form.purposes,
            "channel": form.channel,
            "province_level": form.province_level,
            "municipality_level": form.municipality_level,
            "participants": tuple(_participant(each, code, introduce) for each in form.participants),
            "summary": plain(form.summary),
            "counts_because": plain(form.counts_because),
            "agreements": tuple(
                Promise(
                    agreement=AgreementId(f"agreement-{uuid5(command, str(number))}"),
                    owed_by=made.owed_by,
                    what=PlainText(text=made.what, classification=form.classification),
                    due=made.due,
                    persons=made.persons,
                )
                for number, made in enumerate(form.agreements, 1)
            ),
        }

    return at.record(
        hold_conversation, code, question, happened_on=form.held_on, acting_for=acting_for, command=command
    )


def _participant(form: ParticipantForm, code: str, introduce: Introduce) -> Participant:
    organisation = code if form.side is Side.MUNICIPALITY else form.side.value
    return Participant(
        side=form.side, office=form.office, person=introduce(form.name, organisation) if form.name else None
    )
