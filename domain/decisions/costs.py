"""The costs of a substitution, which are for the municipality (Gemeentewet art. 124)."""

from datetime import date

from domain.decisions.guards import day_of, require_known, require_new, require_not_before
from domain.decisions.occasion import Occasion
from domain.decisions.substituting import require_decision
from domain.events.law import CostsClaimed, CostsRecovered
from domain.municipality import Municipality
from domain.refusals import NotCarriedOut
from domain.values import ClaimId, DecisionId, DocumentId, PlainText


def claim_costs(
    municipality: Municipality,
    *,
    on: Occasion,
    claim: ClaimId,
    decision: DecisionId,
    cents: int,
    due: date | None = None,
    specification: PlainText | None = None,
    document: DocumentId | None = None,
) -> tuple[CostsClaimed]:
    """Record that the province claimed its costs, in euro cents, of a decision that it carried out."""
    found = require_decision(municipality, decision)
    if found.started_on is None:
        raise NotCarriedOut(decision)
    require_new("claim", claim, municipality.law.claims.get(claim))
    require_not_before("day of the claim", day_of("day of the claim", on), found.started_on)
    require_not_before("due day", due, on.happened_on)
    return (
        CostsClaimed(
            claim=claim, decision=decision, cents=cents, due=due, specification=specification, document=document
        ),
    )


def record_recovery(municipality: Municipality, *, on: Occasion, claim: ClaimId, cents: int) -> tuple[CostsRecovered]:
    """Record money that came in on a claim, in euro cents; more than was claimed too."""
    found = municipality.law.claims.get(claim)
    require_known("claim", claim, found)
    assert found is not None  # noqa: S101 - require_known has just said so
    require_not_before("day of the payment", day_of("day of the payment", on), found.claimed_on)
    return (CostsRecovered(claim=claim, cents=cents),)
