"""What goes to court: appeals against a decision, and requests to suspend it (interim relief)."""

from typing import Annotated

from fastapi import Path

from api.identity.rights import Right
from api.rest.law_schemas import (
    AppealRecorded,
    AppealSent,
    AppealWithdrawalSent,
    ReliefRecorded,
    ReliefRequestSent,
    ReliefRulingSent,
    RulingSent,
)
from api.rest.recording import Recorded, Writing
from api.rest.routing import Code, Routes
from api.rest.schemas import AppealRef, Posted, ReliefRef
from api.rest.substitutions import Decision
from domain.decisions import courts

of_decisions = Routes("/municipalities/{code}/decisions/{decision}/appeals", tag="Substitution")
routes = Routes("/municipalities/{code}/appeals", tag="Substitution")
requests = Routes("/municipalities/{code}/decisions/{decision}/relief-requests", tag="Substitution")
reliefs = Routes("/municipalities/{code}/relief-requests", tag="Substitution")

Appeal = Annotated[AppealRef, Path(description="the id of the appeal", examples=["appeal-2024.1"])]
Relief = Annotated[ReliefRef, Path(description="the id of the request", examples=["relief-2024.1"])]


@of_decisions.write("", Right.RECORD_FACTS)
def lodge_appeal(code: Code, decision: Decision, sent: Posted[AppealSent], at: Writing) -> AppealRecorded:
    """Record an appeal against a decision, a late one too."""
    appeal = at.new("appeal", sent.appeal)
    said = _given(sent.said("appeal"), "by", "court")
    answer = at.record(courts.lodge_appeal, code, sent, appeal=appeal, decision=decision, **said)
    return AppealRecorded.of(answer, appeal=appeal)


@routes.write("/{appeal}/withdrawal", Right.RECORD_FACTS)
def withdraw_appeal(code: Code, appeal: Appeal, sent: Posted[AppealWithdrawalSent], at: Writing) -> Recorded:
    """Record that an appeal was taken back."""
    return Recorded.of(at.record(courts.withdraw_appeal, code, sent, appeal=appeal, **sent.said()))


@routes.write("/{appeal}/ruling", Right.RECORD_FACTS)
def decide_appeal(code: Code, appeal: Appeal, sent: Posted[RulingSent], at: Writing) -> Recorded:
    """Record what the court ruled; an annulled decision is over, unless its legal effects are kept."""
    return Recorded.of(at.record(courts.decide_appeal, code, sent, appeal=appeal, **sent.said()))


@requests.write("", Right.RECORD_FACTS)
def request_relief(code: Code, decision: Decision, sent: Posted[ReliefRequestSent], at: Writing) -> ReliefRecorded:
    """Record a request to suspend a decision (Awb 8:81)."""
    relief = at.new("relief", sent.relief)
    said = _given(sent.said("relief"), "by")
    answer = at.record(courts.request_relief, code, sent, relief=relief, decision=decision, **said)
    return ReliefRecorded.of(answer, relief=relief)


@reliefs.write("/{relief}/ruling", Right.RECORD_FACTS)
def decide_relief(code: Code, relief: Relief, sent: Posted[ReliefRulingSent], at: Writing) -> Recorded:
    """Record what the court decided on it; granted, the decision is suspended."""
    return Recorded.of(at.record(courts.decide_relief, code, sent, relief=relief, **sent.said()))


def _given(said: dict[str, object], *usual: str) -> dict[str, object]:
    """What was said, without what is as usual."""
    return {name: value for name, value in said.items() if value is not None or name not in usual}
