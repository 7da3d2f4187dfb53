"""``trede conversation``: record a conversation, from flags or from a JSON file."""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated
from uuid import UUID, uuid4, uuid5

import typer
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from api.cli.desk import Desk, desk
from api.cli.options import ActingFor, AsJson, Code, CommandId, parse_day
from api.cli.recorded import show_answer
from domain.decisions.contact import Promise, hold_conversation
from domain.events.base import Actor
from domain.events.contact import Channel, ConversationKind, Level, Participant, Purpose, Side
from domain.values import AgreementId, Classification, ConversationId, PlainText


class Form(BaseModel):
    """What a JSON file says, in camelCase."""

    model_config = ConfigDict(
        alias_generator=to_camel, validate_by_name=True, validate_by_alias=True, extra="forbid", frozen=True
    )


class ParticipantForm(Form):
    """Somebody who took part, by office, by name, or both."""

    side: Side
    office: str | None = None
    name: str | None = None


class AgreementForm(Form):
    """An agreement made in the conversation; ``due`` is the last day on which it can be kept."""

    what: str
    owed_by: Side = Side.MUNICIPALITY
    due: date
    persons: int | None = Field(default=None, ge=0)


class ConversationForm(Form):
    """A conversation as a script hands it in."""

    kind: ConversationKind
    held_on: date
    purposes: tuple[Purpose, ...] = ()
    channel: Channel = Channel.IN_PERSON
    province_level: Level = Level.OFFICIAL
    municipality_level: Level = Level.OFFICIAL
    participants: tuple[ParticipantForm, ...] = ()
    summary: str | None = None
    classification: Classification = Classification.INTERNAL
    counts_because: str | None = None
    agreements: tuple[AgreementForm, ...] = ()


def record_conversation(
    code: Code,
    *,
    file: Annotated[
        Path | None, typer.Option("--file", help="JSON-bestand met het hele gesprek ('-' leest van de invoer).")
    ] = None,
    kind: Annotated[ConversationKind | None, typer.Option("--kind", help="Soort gesprek.")] = None,
    held_on: Annotated[
        str | None, typer.Option("--on", metavar="DAG", help="Dag van het gesprek; anders vandaag.")
    ] = None,
    channel: Annotated[Channel, typer.Option("--channel", help="Hoe er is gesproken.")] = Channel.IN_PERSON,
    purpose: Annotated[list[Purpose] | None, typer.Option("--purpose", help="Doel; mag vaker.")] = None,
    with_whom: Annotated[
        list[str] | None, typer.Option("--with", metavar="FUNCTIE", help="Wie er was namens de gemeente; mag vaker.")
    ] = None,
    summary: Annotated[str | None, typer.Option("--summary", help="Wat er is gezegd.")] = None,
    agreement: Annotated[
        list[str] | None,
        typer.Option(
            "--agreement", metavar="'DAG: TEKST'", help="Afspraak met de gemeente, met uiterste dag; mag vaker."
        ),
    ] = None,
    counts_because: Annotated[
        str | None, typer.Option("--counts-because", help="Waarom een ketenoverleg mede toezichtcontact is.")
    ] = None,
    acting_for: ActingFor = None,
    command: CommandId = None,
    json: AsJson = False,
) -> None:
    """Leg een gesprek met een gemeente vast, met de afspraken die daarin zijn gemaakt."""
    with desk() as at:
        if file is not None:
            text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
            form = ConversationForm.model_validate_json(text)
        elif kind is None:
            raise typer.BadParameter("Noem de soort met --kind, of geef een bestand met --file.")
        else:
            form = ConversationForm(
                kind=kind,
                held_on=parse_day(held_on) if held_on else at.today,
                purposes=tuple(purpose or ()),
                channel=channel,
                participants=tuple(
                    ParticipantForm(side=Side.MUNICIPALITY, office=office) for office in with_whom or ()
                ),
                summary=summary,
                counts_because=counts_because,
                agreements=tuple(_agreement(given) for given in agreement or ()),
            )
        _record(at, code, form, at.actor(acting_for), command or uuid4(), json=json)


def _record(at: Desk, code: str, form: ConversationForm, by: Actor, command: UUID, *, json: bool) -> None:
    def plain(text: str | None) -> PlainText | None:
        return PlainText(text=text, classification=form.classification) if text else None

    # The ids follow from the command, so that the same command asks the same question.
    promises = tuple(
        Promise(
            agreement=AgreementId(f"agreement-{uuid5(command, str(number))}"),
            owed_by=made.owed_by,
            what=PlainText(text=made.what, classification=form.classification),
            due=made.due,
            persons=made.persons,
        )
        for number, made in enumerate(form.agreements, 1)
    )
    answer = at.ledger.record(
        hold_conversation,
        municipality=code,
        request=at.request(by, form.held_on, command=command),
        conversation=ConversationId(f"conversation-{command}"),
        kind=form.kind,
        purposes=form.purposes,
        channel=form.channel,
        province_level=form.province_level,
        municipality_level=form.municipality_level,
        participants=tuple(_participant(at, each, code, by) for each in form.participants),
        summary=plain(form.summary),
        counts_because=plain(form.counts_because),
        agreements=promises,
    )
    show_answer(at, answer, json=json)


def _participant(at: Desk, form: ParticipantForm, code: str, by: Actor) -> Participant:
    organisation = code if form.side is Side.MUNICIPALITY else form.side.value
    person = at.participant(form.name, organisation, by) if form.name else None
    return Participant(side=form.side, office=form.office, person=person)


def _agreement(given: str) -> AgreementForm:
    due, separator, what = given.partition(":")
    if not separator or not what.strip():
        raise typer.BadParameter(f"'{given}' is geen afspraak; schrijf '2024-06-30: wat er is afgesproken'.")
    return AgreementForm(what=what.strip(), due=parse_day(due.strip()))
