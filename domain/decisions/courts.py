"""What goes to court: appeals against a decision and requests to suspend it. These are facts; late ones too."""

from datetime import date

from domain.decisions.guards import day_of, require_known, require_new, require_not_before
from domain.decisions.occasion import Occasion
from domain.decisions.sound_law import require_sound_law
from domain.decisions.substituting import require_decision
from domain.events.law import (
    AppealDecided,
    AppealLodged,
    AppealWithdrawn,
    InterimReliefDecided,
    InterimReliefRequested,
    Ruling,
)
from domain.municipality import Municipality
from domain.municipality.law import Appeal
from domain.refusals import AlreadySettled, require
from domain.values import AppealId, DecisionId, DocumentId, PlainText, ReliefId

RULED_ON = "day of the ruling"


def lodge_appeal(
    municipality: Municipality,
    *,
    on: Occasion,
    appeal: AppealId,
    decision: DecisionId,
    grounds: PlainText | None = None,
    document: DocumentId | None = None,
    **said: str,
) -> tuple[AppealLodged]:
    """Record that somebody appealed against a decision; ``said`` can name others than usual: ``by`` and ``court``."""
    found = require_decision(municipality, decision)
    require_new("appeal", appeal, municipality.law.appeals.get(appeal))
    require_not_before("day of the appeal", day_of("day of the appeal", on), found.decided_on)
    return (AppealLodged(appeal=appeal, decision=decision, grounds=grounds, document=document, **said),)


def withdraw_appeal(
    municipality: Municipality, *, on: Occasion, appeal: AppealId, note: PlainText | None = None
) -> tuple[AppealWithdrawn]:
    """Record that an appeal was taken back."""
    _require_pending(municipality, appeal, "day of the withdrawal", on)
    return (AppealWithdrawn(appeal=appeal, note=note),)


def decide_appeal(
    municipality: Municipality,
    *,
    on: Occasion,
    appeal: AppealId,
    ruling: Ruling,
    summary: PlainText | None = None,
    document: DocumentId | None = None,
) -> tuple[AppealDecided]:
    """Record what the court ruled; an annulled decision is over, unless its legal effects are kept."""
    _require_pending(municipality, appeal, RULED_ON, on)
    return (AppealDecided(appeal=appeal, ruling=ruling, summary=summary, document=document),)


def request_relief(
    municipality: Municipality,
    *,
    on: Occasion,
    relief: ReliefId,
    decision: DecisionId,
    document: DocumentId | None = None,
    **said: str,
) -> tuple[InterimReliefRequested]:
    """Record that somebody asked the court to suspend a decision; ``by`` in what is said, where another than usual."""
    found = require_decision(municipality, decision)
    require_new("request for interim relief", relief, municipality.law.reliefs.get(relief))
    require_not_before("day of the request", day_of("day of the request", on), found.decided_on)
    return (InterimReliefRequested(relief=relief, decision=decision, document=document, **said),)


def decide_relief(
    municipality: Municipality,
    *,
    on: Occasion,
    relief: ReliefId,
    granted: bool,
    suspended_until: date | None = None,
    summary: PlainText | None = None,
    document: DocumentId | None = None,
) -> tuple[InterimReliefDecided]:
    """Record what the court decided on a request; granted, the decision is suspended."""
    found = municipality.law.reliefs.get(relief)
    require_known("request for interim relief", relief, found)
    assert found is not None  # noqa: S101 - require_known has just said so
    require(found.granted is None, AlreadySettled("request for interim relief", relief))
    fact = InterimReliefDecided(
        relief=relief, granted=granted, suspended_until=suspended_until, summary=summary, document=document
    )
    require_sound_law(municipality, fact, RULED_ON, day_of(RULED_ON, on))
    return (fact,)


def _require_pending(municipality: Municipality, appeal: AppealId, what: str, on: Occasion) -> Appeal:
    found = municipality.law.appeals.get(appeal)
    require_known("appeal", appeal, found)
    assert found is not None  # noqa: S101 - require_known has just said so
    require(found.over_on is None, AlreadySettled("appeal", appeal))
    require_not_before(what, day_of(what, on), found.lodged_on)
    return found
