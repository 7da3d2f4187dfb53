"""Persons: name and contact stand once, here, sealed under the person's own key; everywhere else stands only the id."""

from enum import StrEnum

from domain.events.base import Fact
from domain.values import Label, Sealed


class PersonKind(StrEnum):
    """What a person is to the record."""

    COLLEAGUE = "colleague"
    SYSTEM_USER = "system-user"
    PARTICIPANT = "participant"


class PersonEvent(Fact):
    """A fact in the stream of a person, ``person-…``."""


class PersonRegistered(PersonEvent):
    """A person became known to the record; ``organisation`` is the side they speak for, when that was said."""

    TOPIC = "person.registered.v1"
    kind: PersonKind
    name: Sealed
    contact: Sealed | None = None
    organisation: Label | None = None


class PersonDetailsChanged(PersonEvent):
    """From ``happened_on`` the person's details read so; all of them, also those that stayed the same."""

    TOPIC = "person.details-changed.v1"
    name: Sealed
    contact: Sealed | None = None
    organisation: Label | None = None
