"""Announcements of a substitution (rung 4): the views of the municipality on them, and more time."""

from typing import Annotated

from fastapi import Path

from api.identity.rights import Right
from api.rest.law_schemas import AnnouncementRecorded, AnnouncementSent, ConsiderationsSent, ExtensionSent, ViewsSent
from api.rest.recording import Guarded, Recorded, Writing
from api.rest.routing import Code, Routes
from api.rest.schemas import LetterRef, Posted
from domain.decisions import announcing

routes = Routes("/municipalities/{code}/announcements", tag="Substitution")

Letter = Annotated[LetterRef, Path(description="the id of its letter", examples=["letter-2024.17"])]


@routes.write("", Right.DECIDE_SUBSTITUTION, guarded=True)
def announce_intervention(code: Code, sent: Posted[AnnouncementSent], at: Guarded) -> AnnouncementRecorded:
    """Record an announcement to who stands on rung 4 or higher already.

    The one that goes with raising to rung 4 is part of the placement or the proposal.
    """
    announced = sent.announcing.read(at)
    answer = at.record(announcing.announce_intervention, code, sent, announcing=announced, document=sent.document)
    return AnnouncementRecorded.of(answer, letter=announced.letter)


@routes.write("/{letter}/extensions", Right.DECIDE_SUBSTITUTION, guarded=True)
def extend_announced_term(code: Code, letter: Letter, sent: Posted[ExtensionSent], at: Guarded) -> Recorded:
    """Record that GS give more time. Holding on rung 4 until a later day does so too."""
    return Recorded.of(at.record(announcing.extend_term, code, sent, announcement=letter, **sent.said()))


@routes.write("/{letter}/views", Right.RECORD_FACTS)
def receive_views(code: Code, letter: Letter, sent: Posted[ViewsSent], at: Writing) -> Recorded:
    """Record views of the municipality, late ones too."""
    decision = announcing.hear_views if sent.oral else announcing.receive_views
    return Recorded.of(at.record(decision, code, sent, announcement=letter, **sent.said("oral")))


@routes.write("/{letter}/considerations", Right.RECORD_FACTS)
def consider_views(code: Code, letter: Letter, sent: Posted[ConsiderationsSent], at: Writing) -> Recorded:
    """Record what GS make of the views that were given."""
    return Recorded.of(at.record(announcing.consider_views, code, sent, announcement=letter, **sent.said()))
