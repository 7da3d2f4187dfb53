"""A freeze moves a term of the framework by the days it lasted within it; and what is told stays within its bounds."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.events.base import Entry
from domain.municipality import fold
from domain.municipality.judging import Freeze
from domain.policy.obligations import SOON, ObligationState, obligations
from domain.policy.obligations.due import moved
from projections.dossier import happened_by
from tests.domain.arbitrary import DAYS, histories, judgings
from tests.domain.owing import framework

FIRST = date(2025, 1, 1)
SOME_DAYS = st.integers(0, 120).map(lambda days: FIRST + timedelta(days=days))


@st.composite
def freezes(draw: st.DrawFn) -> Freeze:
    first = draw(SOME_DAYS)
    last = draw(st.none() | st.integers(-1, 60).map(lambda days: first + timedelta(days=days)))
    return Freeze(1, first, last)


MANY = st.lists(freezes(), max_size=4)


def running(after: date, end: date, frozen: list[Freeze], day: date) -> list[date]:
    """The days of a term on which it does not stand still."""
    told = [Freeze(each.version, each.first_day, each.last_day or day) for each in frozen]
    days = (after + timedelta(days=number) for number in range(1, (end - after).days + 1))
    return [each for each in days if not any(each in freeze for freeze in told)]


@given(after=SOME_DAYS, length=st.integers(1, 90), frozen=MANY, day=SOME_DAYS)
def test_a_term_has_as_many_days_that_are_not_frozen_as_it_has_without_freezes(
    after: date, length: int, frozen: list[Freeze], day: date
) -> None:
    end = moved(after, after + timedelta(days=length), frozen, day)
    left = running(after, end, frozen, day)
    assert len(left) == length
    assert left[-1] == end  # it ends on a day on which it runs


@given(after=SOME_DAYS, length=st.integers(1, 90), frozen=MANY, day=SOME_DAYS)
def test_freezes_before_a_term_and_after_it_move_nothing(
    after: date, length: int, frozen: list[Freeze], day: date
) -> None:
    end = after + timedelta(days=length)
    outside = [
        each for each in frozen if each.first_day > end or (each.last_day is not None and each.last_day <= after)
    ]
    assert moved(after, end, outside, day) == end


@given(after=SOME_DAYS, length=st.integers(1, 90), first=SOME_DAYS, day=SOME_DAYS)
def test_a_term_that_stands_still_is_not_overdue(after: date, length: int, first: date, day: date) -> None:
    end = after + timedelta(days=length)
    going_on = Freeze(1, first, None)
    if first <= end and first <= day:
        assert moved(after, end, [going_on], day) > day or day <= after


@settings(max_examples=60, deadline=None)
@given(entries=histories() | judgings(), day=DAYS)
def test_what_is_owed_is_told_with_a_day_a_state_and_a_reason_that_agree(entries: list[Entry], day: date) -> None:
    known = fold(None, entries)
    state = happened_by(known, day) if known else None
    for each in obligations(state, day, framework) if state else ():
        assert each.arises_on <= day
        assert (each.fulfilled_by is not None) is (each.state is ObligationState.FULFILLED)
        assert (each.because is not None) is (each.state is ObligationState.LAPSED)
        late = each.due is not None and each.due.day < day
        assert each.stands is False or late is (each.state is ObligationState.OVERDUE)
        soon = each.due is not None and day <= each.due.day <= day + SOON
        assert each.stands is False or soon is (each.state is ObligationState.DUE_SOON)


@settings(max_examples=40, deadline=None)
@given(entries=histories() | judgings(), day=DAYS)
def test_as_at_a_day_what_happened_later_changes_nothing(entries: list[Entry], day: date) -> None:
    known = fold(None, entries)
    assert known
    then = happened_by(known, day)
    later = happened_by(known, date(2026, 12, 31))
    again = happened_by(later, day) if later else None
    assert (obligations(then, day, framework) if then else ()) == (obligations(again, day, framework) if again else ())
