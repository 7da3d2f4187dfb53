"""What closing a half year would fix: its numbers, and what stands in the way of believing them."""

from datetime import date

from domain.decisions.figures import prefer_statement
from domain.events.figures import Number
from domain.municipality import Municipality
from domain.policy.closing import Closable, closable
from domain.values import Period, Source, SourceKind
from tests.spec import (
    PRESS,
    Happened,
    given,
    opened,
    period_closed,
    plain,
    reported,
    target_exchanged,
    target_revised,
    target_set,
)

OFFICIALS = (SourceKind.COA, SourceKind.MINISTRY)
PERIOD = Period(2025, 1)
MINISTRY = Source(kind=SourceKind.MINISTRY, reference="a letter")
OPENING, NET, CORRECTED, REALISED, CLOSING = (
    Number.OPENING_BACKLOG,
    Number.NET_TARGET,
    Number.CORRECTED_TARGET,
    Number.REALISED,
    Number.CLOSING_BACKLOG,
)
WHOLE = reported("2025-1", "2025-06-30", opening_backlog=10, net_target=50, realised=40)


def found(told: Municipality, period: Period = PERIOD) -> Closable:
    return closable(told.figures, told.judging.closed, period, OFFICIALS)


def of(*told: Happened) -> Closable:
    return found(given(opened(), *told).case)


def numbers(would: Closable) -> tuple[int | None, ...]:
    return tuple(would.value(each) for each in (OPENING, NET, CORRECTED, REALISED, CLOSING))


# The numbers


def test_what_is_not_stated_follows_from_the_rest() -> None:
    would = of(WHOLE)
    assert numbers(would) == (10, 50, 60, 40, 20)
    assert (would.gaps, would.clashes, would.contested, would.differences) == ((), (), (), {})
    assert would.rests_on == (2,)


def test_what_no_official_source_tells_is_a_gap() -> None:
    assert of().gaps == tuple(Number)
    assert of(reported("2025-1", "2025-06-30", PRESS, opening_backlog=10, net_target=50, realised=40)).gaps == tuple(
        Number
    )
    assert of(target_set("2025-1", 50, "2024-10-01"), reported("2025-1", "2025-06-30", realised=40)).gaps == (
        OPENING,
        CORRECTED,
        CLOSING,
    )


def test_a_stated_closing_backlog_is_enough() -> None:
    would = of(reported("2025-1", "2025-06-30", closing_backlog=20))
    assert would.value(CLOSING) == 20
    assert CLOSING not in would.gaps


def test_where_a_source_states_otherwise_than_the_sum_the_difference_is_told() -> None:
    """As when COA corrects an opening backlog to a lead of 28."""
    would = found(
        given(
            opened(),
            period_closed("2024-2", 0, 50, 74),
            reported("2025-1", "2025-06-30", opening_backlog=-28, net_target=50, realised=20),
        ).case
    )
    assert (would.value(OPENING), would.differences) == (-28, {OPENING: -4})


def test_an_opening_backlog_that_nobody_states_rests_on_the_close_before() -> None:
    would = found(
        given(
            opened(),
            period_closed("2024-2", 0, 50, 45),
            reported("2025-1", "2025-06-30", net_target=50, realised=40),
        ).case
    )
    assert (would.value(OPENING), would.value(CLOSING), would.rests_on) == (5, 15, (2, 3))


def test_an_opening_backlog_that_is_stated_does_not() -> None:
    would = found(given(opened(), period_closed("2024-2", 0, 50, 45), WHOLE).case)
    assert (would.value(OPENING), would.rests_on) == (10, (3,))


def test_the_first_of_all_periods_can_be_closed() -> None:
    told = given(opened(), reported("1990-1", "1990-06-30", opening_backlog=0, net_target=5, realised=5)).case
    assert found(told, Period(1990, 1)).value(CLOSING) == 0


# The target as it was first published


def test_a_revised_target_is_told_beside_the_first_one() -> None:
    """As when a target of 162 becomes one of 104 within the half year."""
    would = of(
        target_set("2025-1", 162, "2024-10-01"),
        target_revised("2025-1", 104, "2025-03-01"),
        reported("2025-1", "2025-06-30", opening_backlog=10, realised=90),
    )
    assert (would.first_target, would.value(NET), would.value(CLOSING)) == (162, 104, 24)


def test_what_has_no_day_is_not_the_first_where_something_has_one() -> None:
    would = of(reported("2025-1", None, net_target=70), target_set("2025-1", 50, "2024-10-01"))
    assert would.first_target == 50
    assert of(reported("2025-1", None, net_target=70)).first_target == 70


