"""A file of figures is recorded together or not at all, once, and nothing that was known is overwritten."""

import itertools
import threading
import tracemalloc
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from psycopg import sql

from domain.decisions.records import withdraw_entry
from domain.events.base import Origin
from domain.events.case import SupervisionOpened
from domain.events.figures import FiguresReported, Number
from domain.events.figures_import import ImportCounts, ImportProblem
from domain.ledger import importing
from domain.ledger.application import Ledger
from domain.ledger.import_report import File
from domain.ledger.schema import Names
from domain.ledger.staging import StatedRow
from domain.municipality import entries as shelves
from domain.municipality import figures
from domain.policy.statements import in_force
from domain.refusals import CommandReused, UnknownMunicipality
from domain.values import Nature, PartialDate, Period, SealedText, Source
from tests.ledger.asking import PERIOD, TODAY, VLAARDINGEN, asked, count, opened, positions, reported, text
from tests.ledger.rows import COA, PRESS, SCHIEDAM, facts, imported, imports, left_behind, proof, row


@pytest.fixture
def other(ledger: Ledger, conninfo: str, names: Names, key_folder: Path) -> Iterator[Ledger]:
    """Another process on the same record, as far as memory goes."""
    assert ledger
    with Ledger.open(conninfo, names, key_folder=key_folder) as second:
        yield second


def require_sound(ledger: Ledger, admin: psycopg.Connection, names: Names) -> None:
    """Positions and versions without a gap, every digest right, and nothing left in staging."""
    assert positions(admin, names) == list(range(1, ledger.head().position + 1))
    assert list(ledger.verify()) == []
    assert count(admin, names, "staging") == 0
    assert left_behind(ledger) == 0


# What is recorded


def test_the_rows_of_a_file_are_recorded_in_its_order_per_municipality(
    ledger: Ledger, admin: psycopg.Connection, names: Names
) -> None:
    rows = [
        row(2, SCHIEDAM, name="Schiedam", realised=7),
        row(3, realised=10),
        row(4, SCHIEDAM, name="Schiedam", day="2024-05-01", realised=6),
    ]
    report = imported(ledger, rows)
    assert report.counts == ImportCounts(rows=3, recorded=3)
    assert report.opened == [SCHIEDAM, VLAARDINGEN]
    assert [fact.realised for fact in facts(ledger, SCHIEDAM)] == [7, 6]
    assert [fact.realised for fact in facts(ledger)] == [10]
    assert report.position == ledger.head().position == 6
    require_sound(ledger, admin, names)


def test_an_entry_tells_the_day_of_its_figures_and_which_import_brought_it(ledger: Ledger) -> None:
    request = asked(origin=Origin.IMPORT)
    report = imported(ledger, [row(2, day="2024-05", realised=1), row(3, day=None, net_target=9)], request=request)
    opening, may, undated = ledger.entries(VLAARDINGEN)
    assert opening.fact == SupervisionOpened(name="Vlaardingen", province="PV28")
    assert [str(each.about.happened_on) for each in (opening, may, undated)] == [str(TODAY), "2024-05", "unknown"]
    assert {each.about.correlation for each in (opening, may, undated)} == {report.stream}
    assert {(each.about.actor, each.about.origin) for each in (opening, may)} == {(request.by, Origin.IMPORT)}
    assert {each.recorded.command for each in (opening, may) if each.recorded} == {str(request.command)}


def test_the_import_itself_is_recorded_last_with_counts_that_add_up(ledger: Ledger) -> None:
    opened(ledger)
    reported_before = [row(2, realised=1)]
    imported(ledger, reported_before)
    problems = (ImportProblem(row=9, column="taakstelling", rule="not-a-number"),)
    file = File(
        "Cijfers juni.csv",
        "5e" * 32,
        (("realised", "Gerealiseerd"),),
        outside=2,
        refused=1,
        skipped=1,
        problems=problems,
    )
    rows = [*reported_before, row(3, realised=2), row(4, SCHIEDAM, realised=3)]
    report = imported(ledger, rows, file=file, open_unknown=False)
    counts = ImportCounts(
        rows=6, recorded=1, unchanged=1, outside=2, refused=2, restated=1, contradictions=1, skipped=1
    ).model_copy(update={"contradictions": report.counts.contradictions})
    assert report.counts == proof(ledger).counts == counts
    assert counts.rows == counts.recorded + counts.unchanged + counts.outside + counts.refused
    last = imports(ledger)[-1]
    assert last.stream == report.stream
    assert last.recorded
    assert last.recorded.position == ledger.head().position
    assert proof(ledger).sha256 == "5e" * 32
    assert proof(ledger).columns == (("realised", "Gerealiseerd"),)


