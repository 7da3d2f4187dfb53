"""Substitution decisions (rung 5): notified, changed, lapsed, carried out and ended; their costs."""

from typing import Annotated

from fastapi import Path

from api.identity.rights import Right
from api.rest.law_schemas import (
    AmendmentSent,
    ClaimRecorded,
    CostsClaimSent,
    DecisionRecorded,
    DecisionSent,
    DecisionWithdrawalSent,
    EndSent,
    ExtensionSent,
    LapseSent,
    NotificationSent,
    PaymentSent,
    StartSent,
)
from api.rest.recording import Guarded, Recorded, Writing
from api.rest.routing import Code, Routes
from api.rest.schemas import ClaimRef, DecisionRef, Posted
from domain.decisions import announcing, carrying_out, costs, substituting

routes = Routes("/municipalities/{code}/decisions", tag="Substitution")
claims = Routes("/municipalities/{code}/claims", tag="Substitution")

Decision = Annotated[DecisionRef, Path(description="the id of the decision", examples=["decision-2024.3"])]
Claim = Annotated[ClaimRef, Path(description="the id of the claim", examples=["claim-2024.1"])]


@routes.write("", Right.DECIDE_SUBSTITUTION, guarded=True)
def decide_substitution(code: Code, sent: Posted[DecisionSent], at: Guarded) -> DecisionRecorded:
    """Record one more decision about who stands on rung 5 or 6 already.

    The one that goes with raising to rung 5 is part of the placement or the proposal.
    """
    deciding = sent.deciding.read(at)
    question = sent.said("deciding") | {"deciding": deciding}
    answer = at.record(substituting.decide_substitution, code, sent, **question)
    return DecisionRecorded.of(answer, decision=deciding.decision)


@routes.write("/{decision}/notification", Right.RECORD_FACTS)
def notify_decision(code: Code, decision: Decision, sent: Posted[NotificationSent], at: Writing) -> Recorded:
    """Record that a decision was sent or handed out: the term for appeal starts the day after."""
    question = {"decision": decision, "letter": sent.letter, "document": sent.document}
    return Recorded.of(at.record(substituting.notify_decision, code, sent, **question))


@routes.write("/{decision}/extensions", Right.DECIDE_SUBSTITUTION, guarded=True)
def extend_decided_term(code: Code, decision: Decision, sent: Posted[ExtensionSent], at: Guarded) -> Recorded:
    """Record that GS give more time. Holding on rung 5 until a later day does so too."""
    return Recorded.of(at.record(announcing.extend_term, code, sent, decision=decision, **sent.said()))


@routes.write("/{decision}/amendments", Right.DECIDE_SUBSTITUTION, guarded=True)
def amend_substitution(code: Code, decision: Decision, sent: Posted[AmendmentSent], at: Guarded) -> Recorded:
    """Record that GS changed a decision in force."""
    return Recorded.of(at.record(substituting.amend_substitution, code, sent, decision=decision, **sent.said()))


@routes.write("/{decision}/withdrawal", Right.DECIDE_SUBSTITUTION, guarded=True)
def withdraw_substitution(
    code: Code, decision: Decision, sent: Posted[DecisionWithdrawalSent], at: Guarded
) -> Recorded:
    """Record that GS withdrew a decision in force."""
    return Recorded.of(at.record(substituting.withdraw_substitution, code, sent, decision=decision, **sent.said()))


@routes.write("/{decision}/lapse", Right.DECIDE_SUBSTITUTION)
def confirm_lapse(code: Code, decision: Decision, sent: Posted[LapseSent], at: Writing) -> Recorded:
    """Confirm that a decision lapsed: official figures tell that those it names have been housed."""
    day = at.day(sent).first_day or at.running.today()
    framework = at.running.frameworks.in_force(day)
    question = sent.said() | {"framework": framework}
    return Recorded.of(at.record(substituting.confirm_lapse, code, sent, decision=decision, **question))


@routes.write("/{decision}/start", Right.DECIDE_SUBSTITUTION, guarded=True)
def start_substitution(code: Code, decision: Decision, sent: Posted[StartSent], at: Guarded) -> Recorded:
    """Record that the province began to carry out one more decision. Raising to rung 6 carries out the first."""
    return Recorded.of(at.record(carrying_out.start_substitution, code, sent, decision=decision, **sent.said()))


@routes.write("/{decision}/end", Right.DECIDE_SUBSTITUTION, guarded=True)
def end_substitution(code: Code, decision: Decision, sent: Posted[EndSent], at: Guarded) -> Recorded:
    """Record that the province stopped doing the task in the place of the municipality."""
    return Recorded.of(at.record(substituting.end_substitution, code, sent, decision=decision, **sent.said()))


@routes.write("/{decision}/claims", Right.DECIDE_SUBSTITUTION)
def claim_costs(code: Code, decision: Decision, sent: Posted[CostsClaimSent], at: Writing) -> ClaimRecorded:
    """Record that the province claimed its costs."""
    claim = at.new("claim", sent.claim)
    answer = at.record(costs.claim_costs, code, sent, claim=claim, decision=decision, **sent.said("claim"))
    return ClaimRecorded.of(answer, claim=claim)


@claims.write("/{claim}/payments", Right.RECORD_FACTS)
def record_recovery(code: Code, claim: Claim, sent: Posted[PaymentSent], at: Writing) -> Recorded:
    """Record money that came in on a claim."""
    return Recorded.of(at.record(costs.record_recovery, code, sent, claim=claim, cents=sent.cents))
