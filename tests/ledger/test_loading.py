"""Loading a municipality with a long history: from a snapshot that can be thrown away, and that nobody has to trust."""

import logging
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import LiteralString
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import errors, sql

from domain.decisions.case import rename_municipality
from domain.decisions.figures import report_figures
from domain.decisions.records import withdraw_entry
from domain.events.base import Entry
from domain.events.case import SupervisionOpened
from domain.events.figures import FiguresReported
from domain.ledger import loading
from domain.ledger.application import Ledger
from domain.ledger.digests import DamagedEntryError, digest
from domain.ledger.packing import packed, unpacked
from domain.ledger.schema import Names
from domain.ledger.snapshots import shape
from domain.ledger.stored import RecordedEvent
from domain.municipality import Municipality, fold
from domain.values import PartialDate, Period, Source, SourceKind
from tests.domain.arbitrary import judgings
from tests.domain.test_shelves import FIGURED
from tests.ledger.asking import VLAARDINGEN, asked, command, record_of, table, text

COA = Source(kind=SourceKind.COA, reference="the list of the day")
DAYS = 230
"""A history of so many days of figures: of two half years, the second one not over."""


@dataclass
class Case:
    """A record, whoever loads from it, and somebody with all rights."""

    ledger: Ledger
    conninfo: str
    names: Names
    key_folder: Path
    admin: psycopg.Connection

    def open(self) -> Ledger:
        """Another process, that remembers nothing."""
        return Ledger.open(self.conninfo, self.names, key_folder=self.key_folder)

    def afresh(self, code: str = VLAARDINGEN) -> Municipality:
        """The state as such a process loads it."""
        with self.open() as other:
            return other.newest(code)

    def replayed(self, code: str = VLAARDINGEN) -> Municipality:
        """The state by all entries."""
        return fold(None, self.ledger.entries(code)) or Municipality(code)

    def change(self, query: LiteralString) -> None:
        """Change something as nobody should."""
        self.admin.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(table(self.names, "events")))
        self.admin.execute(sql.SQL(query).format(snapshots=self.snapshots, events=table(self.names, "events")))

    def kept(self) -> list[tuple[str, int]]:
        """The snapshots there are, by stream and version."""
        rows = self.admin.execute(sql.SQL("SELECT stream, version FROM {} ORDER BY stream").format(self.snapshots))
        return [(stream, version) for stream, version in rows.fetchall()]

    @property
    def snapshots(self) -> sql.Identifier:
        """Their table."""
        return sql.Identifier(self.names.read, "snapshots")


@pytest.fixture
def case(ledger: Ledger, conninfo: str, names: Names, key_folder: Path, admin: psycopg.Connection) -> Case:
    """A municipality with figures of each day, recorded in one go."""
    recorded(ledger, [entry(1, SupervisionOpened(name="Vlaardingen")), *map(of_day, range(DAYS))])
    return Case(ledger, conninfo, names, key_folder, admin)


def entry(version: int, fact: SupervisionOpened | FiguresReported, day: date = date(2023, 11, 1)) -> Entry:
    return Entry(VLAARDINGEN, version, fact, asked(happened_on=PartialDate.of(day)).about)


def of_day(number: int) -> Entry:
    """Figures of a day; the first is the second entry."""
    day = date(2023, 11, 1) + timedelta(number)
    fact = FiguresReported(
        period=Period.half_year(day), reported_on=PartialDate.of(day), source=COA, net_target=40, realised=number
    )
    return entry(number + 2, fact, day)


def recorded(ledger: Ledger, entries: Iterable[Entry]) -> None:
    with ledger.bulk(command()) as bulk:
        bulk.stage(entries)
        bulk.append()


# What a snapshot is


def test_a_long_history_is_loaded_from_a_snapshot_and_is_the_same(case: Case) -> None:
    first = case.ledger.municipality(VLAARDINGEN)
    assert case.kept() == [(VLAARDINGEN, DAYS + 1)]
    case.ledger.record(rename_municipality, municipality=VLAARDINGEN, request=asked(), name="Nieuw Vlaardingen")
    second = case.afresh()
    assert [shelf.period for shelf in second.entries.shelves] == [Period(2023, 2), Period(2024, 1)]
    assert set(second.entries.loose) == {DAYS + 1, DAYS + 2}
    assert first.figures == second.figures
    assert second == case.ledger.municipality(VLAARDINGEN) == case.replayed()


