"""What is told of judging: closes, assessments, risk signals, proposals and freezes, as known and as at."""

from datetime import date, timedelta

import pytest

from domain.events.base import Entry
from domain.events.figures import Number
from domain.events.judging import ProposedMove, Split, Trend, TrendVerdict
from domain.events.ladder import Basis, Departure
from domain.events.signals import ClearedBecause, SignalKind
from domain.ledger.application import Ledger
from domain.values import Classification, Period, PersonId, PlainText, Rung
from projections.judging import (
    JUDGING,
    Outcome,
    assessments,
    assessments_of,
    closings,
    freezes,
    frozen_on,
    proposals,
    shaken,
    signals,
    signals_of,
)
from projections.ladder import LADDER
from projections.reading import HIDDEN, Reader
from tests.projections.asking import known, now, tell
from tests.spec import (
    CODE,
    MANAGER,
    Happened,
    assessed,
    cited,
    close_corrected,
    closed,
    corrected,
    frozen,
    held_on,
    opened,
    period_closed,
    plain,
    proposed,
    raised,
    rejected,
    reported,
    signal_cleared,
    signal_raised,
    unfrozen,
    withdrawn,
)

SPRING, AUTUMN = Period(2025, 1), Period(2025, 2)
OTHER = "GM0599"


@pytest.fixture
def reader(ledger: Ledger) -> Reader:
    return Reader(ledger)


def record(ledger: Ledger, *told: Happened, code: str = CODE) -> list[Entry]:
    return tell(ledger, *told, code=code, models=[JUDGING, LADDER])


# Closed periods


def test_a_period_is_told_as_it_was_closed(ledger: Ledger) -> None:
    fact = period_closed(
        "2025-1", 10, 50, 40, on="2025-07-16", exchanged=2, contested=(Number.REALISED,), rests_on=(1,)
    )
    record(ledger, opened(), fact)
    row = closings(ledger, now(ledger), [CODE], [SPRING, AUTUMN])[CODE][SPRING]
    assert (row.entry, row.closed_on, row.corrects) == (2, date(2025, 7, 16), False)
    assert row.numbers == fact.fact
    assert closings(ledger, now(ledger, "2025-07-15"), [CODE], [SPRING]) == {}
    assert closings(ledger, now(ledger), [OTHER], [SPRING]) == {}
    assert closings(ledger, now(ledger), None, [SPRING]).keys() == {CODE}


def test_a_corrected_close_counts_from_its_day_and_what_was_known_before_stays(ledger: Ledger) -> None:
    entries = record(
        ledger,
        opened(),
        period_closed("2025-1", 10, 50, 40, on="2025-07-16"),
        close_corrected("2025-1", 10, 50, 38, on="2025-09-01"),
    )
    seen = closings(ledger, now(ledger), None, [SPRING])[CODE][SPRING]
    assert (seen.corrects, seen.numbers.closing_backlog) == (True, 22)
    assert closings(ledger, now(ledger, "2025-08-01"), None, [SPRING])[CODE][SPRING].numbers.closing_backlog == 20
    assert closings(ledger, known(entries[1]), None, [SPRING])[CODE][SPRING].numbers.closing_backlog == 20


def test_a_close_that_was_withdrawn_leaves_the_period_open_whatever_corrected_it(ledger: Ledger) -> None:
    record(ledger, opened(), period_closed("2025-1"), close_corrected("2025-1", 10, 50, 30), withdrawn(2))
    assert closings(ledger, now(ledger), None, [SPRING]) == {}


# Assessments


def test_the_last_assessment_is_told_with_its_trend_and_its_advice(ledger: Ledger) -> None:
    split = Split(housing=-3, revision=12, exchange=1, correction=0)
    trend = Trend(
        verdict=TrendVerdict.GROWING, opening_backlog=10, closing_backlog=20, split=split, sentence="Zij liep op."
    )
    told = assessed("2025-2", 2, advised=3, trend=trend, on="2026-01-01", rests_on=(1,))
    record(ledger, opened(), assessed("2025-1", on="2025-08-01"), told)
    row = assessments(ledger, now(ledger))[CODE]
    assert (row.code, row.entry, row.period, row.interim, row.drawn_on) == (CODE, 3, AUTUMN, False, date(2026, 1, 1))
    assert (row.trend, row.advice, row.verdict) == (trend, told.fact.advice, TrendVerdict.GROWING)  # type: ignore[attr-defined] # an assessment
    assert (row.rung, row.rests_on, row.framework) == (Rung(2), (1,), told.fact.framework)  # type: ignore[attr-defined] # the same
    assert assessments(ledger, now(ledger, "2025-12-31"))[CODE].period == SPRING
    assert assessments(ledger, now(ledger), [CODE], SPRING)[CODE].entry == 2
    assert assessments(ledger, now(ledger), [OTHER]) == {}


def test_an_assessment_without_advice_or_split_says_so(ledger: Ledger) -> None:
    record(ledger, opened(), assessed("2025-1", verdict=TrendVerdict.UNDETERMINED))
    row = assessments(ledger, now(ledger))[CODE]
    assert (row.advice, row.trend.split) == (None, None)