def test_the_file_name_is_sealed_and_no_problem_holds_the_value_of_a_cell(
    ledger: Ledger, admin: psycopg.Connection, names: Names
) -> None:
    file = File(
        "Jansen.csv", "5e" * 32, refused=1, problems=(ImportProblem(row=3, column="gemeente", rule="bad-code"),)
    )
    report = imported(ledger, [row(2, realised=1)], file=file)
    name = proof(ledger).file_name
    assert isinstance(name, SealedText)
    assert ledger.unseal([name]) == ["Jansen.csv"]
    bodies = admin.execute(
        sql.SQL("SELECT convert_from(body, 'UTF8') FROM {} WHERE stream = %s").format(
            sql.Identifier(names.record, "events")
        ),
        [report.stream],
    ).fetchall()
    assert "Jansen" not in str(bodies)
    assert set(ImportProblem.model_fields) == {"row", "column", "rule"}


def test_a_file_without_any_row_is_recorded_as_looked_at(ledger: Ledger) -> None:
    report = imported(ledger, [])
    assert report.counts == ImportCounts()
    assert ledger.head().position == report.position == 1


def test_what_is_recorded_twice_under_one_command_is_recorded_once(ledger: Ledger) -> None:
    request = asked(origin=Origin.IMPORT)
    first = imported(ledger, [row(2, realised=1)], request=request)
    again = imported(ledger, [row(2, realised=1)], request=request)
    assert first.position == again.position == ledger.head().position
    with pytest.raises(CommandReused):
        imported(ledger, [row(2, realised=1)], file=File("x.csv", "ff" * 32), request=request)
    assert ledger.head().position == first.position


# The same again


NUMBERS = some.none() | some.integers(0, 3)


@some.composite
def small_files(draw: Any) -> list[StatedRow]:  # noqa: ANN401 - hypothesis's own type
    """A few rows in which duplicates, restatements and contradictions are likely."""
    drawn = draw(
        some.lists(
            some.builds(
                row,
                some.just(0),
                some.sampled_from([VLAARDINGEN, SCHIEDAM]),
                period=some.sampled_from(["2024-1", "2024"]),
                day=some.sampled_from(["2024-06-01", "2024-06", None]),
                source=some.sampled_from([COA, PRESS]),
                nature=some.sampled_from([Nature.MEASURED, Nature.ESTIMATE]),
                net_target=NUMBERS,
                closing_backlog=NUMBERS,
                realised=some.integers(0, 2),
            ),
            max_size=8,
        )
    )
    return [each._replace(row=number) for number, each in enumerate(drawn, 2)]


FRESH_CODES = (f"GM{number:04}" for number in itertools.count(1))


@given(rows=small_files())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_importing_twice_is_importing_once(ledger: Ledger, rows: list[StatedRow]) -> None:
    fresh = {code: next(FRESH_CODES) for code in (SCHIEDAM, VLAARDINGEN)}
    rows = [each._replace(code=fresh[each.code]) for each in rows]
    rehearsed = imported(ledger, rows, dry_run=True)
    first = imported(ledger, rows)
    assert (rehearsed.counts, rehearsed.municipalities) == (first.counts, first.municipalities)
    assert (rehearsed.contradictions, rehearsed.refused) == (first.contradictions, first.refused)
    once = {code: ledger.entries(code) for code in fresh.values()}
    for code, entries in once.items():
        said = list(dict.fromkeys(statement(each) for each in rows if each.code == code))
        assert [entry.fact for entry in entries[1:]] == said
    second = imported(ledger, rows)
    assert second.counts == ImportCounts(rows=len(rows), unchanged=len(rows))
    assert (second.contradictions, second.opened) == ([], [])
    assert {code: ledger.entries(code) for code in fresh.values()} == once
    for counts in (first.counts, second.counts):
        assert counts.rows == len(rows) == counts.recorded + counts.unchanged


