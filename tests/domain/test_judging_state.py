"""What is remembered of judging: closed periods, assessments, proposals and by whom, and the days that are frozen."""

from dataclasses import replace
from datetime import date

import pytest

from domain.events.base import Actor
from domain.events.judging import ProposedMove
from domain.municipality.judging import Freeze, reference
from domain.values import Period, PersonId
from tests.spec import (
    ACTOR,
    ANNE,
    Happened,
    assessed,
    cited,
    close_corrected,
    entry,
    frozen,
    given,
    opened,
    period_closed,
    proposed,
    raised,
    rejected,
    signal_cleared,
    signal_raised,
    unfrozen,
    withdrawn,
)

RAISE = ProposedMove.RAISE


def days(*happened: Happened) -> list[tuple[date, date | None]]:
    """The first and last days of the freezes."""
    return [(freeze.first_day, freeze.last_day) for freeze in given(opened(), *happened).case.judging.freezes]


def test_a_municipality_of_which_nothing_was_judged_remembers_nothing() -> None:
    judging = given(opened()).case.judging
    assert (dict(judging.closed), dict(judging.signals), judging.assessments) == ({}, {}, ())
    assert (judging.open_proposals, judging.freezes, judging.frozen_on(date(2026, 1, 1))) == ((), (), None)
    assert judging.assessment(Period(2025, 2)) is None


def test_each_period_is_closed_by_itself() -> None:
    closed = given(opened(), period_closed("2025-1"), period_closed("2025-2"), close_corrected("2025-1")).case.judging
    assert {str(period): fixed.version for period, fixed in closed.closed.items()} == {"2025-1": 4, "2025-2": 3}


def test_the_last_assessment_of_a_period_is_found_apart_from_those_in_between() -> None:
    judging = given(
        opened(),
        assessed("2025-1", on="2025-07-10"),
        assessed("2025-2", interim=True, on="2025-10-10"),
        assessed("2025-1", rung=2, on="2025-07-20"),
        assessed("2025-2", on="2026-01-01"),
    ).case.judging
    last, in_between, of_half = (
        judging.assessment(Period(2025, 1)),
        judging.assessment(Period(2025, 2), interim=True),
        judging.assessment(Period(2025, 2)),
    )
    assert last
    assert (last.version, last.on) == (4, date(2025, 7, 20))
    assert in_between
    assert in_between.version == 3
    assert of_half
    assert of_half.version == 5


def test_an_assessment_is_of_its_day_or_else_of_the_end_of_its_period() -> None:
    judging = given(opened(), assessed("2025-1", on="2025-08"), assessed("2025-2", on=None)).case.judging
    assert [drawn.on for drawn in judging.assessments] == [date(2025, 8, 1), date(2025, 12, 31)]


@pytest.mark.parametrize(
    ("by", "persons"),
    [
        (ACTOR, {ANNE}),
        (Actor(person=ANNE, acted_for=PersonId("person-dora")), {ANNE, PersonId("person-dora")}),
    ],
)
def test_a_proposal_is_by_who_made_it_and_by_whom_it_was_made_for(by: Actor, persons: set[PersonId]) -> None:
    assert given(opened(), proposed(RAISE, 1, 2, by=by)).case.judging.proposals[2].by == persons


def test_proposals_wait_in_the_order_in_which_they_were_made() -> None:
    told = given(opened(), proposed(RAISE, 1, 2), proposed(RAISE, 1, 2), proposed(RAISE, 1, 2), rejected(3))
    assert [each.version for each in told.case.judging.open_proposals] == [2, 4]


def test_a_decision_on_what_is_no_proposal_settles_nothing() -> None:
    told = given(opened(), proposed(RAISE, 1, 2), rejected(1), rejected(9), raised(1, 2, "2025-12-01"))
    assert [each.version for each in told.case.judging.open_proposals] == [2]


# Days that are frozen


def test_a_freeze_lasts_until_its_last_day_or_without_end() -> None:
    assert days(frozen(1, "2025-11-01", until=date(2025, 12, 31))) == [(date(2025, 11, 1), date(2025, 12, 31))]
    assert days(frozen(1, "2025-11-01")) == [(date(2025, 11, 1), None)]


