"""The review of a period: every municipality with what it is judged by, in as many questions for one as for fifty."""

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from domain.events.contact import ConversationKind
from domain.events.judging import AdviceKind, ProposedMove, TrendVerdict
from domain.events.signals import SignalKind
from domain.ledger.application import Ledger
from domain.values import Period, PersonId, Rung
from projections.engine.runner import Projector
from projections.models import MODELS
from projections.reading import Reader
from projections.review import PlanState, Review, ReviewLine, review
from tests.projections.asking import now, tell
from tests.spec import (
    ANNE,
    CODE,
    MANAGER,
    Happened,
    agreed,
    assessed,
    assigned,
    cited,
    close_corrected,
    frozen,
    held,
    held_on,
    opened,
    period_closed,
    plan_adopted,
    plan_assessed,
    plan_rejected,
    plan_requested,
    plan_revised,
    plan_submitted,
    proposed,
    raised,
    reported,
    signal_raised,
)

SPRING, AUTUMN = Period(2025, 1), Period(2025, 2)
TALK = ConversationKind.OFFICIAL_SUPERVISION
ACTED = MANAGER.model_copy(update={"acted_for": PersonId("person-dora")})


@pytest.fixture
def reader(ledger: Ledger) -> Reader:
    return Reader(ledger)


def reviewed(ledger: Ledger, *told: Happened, period: Period = AUTUMN, day: str = "2026-01-20") -> ReviewLine:
    tell(ledger, *told, models=MODELS)
    (line,) = review(Reader(ledger), now(ledger, day), period, code=CODE).lines
    return line


# Figures and verdict


def test_a_closed_period_is_told_as_it_was_closed_with_verdict_and_advice(ledger: Ledger) -> None:
    line = reviewed(
        ledger,
        opened(),
        assigned("person-anne"),
        raised(1, 2, "2025-03-01"),
        period_closed("2025-1", 5, 40, 35, on="2025-07-20"),
        period_closed("2025-2", 10, 50, 40, on="2026-01-10"),
        assessed("2025-2", 2, advised=3, on="2026-01-12", rests_on=(5,)),
        reported("2025-2", "2026-01-15", realised=45),
    )
    assert (line.code, line.rung, line.supervisor, line.closed) == (CODE, Rung(2), ANNE, True)
    assert (line.opening, line.closing) == (10, 20)
    assert line.closings[-2:] == ((SPRING, 10), (AUTUMN, 20))
    assert line.closings[0][0] == Period(2023, 1)
    assert line.verdict is TrendVerdict.GROWING
    assert line.advice
    assert (line.advice.kind, line.advice.rung) == (AdviceKind.RAISE, Rung(3))
    assert line.changed is False


def test_a_period_that_is_still_open_shows_official_figures_and_no_verdict(ledger: Ledger) -> None:
    line = reviewed(ledger, opened(), reported("2025-2", "2025-12-31", opening_backlog=3, net_target=20, realised=15))
    assert (line.closed, line.opening, line.closing) == (False, 3, 8)
    assert (line.verdict, line.advice, line.assessment) == (None, None, None)


def test_it_says_when_what_the_verdict_rests_on_was_changed_afterwards(ledger: Ledger) -> None:
    told = (opened(), period_closed("2025-2"), assessed("2025-2", rests_on=(2,)), close_corrected("2025-2", 10, 50, 41))
    assert reviewed(ledger, *told).changed is True
    assert reviewed(ledger, assessed("2025-2", rests_on=(4,))).changed is False


# Contact


def test_contact_is_owed_once_in_the_period_and_supervision_from_rung_two(ledger: Ledger) -> None:
    line = reviewed(ledger, opened("2024-01-01"), held("t-1", "2025-09-01"))
    assert (line.contact.contact_held, line.contact.supervision_due) == (date(2025, 9, 1), None)
    line = reviewed(ledger, raised(1, 2, "2025-08-01"))
    assert (line.contact.supervision_due, line.contact.supervision_held) == (date(2025, 12, 31), None)
    assert not line.contact.complete
    line = reviewed(ledger, held("t-2", "2025-10-01", TALK))
    assert line.contact.supervision_held == date(2025, 10, 1)
    assert line.contact.complete


def test_who_reaches_rung_two_late_in_the_period_is_owed_supervision_six_weeks_later(ledger: Ledger) -> None:
    late = date(2025, 12, 15)
    line = reviewed(ledger, opened("2024-01-01"), raised(1, 2, str(late)), held("t-1", "2026-01-12", TALK))
    assert line.contact.supervision_due == late + timedelta(weeks=6)
    assert line.contact.supervision_held == date(2026, 1, 12)


# What else is under way


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ((plan_requested("p"),), PlanState.REQUESTED),
        ((plan_submitted("p", "m"),), PlanState.SUBMITTED),
        ((plan_submitted("p", "m"), plan_assessed("p", sufficient=False)), PlanState.INSUFFICIENT),
        ((plan_submitted("p", "m"), plan_rejected("p")), PlanState.INSUFFICIENT),
        ((plan_submitted("p", "m"), plan_assessed("p")), PlanState.SUFFICIENT),
        ((plan_submitted("p", "m"), plan_adopted("p")), PlanState.ADOPTED),
        ((plan_submitted("p", "m"), plan_adopted("p"), plan_revised("p", 2, "m")), PlanState.SUBMITTED),
    ],
)
def test_how_far_the_plan_is(ledger: Ledger, told: tuple[Happened, ...], state: PlanState) -> None:
    line = reviewed(ledger, opened("2025-01-01"), *told)
    assert line.plan
    assert line.plan.state is state