def test_what_is_on_shelves_is_not_read_from_the_record_again(case: Case) -> None:
    whole = case.replayed()
    case.ledger.municipality(VLAARDINGEN)
    case.change("UPDATE {events} SET body = 'x' WHERE version BETWEEN 3 AND 100")
    assert case.afresh() == whole


def test_a_short_history_has_no_snapshot(case: Case) -> None:
    recorded(case.ledger, [replace(entry(1, SupervisionOpened(name="Schiedam")), stream="GM0606")])
    assert case.ledger.municipality("GM0606") == case.replayed("GM0606")
    assert case.kept() == []


def test_a_process_that_goes_on_puts_new_figures_on_shelves_too(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "MANY", 4)
    case.ledger.municipality(VLAARDINGEN)
    case.ledger.record(rename_municipality, municipality=VLAARDINGEN, request=asked(), name="Nieuw Vlaardingen")
    for day in range(1, 8):
        case.ledger.record(
            report_figures,
            municipality=VLAARDINGEN,
            request=asked(happened_on=PartialDate.of(date(2024, 5, day))),
            period=Period(2024, 1),
            source=Source(reference="a letter"),
            realised=day,
        )
    state = case.ledger.municipality(VLAARDINGEN)
    assert case.kept() == [(VLAARDINGEN, DAYS + 7)]
    assert set(state.entries.loose) == {DAYS + 7, DAYS + 8, DAYS + 9}
    assert state == case.afresh() == case.replayed()


def test_what_a_correction_takes_off_its_shelf_goes_back_but_for_what_was_corrected(case: Case) -> None:
    case.ledger.municipality(VLAARDINGEN)
    case.ledger.record(withdraw_entry, municipality=VLAARDINGEN, request=asked(), entry=7, reason=text("a wrong list"))
    state = case.ledger.municipality(VLAARDINGEN)
    assert [shelf.period for shelf in state.entries.shelves] == [Period(2024, 1)]
    recorded(case.ledger, [replace(of_day(DAYS + number), version=DAYS + 3 + number) for number in range(101)])
    state = case.ledger.municipality(VLAARDINGEN)
    assert set(state.entries.loose) == {DAYS + 103}
    assert state.entries.others
    assert set(state.entries.others.entries) == {1, 7, DAYS + 2}
    assert state == case.afresh() == case.replayed()


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(FIGURED | judgings(), st.lists(st.integers(0, 25), max_size=3), st.integers(1, 9))
def test_a_state_is_the_fold_of_all_entries_however_it_was_loaded(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, entries: list[Entry], cuts: list[int], many: int
) -> None:
    code = f"GM{len(ledger.streams('GM')):04}"
    told = [replace(each, stream=code, recorded=None) for each in entries]
    with monkeypatch.context() as patched:
        patched.setattr(loading, "MANY", many)
        ends = sorted({*(cut for cut in cuts if 0 < cut < len(told)), len(told)})
        for begin, end in zip([0, *ends], ends, strict=False):
            recorded(ledger, told[begin:end])
            going_on = ledger.newest(code)
            assert loading.Loading(record_of(ledger)).newest(code) == going_on == fold(None, ledger.entries(code))


def test_every_process_of_one_program_uses_the_same_snapshots() -> None:
    asking = [sys.executable, "-c", "from domain.ledger.snapshots import shape; print(shape())"]
    assert subprocess.run(asking, check=True, capture_output=True, text=True).stdout == f"{shape()}\n"


# What happens to a snapshot


def test_snapshots_can_be_thrown_away_at_any_moment(case: Case) -> None:
    whole = case.ledger.municipality(VLAARDINGEN)
    case.change("TRUNCATE {snapshots}")
    assert case.afresh() == whole
    assert case.kept() == [(VLAARDINGEN, DAYS + 1)]
    with case.open() as other:
        case.change("DROP TABLE {snapshots}")
        assert other.municipality(VLAARDINGEN) == whole
    with pytest.raises(errors.UndefinedTable):
        case.kept()
    assert case.afresh() == whole
    assert case.kept() == [(VLAARDINGEN, DAYS + 1)]


