"""Statements side by side: which is known, which contradict each other, which number is in force."""

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.events.figures import FiguresReported, Number, StatementPreferred
from domain.municipality.figures import Figures, Statement, statement_of
from domain.policy.statements import (
    CONSTANT,
    contradictions,
    effective_day,
    in_force,
    in_force_among,
    is_known,
    rank,
    restates,
    same_statement,
)
from domain.values import Nature, PartialDate, Period, Source
from tests.spec import (
    COA,
    PRESS,
    Day,
    figures,
    happened,
    opened,
    plain,
    reported,
    target_revised,
    target_set,
    withdrawn,
)
from tests.spec import given as recorded

PERIOD = Period(2024, 1)


def stated(version: int, on: Day, source: Source = COA, **numbers: int) -> Statement:
    return statement_of(figures("2024-1", on, source, **numbers), version)


def together(*statements: Statement) -> Figures:
    told = Figures()
    for statement in statements:
        told = told.stating(statement)
    return told


def value_in_force(told: Figures, number: Number = Number.REALISED) -> int | None:
    known = in_force(told, PERIOD, number)
    return known.value if known else None


WRITTEN = [
    None,
    "2023",
    "2024",
    "2024-05",
    "2024-06",
    "2024-07",
    "2024-05-31",
    "2024-06-29",
    "2024-06-30",
    "2024-07-01",
]
DAYS = st.sampled_from([PartialDate.of(day) for day in WRITTEN])
SOURCES = st.sampled_from([COA, PRESS])
FIGURES = st.builds(
    FiguresReported,
    period=st.just(PERIOD),
    reported_on=DAYS,
    source=SOURCES,
    nature=st.sampled_from(Nature),
    net_target=st.none() | st.integers(0, 3),
    opening_backlog=st.none() | st.integers(-2, 2),
    corrected_target=st.none() | st.integers(-2, 3),
    realised=st.integers(0, 3),
    closing_backlog=st.none() | st.integers(-2, 2),
)


def versions(facts: Iterable[FiguresReported]) -> list[Statement]:
    return [statement_of(fact, version) for version, fact in enumerate(facts, start=1)]


# The order of force


@pytest.mark.parametrize(
    ("stronger", "weaker"),
    [
        ("2024-06-30", "2024-06"),
        ("2024-06", "2024"),
        ("2024", None),
        ("2024-06-01", "2024-05-31"),
        ("2024-06-01", "2024-05"),
        ("2024-06", "2024-05-31"),
        ("2024", "2023-12-31"),
        ("2024-08", "2024-07-01"),
        ("2024-07-02", "2024-07-01"),
        ("2024-07-01", "2024-06-29"),
        ("2024-07-01", "2024-06"),
    ],
)
def test_a_later_day_wins_and_a_day_wins_from_its_month_its_year_and_unknown(stronger: str, weaker: Day) -> None:
    first, last = stated(1, stronger, realised=1), stated(2, weaker, realised=2)
    assert value_in_force(together(first, last)) == 1
    assert value_in_force(together(last, first)) == 1


@pytest.mark.parametrize(("one", "other"), [("2024-06-30", "2024-07-01"), ("2024-07-01", "2024-06-30")])
def test_the_day_after_a_period_counts_as_its_last_day_so_the_latest_recorded_wins(one: str, other: str) -> None:
    assert value_in_force(together(stated(1, one, realised=1), stated(2, other, PRESS, realised=2))) == 2


def test_the_day_after_the_first_half_is_an_ordinary_day_of_the_second() -> None:
    second = statement_of(figures("2024-2", "2024-07-01", realised=1), 1)
    assert effective_day(second) == PartialDate.of("2024-07-01")
    assert effective_day(stated(1, "2024-07-01", realised=1)) == PartialDate.of("2024-06-30")
    assert effective_day(stated(1, "2024-07", realised=1)) == PartialDate.of("2024-07")


def test_the_day_after_a_year_counts_as_its_last_day() -> None:
    year = statement_of(figures("2024", "2025-01-01", realised=1), 1)
    assert effective_day(year) == PartialDate.of("2024-12-31")


@pytest.mark.parametrize("day", WRITTEN)
def test_of_one_day_the_latest_recorded_wins(day: Day) -> None:
    assert value_in_force(together(stated(1, day, realised=2), stated(2, day, PRESS, realised=1))) == 1


