"""The figures that are in force, what they come to, and the statements behind them, as known and as at any day."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from immutables import Map

from domain.events.base import Entry, Fact
from domain.events.figures import (
    FiguresEvent,
    FiguresReported,
    Number,
    StatementPreferred,
    TargetExchanged,
    TargetRevised,
    TargetSet,
)
from domain.ledger.application import Ledger
from domain.municipality import fold, standing
from domain.municipality.figures import Figures, Statement, remember_figures
from domain.policy.official import OFFICIAL_KINDS, is_official
from domain.policy.period import chain
from domain.policy.statements import InForce, effective_day, in_force_among, rank
from domain.values import Nature, PartialDate, Period, Source, SourceKind
from projections.engine.known import Knowing, NotBuiltError
from projections.engine.parts import position_of
from projections.engine.runner import Projector
from projections.figures import (
    FIGURES,
    Kinds,
    figures_known,
    figures_of_period,
    in_force_of,
    lines_of,
    periods,
    series,
    statements,
)
from projections.figures.model import rank_of
from tests.domain.arbitrary import DAYS, PARTIAL_DATES, fact_of
from tests.projections.laws import BATCHES, ENTRIES, LAW, PLACES, require_laws, require_rebuilt_alike
from tests.projections.toys import append
from tests.spec import (
    COA,
    CODE,
    PRESS,
    TODAY,
    Happened,
    corrected,
    entry,
    happened,
    opened,
    plain,
    reported,
    target_revised,
    target_set,
    withdrawn,
)

FIRST, SECOND = Period(2025, 1), Period(2025, 2)
BECAUSE = plain("the newspaper called COA")


def told(ledger: Ledger, *happenings: Happened) -> Knowing:
    """Record these as versions 1, 2, 3 … and project them; what is known today."""
    append(ledger, [entry(version, each.fact, each.on) for version, each in enumerate(happenings, start=1)])
    Projector(ledger, [FIGURES]).catch_up()
    return Knowing.asked(ledger, today=TODAY)


def at(knowing: Knowing, day: str) -> Knowing:
    return Knowing(knowing.position, date.fromisoformat(day))


def preferring(
    statement: int, number: Number = Number.REALISED, period: Period = SECOND, on: str = "2025-12-01"
) -> Happened:
    return happened(StatementPreferred(period=period, number=number, statement=statement, grounds=BECAUSE), on)


def found(
    ledger: Ledger,
    knowing: Knowing,
    number: Number = Number.REALISED,
    period: Period = SECOND,
    kinds: Kinds = OFFICIAL_KINDS,
) -> int | None:
    """The value in force of a number."""
    value = in_force_of(ledger, knowing, [CODE], [period], kinds=kinds).get((CODE, period), {}).get(number)
    return value.value if value else None


# Which statement is in force


def test_the_latest_reporting_day_is_in_force_and_not_what_was_recorded_last(ledger: Ledger) -> None:
    knowing = told(
        ledger, opened(), reported("2025-2", "2025-09-30", realised=9), reported("2025-2", "2025-08-31", realised=8)
    )
    assert found(ledger, knowing) == 9


def test_as_at_a_day_there_is_what_can_have_been_reported_by_then(ledger: Ledger) -> None:
    knowing = told(
        ledger,
        opened(),
        reported("2025-2", None, realised=1),
        reported("2025-2", "2025-08", realised=8),
        reported("2025-2", "2025-09-30", realised=9),
        reported("2025-2", "2026-01-01", realised=12),
    )
    days = ("2025-07-31", "2025-08-01", "2025-09-29", "2025-09-30", "2025-12-30", "2025-12-31")
    assert [found(ledger, at(knowing, day)) for day in days] == [1, 8, 8, 9, 9, 12]


def test_only_official_and_measured_statements_count_unless_all_are_asked_for(ledger: Ledger) -> None:
    knowing = told(
        ledger,
        opened(),
        reported("2025-2", "2025-09-01", realised=9),
        reported("2025-2", "2025-10-01", source=PRESS, realised=20),
        happened(
            reported("2025-2", "2025-11-01", realised=30).fact.model_copy(update={"nature": Nature.ESTIMATE}),
            "2025-11-01",
        ),
    )
    assert found(ledger, knowing) == 9
    assert found(ledger, knowing, kinds={SourceKind.PRESS}) == 20
    assert found(ledger, knowing, kinds=None) == 30


def test_a_target_that_was_set_or_revised_is_a_statement_too(ledger: Ledger) -> None:
    knowing = told(
        ledger, opened(), target_set("2025-2", 162, "2025-04-01"), target_revised("2025-2", 104, "2025-10-01")
    )
    in_time = [found(ledger, at(knowing, day), Number.NET_TARGET) for day in ("2025-03-31", "2025-04-01", "2025-10-01")]
    assert in_time == [None, 162, 104]


def test_what_a_person_chose_is_in_force_from_the_day_of_the_choice(ledger: Ledger) -> None:
    knowing = told(
        ledger,
        opened(),
        reported("2025-2", "2025-09-30", realised=9),
        reported("2025-2", "2025-10-31", realised=10),
        preferring(2, on="2025-11-15"),
        preferring(3, Number.NET_TARGET),
    )
    assert [found(ledger, at(knowing, day)) for day in ("2025-11-14", "2025-11-15")] == [10, 9]
    assert found(ledger, knowing, Number.NET_TARGET) is None


def test_of_two_choices_the_last_one_recorded_counts_and_one_that_was_withdrawn_never_was(ledger: Ledger) -> None:
    said = [reported("2025-2", f"2025-{month:02}-28", realised=month) for month in (8, 9, 10)]
    knowing = told(ledger, opened(), *said, preferring(2), preferring(3), withdrawn(6))
    before = Knowing(6, TODAY)
    assert [found(ledger, before), found(ledger, knowing)] == [9, 8]


def test_a_choice_of_a_statement_that_does_not_count_leaves_what_else_is_in_force(ledger: Ledger) -> None:
    knowing = told(
        ledger,
        opened(),
        reported("2025-2", "2025-09-30", realised=9),
        reported("2025-2", "2025-09-30", source=PRESS, realised=10),
        preferring(3),
    )
    assert (found(ledger, knowing), found(ledger, knowing, kinds=None)) == (9, 10)


def test_a_correction_is_known_from_its_own_moment_on(ledger: Ledger) -> None:
    knowing = told(
        ledger,
        opened(),
        reported("2025-2", "2025-09-30", realised=9),
        corrected(2, reported("2025-2", "2025-10-31", realised=7)),
        withdrawn(3),
    )
    assert [found(ledger, Knowing(position, TODAY)) for position in (1, 2, 3, knowing.position)] == [None, 9, 7, 9]


def test_several_municipalities_and_periods_are_asked_about_at_once(ledger: Ledger) -> None:
    others = [
        Entry("GM0001", 1, opened().fact, entry(1, opened().fact).about),
        Entry("GM0001", 2, reported("2025-1", "2025-03-31", realised=3).fact, entry(2, opened().fact).about),
    ]
    append(ledger, others)
    knowing = told(ledger, opened(), reported("2025-2", "2025-09-30", realised=9))
    stated = in_force_of(ledger, knowing, [CODE, "GM0001", "GM0002"], [FIRST, SECOND])
    assert {of: numbers[Number.REALISED].value for of, numbers in stated.items()} == {
        (CODE, SECOND): 9,
        ("GM0001", FIRST): 3,
    }
    assert in_force_of(ledger, knowing, [], [FIRST]) == {}


def test_before_the_read_model_is_built_nothing_can_be_asked(ledger: Ledger) -> None:
    with pytest.raises(NotBuiltError):
        periods(ledger, Knowing(0, TODAY), CODE)


# What they come to


def test_a_period_tells_its_numbers_with_their_sources_its_pace_and_its_exchanges(ledger: Ledger) -> None:
    exchange = TargetExchanged(period=SECOND, partner="GM0482", persons=-5, source=COA)
    knowing = told(
        ledger,
        opened(),
        reported("2025-1", "2025-07-01", net_target=57, opening_backlog=12, realised=50),
        reported("2025-2", "2025-09-30", net_target=60, realised=35),
        happened(exchange, "2025-09-01"),
    )
    first, second = periods(ledger, at(knowing, "2025-09-30"), CODE)
    assert (first.period, second.period) == (FIRST, SECOND)
    assert first.figures.closing_backlog
    assert (first.figures.closing_backlog.value, first.figures.closing_backlog.derived) == (19, True)
    opening = second.figures.opening_backlog
    assert opening
    assert (opening.value, opening.derived, [each.version for each in opening.rests_on]) == (19, True, [2])
    assert second.pace
    assert second.pace.expected == Fraction(79, 2)
    assert second.pace.gap == Fraction(9, 2)
    assert second.pace.running_backlog == 19 + 30 - 35
    assert second.figures.percentage == Fraction(3500, 79)
    assert [(each.entry, each.fact) for each in second.exchanges] == [(4, exchange)]
    assert figures_of_period(ledger, at(knowing, "2025-09-30"), CODE, SECOND) == second
    assert figures_of_period(ledger, at(knowing, "2025-09-30"), CODE, Period(2024, 1)) is None


def test_an_official_source_that_states_another_opening_backlog_counts_with_the_difference(ledger: Ledger) -> None:
    knowing = told(
        ledger,
        opened(),
        reported("2025-1", "2025-07-01", net_target=57, opening_backlog=12, realised=50),
        reported("2025-2", "2025-07-31", opening_backlog=-28),
        reported("2025-2", "2025-08-31", source=PRESS, opening_backlog=30),
    )
    opening = [
        periods(ledger, knowing, CODE, kinds=kinds)[1].figures.opening_backlog for kinds in (OFFICIAL_KINDS, None)
    ]
    assert [(each.value, each.difference) for each in opening if each] == [(-28, -47), (30, 11)]


def test_a_forecast_is_there_while_the_period_runs(ledger: Ledger) -> None:
    days = [f"2025-{month:02}-{day:02}" for month in (7, 8) for day in (10, 20, 30)]
    said = [reported("2025-2", day, realised=10 + number) for number, day in enumerate(days)]
    knowing = told(ledger, opened(), *said)
    asked = ["2025-08-01", "2025-09-01", "2025-12-30", "2025-12-31"]
    lines = [figures_of_period(ledger, at(knowing, day), CODE, SECOND) for day in asked]
    assert [line.forecast is not None for line in lines if line] == [False, True, True, False]


def test_the_series_has_a_point_for_each_day_that_is_known_with_the_line_of_what_should_have_been(
    ledger: Ledger,
) -> None:
    knowing = told(
        ledger,
        opened(),
        reported("2025-2", "2025-07-31", net_target=60, opening_backlog=0, realised=5),
        reported("2025-2", "2025-08-31", realised=11),
        reported("2025-2", "2025-08-31", source=Source(kind=SourceKind.MINISTRY), realised=12),
        reported("2025-2", "2025-08", realised=99),
        reported("2025-2", "2025-09-30", source=PRESS, realised=15),
        reported("2025-2", "2026-01-01", realised=60),
        reported("2025-1", "2025-03-31", realised=98),
    )
    told_of = series(ledger, knowing, CODE, SECOND)
    july, august, september, december = (date(2025, month, day) for month, day in ((7, 31), (8, 31), (9, 30), (12, 31)))
    assert [(point.day, point.realised, point.entry) for point in told_of.points] == [
        (july, 5, 2),
        (august, 12, 4),
        (december, 60, 7),
    ]
    line = [(day, int(persons)) for day, persons in told_of.expected]
    assert line[:3] == [(date(2025, 6, 30), 0), (july, 10), (august, 20)]
    assert line[-1] == (december, 60)
    assert [point.day for point in series(ledger, knowing, CODE, SECOND, kinds=None).points][2] == september
    assert len(series(ledger, at(knowing, "2025-08-30"), CODE, SECOND).points) == 1


def test_in_the_series_of_a_day_what_a_person_chose_counts(ledger: Ledger) -> None:
    knowing = told(
        ledger,
        opened(),
        reported("2025-2", "2025-08-31", realised=11),
        reported("2025-2", "2025-08-31", source=Source(kind=SourceKind.MINISTRY), realised=12),
        preferring(2),
    )
    assert [point.entry for point in series(ledger, knowing, CODE, SECOND).points] == [2]


def test_a_series_of_nothing_is_empty_and_a_whole_year_has_no_line(ledger: Ledger) -> None:
    knowing = told(ledger, opened(), reported("2025", "2025-06-30", net_target=60, opening_backlog=0, realised=5))
    nothing = series(ledger, knowing, CODE, FIRST)
    assert (nothing.points, nothing.expected) == ((), ())
    year = series(ledger, knowing, CODE, Period(2025))
    assert ([point.realised for point in year.points], year.expected) == ([5], ())
    (line,) = periods(ledger, knowing, CODE)
    assert (line.pace, line.forecast) == (None, None)


# The statements themselves


def test_statements_are_told_period_by_period_with_which_of_them_are_in_force(ledger: Ledger) -> None:
    knowing = told(
        ledger,
        opened(),
        reported("2025-2", "2025-09-30", net_target=60, opening_backlog=12, realised=9),
        reported("2025-1", "2025-06-30", closing_backlog=12),
        reported("2025-2", "2025-10-31", source=PRESS, realised=14),
        reported("2025-2", "2025-09-30", source=PRESS, net_target=61),
    )
    page = statements(ledger, knowing, CODE)
    assert [line.statement.version for line in page.lines] == [3, 2, 5, 4]
    coa = page.lines[1]
    assert coa.numbers.derived == ("corrected_target", "closing_backlog")
    assert (coa.official, coa.in_force, coa.contradicts) == (True, ("opening_backlog",), (5,))
    assert coa.in_force_officially == ("net_target", "opening_backlog", "realised")
    assert page.lines[3].in_force == ("realised",)
    assert (page.lines[3].official, page.lines[3].in_force_officially) == (False, ())


def test_statements_come_in_pages_and_of_one_period_when_asked(ledger: Ledger) -> None:
    said = [
        reported(f"2025-{half}", f"2025-{half + 6:02}-{day:02}", realised=day) for half in (1, 2) for day in (1, 2, 3)
    ]
    knowing = told(ledger, opened(), *said)
    first = statements(ledger, knowing, CODE, limit=2)
    assert ([line.statement.version for line in first.lines], first.total) == ([2, 3], 6)
    second = statements(ledger, knowing, CODE, limit=2, after=first.next)
    assert [line.statement.version for line in second.lines] == [4, 5]
    assert [line.in_force for line in second.lines] == [("realised",), ()]
    only = statements(ledger, knowing, CODE, period=SECOND, limit=2)
    assert ([line.statement.version for line in only.lines], only.total) == ([5, 6], 3)
    assert statements(ledger, knowing, CODE, period=Period(2020)).lines == ()


# The laws

KINDS: tuple[type[Fact], ...] = (FiguresReported, TargetSet, TargetRevised, StatementPreferred, TargetExchanged)
FIGURE_FACTS = st.one_of([fact_of(FiguresReported), *map(fact_of, KINDS)])
AMENDMENTS = st.one_of(
    st.builds(
        lambda version, fact, on: corrected(version, Happened(fact, on)).fact,
        st.integers(1, 6),
        FIGURE_FACTS,
        PARTIAL_DATES,
    ),
    st.integers(1, 6).map(lambda version: withdrawn(version).fact),
)
SAYING_FIGURES = st.lists(
    st.tuples(FIGURE_FACTS | FIGURE_FACTS | AMENDMENTS, PARTIAL_DATES), min_size=3, max_size=15
).map(lambda told: [entry(version, fact, on) for version, (fact, on) in enumerate(told, start=1)])
"""Statements, choices and exchanges that speak of a few periods and of each other, some corrected or withdrawn."""


@LAW
@given(entries=ENTRIES | SAYING_FIGURES, batch=BATCHES, at=PLACES)
def test_what_was_known_of_figures_at_a_position_stays_known(
    ledger: Ledger, entries: list[Entry], batch: int, at: int
) -> None:
    require_laws(ledger, [FIGURES], entries, at=at, batch=batch)


@settings(LAW, max_examples=25)
@given(
    entries=ENTRIES | SAYING_FIGURES,
    known=st.integers(1, 15),
    day=st.none() | DAYS,
    kinds=st.sampled_from([OFFICIAL_KINDS, None, {SourceKind.PRESS, SourceKind.OTHER}]),
)
def test_the_figures_are_those_that_the_state_tells_of_what_was_known_then(
    ledger: Ledger, entries: list[Entry], known: int, day: date | None, kinds: Kinds
) -> None:
    recorded = require_laws(ledger, [FIGURES], entries, at=0)[:known]
    code, knowing = recorded[0].stream, Knowing(position_of(recorded[-1]), day or TODAY)
    state = remembered(recorded) if day is None else as_at(recorded, day)
    assert figures_known(ledger, knowing, code) == state
    stated = {period: numbers_in_force(state, period, kinds) for period in state.periods}
    answer = in_force_of(ledger, knowing, [code], list(state.periods), kinds=kinds)
    assert {period: numbers for (_, period), numbers in answer.items() if numbers} == {
        period: numbers for period, numbers in stated.items() if numbers
    }
    assert [line.figures for line in periods(ledger, knowing, code, kinds=kinds)] == list(chain(stated, knowing.day))
    by_version = {line.statement.version: line for line in lines_of(state)}
    page = statements(ledger, knowing, code)
    assert {line.statement.version: line for line in page.lines} == by_version
    for period in state.periods:
        points = series(ledger, knowing, code, period, kinds=kinds).points
        assert [(point.day, point.realised, point.entry) for point in points] == day_by_day(state, period, kinds)


def day_by_day(state: Figures, period: Period, kinds: Kinds) -> list[tuple[date, int, int]]:
    """What is in force among the statements that count as of each day of the period."""
    found = []
    days = {day for each in state.statements(period) if len((day := effective_day(each)).parts) == 3}
    for day in sorted(days, key=str):
        value = in_force_among(state, period, Number.REALISED, lambda each: admits(each, kinds) and is_of(each, day))  # noqa: B023 - asked at once
        if value and day.first_day and day.first_day in period:
            found.append((day.first_day, value.value, value.statement.version))
    return found


def is_of(statement: Statement, day: PartialDate) -> bool:
    return effective_day(statement) == day


def remembered(recorded: list[Entry]) -> Figures:
    state = fold(None, recorded)
    return state.figures if state else Figures()


def as_at(recorded: list[Entry], day: date) -> Figures:
    """What the state would be, had nothing happened that happened later."""
    figures = Figures()
    for each in standing(Map({each.version: each for each in recorded})):
        if isinstance(each.fact, FiguresEvent):
            after = remember_figures(Figures(), each.fact, each)
            stated = next((told for period in after.periods for told in after.statements(period)), None)
            counts = effective_day(stated) if stated else each.about.happened_on
            if (counts.first_day or day) <= day:
                figures = remember_figures(figures, each.fact, each)
    return figures


def numbers_in_force(state: Figures, period: Period, kinds: Kinds) -> dict[Number, InForce]:
    values = {number: in_force_among(state, period, number, lambda each: admits(each, kinds)) for number in Number}
    return {number: value for number, value in values.items() if value}


def admits(statement: Statement, kinds: Kinds) -> bool:
    return kinds is None or is_official(statement, kinds)


def test_a_rebuild_of_figures_makes_the_rows_that_are_there(ledger: Ledger) -> None:
    told(
        ledger,
        opened(),
        target_set("2025-2", 162, "2025-04-01"),
        reported("2025-2", "2025-09-30", realised=9),
        preferring(3),
        corrected(3, reported("2025-2", "2025-10-31", realised=7)),
        withdrawn(2),
    )
    require_rebuilt_alike(ledger, [FIGURES])


@given(
    st.sampled_from([FIRST, SECOND, Period(2025)]), st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(0, 3)
)
def test_the_rank_of_a_day_orders_statements_as_they_are_in_force(period: Period, day: date, precision: int) -> None:
    value = [None, f"{day:%Y}", f"{day:%Y-%m}", f"{day:%Y-%m-%d}"][precision]
    year, month, of_month, _ = rank(Statement(1, period, PartialDate.of(value), COA))
    assert rank_of(value, period.year, period.half or 0) == year * 10_000 + month * 100 + of_month


def test_the_model_of_figures_refuses_what_is_no_figure() -> None:
    with pytest.raises(LookupError, match="no fact about figures"):
        FIGURES.rows(entry(1, opened().fact))
