"""Absences: who is away, for how long, and who sees to their things meanwhile."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from api.store import Store
from api.store.absences import Absence, Absences, NotAnAbsenceError, stood_in_for
from domain.ledger.application import Ledger
from domain.values import PersonId

ANNA, BART, CHRIS, DIRK = (PersonId(f"person-{each}") for each in "abcd")
MAY = date(2024, 5, 1), date(2024, 5, 31)


@pytest.fixture
def absences(ledger: Ledger) -> Absences:
    return Absences(Store.open(ledger))


def away(
    person: PersonId = ANNA,
    stands_in: PersonId = BART,
    days: tuple[date, date] = MAY,
) -> Absence:
    """An absence that nobody entered yet."""
    first, last = days
    return Absence(uuid4(), person, first, last, stands_in, entered_by=person)


def test_who_is_away_is_so_from_the_first_day_to_the_last(absences: Absences) -> None:
    may = away()
    absences.enter(may)
    assert [absences.on(date(2024, *day)) for day in ((4, 30), (5, 1), (5, 31), (6, 1))] == [(), (may,), (may,), ()]
    assert absences.from_day(date(2024, 4, 1)) == absences.from_day(date(2024, 5, 31)) == (may,)
    assert absences.from_day(date(2024, 6, 1)) == ()


def test_what_is_entered_twice_is_kept_once_and_other_days_that_overlap_are_refused(absences: Absences) -> None:
    may = away()
    assert absences.enter(may) == may
    other = replace(may, last_day=date(2024, 7, 1))
    assert absences.enter(other) == may
    assert absences.on(may.first_day) == (may,)
    with pytest.raises(NotAnAbsenceError, match="al een afwezigheid"):
        absences.enter(away(days=(date(2024, 5, 31), date(2024, 6, 5))))
    absences.enter(away(days=(date(2024, 6, 1), date(2024, 6, 5))))
    absences.enter(away(BART, CHRIS))
    assert len(absences.from_day(date(2024, 5, 1))) == 3


def test_what_was_taken_back_counts_no_more_and_leaves_room(absences: Absences) -> None:
    may = away()
    absences.enter(may)
    assert absences.find(may.id) == may
    assert absences.end(may.id, by=ANNA)
    assert not absences.end(may.id, by=ANNA)
    assert absences.find(may.id) is None
    assert absences.on(may.first_day) == ()
    absences.enter(away())


def test_days_in_the_wrong_order_and_standing_in_for_oneself_make_no_absence() -> None:
    with pytest.raises(NotAnAbsenceError, match="laatste dag"):
        away(days=(date(2024, 5, 2), date(2024, 5, 1)))
    with pytest.raises(NotAnAbsenceError, match="zichzelf"):
        away(ANNA, ANNA)


def test_the_things_of_who_is_away_pass_on_until_somebody_is_there() -> None:
    absent = [away(ANNA, BART), away(BART, CHRIS)]
    assert stood_in_for(CHRIS, absent) == {ANNA, BART}
    assert stood_in_for(BART, absent) == frozenset()


def test_nobody_sees_to_the_things_of_those_who_stand_in_for_each_other() -> None:
    absent = [away(ANNA, BART), away(BART, ANNA), away(CHRIS, DIRK)]
    assert [stood_in_for(each, absent) for each in (ANNA, BART, DIRK)] == [frozenset(), frozenset(), {CHRIS}]
