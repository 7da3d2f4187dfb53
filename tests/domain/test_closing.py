"""Closing a period fixes its numbers, once; nothing but a correction of the close changes them."""

from datetime import date

import pytest

from domain.decisions.closing import close_period, correct_close
from domain.decisions.contact import change_agreement
from domain.decisions.records import correct_entry, withdraw_entry
from domain.events.contact import AgreementKept, AgreementMade, AgreementNotKept, Side
from domain.events.figures import FiguresReported, Number, StatementPreferred
from domain.events.periods import PeriodCloseCorrected, PeriodClosed
from domain.municipality.contact import Outcome as Came
from domain.refusals import (
    ChangedSince,
    CloseUnchanged,
    ComputedNotCorrected,
    DayNeeded,
    FiguresMissing,
    FiguresTooEarly,
    FrameworkNotInForce,
    HalfYearNeeded,
    PeriodNotClosed,
    PeriodNotOver,
    SupervisionNotOpen,
)
from domain.values import AgreementId, PartialDate, Period, Source, SourceKind
from tests.domain.frameworks import NEWEST, SHIPPED
from tests.spec import (
    COA,
    PRESS,
    TODAY,
    Given,
    Happened,
    Outcome,
    Question,
    agreed,
    broken,
    close_corrected,
    closed,
    closing,
    corrected,
    given,
    happened,
    held,
    kept,
    opened,
    period_closed,
    plain,
    reported,
    target_exchanged,
    target_revised,
    target_set,
    withdrawn,
)

LAST = Period(2025, 2)
OF_LAST: Question = {"period": LAST, "framework": NEWEST}
CORRECTING: Question = {**OF_LAST, "reason": plain("COA sent another list")}
MINISTRY = Source(kind=SourceKind.MINISTRY, reference="the letter of January")


def last_figures(on: str = "2025-12-31", source: Source = COA, **numbers: int) -> Happened:
    """What a source states of the second half of 2025, unless other numbers are given."""
    return reported("2025-2", on, source, **{"opening_backlog": 10, "net_target": 50, "realised": 40, **numbers})


def supervised(*more: Happened) -> Given:
    """A municipality with figures of the second half of 2025 (entry 2), and more."""
    return given(opened(), last_figures(), *more)


def closed_with(outcome: Outcome) -> PeriodClosed:
    """What the close fixed."""
    fact = outcome.facts[0]
    assert isinstance(fact, PeriodClosed)
    return fact


# Fixing the numbers


def test_closing_fixes_the_numbers_of_the_official_statements() -> None:
    supervised().when(close_period, **OF_LAST).then(PeriodClosed(**closing("2025-2", 10, 50, 40, rests_on=(2,))))


def test_a_closed_period_can_be_looked_up() -> None:
    case = supervised().when(close_period, **OF_LAST).case
    assert case.judging.closed[LAST].version == 3
    assert case.judging.closed[LAST].numbers.closing_backlog == 20


def test_a_period_is_closed_once_and_closing_it_again_records_nothing() -> None:
    once = supervised().when(close_period, **OF_LAST).recorded
    once.when(close_period, **OF_LAST).then_nothing_new()
    once.given(last_figures(realised=45, on="2026-01-02")).when(close_period, **OF_LAST).then_nothing_new()


def test_later_figures_never_change_a_close() -> None:
    case = supervised(period_closed("2025-2", 10, 50, 40), last_figures(realised=45)).case
    assert case.judging.closed[LAST].numbers.closing_backlog == 20


@pytest.mark.parametrize("source", [PRESS, Source(kind=SourceKind.MUNICIPALITY, reference="its own count")])
def test_only_official_statements_count_in_a_close(source: Source) -> None:
    supervised(last_figures(source=source, realised=48)).when(close_period, **OF_LAST).then(
        PeriodClosed(**closing("2025-2", 10, 50, 40, rests_on=(2,)))
    )


@pytest.mark.parametrize("nature", ["provisional", "estimate"])
def test_only_measured_statements_count_in_a_close(nature: str) -> None:
    told = last_figures(realised=48).fact
    assert isinstance(told, FiguresReported)
    guessed = happened(FiguresReported.model_validate({**told.model_dump(), "nature": nature}), "2025-12-31")
    fixed = closed_with(supervised(guessed).when(close_period, **OF_LAST))
    assert (fixed.realised, fixed.rests_on) == (40, (2,))


