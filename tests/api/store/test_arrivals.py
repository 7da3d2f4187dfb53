"""What came in by itself: remembered in its order, sealed, for longer than a year; and who looks, looks alone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from api.store import Store
from api.store.arrivals import KEPT, Arrivals, Result, Told, Way
from domain.ledger.application import Ledger

AT = datetime(2024, 6, 3, 5, tzinfo=UTC)


@pytest.fixture
def store(ledger: Ledger) -> Store:
    return Store.open(ledger)


@pytest.fixture
def arrivals(store: Store, ledger: Ledger) -> Arrivals:
    return Arrivals(store, ledger)


def test_the_newest_comes_first_also_of_one_moment(arrivals: Arrivals) -> None:
    arrivals.begin(Way.FOLDER, at=AT)
    for name in ("a", "b", "c"):
        arrivals.add(Way.FOLDER, Result.REFUSED, at=AT, told=Told(file_name=name, reason="Het bestand is leeg."))
    assert [each.told.file_name for each in arrivals.last(2)] == ["c", "b"]
    assert [each.told.file_name for each in arrivals.since(Way.FOLDER, AT)] == ["c", "b", "a"]
    assert arrivals.since(Way.FOLDER, AT + timedelta(seconds=1)) == []
    assert arrivals.since(Way.ADDRESS, AT) == []


def test_the_last_of_a_way_can_be_asked_by_what_came_of_it(arrivals: Arrivals) -> None:
    for result in (Result.IMPORTED, Result.FAILED):
        arrivals.add(Way.ADDRESS, result, at=AT, told=Told(etag='"1"'), stream="figures-import-1")
    found = arrivals.last_of(Way.ADDRESS, Result.IMPORTED, Result.NOTHING_NEW)
    assert found
    assert (found.result, found.told.etag, found.stream) == (Result.IMPORTED, '"1"', "figures-import-1")
    assert arrivals.last_of(Way.ADDRESS, Result.REFUSED) is None
    assert arrivals.last_of(Way.FOLDER) is None


def test_what_a_file_is_called_and_why_it_was_refused_is_sealed(arrivals: Arrivals, store: Store) -> None:
    arrivals.add(Way.FOLDER, Result.REFUSED, at=AT, told=Told(file_name="Jansen.csv", reason="De kolom 'Jansen'."))
    (row,) = store.rows("SELECT told FROM {arrivals}")
    assert b"Jansen" not in bytes(row["told"])


def test_what_is_old_is_dropped_and_since_when_somebody_looks_is_not(arrivals: Arrivals) -> None:
    arrivals.begin(Way.FOLDER, at=AT)
    arrivals.add(Way.FOLDER, Result.FAILED, at=AT)
    arrivals.clean(at=AT + KEPT)
    assert len(arrivals.last()) == 1
    arrivals.clean(at=AT + KEPT + timedelta(seconds=1))
    assert arrivals.last() == []
    assert arrivals.watched_since([Way.FOLDER]) == AT
    assert arrivals.watched_since([Way.ADDRESS]) is None


def test_an_alarm_is_the_first_once_a_day(arrivals: Arrivals) -> None:
    with ThreadPoolExecutor(4) as threads:
        first = list(threads.map(arrivals.is_first_alarm, [date(2024, 6, 3)] * 4))
    assert sorted(first) == [False, False, False, True]
    assert arrivals.is_first_alarm(date(2024, 6, 4))


def test_who_does_something_alone_keeps_others_from_it_and_from_nothing_else(store: Store) -> None:
    with store.alone("looking") as one, store.alone("looking") as other, store.alone("something else") as elsewhere:
        assert (one, other, elsewhere) == (True, False, True)
    with store.alone("looking") as later:
        assert later