def statement(given: StatedRow) -> FiguresReported:
    return FiguresReported(
        **{name: value for name, value in given._asdict().items() if name in FiguresReported.model_fields}
    )


def test_the_same_numbers_on_a_new_day_are_a_new_fact(ledger: Ledger) -> None:
    imported(ledger, [row(2, day="2024-05-31", realised=10)])
    report = imported(ledger, [row(2, day="2024-06-01", realised=10)])
    assert (report.counts.recorded, report.counts.restated) == (1, 0)


# Beside what is known


def test_a_lower_figure_is_a_restatement_and_overwrites_nothing(ledger: Ledger) -> None:
    imported(ledger, [row(2, realised=12)])
    report = imported(ledger, [row(2, realised=10)])
    assert (report.counts.recorded, report.counts.restated, report.contradictions) == (1, 1, [])
    assert [fact.realised for fact in facts(ledger)] == [12, 10]
    now = in_force(ledger.municipality(VLAARDINGEN).figures, PERIOD, Number.REALISED)
    assert now
    assert now.value == 10
    (change,) = report.municipalities[VLAARDINGEN].changes
    assert (change.number, change.before, change.after) == (Number.REALISED, 12, 10)


def test_two_sources_that_contradict_each_other_are_both_recorded_and_reported(ledger: Ledger) -> None:
    report = imported(ledger, [row(2, net_target=96), row(3, source=PRESS, day=None, net_target=69)])
    (found,) = report.contradictions
    (against,) = found.contradicts
    assert (found.row, found.code, against.stated, against.other) == (3, VLAARDINGEN, 69, 96)
    assert against.other_statement.source == COA
    assert [fact.net_target for fact in facts(ledger)] == [96, 69]
    assert proof(ledger).counts.contradictions == 1


def test_a_row_that_contradicts_an_earlier_file_is_reported_as_well(ledger: Ledger) -> None:
    imported(ledger, [row(2, net_target=96)])
    report = imported(ledger, [row(2, source=PRESS, net_target=69)])
    assert [(each.row, each.restates_row) for each in report.contradictions] == [(2, False)]


def test_one_statement_with_two_sets_of_numbers_in_one_file_is_a_contradiction(ledger: Ledger) -> None:
    report = imported(ledger, [row(2, realised=12), row(3, realised=10), row(4, realised=12)])
    assert [(each.row, each.restates_row) for each in report.contradictions] == [(3, True)]
    assert report.counts == ImportCounts(rows=3, recorded=2, unchanged=1, restated=1, contradictions=1)


def test_a_row_that_contradicts_its_own_arithmetic_is_recorded_and_reported(ledger: Ledger) -> None:
    report = imported(ledger, [row(2, net_target=96, opening_backlog=-27, corrected_target=70)])
    (found,) = report.contradictions
    assert found.arithmetic
    assert len(facts(ledger)) == 1


# Municipalities that are not in the record


def test_rows_of_an_unknown_municipality_are_refused_one_by_one(ledger: Ledger) -> None:
    opened(ledger)
    rows = [row(2, SCHIEDAM, realised=1), row(3, realised=1), row(4, SCHIEDAM, realised=2)]
    report = imported(ledger, rows, open_unknown=False)
    assert [(number, type(refusal)) for number, refusal in report.refused] == [
        (2, UnknownMunicipality),
        (4, UnknownMunicipality),
    ]
    assert report.counts == ImportCounts(rows=3, recorded=1, refused=2)
    assert proof(ledger).problems == (
        ImportProblem(row=2, column="", rule="UnknownMunicipality"),
        ImportProblem(row=4, column="", rule="UnknownMunicipality"),
    )
    assert SCHIEDAM not in ledger.streams()


def test_an_unknown_municipality_is_opened_when_that_is_asked(ledger: Ledger) -> None:
    report = imported(ledger, [row(2, SCHIEDAM, name="Schiedam", realised=1)])
    assert report.opened == [SCHIEDAM]
    assert proof(ledger).opened == (SCHIEDAM,)
    assert ledger.municipality(SCHIEDAM).case.name == "Schiedam"
    assert imported(ledger, [row(2, SCHIEDAM, realised=2)]).opened == []