def test_what_the_press_said_first_is_not_the_first_target() -> None:
    would = of(reported("2025-1", "2024-09-01", PRESS, net_target=70), target_set("2025-1", 50, "2024-10-01"))
    assert would.first_target == 50
    assert of(reported("2025-1", "2024-09-01", PRESS, net_target=70)).first_target is None


def test_the_province_says_which_sources_are_official() -> None:
    told = given(opened(), target_set("2025-1", 50, "2024-10-01")).case
    assert closable(told.figures, told.judging.closed, PERIOD, (SourceKind.PRESS,)).first_target is None


# Exchanges


def test_an_exchange_counts_once_an_official_target_takes_account_of_it() -> None:
    before = (target_set("2025-1", 50, "2024-10-01"), target_exchanged("2025-1", 8, "2025-02-01"))
    would = of(*before)
    assert (would.exchanged, [each.persons for each in would.exchanges]) == (0, [8])
    would = of(*before, target_exchanged("2025-1", -2, "2025-02-02"), target_revised("2025-1", 56, "2025-03-01"))
    assert (would.exchanged, would.exchanges, would.value(NET), would.first_target) == (6, (), 56, 50)


def test_without_a_target_no_exchange_counts() -> None:
    would = of(target_exchanged("2025-1", 8, "2025-02-01"))
    assert (would.exchanged, len(would.exchanges)) == (0, 1)


# Contradictions


def test_two_official_sources_that_disagree_on_the_last_day_clash() -> None:
    would = of(WHOLE, reported("2025-1", "2025-06-30", MINISTRY, realised=43))
    (clash,) = would.clashes
    assert (clash.number, clash.contradiction.stated, clash.contradiction.other) == (REALISED, 43, 40)
    assert clash.statement.version == 3
    assert set(would.contested) == {REALISED, CLOSING}


def test_what_the_press_says_otherwise_clashes_with_nothing() -> None:
    would = of(WHOLE, reported("2025-1", "2025-06-30", PRESS, realised=43))
    assert (would.clashes, would.contested) == ((), ())


def test_a_later_statement_is_no_contradiction() -> None:
    would = of(reported("2025-1", "2025-05-31", MINISTRY, realised=30), WHOLE)
    assert would.clashes == ()


def test_what_a_person_chose_is_beyond_doubt() -> None:
    told = given(opened(), WHOLE, reported("2025-1", "2025-06-30", MINISTRY, realised=43))
    chosen = told.when(prefer_statement, period=PERIOD, number=REALISED, statement=2, grounds=plain()).case
    assert (found(chosen).clashes, found(chosen).contested, found(chosen).value(CLOSING)) == ((), (), 20)


def test_a_contested_target_makes_the_closing_backlog_doubtful() -> None:
    would = of(WHOLE, reported("2025-1", "2025-06-30", MINISTRY, net_target=55))
    assert set(would.contested) == {NET, CLOSING}


def test_a_contested_opening_backlog_makes_both_doubtful() -> None:
    would = of(WHOLE, reported("2025-1", "2025-06-30", MINISTRY, opening_backlog=12))
    assert set(would.contested) == {OPENING, CLOSING}


def test_a_closing_backlog_that_is_stated_does_not_depend_on_what_it_is_made_of() -> None:
    would = of(
        reported("2025-1", "2025-06-30", opening_backlog=10, net_target=50, realised=40, closing_backlog=20),
        reported("2025-1", "2025-06-30", MINISTRY, net_target=55),
    )
    assert would.contested == (NET,)


def test_a_stated_closing_backlog_that_is_contradicted_is_doubtful_itself() -> None:
    would = of(
        reported("2025-1", "2025-06-30", opening_backlog=10, net_target=50, realised=40, closing_backlog=20),
        reported("2025-1", "2025-06-30", MINISTRY, closing_backlog=25),
    )
    assert would.contested == (CLOSING,)


def test_doubt_goes_on_into_the_next_half_year_until_its_opening_backlog_is_stated() -> None:
    doubtful = period_closed("2024-2", 0, 50, 45, contested=(CLOSING,))
    follows = found(given(opened(), doubtful, reported("2025-1", "2025-06-30", net_target=50, realised=40)).case)
    assert set(follows.contested) == {OPENING, CLOSING}
    assert found(given(opened(), doubtful, WHOLE).case).contested == ()


def test_doubt_about_other_numbers_of_the_half_year_before_does_not_go_on() -> None:
    doubtful = period_closed("2024-2", 0, 50, 45, contested=(NET,))
    follows = found(given(opened(), doubtful, reported("2025-1", "2025-06-30", net_target=50, realised=40)).case)
    assert follows.contested == ()


def test_figures_that_were_reported_after_the_half_year_count() -> None:
    would = of(WHOLE, reported("2025-1", str(date(2025, 7, 20)), realised=44))
    assert (would.value(REALISED), would.value(CLOSING)) == (44, 16)