@pytest.mark.parametrize(
    ("damage", "kind"),
    [
        ("UPDATE {snapshots} SET sealed = set_byte(sealed, 700, get_byte(sealed, 700) # 1)", "SealBrokenError"),
        ("UPDATE {snapshots} SET sealed = ''", "SealBrokenError"),
        ("UPDATE {snapshots} SET version = version - 1", "SealBrokenError"),
        ("UPDATE {snapshots} SET stream = 'GM0606'", None),
        ("UPDATE {snapshots} SET shape = 'of another program'", None),
    ],
)
def test_a_snapshot_that_is_not_as_it_was_made_is_not_used_and_made_anew(
    case: Case, caplog: pytest.LogCaptureFixture, damage: LiteralString, kind: str | None
) -> None:
    whole = case.ledger.municipality(VLAARDINGEN)
    case.change(damage)
    with caplog.at_level(logging.WARNING, "domain.ledger"):
        assert case.afresh() == whole
    assert [each.getMessage() for each in caplog.records] == (
        [f"snapshot of {VLAARDINGEN} is not used: {kind}"] if kind else []
    )
    caplog.clear()
    assert (VLAARDINGEN, DAYS + 1) in case.kept()
    assert case.afresh() == whole
    assert not caplog.records


def test_the_snapshot_of_one_municipality_is_not_that_of_another(case: Case) -> None:
    case.ledger.municipality(VLAARDINGEN)
    case.change("UPDATE {snapshots} SET stream = 'GM0606'")
    assert case.afresh("GM0606") == Municipality("GM0606")


def test_the_snapshot_of_a_record_that_lost_its_end_is_not_used(case: Case) -> None:
    case.ledger.municipality(VLAARDINGEN)
    case.change("DELETE FROM {events} WHERE version > 210")
    assert case.afresh().version == 210
    assert case.kept() == [(VLAARDINGEN, 210)]


def renamed(ledger: Ledger, *names: str) -> None:
    for name in names:
        ledger.record(rename_municipality, municipality=VLAARDINGEN, request=asked(), name=name)


def test_a_process_that_remembers_what_the_record_lost_looks_again(case: Case) -> None:
    renamed(case.ledger, "Nieuw Vlaardingen")
    case.change("DELETE FROM {events} WHERE version > 231")
    with case.open() as other:
        renamed(other, "Oud Vlaardingen", "Vlaardingen-Oost")
    assert case.ledger.municipality(VLAARDINGEN) == case.replayed()
    assert case.ledger.municipality(VLAARDINGEN).entries[232] == case.replayed().entries[232]


def test_the_snapshot_of_a_record_that_went_on_otherwise_is_not_used(case: Case) -> None:
    renamed(case.ledger, "Nieuw Vlaardingen")
    case.change("TRUNCATE {snapshots}")
    case.afresh()
    assert case.kept() == [(VLAARDINGEN, DAYS + 2)]
    case.change("CREATE TEMPORARY TABLE aside AS TABLE {snapshots}")
    case.change("DELETE FROM {events} WHERE version > 231")
    with case.open() as other:
        renamed(other, "Oud Vlaardingen", "Vlaardingen-Oost")
    case.change("TRUNCATE {snapshots}")
    case.change("INSERT INTO {snapshots} TABLE aside")
    assert case.afresh() == case.replayed()


def test_what_does_not_read_as_it_was_recorded_is_put_on_no_shelf(case: Case) -> None:
    case.change("UPDATE {events} SET body = set_byte(body, 300, 55) WHERE version = 50")
    with pytest.raises(DamagedEntryError, match=f"{VLAARDINGEN}/50 "):
        case.ledger.municipality(VLAARDINGEN)
    assert case.kept() == []


# Packing

STORED = st.builds(
    RecordedEvent,
    originator_id=st.just("GM0622"),
    originator_version=st.integers(1, 2**31 - 1),
    topic=st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    state=st.binary(max_size=200),
    id=st.integers(1, 2**63 - 1),
    recorded_at=st.datetimes(datetime(1970, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001 - the timezone comes beside
    command=st.uuids(allow_nil=True),
    digest=st.just(b""),
).map(lambda each: replace(each, digest=digest(each)))


@given(st.lists(STORED, max_size=5))
def test_entries_come_out_of_a_pack_as_they_went_in(entries: list[RecordedEvent]) -> None:
    assert list(unpacked("GM0622", packed(entries))) == entries


def test_an_entry_that_is_damaged_goes_into_no_pack() -> None:
    damaged = RecordedEvent("GM0622", 1, "a.topic", b"{}", 1, datetime(2024, 1, 1, tzinfo=UTC), UUID(int=1), b"x" * 32)
    with pytest.raises(DamagedEntryError):
        packed([damaged])