def test_a_municipality_without_a_name_cannot_be_opened(ledger: Ledger) -> None:
    report = imported(ledger, [row(2, SCHIEDAM, name=None, realised=1), row(3, realised=1)])
    assert [(number, type(refusal)) for number, refusal in report.refused] == [(2, UnknownMunicipality)]
    assert ledger.streams("GM") == [VLAARDINGEN]


def test_a_municipality_all_of_whose_rows_are_refused_is_not_opened(ledger: Ledger) -> None:
    report = imported(ledger, [row(2, SCHIEDAM), row(3, realised=1)])
    assert [number for number, _ in report.refused] == [2]
    assert report.opened == [VLAARDINGEN]
    assert ledger.streams("GM") == [VLAARDINGEN]


def test_when_every_row_is_refused_nothing_is_recorded_not_even_the_import(ledger: Ledger) -> None:
    opened(ledger)
    file = File("x.csv", "5e" * 32, refused=1, problems=(ImportProblem(row=9, column="", rule="bad-code"),))
    report = imported(ledger, [row(2, SCHIEDAM, realised=1)], file=file, open_unknown=False)
    assert report.counts == ImportCounts(rows=2, refused=2)
    assert report.position == 0
    assert ledger.head().position == 1


def test_when_every_row_was_refused_while_reading_nothing_is_recorded(ledger: Ledger) -> None:
    report = imported(ledger, [], file=File("x.csv", "5e" * 32, refused=3))
    assert (report.counts, report.position) == (ImportCounts(rows=3, refused=3), 0)
    assert ledger.head().position == 0


def test_a_file_of_which_some_rows_are_of_other_provinces_was_looked_at(ledger: Ledger) -> None:
    report = imported(ledger, [], file=File("x.csv", "5e" * 32, outside=2, refused=1))
    assert report.position == ledger.head().position == 1


# A dry run


def test_a_dry_run_records_nothing_and_tells_what_an_import_would(ledger: Ledger) -> None:
    imported(ledger, [row(2, realised=10)])
    before = ledger.head()
    rows = [row(2, realised=12), row(3, SCHIEDAM, realised=1), row(4, source=PRESS, realised=3), row(5, realised=10)]
    rehearsed = imported(ledger, rows, dry_run=True)
    assert (ledger.head(), rehearsed.position) == (before, 0)
    real = imported(ledger, rows)
    assert rehearsed.counts == real.counts
    assert rehearsed.municipalities == real.municipalities
    assert rehearsed.contradictions == real.contradictions
    assert rehearsed.opened == real.opened == [SCHIEDAM]


# While others record


class Interleaved:
    """Does something once, at the first moment that the import says it does ``what``."""

    def __init__(self, what: str, act: Any) -> None:  # noqa: ANN401 - anything without arguments
        self._what, self._act = what, act
        self.done = False

    def __call__(self, what: str, _done: int, _total: int) -> None:
        if what == self._what and not self.done:
            self.done = True
            self._act()


def test_who_records_on_the_same_municipality_meanwhile_loses_nothing(
    ledger: Ledger, other: Ledger, admin: psycopg.Connection, names: Names
) -> None:
    opened(ledger)
    opened(ledger, SCHIEDAM)
    meanwhile = Interleaved("vastleggen", lambda: reported(other, 30))
    report = imported(
        ledger, [row(2, realised=10), row(3, SCHIEDAM, realised=1), row(4, realised=12)], progress=meanwhile
    )
    assert meanwhile.done
    assert [fact.realised for fact in facts(ledger)] == [30, 10, 12]
    assert [entry.version for entry in ledger.entries(VLAARDINGEN)] == [1, 2, 3, 4]
    assert report.counts == proof(ledger).counts
    assert report.counts.recorded == 3
    require_sound(ledger, admin, names)


def test_what_somebody_else_recorded_meanwhile_is_decided_on_anew(
    ledger: Ledger, other: Ledger, admin: psycopg.Connection, names: Names
) -> None:
    rows = [row(2, realised=10), row(3, SCHIEDAM, realised=1)]
    meanwhile = Interleaved("vastleggen", lambda: imported(other, rows[:1], file=File("y.csv", "ab" * 32)))
    report = imported(ledger, rows, progress=meanwhile)
    assert report.counts == ImportCounts(rows=2, recorded=1, unchanged=1)
    assert report.opened == [SCHIEDAM]
    assert proof(ledger).opened == (SCHIEDAM,)
    assert len(facts(ledger)) == 1
    require_sound(ledger, admin, names)