def test_the_framework_says_which_sources_are_official() -> None:
    own = NEWEST.model_copy(update={"official": (SourceKind.PRESS,)})
    supervised(last_figures(source=PRESS, realised=48)).when(close_period, period=LAST, framework=own).then(
        PeriodClosed(**closing("2025-2", 10, 50, 48, rests_on=(3,)))
    )


def test_a_close_keeps_the_first_target_apart_from_what_it_was_revised_to() -> None:
    told = given(
        opened(),
        target_set("2025-2", 50, "2025-04-01"),
        target_revised("2025-2", 44, "2025-09-01"),
        reported("2025-2", "2025-12-31", opening_backlog=10, realised=40),
    )
    fixed = closed_with(told.when(close_period, **OF_LAST))
    assert (fixed.first_target, fixed.net_target, fixed.exchanged, fixed.closing_backlog) == (50, 44, 0, 14)


def test_a_close_keeps_apart_what_was_exchanged_with_another_municipality() -> None:
    told = given(
        opened(),
        target_set("2025-2", 50, "2025-04-01"),
        target_exchanged("2025-2", -6, "2025-08-01"),
        target_revised("2025-2", 44, "2025-09-01"),
        reported("2025-2", "2025-12-31", opening_backlog=10, realised=40),
    )
    fixed = closed_with(told.when(close_period, **OF_LAST))
    assert (fixed.first_target, fixed.net_target, fixed.exchanged) == (50, 44, -6)


def test_a_period_begins_with_what_the_period_before_it_was_closed_with() -> None:
    told = given(
        opened(),
        period_closed("2025-1", 0, 30, 18),
        reported("2025-1", "2025-06-30", opening_backlog=0, net_target=30, realised=25),
        reported("2025-2", "2025-12-31", net_target=50, realised=40),
    )
    fixed = closed_with(told.when(close_period, **OF_LAST))
    assert (fixed.opening_backlog, fixed.closing_backlog) == (12, 22)
    assert fixed.rests_on == (2, 4)


def test_an_opening_backlog_that_an_official_source_states_counts_instead() -> None:
    fixed = closed_with(
        given(opened(), period_closed("2025-1", 0, 30, 18), last_figures()).when(close_period, **OF_LAST)
    )
    assert (fixed.opening_backlog, fixed.rests_on) == (10, (3,))


# When it cannot be closed


def test_a_period_is_closed_when_its_last_day_has_passed_not_before() -> None:
    supervised().when(close_period, on="2025-12-31", today=date(2025, 12, 31), **OF_LAST).refused(
        PeriodNotOver, period=LAST, last_day=date(2025, 12, 31)
    )
    assert supervised().when(close_period, on="2026-01-01", **OF_LAST).facts


def test_a_close_is_not_dated_back_into_the_period() -> None:
    supervised().when(close_period, on="2025-12-01", **OF_LAST).refused(PeriodNotOver)


@pytest.mark.parametrize("on", ["2026-01", "2026", None])
def test_the_day_of_a_close_is_known(on: str | None) -> None:
    supervised().when(close_period, on=on, **OF_LAST).refused(DayNeeded, what="day of the close")
    supervised(period_closed("2025-2", 10, 50, 41)).when(correct_close, on=on, **CORRECTING).refused(DayNeeded)


def test_a_whole_year_is_not_closed() -> None:
    supervised().when(close_period, period=Period(2025), framework=NEWEST).refused(HalfYearNeeded, period=Period(2025))


@pytest.mark.parametrize(
    "told",
    [
        [],
        [last_figures(source=PRESS)],
        [reported("2025-2", "2025-12-31", opening_backlog=10, realised=40)],
        [reported("2025-2", "2025-12-31", net_target=50, realised=40)],
        [reported("2025-2", "2025-12-31", opening_backlog=10, net_target=50)],
    ],
)
def test_a_period_with_a_gap_in_its_figures_stays_open(told: list[Happened]) -> None:
    given(opened(), *told).when(close_period, **OF_LAST).refused(FiguresMissing, period=LAST)