def test_agreements_of_the_municipality_are_counted_and_those_that_are_late(ledger: Ledger) -> None:
    line = reviewed(ledger, opened(), agreed("a-1", "2026-01-10"), agreed("a-2", "2026-03-01"))
    assert (line.open_agreements, line.overdue_agreements) == (2, 1)


def test_signal_proposal_freeze_and_a_decision_since_the_period_are_told(ledger: Ledger) -> None:
    line = reviewed(
        ledger,
        opened("2024-01-01"),
        signal_raised("2026-1", "2026-01-05", SignalKind.BACKLOG_MAY_GROW),
        raised(1, 2, "2026-01-10"),
        frozen(2, "2026-01-11"),
        proposed(ProposedMove.RAISE, 2, 3, on="2026-01-12"),
    )
    assert [each.signal for each in line.signals] == [SignalKind.BACKLOG_MAY_GROW]
    assert line.placed
    assert (line.placed.from_rung, line.placed.to_rung, line.placed.entry) == (Rung(1), Rung(2), 3)
    assert line.frozen
    assert line.proposal
    assert (line.proposal.entry, line.proposal.to_rung, line.proposal.by) == (5, Rung(3), frozenset({ANNE}))
    before = review(Reader(ledger), now(ledger, "2026-01-04"), AUTUMN).lines[0]
    assert (before.signals, before.placed, before.frozen, before.proposal) == ((), None, None, None)


def test_a_decision_within_the_period_is_no_answer_to_it(ledger: Ledger) -> None:
    assert reviewed(ledger, opened("2024-01-01"), raised(1, 2, "2025-12-31")).placed is None


def test_a_proposal_that_was_adopted_no_longer_waits(ledger: Ledger) -> None:
    line = reviewed(
        ledger, opened("2024-01-01"), proposed(ProposedMove.HOLD, 1, 1), held_on(1, "2026-01-10", proposal=cited(2))
    )
    assert line.proposal is None
    assert line.placed


# All of them


def province(ledger: Ledger, size: int, *, first: int = 100) -> None:
    """So many municipalities, each with everything there is to tell."""
    for number in range(first, first + size):
        tell(
            ledger,
            opened("2024-01-01"),
            raised(1, 2, "2025-03-01"),
            held("t-1", "2025-10-01", TALK),
            plan_submitted("p", "m"),
            agreed("a-1"),
            reported("2025-2", "2025-12-31", opening_backlog=10, net_target=50, realised=40, closing_backlog=20),
            period_closed("2025-2"),
            assessed("2025-2", 2, advised=3, rests_on=(7,)),
            signal_raised("2026-1", "2026-01-05"),
            held_on(2, "2026-01-10"),
            frozen(2, "2026-01-11"),
            proposed(ProposedMove.RAISE, 2, 3, on="2026-01-12", by=ACTED),
            code=f"GM{number:04}",
        )
    Projector(ledger, MODELS).catch_up()


def questions(monkeypatch: pytest.MonkeyPatch, ledger: Ledger) -> tuple[int, Review]:
    """How many statements a review sends to the database, and the review."""
    sent: list[object] = []
    execute = psycopg.Connection.execute

    def counted(self: psycopg.Connection, *given: Any, **more: Any) -> object:  # noqa: ANN401 - passed on as it came
        sent.append(given)
        return execute(self, *given, **more)

    knowing = now(ledger, "2026-01-20")
    with monkeypatch.context() as patch:
        patch.setattr(psycopg.Connection, "execute", counted)
        found = review(Reader(ledger), knowing, AUTUMN)
    return len(sent), found


def test_fifty_municipalities_take_as_many_questions_as_one(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    province(ledger, 1)
    for_one, _ = questions(monkeypatch, ledger)
    province(ledger, 49, first=101)
    for_all, found = questions(monkeypatch, ledger)
    assert len(found.lines) == 50
    assert all(line.proposal and line.plan and line.frozen and line.signals for line in found.lines)
    assert 10 < for_one <= 35
    assert for_all == for_one


def test_it_counts_verdicts_advice_closes_and_what_waits(ledger: Ledger) -> None:
    tell(ledger, opened("2024-01-01"), period_closed("2025-2"), assessed("2025-2", advised=2), code="GM0001")
    tell(ledger, opened("2024-01-01"), assessed("2025-2", verdict=TrendVerdict.STAGNANT), code="GM0002")
    tell(ledger, opened("2024-01-01"), proposed(ProposedMove.HOLD, 1, 1), code="GM0003", models=MODELS)
    found = review(Reader(ledger), now(ledger, "2026-01-20"), AUTUMN)
    assert found.verdicts == {TrendVerdict.GROWING: 1, TrendVerdict.STAGNANT: 1, None: 1}
    assert found.advices == {AdviceKind.RAISE: 1, None: 2}
    assert (found.closed, found.waiting) == (1, 1)