def test_when_all_was_recorded_meanwhile_the_import_is_still_recorded(
    ledger: Ledger, other: Ledger, admin: psycopg.Connection, names: Names
) -> None:
    rows = [row(2, realised=10), row(3, realised=11)]
    meanwhile = Interleaved("vastleggen", lambda: imported(other, rows))
    report = imported(ledger, rows, progress=meanwhile)
    assert report.counts == ImportCounts(rows=2, unchanged=2)
    assert len(imports(ledger)) == 2
    require_sound(ledger, admin, names)


def test_a_statement_withdrawn_meanwhile_is_recorded_again(ledger: Ledger, other: Ledger) -> None:
    imported(ledger, [row(2, realised=10)])

    def withdraw() -> None:
        other.record(withdraw_entry, municipality=VLAARDINGEN, request=asked(), entry=2, reason=text("a slip"))

    imported(ledger, [row(2, realised=10), row(3, realised=11)], progress=Interleaved("vastleggen", withdraw))
    assert [fact.realised for fact in facts(ledger)] == [10, 10, 11]


def test_many_writers_and_two_imports_at_once_lose_nothing(
    ledger: Ledger, other: Ledger, admin: psycopg.Connection, names: Names
) -> None:
    opened(ledger)
    opened(ledger, SCHIEDAM)
    done: list[object] = []

    def write(by: Ledger, code: str, numbers: Sequence[int]) -> None:
        done.extend(reported(by, number, code=code) for number in numbers)

    def take(by: Ledger, first: int) -> None:
        rows = [
            row(number, code, day=f"2024-05-{1 + number % 28:02}", realised=first + number)
            for number in range(2, 202)
            for code in (VLAARDINGEN, SCHIEDAM)
        ]
        done.append(imported(by, rows, file=File(f"{first}.csv", "5e" * 32)))

    threads = [
        threading.Thread(target=write, args=(ledger, VLAARDINGEN, range(20))),
        threading.Thread(target=write, args=(other, SCHIEDAM, range(20, 40))),
        threading.Thread(target=take, args=(ledger, 1000)),
        threading.Thread(target=take, args=(other, 2000)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 42
    told = [len(facts(ledger, code)) for code in (VLAARDINGEN, SCHIEDAM)]
    assert told == [420, 420]
    require_sound(ledger, admin, names)


def test_nobody_waits_while_many_rows_are_decided_again(
    ledger: Ledger, other: Ledger, admin: psycopg.Connection, names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "WHILE_OTHERS_WAIT", 2)
    opened(ledger)
    opened(ledger, SCHIEDAM)
    words: list[str] = []
    waited: list[bool] = []

    def hear(what: str, _done: int, _total: int) -> None:
        words.append(what)
        if words.count("vastleggen") == 1 and what == "vastleggen":
            reported(other, 30)
        elif words.count("vastleggen") == 1 and not waited:
            writer = threading.Thread(target=reported, args=(other, 31), kwargs={"code": SCHIEDAM})
            writer.start()
            writer.join(timeout=5)
            waited.append(writer.is_alive())

    rows = [row(number, realised=number) for number in (2, 3, 4)]
    report = imported(ledger, [*rows, row(5, SCHIEDAM, realised=1)], progress=hear)
    assert waited == [False]
    assert report.counts == proof(ledger).counts == ImportCounts(rows=4, recorded=4, restated=2, contradictions=2)
    assert [fact.realised for fact in facts(ledger)] == [30, 2, 3, 4]
    require_sound(ledger, admin, names)


def test_an_import_that_is_overtaken_again_and_again_makes_others_wait_in_the_end(
    ledger: Ledger, other: Ledger, admin: psycopg.Connection, names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "WHILE_OTHERS_WAIT", 0)
    opened(ledger)
    overtaken: list[int] = []

    def hear(what: str, done: int, _total: int) -> None:
        if what == "vastleggen" and done == 0:
            overtaken.append(reported(other, 30 + len(overtaken)).position)

    report = imported(ledger, [row(2, realised=1)], progress=hear)
    assert len(overtaken) == importing.BEGINNINGS
    assert report.counts == ImportCounts(rows=1, recorded=1)
    assert [fact.realised for fact in facts(ledger)] == [30, 31, 32, 1]
    require_sound(ledger, admin, names)


# Interrupted


class Stopped(Exception):  # noqa: N818 - an import was stopped; nothing is wrong
    pass


class StopAt:
    """Raises at the n-th word of progress."""

    def __init__(self, step: int, error: BaseException) -> None:
        self._step, self._error = step, error
        self.heard = 0

    def __call__(self, _what: str, _done: int, _total: int) -> None:
        self.heard += 1
        if self.heard == self._step:
            raise self._error


@pytest.mark.parametrize("error", [Stopped(), KeyboardInterrupt()])
def test_an_import_that_stops_anywhere_leaves_nothing(
    ledger: Ledger, admin: psycopg.Connection, names: Names, error: BaseException
) -> None:
    rows = [row(2, realised=1), row(3, SCHIEDAM, realised=2), row(4, "GM0599", name="Rotterdam", realised=3)]
    for step in itertools.count(1):
        stop = StopAt(step, error)
        try:
            imported(ledger, rows, progress=stop)
        except (Stopped, KeyboardInterrupt):
            assert [count(admin, names, name) for name in ("events", "commands", "staging")] == [0, 0, 0]
            keys = sql.SQL("SELECT FROM {}").format(sql.Identifier(names.keys, "keys"))
            assert admin.execute(keys).rowcount == 0
            assert left_behind(ledger) == 0
            assert ledger.head().position == 0
        else:
            break
    assert step > 6
    assert ledger.head().position == 7
    require_sound(ledger, admin, names)


# Larger files, per calendar year


YEARS = [
    row(number, code, name=name, period=period, day=f"{period[:4]}-03-0{number % 7 + 1}", realised=number)
    for number, (period, code, name) in enumerate(
        itertools.product(["2022-1", "2023", "2022-2", "2024-1"], [VLAARDINGEN, SCHIEDAM], ["Vlaardingen"]),
        2,
    )
]


@pytest.fixture
def _three_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than three rows are too many for one transaction."""
    monkeypatch.setattr(importing, "TOGETHER", 3)


@pytest.mark.usefixtures("_three_together")
def test_a_large_file_is_recorded_per_calendar_year_and_says_so(
    ledger: Ledger, admin: psycopg.Connection, names: Names
) -> None:
    file = File(
        "x.csv", "5e" * 32, outside=1, refused=2, skipped=3, problems=(ImportProblem(row=99, column="", rule="x"),)
    )
    rehearsed = imported(ledger, YEARS, file=file, dry_run=True)
    report = imported(ledger, YEARS, file=file)
    assert report.parts == rehearsed.parts == ("2022", "2023", "2024")
    assert report.counts == rehearsed.counts == ImportCounts(rows=11, recorded=8, outside=1, refused=2, skipped=3)
    assert report.municipalities == rehearsed.municipalities
    assert report.opened == rehearsed.opened == [SCHIEDAM, VLAARDINGEN]
    told = [each.fact for each in imports(ledger)]
    assert [(each.part, each.counts.rows, len(each.problems)) for each in told] == [  # type: ignore[attr-defined]  # all are FiguresImported
        ("2022", 7, 1),
        ("2023", 2, 0),
        ("2024", 2, 0),
    ]
    assert {each.stream for each in imports(ledger)} == {report.stream}
    assert sorted(fact.period for fact in facts(ledger)) == [fact.period for fact in facts(ledger)]
    require_sound(ledger, admin, names)


@pytest.mark.usefixtures("_three_together")
def test_a_large_file_that_stops_halfway_leaves_whole_years_and_is_completed_later(
    ledger: Ledger, admin: psycopg.Connection, names: Names
) -> None:
    seen: set[int] = set()
    for step in itertools.count(1):
        try:
            report = imported(ledger, YEARS, progress=StopAt(step, Stopped()))
        except Stopped:
            years = sorted({fact.period.year for fact in facts(ledger)})
            assert years == [2022, 2023, 2024][: len(years)]
            for code in (VLAARDINGEN, SCHIEDAM):
                of_year = [fact.period.year for fact in facts(ledger, code)]
                assert of_year == sorted([2022, *years] if years else [])
            seen.add(len(years))
            require_sound(ledger, admin, names)
        else:
            break
    assert seen >= {0, 1, 2}
    assert report.counts.recorded + report.counts.unchanged == 8
    assert report.counts.unchanged >= 6
    assert len(facts(ledger)) == len(facts(ledger, SCHIEDAM)) == 4
    assert imported(ledger, YEARS).counts == ImportCounts(rows=8, unchanged=8)


@pytest.mark.usefixtures("_three_together")
def test_a_large_file_imported_again_under_its_command_is_completed_without_doing_anything_twice(
    ledger: Ledger,
) -> None:
    request = asked(uuid4(), origin=Origin.IMPORT)
    with pytest.raises(Stopped):
        imported(ledger, YEARS, request=request, progress=StopAt(8, Stopped()))
    assert [each.fact.part for each in imports(ledger)] == ["2022"]  # type: ignore[attr-defined]  # a FiguresImported
    imported(ledger, YEARS, request=request)
    assert [each.fact.part for each in imports(ledger)] == ["2022", "2023", "2024"]  # type: ignore[attr-defined]  # the same
    assert len(facts(ledger)) == 4


@pytest.mark.usefixtures("_three_together")
def test_a_large_file_of_which_every_row_is_refused_records_nothing(ledger: Ledger) -> None:
    file = File("x.csv", "5e" * 32, refused=1)
    report = imported(ledger, YEARS, file=file, open_unknown=False)
    assert (report.counts, report.position) == (ImportCounts(rows=9, refused=9), 0)
    assert ledger.head().position == 0


# Large numbers of rows


def many(rows: int, *, contradicting: bool = False) -> Iterator[StatedRow]:
    """Rows of municipalities with 140 days each; with sums that are wrong when they are to contradict themselves."""
    period, days = Period(2024, 1), [PartialDate.of(f"2024-0{1 + day // 28}-{1 + day % 28:02}") for day in range(140)]
    usual = row(2, realised=1, net_target=100)
    for number in range(rows):
        yield usual._replace(
            row=number + 2,
            code=f"GM{number // 140:04}",
            name=f"Municipality {number // 140}",
            period=period,
            reported_on=days[number % 140],
            realised=number % 140,
            opening_backlog=1,
            corrected_target=0 if contradicting else 101,
        )


def peak(ledger: Ledger, rows: Iterator[StatedRow], **given: Any) -> int:  # noqa: ANN401 - as imported takes
    """The most memory in bytes that an import of these rows takes."""
    tracemalloc.start()
    try:
        imported(ledger, rows, **given)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_file(ledger: Ledger) -> None:
    imported(ledger, many(1_000))
    small, large = (peak(ledger, many(rows), dry_run=True) for rows in (3_000, 12_000))
    assert large < 1.5 * small


def test_what_a_report_lists_is_bounded_and_what_it_counts_is_not(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "LISTED", 150)
    opened(ledger, "GM0000")
    report = imported(ledger, many(560, contradicting=True))
    assert (len(report.contradictions), report.counts.contradictions) == (150, 560)
    assert [each.row for each in report.contradictions] == list(range(2, 152))
    refused = imported(ledger, (each._replace(code="GM9" + each.code[3:]) for each in many(560)), open_unknown=False)
    assert (len(refused.refused), refused.counts.refused) == (150, 560)


def test_memory_does_not_grow_when_all_is_decided_again(
    ledger: Ledger, other: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The few shelves that stay at hand, of whatever municipalities, are not counted."""
    monkeypatch.setattr(figures, "_on_shelf", figures._on_shelf.__wrapped__)
    monkeypatch.setattr(shelves, "_unpacked", shelves._unpacked.__wrapped__)

    def peak_when_overtaken(rows: int, source: Source) -> int:
        file = [each._replace(source=source) for each in many(rows)]
        return peak(ledger, iter(file), progress=Interleaved("vastleggen", lambda: imported(other, file[::140])))

    small, large = peak_when_overtaken(280, COA), peak_when_overtaken(4_000, PRESS)
    assert large < small + 2_000_000  # what is remembered of periods and days; 4,000 entries take twice as much


def test_memory_does_not_grow_with_the_contradictions_of_a_file(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "LISTED", 100)
    imported(ledger, many(1_000))
    small, large = (peak(ledger, many(rows, contradicting=True), dry_run=True) for rows in (1_000, 5_000))
    assert large < 1.2 * small