@pytest.mark.parametrize("on", ["2025-12-30", "2025-11"])
def test_a_period_is_not_closed_by_what_was_realised_before_its_last_day(on: str) -> None:
    early = given(opened(), reported("2025-2", on, opening_backlog=10, net_target=50, realised=40))
    until = date(2025, 12, 30) if on.endswith("30") else date(2025, 11, 30)
    early.when(close_period, **OF_LAST).refused(FiguresTooEarly, period=LAST, day=until)
    fixed = early.given(period_closed("2025-2", 10, 50, 41))
    fixed.when(correct_close, **CORRECTING).refused(FiguresTooEarly)


def test_a_period_is_closed_by_figures_after_which_no_working_day_was_left() -> None:
    # 31 December 2023 was a Sunday
    of_2023: Question = {"period": Period(2023, 2), "framework": SHIPPED["zuid-holland 2024"]}
    told: Question = {"opening_backlog": 10, "net_target": 50, "realised": 40}
    friday, thursday = (given(opened(), reported("2023-2", day, **told)) for day in ("2023-12-29", "2023-12-28"))
    assert friday.when(close_period, on="2024-01-10", **of_2023).facts
    thursday.when(close_period, on="2024-01-10", **of_2023).refused(FiguresTooEarly, day=date(2023, 12, 28))
    long_ago = given(opened(), reported("2023-2", "1975-01-01", **told))
    long_ago.when(close_period, on="2024-01-10", **of_2023).refused(FiguresTooEarly, day=date(1975, 1, 1))


@pytest.mark.parametrize("on", ["2025-12-31", "2026-01-01", "2026-01", "2025-12", "2025", None])
def test_what_can_be_of_the_last_day_or_later_closes_a_period(on: str | None) -> None:
    told = reported("2025-2", on, opening_backlog=10, net_target=50, realised=40)
    assert given(opened(), told).when(close_period, **OF_LAST).facts


def test_a_closing_backlog_that_is_stated_early_holds() -> None:
    told = reported("2025-2", "2025-12-20", opening_backlog=10, net_target=50, realised=40, closing_backlog=20)
    assert given(opened(), told).when(close_period, **OF_LAST).facts


def test_a_closing_backlog_that_is_stated_alone_is_enough_and_the_rest_stays_unknown() -> None:
    told = given(opened(), reported("2025-2", "2025-12-31", closing_backlog=20))
    fixed = closed_with(told.when(close_period, **OF_LAST))
    assert (fixed.closing_backlog, fixed.opening_backlog, fixed.net_target, fixed.realised) == (20, None, None, None)


@pytest.mark.parametrize("before", [(), (opened(), closed("2025-06-30"))])
def test_a_municipality_that_was_not_supervised_in_the_period_is_not_closed(before: tuple[Happened, ...]) -> None:
    given(*before, last_figures()).when(close_period, **OF_LAST).refused(SupervisionNotOpen)


@pytest.mark.parametrize("until", ["2025-07-01", "2025-12-31", "2026-01-01", "2025", None])
def test_the_last_period_of_a_municipality_is_closed_also_when_supervision_has_ended(until: str | None) -> None:
    assert supervised(closed(until)).when(close_period, **OF_LAST).facts


def test_the_framework_of_the_day_of_the_close_counts() -> None:
    earlier = SHIPPED["zuid-holland 2020"]
    supervised().when(close_period, period=LAST, framework=earlier).refused(FrameworkNotInForce, day=TODAY)
    supervised(period_closed("2025-2", 10, 50, 41)).when(
        correct_close, period=LAST, framework=earlier, reason=plain()
    ).refused(FrameworkNotInForce, day=TODAY)


def test_a_stub_of_a_framework_says_enough_to_close_by() -> None:
    told = given(opened("2015-01-01"), reported("2018-1", "2018-06-30", opening_backlog=1, net_target=9, realised=8))
    question: Question = {"period": Period(2018, 1), "framework": SHIPPED["zuid-holland 2012"]}
    assert told.when(close_period, on="2018-07-10", today=date(2018, 7, 10), **question).facts


# Contradictions


def test_a_number_that_official_sources_contradict_each_other_about_is_named() -> None:
    told = supervised(last_figures(source=MINISTRY, realised=42))
    fixed = closed_with(told.when(close_period, **OF_LAST))
    assert fixed.contested == (Number.REALISED, Number.CLOSING_BACKLOG)


