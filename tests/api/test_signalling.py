"""Risk signals: raised and cleared by a rule, after each import and when a day begins."""

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from api.arriving.work import Arriving
from api.importing.afterwards import afterwards
from api.importing.work import ImportWork
from api.settings import Settings
from api.signalling import weigh_after_import, weigh_each_day, weighing
from api.store import Store
from api.store.uploads import Uploads
from domain.events.base import Origin
from domain.events.signals import ClearedBecause, RiskSignalCleared, RiskSignalRaised, SignalEvent, SignalKind
from domain.ledger.application import Ledger
from domain.ledger.embedded import Cluster
from domain.ledger.schema import Names
from domain.values import Period
from projections.dutch.rules import SIGNALS
from tests.api.judged import Judged

RUNNING = Period(2025, 1)
MARCH = date(2025, 3, 10)


@pytest.fixture(scope="module")
def record(server: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judged]:
    """One record for all tests here; take another municipality per test."""
    keys = tmp_path_factory.mktemp("keys")
    with Ledger.open(server.conninfo(), Names.suffixed("signals"), key_folder=keys) as ledger:
        yield Judged.on(ledger)


def falling_behind(record: Judged) -> str:
    """A municipality without a backlog that houses nobody for weeks."""
    code = record.opened()
    record.report(code, RUNNING.first_day, RUNNING, opening_backlog=0, net_target=180, realised=0)
    for days in range(0, 60, 10):
        record.report(code, date(2025, 1, 10) + timedelta(days=days), RUNNING, realised=1)
    return code


def weighed(record: Judged, *codes: str, on: date = MARCH) -> int:
    return weigh_after_import(record.ledger, record.frameworks, codes, today=on)


def test_a_rule_raises_a_signal_once_and_says_by_which_figures_and_framework(record: Judged) -> None:
    code = falling_behind(record)
    assert [weighed(record, code), weighed(record, code)] == [1, 0]
    (entry,) = [each for each in record.ledger.entries(code) if isinstance(each.fact, SignalEvent)]
    assert isinstance(entry.fact, RiskSignalRaised)
    assert (entry.about.actor.person, entry.about.origin) == (SIGNALS, Origin.RULE)
    assert entry.about.happened_on.first_day == MARCH
    assert (entry.fact.signal, entry.fact.realised) == (SignalKind.BACKLOG_THREATENS, 1)
    assert entry.fact.framework == record.frameworks.in_force(MARCH).ref


def test_figures_that_give_no_rise_to_it_any_more_clear_a_signal(record: Judged) -> None:
    code = falling_behind(record)
    weighed(record, code)
    for days in range(1, 10):
        record.report(code, date(2025, 3, 10) + timedelta(days=days), RUNNING, realised=180)
    assert weighed(record, code, on=date(2025, 3, 20)) == 1
    cleared = record.facts(code)[-1]
    assert isinstance(cleared, RiskSignalCleared)
    assert cleared.because is ClearedBecause.PASSED


def test_a_period_that_is_over_clears_its_signals_without_new_figures(record: Judged) -> None:
    code = falling_behind(record)
    weighed(record, code)
    weigh_each_day(record.ledger, record.frameworks, date(2025, 7, 1))
    cleared = record.facts(code)[-1]
    assert isinstance(cleared, RiskSignalCleared)
    assert cleared.because is ClearedBecause.PERIOD_OVER


def test_what_goes_wrong_with_one_municipality_holds_up_no_other(
    record: Judged, caplog: pytest.LogCaptureFixture
) -> None:
    code = falling_behind(record)
    with caplog.at_level(logging.ERROR, "api.signalling"):
        assert weighed(record, "GM0001", code) == 1
    assert "GM0001" in caplog.text


def test_after_an_import_the_municipalities_that_it_concerns_are_weighed(record: Judged) -> None:
    concerned, other = falling_behind(record), falling_behind(record)
    afterwards(record.ledger, [concerned], MARCH, [weighing(record.frameworks)])
    assert [len(record.facts(code, SignalEvent)) for code in (concerned, other)] == [1, 0]


def test_on_a_day_without_a_framework_nothing_is_weighed(record: Judged, caplog: pytest.LogCaptureFixture) -> None:
    nowhere = Judged(record.ledger, type(record.frameworks)(record.ledger, "nowhere", ()))
    with caplog.at_level(logging.WARNING, "api.signalling"):
        weigh_each_day(nowhere.ledger, nowhere.frameworks, MARCH)
    assert "not weighed" in caplog.text


def test_each_day_begins_once_in_a_process_that_looks_for_figures(record: Judged, tmp_path: Path) -> None:
    store, days, today = Store.open(record.ledger), list[date](), [MARCH]
    work = ImportWork(record.ledger, Uploads(store, record.ledger), Settings(), lambda: today[0])
    arriving = Arriving(
        record.ledger,
        store,
        Settings(figures_folder=tmp_path),
        work,
        lambda: today[0],
        now=lambda: datetime(2025, 3, 10, 9).astimezone(),
        each_day=days.append,
    )
    for _ in range(2):
        arriving.look()
    today[0] += timedelta(days=1)
    arriving.look()
    work.close()
    assert days == [MARCH, date(2025, 3, 11)]
