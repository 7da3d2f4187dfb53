"""When figures are missed: after whole working days without an import, and with what is known of why."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from api.arriving.alarm import StayedAway, stayed_away
from api.arriving.standing import Standing
from api.importing.work import ImportWork
from api.settings import Settings
from api.store import Store
from api.store.arrivals import Arrivals, Result, Told, Way
from api.store.uploads import Uploads
from domain.ledger.application import Ledger
from domain.values import PartialDate
from projections.engine.runner import Projector
from projections.imports import IMPORTS
from tests.api.yard import Yard
from tests.ledger.asking import asked
from tests.ledger.rows import imported, row

MONDAY = date(2024, 6, 3)


@dataclass(frozen=True)
class Watched:
    """What an alarm is worked out from."""

    ledger: Ledger
    store: Store
    settings: Settings

    def missed(self, day: date) -> StayedAway | None:
        """Whether figures are missed on a day."""
        return stayed_away(self, day)


def watched(ledger: Ledger, **given: Any) -> Watched:  # noqa: ANN401 - settings
    return Watched(ledger, Store.open(ledger), Settings(**given))


def imported_on(ledger: Ledger, day: date) -> None:
    """Figures were imported on a day, by hand."""
    number = ledger.head().position + 1
    imported(
        ledger, [row(1, day="2024-01-31", realised=number)], request=asked(happened_on=PartialDate.of(day), today=day)
    )


def test_nobody_misses_figures_where_none_ever_came_and_none_are_to_come(ledger: Ledger) -> None:
    assert watched(ledger).missed(MONDAY) is None


@pytest.mark.parametrize(
    ("last", "quiet_until", "why"),
    [
        ("2024-06-03", "2024-06-06", "a Monday: Tuesday, Wednesday and Thursday have to be over"),
        ("2024-06-06", "2024-06-11", "a Thursday: the weekend does not count"),
        ("2024-06-08", "2024-06-12", "a Saturday counts as the day it is, not as one that is missed"),
        ("2024-05-16", "2024-05-22", "Whit Monday is no working day"),
        ("2024-12-24", "2025-01-02", "two days of Christmas, the decreed 27 December and New Year's Day"),
    ],
)
def test_figures_are_missed_once_three_working_days_are_over(
    ledger: Ledger, last: str, quiet_until: str, why: str
) -> None:
    here, until = watched(ledger), date.fromisoformat(quiet_until)
    imported_on(ledger, date.fromisoformat(last))
    day = date.fromisoformat(last)
    while day <= until:
        assert here.missed(day) is None, (why, day)
        day += timedelta(days=1)
    missed = here.missed(day)
    assert missed, why
    assert (missed.since, missed.working_days, missed.never) == (date.fromisoformat(last), 3, False)


def test_the_alarm_says_since_when_in_a_sentence(ledger: Ledger) -> None:
    imported_on(ledger, date(2024, 5, 16))
    missed = watched(ledger).missed(MONDAY)
    assert missed
    assert missed.sentence == (
        "Er zijn al 10 werkdagen geen cijfers ingelezen; voor het laatst op donderdag 16 mei 2024."
    )
    much_later = watched(ledger).missed(date(2026, 6, 3))
    assert much_later
    assert "al meer dan een jaar geen cijfers" in much_later.sentence


def test_how_many_days_are_too_many_is_set_by_the_province(ledger: Ledger) -> None:
    imported_on(ledger, MONDAY)
    wednesday = MONDAY + timedelta(days=2)
    assert watched(ledger).missed(wednesday) is None
    strict = watched(ledger, figures_alarm_after=1).missed(wednesday)
    assert strict
    assert "al 1 werkdag geen cijfers" in strict.sentence


def test_an_import_that_no_page_shows_yet_ends_the_alarm(ledger: Ledger) -> None:
    here = watched(ledger)
    imported_on(ledger, MONDAY)
    Projector(ledger, [IMPORTS]).catch_up()
    friday = MONDAY + timedelta(days=4)
    assert here.missed(friday)
    imported_on(ledger, friday)
    assert here.missed(friday) is None
    Projector(ledger, [IMPORTS]).catch_up()
    assert here.missed(friday) is None


def test_where_figures_are_to_come_by_themselves_they_are_missed_from_the_first_look(
    ledger: Ledger, tmp_path: Path
) -> None:
    here = watched(ledger, figures_folder=tmp_path)
    assert here.missed(MONDAY) is None, "nobody looked yet"
    arrivals = Arrivals(here.store, ledger)
    arrivals.begin(Way.FOLDER, at=datetime(2024, 6, 3, 6, tzinfo=UTC))
    arrivals.begin(Way.FOLDER, at=datetime(2024, 6, 6, 6, tzinfo=UTC))
    assert here.missed(date(2024, 6, 6)) is None
    missed = here.missed(date(2024, 6, 7))
    assert missed
    assert missed.never
    assert missed.sentence == (
        "Trede kijkt al 3 werkdagen uit naar cijfers, sinds maandag 3 juni 2024, en er zijn er nog geen ingelezen."
    )
    assert watched(ledger).missed(date(2024, 6, 7)) is None, "the folder is looked in no longer"


@pytest.mark.parametrize(
    ("result", "told"),
    [
        (Result.FAILED, "Het laatste dat mislukte: Op het adres staat geen bestand."),
        (Result.REFUSED, "Wat er daarna binnenkwam, is geweigerd."),
        (Result.NOTHING_NEW, "Wat er daarna binnenkwam, was steeds hetzelfde bestand."),
    ],
)
def test_the_alarm_says_what_came_instead(ledger: Ledger, result: Result, told: str) -> None:
    here = watched(ledger, figures_url="https://cijfers.example/")
    imported_on(ledger, MONDAY)
    reason = Told(reason="Op het adres staat geen bestand.")
    later = datetime.now(UTC) + timedelta(minutes=1)  # after the import, of which the record says when it was
    Arrivals(here.store, ledger).add(Way.ADDRESS, result, at=later, told=reason)
    missed = here.missed(date(2024, 6, 10))
    assert missed
    assert missed.sentence.endswith(told)


def test_it_is_logged_once_a_day_by_whichever_process_sees_it_first(
    ledger: Ledger, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = Store.open(ledger)
    work = ImportWork(ledger, Uploads(store, ledger), Settings(), lambda: date(2024, 6, 10))
    imported_on(ledger, MONDAY)
    yard = Yard(ledger, store, work, tmp_path, today=date(2024, 6, 10))
    for day, times in ((10, 1), (10, 1), (11, 2)):
        yard.today = date(2024, 6, day)
        assert yard.arriving().look()
        assert caplog.text.count("figures stay away: no import for") == times
    work.close()


def test_what_is_not_known_yet_is_no_alarm(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.arriving.alarm.LOOKED_UP", 0)
    imported_on(ledger, MONDAY)
    here = watched(ledger)
    assert here.missed(date(2024, 6, 10)) is None
    stand = Standing.of(here, date(2024, 6, 10), datetime(2024, 6, 10, 6, tzinfo=UTC))
    assert (stand.alarm, stand.known) == (None, False)
    assert "zodra het overzicht van imports is gebouwd" in stand.in_words