def test_what_a_person_chose_is_contested_no_more() -> None:
    chosen = happened(StatementPreferred(period=LAST, number=Number.REALISED, statement=2, grounds=plain()))
    fixed = closed_with(supervised(last_figures(source=MINISTRY, realised=42), chosen).when(close_period, **OF_LAST))
    assert (fixed.contested, fixed.realised) == ((), 40)


def test_what_the_press_says_contradicts_nothing() -> None:
    fixed = closed_with(supervised(last_figures(source=PRESS, realised=1)).when(close_period, **OF_LAST))
    assert fixed.contested == ()


def test_a_contested_close_makes_the_next_opening_contested() -> None:
    told = given(
        opened(),
        period_closed("2025-1", 0, 30, 18, contested=(Number.CLOSING_BACKLOG,)),
        reported("2025-2", "2025-12-31", net_target=50, realised=40),
    )
    fixed = closed_with(told.when(close_period, **OF_LAST))
    assert fixed.contested == (Number.OPENING_BACKLOG, Number.CLOSING_BACKLOG)


# Promises with a count


@pytest.mark.parametrize(
    ("promised", "due", "fact"),
    [
        (40, "2025-12-31", AgreementKept),
        (41, "2025-12-31", AgreementNotKept),
        (39, "2025-12-01", None),  # only the figures of the last day are known
        (41, "2025-12-01", AgreementNotKept),  # not even by the last day
        (40, "2026-01-01", None),  # it is of the next period
        (40, "2025-06-30", None),  # it was of the period before
    ],
)
def test_an_agreement_with_a_count_is_judged_by_the_figures(promised: int, due: str, fact: type | None) -> None:
    told = (
        supervised(agreed("forty", due=due, persons=promised, on="2025-07-01")).when(close_period, **OF_LAST).facts[1:]
    )
    assert told == ((fact(agreement=AgreementId("forty")),) if fact else ())


def test_an_agreement_that_nobody_can_judge_leaves_the_others_to_be_judged() -> None:
    told = supervised(
        agreed("a-plan", "2025-12-31", on="2025-07-01"), agreed("forty", "2025-12-31", 40, on="2025-07-01")
    )
    assert told.when(close_period, **OF_LAST).facts[1:] == (AgreementKept(agreement=AgreementId("forty")),)


@pytest.mark.parametrize(("promised", "fact"), [(15, AgreementKept), (16, AgreementNotKept)])
def test_who_was_housed_before_an_agreement_was_made_does_not_count(promised: int, fact: type) -> None:
    told = supervised(
        reported("2025-2", "2025-11-01", realised=25), agreed("more", "2025-12-31", promised, on="2025-11-01")
    )
    assert told.when(close_period, **OF_LAST).facts[1:] == (fact(agreement=AgreementId("more")),)


def test_an_agreement_is_judged_when_its_own_period_is_closed() -> None:
    told = supervised(
        reported("2025-1", "2025-06-30", opening_backlog=0, net_target=30, realised=20),
        agreed("twenty", "2025-06-30", 20, on="2025-01-01"),
    )
    assert len(told.when(close_period, **OF_LAST).facts) == 1
    first_half: Question = {**OF_LAST, "period": Period(2025, 1)}
    assert told.when(close_period, **first_half).facts[1:] == (AgreementKept(agreement=AgreementId("twenty")),)


def test_what_came_of_an_agreement_can_be_looked_up() -> None:
    case = supervised(agreed("forty", "2025-12-31", 40, on="2025-07-01")).when(close_period, **OF_LAST).case
    assert case.contact.agreements[AgreementId("forty")].outcome is Came.KEPT


def test_an_agreement_without_a_count_waits_for_a_person() -> None:
    assert len(supervised(agreed("a-plan", "2025-12-31")).when(close_period, **OF_LAST).facts) == 1


def test_what_the_province_promised_is_not_judged_by_the_figures_of_the_municipality() -> None:
    fact = AgreementMade(
        agreement=AgreementId("help"),
        owed_by=Side.PROVINCE,
        what=plain("talk to COA"),
        due=date(2025, 12, 31),
        persons=10,
    )
    assert len(supervised(happened(fact, "2025-11-01")).when(close_period, **OF_LAST).facts) == 1


