"""Parties that the province brought together, to pass on what they know."""

from pydantic import Field

from api.identity.rights import Right
from api.rest.recording import Recorded, Writing
from api.rest.routing import Code, Routes
from api.rest.schemas import Name, Posted, Worded, Words, example
from domain.decisions import contact

routes = Routes("/municipalities/{code}/party-connections", tag="Contact")


class ConnectionSent(Worded):
    """Two parties or more, and what they were brought together for."""

    model_config = example(parties=["ministerie", "gemeente"], subject="Huisvesting in leegstaande kantoren")

    parties: tuple[Name, ...] = Field(max_length=50)
    subject: Words


@routes.write("", Right.RECORD_FACTS)
def connect_parties(code: Code, sent: Posted[ConnectionSent], at: Writing) -> Recorded:
    """Record that the province brought parties together."""
    return Recorded.of(at.record(contact.connect_parties, code, sent, **sent.said()))