@pytest.mark.parametrize(
    ("day", "inside"),
    [("2025-10-31", False), ("2025-11-01", True), ("2025-12-31", True), ("2026-01-01", False)],
)
def test_the_first_and_the_last_day_of_a_freeze_are_frozen(day: str, *, inside: bool) -> None:
    judging = given(opened(), frozen(1, "2025-11-01", until=date(2025, 12, 31))).case.judging
    assert (judging.frozen_on(date.fromisoformat(day)) is not None) is inside


def test_a_freeze_ends_the_day_before_it_thaws() -> None:
    thawed = unfrozen(1, "2025-12-01")
    assert days(frozen(1, "2025-11-01"), thawed) == [(date(2025, 11, 1), date(2025, 11, 30))]
    assert days(frozen(1, "2025-11-01", until=date(2026, 3, 1)), thawed) == [(date(2025, 11, 1), date(2025, 11, 30))]


def test_a_freeze_that_thaws_on_its_first_day_never_was() -> None:
    judging = given(opened(), frozen(1, "2025-11-01"), unfrozen(1, "2025-11-01")).case.judging
    assert judging.frozen_on(date(2025, 11, 1)) is None
    (freeze,) = judging.freezes
    assert freeze.shared(date(2025, 1, 1), None) is None


def test_thawing_on_a_day_that_is_not_frozen_changes_nothing() -> None:
    kept = [(date(2025, 11, 1), date(2025, 11, 30))]
    assert days(frozen(1, "2025-11-01", until=date(2025, 11, 30)), unfrozen(1, "2025-12-01")) == kept


def test_only_the_freeze_of_that_day_thaws() -> None:
    told = (frozen(1, "2025-01-01", until=date(2025, 2, 1)), frozen(1, "2025-11-01"), unfrozen(1, "2025-12-01"))
    assert days(*told) == [(date(2025, 1, 1), date(2025, 2, 1)), (date(2025, 11, 1), date(2025, 11, 30))]


def test_a_freeze_can_end_earlier_still() -> None:
    told = (frozen(1, "2025-11-01"), unfrozen(1, "2025-12-15"), unfrozen(1, "2025-12-01"))
    assert days(*told) == [(date(2025, 11, 1), date(2025, 11, 30))]


@pytest.mark.parametrize(
    ("first_day", "last_day", "shared"),
    [
        ("2025-10-01", "2025-10-31", None),
        ("2025-10-01", "2025-11-01", "2025-11-01"),
        ("2025-10-01", None, "2025-11-01"),
        ("2025-11-15", "2025-11-20", "2025-11-15"),
        ("2025-11-30", None, "2025-11-30"),
        ("2025-12-01", None, None),
    ],
)
def test_two_spans_share_the_days_that_lie_in_both(first_day: str, last_day: str | None, shared: str | None) -> None:
    freeze = Freeze(2, date(2025, 11, 1), date(2025, 11, 30))
    found = freeze.shared(date.fromisoformat(first_day), date.fromisoformat(last_day) if last_day else None)
    assert found == (date.fromisoformat(shared) if shared else None)


# Citing


def test_an_entry_is_cited_with_its_digest_once_it_is_recorded() -> None:
    told = entry(3, period_closed("2025-2").fact)
    assert reference(told) == cited(3)
    assert reference(replace(told, recorded=None)) is None


# As they now stand


def test_clearing_a_signal_that_is_not_open_changes_nothing() -> None:
    told = given(opened(), signal_cleared(1, "2025-10-01"), signal_raised("2025-2", "2025-10-02"))
    assert [version for version, _ in told.case.judging.signals.values()] == [3]


def test_what_was_withdrawn_is_not_remembered() -> None:
    told = given(
        opened(),
        period_closed("2025-2"),
        signal_raised("2025-2", "2025-10-01"),
        assessed("2025-2"),
        proposed(RAISE, 1, 2),
        frozen(1, "2025-12-01"),
    )
    gone = told.given(*(withdrawn(version) for version in range(2, 7)))
    assert gone.case.judging == given(opened()).case.judging


def test_a_freeze_settles_the_proposal_that_it_adopts() -> None:
    told = given(opened(), proposed(ProposedMove.FREEZE, 1, 1), frozen(1, "2026-01-01", proposal=cited(2)))
    assert told.case.judging.open_proposals == ()
    assert [each.version for each in told.given(withdrawn(3)).case.judging.open_proposals] == [2]