@pytest.mark.parametrize("settled", [kept("forty"), broken("forty")])
def test_what_a_person_settled_stays_settled(settled: Happened) -> None:
    told = supervised(agreed("forty", "2025-12-31", 40, on="2025-07-01"), settled)
    assert len(told.when(close_period, **OF_LAST).facts) == 1


def test_an_agreement_that_was_changed_is_judged_as_it_was_changed() -> None:
    told = supervised(agreed("fifty", "2025-12-31", 50, on="2025-07-01"))
    changed = told.when(change_agreement, agreement=AgreementId("fifty"), persons=40, reason=plain("a fire")).recorded
    assert changed.when(close_period, **OF_LAST).facts[1:] == (AgreementKept(agreement=AgreementId("fifty")),)


def test_agreements_are_judged_by_official_figures_only() -> None:
    told = supervised(last_figures(source=PRESS, realised=50), agreed("fifty", "2025-12-31", 50, on="2025-07-01"))
    assert told.when(close_period, **OF_LAST).facts[1:] == (AgreementNotKept(agreement=AgreementId("fifty")),)


# Correcting a close


def test_a_close_is_corrected_to_what_the_official_statements_give_now_with_a_reason() -> None:
    told = supervised(period_closed("2025-2", 10, 50, 40), last_figures(realised=45))
    outcome = told.when(correct_close, **CORRECTING)
    numbers = closing("2025-2", 10, 50, 45, rests_on=(4,))
    outcome.then(PeriodCloseCorrected(**numbers, reason=plain("COA sent another list")))
    assert outcome.case.judging.closed[LAST].version == 5
    assert outcome.case.judging.closed[LAST].numbers.closing_backlog == 15


def test_correcting_a_close_asks_for_other_numbers() -> None:
    once = supervised().when(close_period, **OF_LAST).recorded
    once.when(correct_close, **CORRECTING).refused(CloseUnchanged, period=LAST)
    again = once.given(last_figures(on="2026-01-01"))  # the day after the period counts as its last day
    again.when(correct_close, **CORRECTING).refused(CloseUnchanged)


def test_the_same_numbers_from_an_entry_that_stands_are_a_correction_when_the_old_one_was_withdrawn() -> None:
    once = supervised().when(close_period, **OF_LAST).recorded
    fact = once.given(last_figures(), withdrawn(2)).when(correct_close, **CORRECTING).facts[0]
    assert isinstance(fact, PeriodCloseCorrected)
    assert (fact.closing_backlog, fact.rests_on) == (20, (4,))


def test_choosing_between_sources_after_the_close_is_a_reason_to_correct_it() -> None:
    told = supervised(last_figures(source=MINISTRY, realised=42)).when(close_period, **OF_LAST).recorded
    chosen = happened(StatementPreferred(period=LAST, number=Number.REALISED, statement=3, grounds=plain()))
    told.when(correct_close, **CORRECTING).refused(CloseUnchanged)
    fact = told.given(chosen).when(correct_close, **CORRECTING).facts[0]
    assert isinstance(fact, PeriodCloseCorrected)
    assert fact.contested == ()


def test_only_what_is_closed_is_corrected() -> None:
    supervised().when(correct_close, **CORRECTING).refused(PeriodNotClosed, period=LAST)


def test_a_close_whose_figures_were_withdrawn_cannot_be_corrected_to_nothing() -> None:
    once = supervised().when(close_period, **OF_LAST).recorded
    once.given(withdrawn(2)).when(correct_close, **CORRECTING).refused(FiguresMissing)


def test_a_close_can_be_corrected_twice_and_the_last_one_counts() -> None:
    told = supervised(period_closed("2025-2", 10, 50, 40), close_corrected("2025-2", 10, 50, 43))
    case = told.given(last_figures(realised=45)).when(correct_close, **CORRECTING).case
    assert case.judging.closed[LAST].numbers.realised == 45


def test_the_close_of_a_municipality_that_is_supervised_no_more_can_be_corrected() -> None:
    told = supervised(period_closed("2025-2", 10, 50, 40), closed(), last_figures(realised=45))
    assert told.when(correct_close, **CORRECTING).facts