def test_an_interim_verdict_stands_beside_those_of_periods(ledger: Ledger) -> None:
    record(ledger, opened(), assessed("2025-1"), assessed("2025-2", 4, advised=4, interim=True))
    assert assessments(ledger, now(ledger))[CODE].period == SPRING
    assert assessments(ledger, now(ledger), interim=True)[CODE].period == AUTUMN
    assert [each.entry for each in assessments_of(ledger, now(ledger), CODE)] == [3, 2]


# Risk signals


def test_a_signal_is_open_from_its_day_until_it_is_cleared(ledger: Ledger) -> None:
    record(ledger, opened(), signal_raised("2025-2", "2025-09-01"), signal_cleared(2, "2025-10-01"))
    (row,) = signals(ledger, now(ledger, "2025-09-30"))[CODE]
    assert (row.signal, row.period, row.raised_on) == (SignalKind.BACKLOG_THREATENS, AUTUMN, date(2025, 9, 1))
    assert (row.forecast_realised, row.forecast_backlog, row.pace_gap) == (40, 20, 10)
    assert signals(ledger, now(ledger, "2025-08-31")) == {}
    assert signals(ledger, now(ledger, "2025-10-01")) == {}
    (over,) = signals_of(ledger, now(ledger), CODE)
    assert (over.cleared_on, over.because) == (date(2025, 10, 1), ClearedBecause.PASSED)


def test_each_kind_of_signal_is_open_by_itself(ledger: Ledger) -> None:
    grow = SignalKind.BACKLOG_MAY_GROW
    record(ledger, opened(), signal_raised("2025-2", "2025-09-01"), signal_raised("2025-2", "2025-10-01", grow))
    record(ledger, signal_cleared(2, "2025-11-01"))
    assert [each.signal for each in signals(ledger, now(ledger), [CODE])[CODE]] == [grow]
    assert [each.entry for each in signals_of(ledger, now(ledger), CODE)] == [3, 2]


def test_a_signal_whose_clearing_was_withdrawn_is_open_again(ledger: Ledger) -> None:
    record(ledger, opened(), signal_raised("2025-2", "2025-09-01"), signal_cleared(2, "2025-10-01"), withdrawn(3))
    assert [each.entry for each in signals(ledger, now(ledger))[CODE]] == [2]


# Proposals


def test_a_proposal_waits_until_somebody_decides_and_then_says_who_did(ledger: Ledger, reader: Reader) -> None:
    departure = Departure(
        departs_from="advies: trede 3", basis=Basis.OTHER, circumstances=plain("een brand"), consequences=plain("later")
    )
    told = proposed(ProposedMove.RAISE, 1, 2, "2025-09-01", on="2025-08-10", departure=departure, advice=Rung(3))
    entries = record(ledger, opened(), told)
    record(ledger, raised(1, 2, "2025-09-01", proposal=cited(2)))
    (line,) = proposals(reader, now(ledger))
    assert (line.code, line.entry, line.proposed_on, line.outcome) == (CODE, 2, date(2025, 8, 10), Outcome.ADOPTED)
    assert (line.grounds, line.circumstances, line.consequences) == ("the backlog grew", "een brand", "later")
    assert line.settled
    assert (line.settled.entry, line.settled.on, line.settled.reason) == (3, date(2025, 9, 1), None)
    (before,) = proposals(reader, now(ledger, "2025-08-31"))
    assert (before.outcome, before.settled) == (Outcome.OPEN, None)
    (then,) = proposals(reader, known(entries[1]), open_only=True)
    assert then.outcome is Outcome.OPEN
    assert proposals(reader, now(ledger), open_only=True) == ()
    assert proposals(reader, now(ledger, "2025-08-09")) == ()


def test_a_rejected_proposal_says_why_and_a_freeze_adopts_one_too(ledger: Ledger, reader: Reader) -> None:
    record(ledger, opened(), proposed(ProposedMove.FREEZE, 1, 1), rejected(2, MANAGER))
    record(ledger, proposed(ProposedMove.FREEZE, 1, 1), frozen(1, "2026-01-01", proposal=cited(4)))
    by_entry = {line.entry: line for line in proposals(reader, now(ledger))}
    assert (by_entry[2].outcome, by_entry[4].outcome) == (Outcome.REJECTED, Outcome.ADOPTED)
    assert by_entry[2].settled
    assert (by_entry[2].settled.reason, by_entry[2].settled.by) == ("talk first", MANAGER.person)


def test_a_proposal_whose_rejection_was_withdrawn_waits_again_and_a_withdrawn_one_never_was(
    ledger: Ledger, reader: Reader
) -> None:
    record(ledger, opened(), proposed(ProposedMove.HOLD, 1, 1), rejected(2), withdrawn(3))
    assert [line.entry for line in proposals(reader, now(ledger), open_only=True)] == [2]
    record(ledger, withdrawn(2))
    assert proposals(reader, now(ledger)) == ()