def test_per_number_another_statement_can_be_in_force() -> None:
    told = together(stated(1, "2024-05-31", net_target=60, realised=1), stated(2, "2024-06-30", realised=2))
    assert value_in_force(told, Number.NET_TARGET) == 60
    assert value_in_force(told, Number.REALISED) == 2
    assert value_in_force(told, Number.CLOSING_BACKLOG) is None


def test_zero_is_in_force_as_well_as_any_number() -> None:
    assert value_in_force(together(stated(1, "2024-05-31", realised=5), stated(2, "2024-06-30", realised=0))) == 0


def test_a_choice_of_a_person_wins_from_every_later_statement_until_the_chosen_one_is_withdrawn() -> None:
    chosen = {"period": PERIOD, "number": Number.REALISED, "statement": 2, "grounds": plain("checked by telephone")}
    case = recorded(
        opened(),
        reported("2024-1", "2024-05", PRESS, realised=1),
        happened(StatementPreferred.model_validate(chosen)),
        reported("2024-1", "2024-06-30", realised=2),
    )
    known = in_force(case.case.figures, PERIOD, Number.REALISED)
    assert known
    assert (known.value, known.chosen, known.statement.version) == (1, True, 2)
    known = in_force(case.given(withdrawn(2)).case.figures, PERIOD, Number.REALISED)
    assert known
    assert (known.value, known.chosen) == (2, False)
    assert value_in_force(case.given(withdrawn(3)).case.figures) == 2


def test_a_choice_for_one_number_says_nothing_of_another() -> None:
    chosen = {"period": PERIOD, "number": Number.NET_TARGET, "statement": 2, "grounds": plain()}
    case = recorded(
        opened(),
        reported("2024-1", "2024-05", realised=1, net_target=60),
        reported("2024-1", "2024-06", realised=2, net_target=50),
        happened(StatementPreferred.model_validate(chosen)),
    ).case
    assert value_in_force(case.figures, Number.NET_TARGET) == 60
    assert value_in_force(case.figures, Number.REALISED) == 2


def test_only_some_statements_can_be_let_count() -> None:
    told = together(stated(1, "2024-05-31", realised=1), stated(2, "2024-06-30", PRESS, realised=2))
    official = in_force_among(told, PERIOD, Number.REALISED, lambda statement: statement.source == COA)
    assert official
    assert official.value == 1
    assert in_force_among(told, PERIOD, Number.REALISED, lambda _: False) is None


def test_a_target_and_its_revision_are_statements_of_the_day_they_were_published() -> None:
    case = recorded(opened(), target_revised("2024-1", 50, "2024-03-01"), target_set("2024-1", 60, "2023-10-01")).case
    assert value_in_force(case.figures, Number.NET_TARGET) == 50
    assert [each.net_target for each in case.figures.of_day(PERIOD, PartialDate.of("2023-10-01"))] == [60]


@given(st.lists(FIGURES, max_size=8), st.randoms())
def test_the_order_of_recording_decides_between_statements_of_one_day_only(
    facts: list[FiguresReported], random: Random
) -> None:
    one_per_day = list({effective_day(statement_of(fact, 1)): fact for fact in facts}.values())
    shuffled = random.sample(one_per_day, len(one_per_day))
    for number in Number:
        known = in_force(together(*versions(one_per_day)), PERIOD, number)
        again = in_force(together(*versions(shuffled)), PERIOD, number)
        assert (known and known.value) == (again and again.value)


@given(st.lists(FIGURES, min_size=1, max_size=8))
def test_the_value_in_force_is_what_its_statement_says_and_no_statement_ranks_higher(
    facts: list[FiguresReported],
) -> None:
    told = together(*versions(facts))
    for number in Number:
        stating = [each for each in told.statements(PERIOD) if each.number(number) is not None]
        known = in_force(told, PERIOD, number)
        assert (known is None) == (not stating)
        if known:
            assert known.statement.number(number) == known.value
            assert all(rank(each) <= rank(known.statement) for each in stating)


# Known, restated, contradicted


@given(st.lists(FIGURES, max_size=6), FIGURES)
def test_a_statement_is_known_once_it_is_recorded_and_not_before(
    facts: list[FiguresReported], new: FiguresReported
) -> None:
    told, statement = together(*versions(facts)), statement_of(new, 99)
    assert is_known(told, statement) == (new in facts)
    assert is_known(told.stating(statement), statement)


