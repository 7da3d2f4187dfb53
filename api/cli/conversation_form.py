"""What a conversation reads as it is handed in: a JSON file, or what was typed with the options."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from domain.events.contact import Channel, ConversationKind, Level, Purpose, Side
from domain.values import Classification, Label, Persons

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100_000)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class Form(BaseModel):
    """What a JSON file says, in camelCase."""

    model_config = ConfigDict(
        alias_generator=to_camel, validate_by_name=True, validate_by_alias=True, extra="forbid", frozen=True
    )


class ParticipantForm(Form):
    """Somebody who took part, by office, by name, or both."""

    side: Side = Side.MUNICIPALITY
    office: Label | None = None
    name: Name | None = None


class AgreementForm(Form):
    """An agreement made in the conversation; ``due`` is the last day on which it can be kept."""

    what: Words
    owed_by: Side = Side.MUNICIPALITY
    due: date
    persons: Persons | None = None


class ConversationForm(Form):
    """A conversation as a person or a script hands it in."""

    kind: ConversationKind
    held_on: date
    purposes: tuple[Purpose, ...] = ()
    channel: Channel = Channel.IN_PERSON
    province_level: Level = Level.OFFICIAL
    municipality_level: Level = Level.OFFICIAL
    participants: tuple[ParticipantForm, ...] = ()
    summary: Words | None = None
    classification: Classification = Classification.INTERNAL
    counts_because: Words | None = None
    agreements: tuple[AgreementForm, ...] = Field(default=())