def test_proposals_are_found_by_municipality_and_by_the_period_they_were_judged_by(
    ledger: Ledger, reader: Reader
) -> None:
    record(ledger, opened(), assessed("2025-1"), proposed(ProposedMove.RAISE, 1, 2, assessment=cited(2)))
    record(ledger, opened(), proposed(ProposedMove.HOLD, 1, 1), code=OTHER)
    assert [line.code for line in proposals(reader, now(ledger), period=SPRING)] == [CODE]
    assert [line.period for line in proposals(reader, now(ledger), code=OTHER)] == [None]
    assert proposals(reader, now(ledger), period=AUTUMN) == ()


def test_what_is_confidential_in_a_proposal_is_hidden_from_who_may_not_read_it(ledger: Ledger) -> None:
    secret = PlainText(text="een naam", classification=Classification.CONFIDENTIAL)
    record(ledger, opened(), proposed(ProposedMove.HOLD, 1, 1, grounds=secret))
    (line,) = proposals(Reader(ledger), now(ledger))
    assert line.grounds == HIDDEN
    (read,) = proposals(Reader(ledger, frozenset(Classification)), now(ledger))
    assert read.grounds == "een naam"


def test_who_proposed_for_somebody_else_is_told_with_both(ledger: Ledger, reader: Reader) -> None:
    by = MANAGER.model_copy(update={"acted_for": PersonId("person-dora")})
    record(ledger, opened(), proposed(ProposedMove.HOLD, 1, 1, by=by))
    (line,) = proposals(reader, now(ledger))
    assert (line.by, line.acted_for) == (MANAGER.person, "person-dora")


# Freezes


def test_a_rung_is_frozen_on_the_days_between(ledger: Ledger) -> None:
    record(ledger, opened(), frozen(3, "2025-03-01"), unfrozen(3, "2025-06-01"), frozen(3, "2025-09-01"))
    days = [date(2025, 2, 28), date(2025, 3, 1), date(2025, 5, 31), date(2025, 6, 1), date(2025, 12, 1)]
    assert [CODE in frozen_on(ledger, now(ledger), days)[day] for day in days] == [False, True, True, False, True]
    row = freezes(ledger, now(ledger, "2025-04-01"))[CODE]
    assert (row.entry, row.first_day, row.last_day) == (2, date(2025, 3, 1), date(2025, 6, 1) - timedelta(days=1))
    assert freezes(ledger, now(ledger))[CODE].last_day is None


# Changed ground


def test_what_rests_on_a_statement_that_was_corrected_afterwards_is_told_to_the_end(ledger: Ledger) -> None:
    record(
        ledger,
        opened(),
        reported("2025-1", "2025-06-30", realised=40),
        period_closed("2025-1", rests_on=(2,)),
        assessed("2025-1", rests_on=(3,)),
        raised(1, 2, "2025-09-01", assessment=cited(4), rests_on=(cited(3),)),
    )
    assert shaken(ledger, now(ledger)) == {}
    record(ledger, corrected(2, reported("2025-1", "2025-06-30", realised=41)))
    assert shaken(ledger, now(ledger)) == {CODE: {4: 6, 5: 6}}
    record(ledger, assessed("2025-1", rests_on=(3,)))
    assert shaken(ledger, now(ledger), [CODE]) == {CODE: {4: 6, 5: 6}}, "what was drawn afterwards knew it"


def test_a_corrected_close_changes_the_ground_of_what_rests_on_the_one_before(ledger: Ledger) -> None:
    record(ledger, opened(), period_closed("2025-1"), assessed("2025-1", rests_on=(2,)))
    record(ledger, close_corrected("2025-1", 10, 50, 41), assessed("2025-1", rests_on=(4,)))
    assert shaken(ledger, now(ledger)) == {CODE: {3: 4}}


def test_a_close_that_is_corrected_later_has_changed_nothing_yet_as_at_a_day_before(ledger: Ledger) -> None:
    record(ledger, opened("2020-01-01"), period_closed("2025-1", on="2025-07-10"))
    record(ledger, assessed("2025-1", rests_on=(2,), on="2025-07-10"), close_corrected("2025-1", on="2025-08-10"))
    assert shaken(ledger, now(ledger, "2025-08-09")) == {}
    assert shaken(ledger, now(ledger, "2025-08-10")) == {CODE: {3: 4}}


def test_a_withdrawn_assessment_changes_the_ground_of_the_proposal_on_it(ledger: Ledger) -> None:
    record(ledger, opened(), assessed("2025-1"), proposed(ProposedMove.HOLD, 1, 1, assessment=cited(2)), withdrawn(2))
    record(ledger, held_on(1, "2026-01-01"))
    assert shaken(ledger, now(ledger)) == {CODE: {3: 4}}


def test_nothing_is_told_of_who_was_never_judged(ledger: Ledger, reader: Reader) -> None:
    record(ledger, opened(), closed("2025-12-01"))
    asked = (assessments(ledger, now(ledger)), signals(ledger, now(ledger)), freezes(ledger, now(ledger)))
    assert asked == ({}, {}, {})
    assert proposals(reader, now(ledger)) == ()
