"""Decisions on causes: noted by people, never computed."""

from domain.decisions.guards import require_known, require_new
from domain.decisions.occasion import Occasion
from domain.events.causes import CauseKind, CauseNoted
from domain.municipality import Municipality
from domain.values import CauseId, ConversationId, Period, PlainText


def note_cause(
    municipality: Municipality,
    *,
    on: Occasion,
    cause: CauseId,
    kind: CauseKind,
    period: Period | None = None,
    conversation: ConversationId | None = None,
    note: PlainText | None = None,
) -> tuple[CauseNoted]:
    """Record why a municipality is behind, as somebody says."""
    require_new("cause", cause, municipality.causes.get(cause))
    if conversation is not None:
        require_known("conversation", conversation, municipality.contact.conversations.get(conversation))
    return (CauseNoted(cause=cause, kind=kind, period=period, conversation=conversation, note=note),)