@given(st.lists(FIGURES, max_size=6), FIGURES)
def test_a_restatement_is_the_same_statement_with_other_numbers(
    facts: list[FiguresReported], new: FiguresReported
) -> None:
    told, statement = together(*versions(facts)), statement_of(new, 99)
    same = [each for each in versions(facts) if same_statement(each, statement)]
    assert restates(told, statement) == (bool(same) and new not in facts)


def test_a_lower_figure_of_the_same_source_and_day_is_a_restatement_and_no_contradiction() -> None:
    told, new = together(stated(1, "2024-06-30", realised=12)), stated(2, "2024-06-30", realised=11)
    assert restates(told, new)
    assert contradictions(told, new) == []
    assert value_in_force(told.stating(new)) == 11


def contradicted(one: Statement, other: Statement) -> set[Number]:
    return {found.number for found in contradictions(together(one), other)}


@given(FIGURES, FIGURES)
def test_when_one_contradicts_the_other_the_other_contradicts_the_one(
    one: FiguresReported, other: FiguresReported
) -> None:
    first, last = versions([one, other])
    assert contradicted(first, last) == contradicted(last, first)


@given(FIGURES, FIGURES)
def test_a_contradiction_is_about_a_number_that_both_state_and_state_otherwise(
    one: FiguresReported, other: FiguresReported
) -> None:
    first, last = versions([one, other])
    for found in contradictions(together(first), last):
        assert found.other_statement == first
        assert found.stated == last.number(found.number) != found.other == first.number(found.number)


@given(FIGURES, FIGURES)
def test_numbers_that_move_with_the_days_contradict_on_one_day_only(
    one: FiguresReported, other: FiguresReported
) -> None:
    first, last = versions([one, other])
    if effective_day(first) != effective_day(last):
        assert contradicted(first, last) <= set(CONSTANT)


@given(FIGURES)
def test_nothing_contradicts_itself(fact: FiguresReported) -> None:
    assert contradictions(together(statement_of(fact, 1)), statement_of(fact, 2)) == []


@pytest.mark.parametrize(
    ("day", "other", "overlap"),
    [
        ("2024-06-30", "2024-06-30", True),
        ("2024-06-30", "2024-07-01", True),
        ("2024-06-30", "2024-06", True),
        ("2024-07-01", "2024-06", True),
        ("2024-06-30", "2024", True),
        ("2024-06-30", None, True),
        ("2024-06", "2024", True),
        ("2024", None, True),
        (None, None, True),
        ("2024-06-30", "2024-06-29", False),
        ("2024-06-30", "2024-05", False),
        ("2024-07-01", "2024-07", False),
        ("2024-06", "2024-05", False),
        ("2024", "2023", False),
        ("2024-06-30", "2023", False),
    ],
)
def test_a_target_contradicts_another_when_neither_is_later(day: Day, other: Day, overlap: bool) -> None:  # noqa: FBT001 - a parameter of the example
    one, another = stated(1, day, net_target=60), stated(2, other, PRESS, net_target=50)
    assert contradicted(one, another) == contradicted(another, one) == ({Number.NET_TARGET} if overlap else set())


def test_a_backlog_in_june_does_not_contradict_one_on_the_last_of_june() -> None:
    assert (
        contradicted(stated(1, "2024-06", closing_backlog=6), stated(2, "2024-06-30", PRESS, closing_backlog=58))
        == set()
    )


def test_a_backlog_on_the_last_day_contradicts_another_on_the_day_after() -> None:
    one, other = stated(1, "2024-06-30", closing_backlog=6), stated(2, "2024-07-01", PRESS, closing_backlog=58)
    assert contradicted(one, other) == {Number.CLOSING_BACKLOG}


def test_what_one_source_says_anew_of_the_last_day_restates_it_also_on_the_day_after() -> None:
    one, other = stated(1, "2024-06-30", closing_backlog=6), stated(2, "2024-07-01", closing_backlog=5)
    assert contradicted(one, other) == contradicted(other, one) == set()


def test_of_many_that_say_the_same_the_first_recorded_is_named() -> None:
    days = [date(2024, 6, 1) + timedelta(days=n) for n in range(20)]
    told = together(*(stated(version, day, net_target=60) for version, day in enumerate(days, start=1)))
    (found,) = contradictions(told, stated(99, None, PRESS, net_target=50))
    assert found.other_statement.version == 1