def test_correcting_a_close_judges_the_agreements_that_nobody_could_judge() -> None:
    told = given(
        opened(),
        reported("2025-2", "2025-12-31", closing_backlog=20),
        agreed("forty", "2025-12-31", 40, on="2025-07-01"),
    )
    once = told.when(close_period, **OF_LAST).recorded
    assert once.case.contact.agreements[AgreementId("forty")].outcome is Came.OPEN
    facts = once.given(last_figures(realised=44)).when(correct_close, **CORRECTING).facts
    assert facts[1:] == (AgreementKept(agreement=AgreementId("forty")),)


def test_correcting_a_close_leaves_what_was_kept_or_not() -> None:
    told = supervised(agreed("forty", "2025-12-31", 41)).when(close_period, **OF_LAST).recorded
    assert len(told.given(last_figures(realised=45)).when(correct_close, **CORRECTING).facts) == 1


@pytest.mark.parametrize(
    "meanwhile",
    [close_corrected("2025-2", 10, 50, 43), last_figures(realised=45), target_set("2025-2", 51, "2025-05-01")],
)
def test_whoever_corrects_a_close_has_seen_its_figures(meanwhile: Happened) -> None:
    told = supervised(period_closed("2025-2", 10, 50, 41), meanwhile)
    told.when(correct_close, seen=3, **CORRECTING).refused(ChangedSince, what="close", changed_by=4)
    assert told.when(correct_close, seen=4, **CORRECTING).facts


def test_figures_of_other_periods_do_not_stand_in_the_way_of_correcting_a_close() -> None:
    told = supervised(period_closed("2025-2", 10, 50, 41), held("talk-1"), reported("2026-1", "2026-01-01", realised=1))
    assert told.when(correct_close, seen=3, **CORRECTING).facts


# Corrections and withdrawals of the entries


def test_a_close_is_not_corrected_by_hand() -> None:
    told = supervised(period_closed("2025-2", 10, 50, 40))
    told.when(
        correct_entry,
        entry=3,
        replacement=period_closed("2025-2", 10, 50, 50).fact,
        replacement_happened_on=PartialDate.of(TODAY),
        repairs="error",
        reason=plain(),
    ).refused(ComputedNotCorrected, entry=3, recorded="PeriodClosed")


def test_a_period_whose_close_is_withdrawn_is_open_again() -> None:
    told = supervised(period_closed("2025-2", 10, 50, 41)).when(withdraw_entry, entry=3, reason=plain()).recorded
    assert LAST not in told.case.judging.closed
    assert closed_with(told.when(close_period, **OF_LAST)).realised == 40


def test_a_close_that_began_with_one_that_was_withdrawn_stands() -> None:
    told = given(
        opened(), period_closed("2025-1", 0, 30, 18), reported("2025-2", "2025-12-31", net_target=50, realised=40)
    )
    once = told.when(close_period, **OF_LAST).recorded.given(withdrawn(2))
    assert once.case.judging.closed[LAST].numbers.closing_backlog == 22
    once.when(correct_close, **CORRECTING).refused(FiguresMissing)


def test_a_correction_of_a_close_that_was_withdrawn_corrects_nothing() -> None:
    told = supervised(period_closed("2025-2", 10, 50, 41), close_corrected("2025-2", 10, 50, 42), withdrawn(3))
    assert LAST not in told.case.judging.closed
    again = told.when(close_period, **OF_LAST)
    assert closed_with(again).realised == 40
    assert again.case.judging.closed[LAST].version == 6


def test_a_close_stands_as_before_when_its_correction_is_withdrawn() -> None:
    told = supervised(period_closed("2025-2", 10, 50, 41), close_corrected("2025-2", 10, 50, 42), withdrawn(4))
    assert told.case.judging.closed[LAST].version == 3
    assert told.case.judging.closed[LAST].numbers.realised == 41


def test_correcting_the_figures_below_a_close_changes_nothing_of_it() -> None:
    told = supervised(period_closed("2025-2", 10, 50, 40, rests_on=(2,)), corrected(2, last_figures(realised=45)))
    assert told.case.judging.closed[LAST].numbers.realised == 40
    assert told.when(correct_close, **CORRECTING).facts
