"""Proposing a placement: which move, from when, on which grounds, judged by what, and departing from what."""

from datetime import date

import pytest

from domain.decisions.assessing import draw_assessment, draw_interim
from domain.decisions.ladder import hold_rung, lower_rung, raise_rung
from domain.decisions.proposing import Proposed, propose_placement
from domain.decisions.records import correct_entry, withdraw_entry
from domain.events.judging import PlacementProposed, ProposedMove
from domain.events.ladder import Basis, Departure
from domain.policy.framework import TRANSITION, Framework
from domain.refusals import (
    AlreadyFrozen,
    AssessmentOutdated,
    ChangedSince,
    ComputedNotCorrected,
    DayNeeded,
    DecisionContentMissing,
    DecisionMissing,
    DepartureMissing,
    FrameworkNotInForce,
    GroundsMissing,
    InterimOutdated,
    LaterPeriodClosed,
    NotFrozen,
    NotWithThisMove,
    PeriodNotClosed,
    ProposalOpen,
    RungSkipped,
    SupervisionNotOpen,
    TooEarly,
    WrongDirection,
)
from domain.values import DocumentId, PartialDate, Period, Rung
from tests.domain.frameworks import NEWEST, SHIPPED, version
from tests.spec import (
    DEPARTURE,
    GS,
    TODAY,
    Given,
    Happened,
    Outcome,
    Question,
    cited,
    close_corrected,
    closed,
    deciding,
    frozen,
    given,
    held,
    held_on,
    lowered,
    opened,
    period_closed,
    plain,
    proposal_of,
    proposed,
    raised,
    rejected,
    reported,
    substitution_decided,
    taken_over,
    terms,
    unfrozen,
    withdrawn,
)

LAST = Period(2025, 2)
RAISE, LOWER, HOLD, FREEZE, UNFREEZE = ProposedMove
GROUNDS = plain("the backlog grew")


def on_rung(rung: int, *more: Happened) -> Given:
    """A municipality on a rung (entry 2) of which no period is closed, so nothing is advised."""
    return given(opened(), taken_over(rung, since="2024-01-01"), *more)


def assessed(rung: int, *more: Happened, closing: Happened | None = None, framework: Framework = NEWEST) -> Given:
    """A municipality on a rung of which the last period is closed (entry 3) and judged (the last entry): it grew."""
    told = on_rung(rung, closing or period_closed("2025-2", 10, 50, 40), *more)
    return told.when(draw_assessment, period=LAST, framework=framework).recorded


def propose(
    told: Given, move: ProposedMove, to_rung: int | None = None, effective_on: str = "2026-01-01", **more: object
) -> Outcome:
    """What comes of a proposal with sound grounds; ``more`` replaces or adds something, of the occasion too."""
    occasion: Question = {name: more.pop(name) for name in ("on", "seen", "framework") if name in more}
    what: Question = {
        "move": move,
        "effective_on": date.fromisoformat(effective_on),
        "grounds": GROUNDS,
        "to_rung": to_rung and Rung(to_rung),
        **more,
    }
    asked: Question = {"framework": NEWEST, **occasion}
    return told.when(propose_placement, proposed=Proposed(**what), **asked)


def fact_of(outcome: Outcome) -> PlacementProposed:
    """The proposal that was recorded."""
    assert outcome.refusal is None, repr(outcome.refusal)
    (fact,) = outcome.facts
    assert isinstance(fact, PlacementProposed)
    return fact


# What a proposal says


def test_a_proposal_says_from_where_to_where_by_which_assessment_and_why() -> None:
    propose(assessed(2), RAISE, 3, "2026-02-01").then(
        proposal_of(RAISE, 2, 3, "2026-02-01", assessment=cited(4), framework=NEWEST.ref, advice=Rung(3))
    )


def test_a_proposal_tells_everything_that_somebody_wrote() -> None:
    more: Question = {
        "until": date(2026, 6, 30),
        "departure": DEPARTURE,
        "excusable": plain("the flats burned down"),
        "document": DocumentId("document-1"),
    }
    propose(assessed(2), HOLD, **more).then(
        proposal_of(HOLD, 2, 2, "2026-01-01", assessment=cited(4), framework=NEWEST.ref, advice=Rung(3), **more)
    )


@pytest.mark.parametrize(
    ("move", "to_rung", "stands"), [(RAISE, 3, 3), (LOWER, 1, 1), (HOLD, None, 2), (HOLD, 2, 2), (FREEZE, None, 2)]
)
def test_raise_lower_hold_and_freeze_can_be_proposed(move: ProposedMove, to_rung: int | None, stands: int) -> None:
    fact = fact_of(propose(on_rung(2), move, to_rung))
    assert (fact.move, fact.from_rung, fact.to_rung) == (move, 2, stands)


def test_ending_a_freeze_can_be_proposed() -> None:
    fact = fact_of(propose(on_rung(2, frozen(2, "2025-11-01")), UNFREEZE))
    assert (fact.from_rung, fact.to_rung) == (2, 2)


def test_a_proposal_moves_nothing_and_waits() -> None:
    case = propose(assessed(2), RAISE, 3).case
    assert case.ladder.rung_on(TODAY) is Rung(2)
    assert [each.version for each in case.judging.open_proposals] == [5]


def test_a_proposal_has_grounds() -> None:
    propose(assessed(2), RAISE, 3, grounds=None).refused(GroundsMissing)


@pytest.mark.parametrize("effective_on", ["2025-10-01", "2026-01-01", "2026-07-01"])
def test_a_proposal_takes_effect_today_later_or_before(effective_on: str) -> None:
    assert fact_of(propose(assessed(2), RAISE, 3, effective_on)).effective_on == date.fromisoformat(effective_on)


def test_a_proposal_starts_from_the_rung_of_the_day_on_which_it_takes_effect() -> None:
    told = on_rung(2, raised(2, 3, "2026-03-01"))
    assert fact_of(propose(told, HOLD, effective_on="2026-02-01")).from_rung is Rung(2)
    assert fact_of(propose(told, HOLD, effective_on="2026-03-01")).from_rung is Rung(3)


# Which moves are sound


@pytest.mark.parametrize(
    ("move", "to_rung"), [(RAISE, 2), (RAISE, 1), (RAISE, None), (LOWER, 2), (LOWER, 3), (LOWER, None), (HOLD, 3)]
)
def test_a_move_goes_in_its_own_direction(move: ProposedMove, to_rung: int | None) -> None:
    propose(on_rung(2), move, to_rung).refused(WrongDirection, from_rung=Rung(2), to_rung=Rung(to_rung or 2))


def test_a_freeze_leaves_the_rung_as_it_is() -> None:
    propose(on_rung(2), FREEZE, 3).refused(WrongDirection, verb="freezing")
    propose(on_rung(2, frozen(2, "2025-11-01")), UNFREEZE, 1).refused(WrongDirection, verb="unfreezing")


def test_one_rung_at_a_time_unless_the_departure_says_why_not() -> None:
    propose(on_rung(1), RAISE, 3).refused(RungSkipped, from_rung=Rung(1), to_rung=Rung(3))
    assert propose(on_rung(1), RAISE, 3, departure=DEPARTURE).facts


def test_down_several_rungs_at_once_can_be_proposed() -> None:
    assert propose(on_rung(4), LOWER, 1).facts


def test_rung_5_is_proposed_with_what_the_decision_would_say_and_rung_6_when_there_is_a_decision() -> None:
    propose(on_rung(4), RAISE, 5, departure=DEPARTURE).refused(DecisionContentMissing, to_rung=Rung(5))
    propose(on_rung(4), RAISE, 6, departure=DEPARTURE).refused(DecisionMissing, to_rung=Rung(6))
    propose(on_rung(5), RAISE, 6).refused(DecisionMissing, to_rung=Rung(6))
    assert propose(on_rung(4), RAISE, 5, deciding=deciding("2026-06-01")).facts
    assert propose(on_rung(5, substitution_decided()), RAISE, 6).facts


def test_the_last_day_of_a_proposal_is_not_before_it_takes_effect_nor_before_it_is_made() -> None:
    propose(on_rung(2), HOLD, effective_on="2026-03-01", until=date(2026, 2, 28)).refused(TooEarly, what="last day")
    propose(on_rung(2), HOLD, effective_on="2025-10-01", until=date(2025, 12, 31)).refused(
        TooEarly, what="last day", day=date(2025, 12, 31), bound=TODAY
    )
    assert propose(on_rung(2), HOLD, effective_on="2025-10-01", until=TODAY).facts
    assert propose(on_rung(2), FREEZE, until=date(2026, 3, 31)).facts


@pytest.mark.parametrize(("move", "to_rung"), [(RAISE, 3), (LOWER, 1), (FREEZE, None)])
def test_excusable_is_a_reason_to_hold_and_goes_with_nothing_else(move: ProposedMove, to_rung: int | None) -> None:
    propose(on_rung(2), move, to_rung, excusable=plain("a fire")).refused(NotWithThisMove, what="excusable")


def test_the_end_of_a_freeze_has_no_last_day() -> None:
    propose(on_rung(2, frozen(2, "2025-11-01")), UNFREEZE, until=date(2026, 3, 1)).refused(
        NotWithThisMove, move="unfreezing", what="last day"
    )


# Freezing


def test_what_is_frozen_is_not_frozen_again() -> None:
    told = on_rung(2, frozen(2, "2025-11-01"))
    propose(told, FREEZE).refused(AlreadyFrozen, day=TODAY)
    assert propose(told.given(unfrozen(2, "2025-12-01")), FREEZE).facts


def test_two_freezes_share_no_day() -> None:
    told = on_rung(2, frozen(2, "2026-03-01", until=date(2026, 4, 30)))
    propose(told, FREEZE).refused(AlreadyFrozen, day=date(2026, 3, 1))
    propose(told, FREEZE, until=date(2026, 3, 1)).refused(AlreadyFrozen, day=date(2026, 3, 1))
    propose(told, FREEZE, effective_on="2026-04-30").refused(AlreadyFrozen, day=date(2026, 4, 30))
    assert propose(told, FREEZE, until=date(2026, 2, 28)).facts
    assert propose(told, FREEZE, effective_on="2026-05-01").facts


@pytest.mark.parametrize("before", [[], [frozen(2, "2025-11-01", until=date(2025, 12, 31))], [frozen(2, "2026-02-01")]])
def test_what_is_not_frozen_does_not_thaw(before: list[Happened]) -> None:
    propose(on_rung(2, *before), UNFREEZE).refused(NotFrozen, day=TODAY)


def test_a_freeze_departs_from_an_advice_to_move() -> None:
    propose(assessed(2), FREEZE).refused(DepartureMissing, advice=Rung(3), to_rung=Rung(2))
    assert propose(assessed(2), FREEZE, departure=DEPARTURE).facts


def test_ending_a_freeze_departs_from_nothing() -> None:
    told = assessed(2, frozen(2, "2025-11-01"))
    assert fact_of(propose(told, UNFREEZE)).advice is Rung(2)


# The advice, and departing from it


def test_a_proposal_other_than_the_advice_says_from_what_on_which_basis_and_why() -> None:
    propose(assessed(2), HOLD).refused(DepartureMissing, advice=Rung(3), to_rung=Rung(2))
    fact = fact_of(propose(assessed(2), HOLD, departure=DEPARTURE))
    assert fact.departure == DEPARTURE


def test_a_frozen_municipality_is_raised_only_with_a_departure() -> None:
    told = assessed(2, frozen(2, "2025-11-01"))
    propose(told, RAISE, 3).refused(DepartureMissing, advice=Rung(2), to_rung=Rung(3))


def test_the_advice_of_the_last_closed_period_counts_whether_it_is_named_or_not() -> None:
    propose(assessed(2), HOLD).refused(DepartureMissing)
    assert fact_of(propose(assessed(2), RAISE, 3, period=LAST)).assessment == cited(4)
    assert fact_of(propose(assessed(2), RAISE, 3)).assessment == cited(4)


def test_nobody_is_judged_by_a_period_when_a_later_one_is_closed() -> None:
    told = on_rung(2, period_closed("2025-1", 10, 50, 60), period_closed("2025-2", 10, 50, 40))
    propose(told, LOWER, 1, period=Period(2025, 1)).refused(LaterPeriodClosed, period=Period(2025, 1), later=LAST)


def test_nobody_proposes_past_the_advice_of_today_by_dating_a_proposal_back() -> None:
    propose(assessed(2), LOWER, 1, on="2025-12-01").refused(TooEarly, what="day of the assessment")


@pytest.mark.parametrize("closed_on", ["2026-01-01", "2026-01", None])
def test_a_close_counts_however_precisely_its_day_is_known(closed_on: str | None) -> None:
    told = assessed(2, closing=period_closed("2025-2", 10, 50, 40, on=closed_on))
    assert fact_of(propose(told, RAISE, 3)).assessment == cited(4)


def test_a_period_that_is_not_closed_judges_nobody() -> None:
    propose(assessed(2), RAISE, 3, period=Period(2026, 1)).refused(PeriodNotClosed, period=Period(2026, 1))
    propose(on_rung(2), RAISE, 3, period=LAST).refused(PeriodNotClosed)


def test_without_any_closed_period_there_is_no_advice_to_depart_from() -> None:
    fact = fact_of(propose(on_rung(2), LOWER, 1))
    assert (fact.assessment, fact.advice, fact.framework) == (None, None, NEWEST.ref)


def test_what_cannot_be_determined_advises_nothing() -> None:
    told = assessed(2, closing=period_closed("2025-2", None, 50, 40, closing_backlog=20))
    fact = fact_of(propose(told, LOWER, 1))
    assert (fact.assessment, fact.advice) == (cited(4), None)


def test_under_a_framework_without_rules_nothing_is_advised() -> None:
    told = given(opened("2015-01-01"), period_closed("2018-1", 10, 50, 40))
    fact = fact_of(propose(told, RAISE, 2, "2018-08-01", on="2018-08-01", framework=SHIPPED["zuid-holland 2012"]))
    assert (fact.assessment, fact.advice) == (None, None)


# The assessment says what comes out that day


def test_an_assessment_is_drawn_before_anything_is_proposed_on_it() -> None:
    told = on_rung(2, period_closed("2025-2", 10, 50, 40))
    propose(told, RAISE, 3).refused(AssessmentOutdated, period=LAST)


@pytest.mark.parametrize(
    "meanwhile",
    [close_corrected("2025-2", 10, 50, 45), raised(2, 3, "2025-12-31"), frozen(2, "2025-12-31"), withdrawn(4)],
)
def test_an_assessment_that_no_longer_says_what_comes_out_is_drawn_anew_first(meanwhile: Happened) -> None:
    told = assessed(2).given(meanwhile)
    propose(told, HOLD, departure=DEPARTURE).refused(AssessmentOutdated, period=LAST)
    again = told.when(draw_assessment, period=LAST, framework=NEWEST).recorded
    assert propose(again, HOLD, departure=DEPARTURE).facts


def test_a_withdrawn_close_leaves_nothing_to_judge_by() -> None:
    told = assessed(2).given(withdrawn(3))
    propose(told, RAISE, 3, period=LAST).refused(PeriodNotClosed)
    assert fact_of(propose(told, RAISE, 3)).assessment is None


# Frameworks

OLD, NEW = version("old", "2024-01-01", "2025-12-31"), version("new", "2026-01-01")
CITING = Departure(departs_from=TRANSITION, basis=Basis.WITHIN_FRAMEWORK, circumstances=plain("it was drawn in time"))


def drawn_under_the_old(*more: Happened) -> Given:
    """A municipality on rung 2, judged (entry 4) while the framework before was in force, and what came after."""
    told = on_rung(2, period_closed("2025-1", 10, 50, 40))
    once = told.when(draw_assessment, on="2025-12-30", period=Period(2025, 1), framework=OLD).recorded
    return once.given(*more)


def test_the_framework_of_the_day_of_the_proposal_counts() -> None:
    propose(assessed(2), RAISE, 3, framework=OLD).refused(FrameworkNotInForce, framework="zuid-holland old", day=TODAY)
    propose(on_rung(2), RAISE, 3, framework=OLD).refused(FrameworkNotInForce)


def test_an_assessment_under_the_framework_before_is_drawn_anew() -> None:
    propose(drawn_under_the_old(), RAISE, 3, framework=NEW).refused(AssessmentOutdated, period=Period(2025, 1))


def test_an_assessment_under_the_framework_before_will_do_when_the_transition_clause_is_cited() -> None:
    fact = fact_of(propose(drawn_under_the_old(), RAISE, 3, framework=NEW, departure=CITING))
    assert (fact.assessment, fact.framework, fact.advice) == (cited(4), NEW.ref, Rung(3))


def test_another_departure_saves_no_assessment_under_the_framework_before() -> None:
    told = drawn_under_the_old()
    propose(told, HOLD, framework=NEW, departure=DEPARTURE).refused(AssessmentOutdated, period=Period(2025, 1))


def test_the_transition_clause_saves_nothing_where_nothing_was_drawn() -> None:
    told = on_rung(2, period_closed("2025-1", 10, 50, 40))
    propose(told, RAISE, 3, framework=NEW, departure=CITING).refused(AssessmentOutdated, period=Period(2025, 1))


def test_the_transition_clause_saves_no_assessment_under_the_framework_of_today() -> None:
    improved = on_rung(2, period_closed("2025-2", 20, 50, 60))
    told = improved.when(draw_assessment, period=LAST, framework=NEW).recorded
    twice = told.given(period_closed("2025-1", 40, 50, 70))
    propose(twice, HOLD, framework=NEW, departure=CITING).refused(AssessmentOutdated, period=LAST)


def test_who_cites_the_transition_clause_departs_from_nothing_else() -> None:
    propose(drawn_under_the_old(), HOLD, framework=NEW, departure=CITING).refused(DepartureMissing, advice=Rung(3))
    propose(on_rung(1), RAISE, 3, departure=CITING).refused(RungSkipped)


@pytest.mark.parametrize(
    "meanwhile", [close_corrected("2025-1", 10, 50, 45), held_on(2, "2025-12-31"), frozen(2, "2025-12-31")]
)
def test_the_transition_clause_saves_no_assessment_of_which_the_ground_has_changed(meanwhile: Happened) -> None:
    propose(drawn_under_the_old(meanwhile), RAISE, 3, framework=NEW, departure=CITING).refused(AssessmentOutdated)


def test_the_transition_clause_saves_an_assessment_neither_from_a_freeze_that_ended_nor_from_a_withdrawn_close() -> (
    None
):
    told = on_rung(2, period_closed("2025-1", 10, 50, 40), frozen(2, "2025-11-01"))
    once = told.when(draw_assessment, on="2025-12-30", period=Period(2025, 1), framework=OLD).recorded
    propose(once.given(unfrozen(2, "2025-12-31")), RAISE, 3, framework=NEW, departure=CITING).refused(
        AssessmentOutdated
    )
    propose(
        drawn_under_the_old(withdrawn(3)), RAISE, 3, framework=NEW, departure=CITING, period=Period(2025, 1)
    ).refused(PeriodNotClosed)


def test_a_framework_without_a_transition_clause_knows_no_transition() -> None:
    strict = NEW.model_copy(update={"clauses": {k: v for k, v in NEW.clauses.items() if k != TRANSITION}})
    propose(drawn_under_the_old(), RAISE, 3, framework=strict, departure=CITING).refused(AssessmentOutdated)


def test_the_transition_clause_is_of_frameworks_of_one_family() -> None:
    other = version("new", "2026-01-01", family="elsewhere")
    propose(drawn_under_the_old(), RAISE, 3, framework=other, departure=CITING).refused(AssessmentOutdated)


# In between, on rung 4

IN_BETWEEN: Question = {"interim": True, "on": "2025-12-20"}


def announced() -> Given:
    """A municipality on rung 4 of which the running backlog grew, though the last period was closed with less of it."""
    told = on_rung(
        3,
        period_closed("2025-1", 40, 60, 70),
        reported("2025-2", "2025-09-01", opening_backlog=30, net_target=60, realised=10),
        reported("2025-2", "2025-12-01", realised=10),
        raised(3, 4, "2025-09-01"),
    )
    return told.when(draw_assessment, on="2025-12-01", period=Period(2025, 1), framework=NEWEST).recorded


def seen_in_between(on: str = "2025-12-20") -> Given:
    """The same, with an interim verdict (entry 8)."""
    return announced().when(draw_interim, on=on, framework=NEWEST).recorded


def test_a_proposal_can_rest_on_the_interim_verdict_of_the_day() -> None:
    told = seen_in_between()
    fact = fact_of(propose(told, HOLD, departure=DEPARTURE, **IN_BETWEEN))
    assert (fact.assessment, fact.advice) == (cited(8), Rung(5))
    propose(told, HOLD, **IN_BETWEEN).refused(DepartureMissing, advice=Rung(5))
    assert fact_of(propose(told, HOLD, on="2025-12-20")).assessment == cited(7)


def test_an_interim_verdict_is_drawn_that_day_before_anything_is_proposed_on_it() -> None:
    propose(announced(), HOLD, **IN_BETWEEN).refused(InterimOutdated, day=date(2025, 12, 20))
    propose(seen_in_between("2025-12-19"), HOLD, **IN_BETWEEN).refused(InterimOutdated)


@pytest.mark.parametrize("meanwhile", [reported("2025-2", "2025-12-01", realised=60), held_on(4, "2025-12-10")])
def test_an_interim_verdict_of_that_day_is_drawn_anew_when_what_it_rests_on_has_changed(meanwhile: Happened) -> None:
    propose(seen_in_between().given(meanwhile), HOLD, **IN_BETWEEN).refused(InterimOutdated)


# Who, when and after what


@pytest.mark.parametrize("on", ["2026-01", "2026", None])
def test_the_day_of_a_proposal_is_known(on: str | None) -> None:
    propose(on_rung(2), HOLD, on=on).refused(DayNeeded, what="day of the proposal")


@pytest.mark.parametrize("before", [(), (opened(), closed())])
def test_only_for_a_supervised_municipality_something_is_proposed(before: tuple[Happened, ...]) -> None:
    propose(given(*before), HOLD).refused(SupervisionNotOpen)
    propose(given(*before, proposed(RAISE, 1, 2)), HOLD).refused(SupervisionNotOpen)


def test_nothing_is_proposed_from_a_day_before_supervision_began() -> None:
    propose(given(opened("2025-12-01")), HOLD, effective_on="2025-11-30").refused(TooEarly, what="effective day")


def test_one_proposal_waits_at_a_time() -> None:
    told = propose(assessed(2), RAISE, 3).recorded
    propose(told, RAISE, 3).refused(ProposalOpen, proposal=5)
    assert propose(told.given(rejected(5)), RAISE, 3).facts
    assert propose(told.given(withdrawn(5)), RAISE, 3).facts


def test_nobody_is_placed_past_a_proposal_that_waits() -> None:
    told = on_rung(2, proposed(RAISE, 2, 3))
    told.when(raise_rung, to_rung=Rung(3), terms=terms()).refused(ProposalOpen, proposal=3)
    told.when(lower_rung, to_rung=Rung(1), terms=terms()).refused(ProposalOpen)
    told.when(hold_rung, terms=terms(decided_by=GS)).refused(ProposalOpen)
    assert told.given(rejected(3)).when(hold_rung, terms=terms()).facts


@pytest.mark.parametrize(
    "meanwhile",
    [
        raised(2, 3, "2025-12-01"),
        lowered(2, 1, "2025-12-01"),
        held_on(2, "2025-12-01"),
        frozen(2, "2025-12-01"),
        withdrawn(2),
    ],
)
def test_whoever_proposes_has_seen_where_the_municipality_stands(meanwhile: Happened) -> None:
    told = on_rung(2, held("talk-1"), meanwhile)
    propose(told, HOLD, seen=3).refused(ChangedSince, what="place on the ladder", seen=3, changed_by=4)
    assert propose(told, HOLD, seen=4).facts


def test_other_facts_do_not_stand_in_the_way_of_a_proposal() -> None:
    assert propose(on_rung(2, held("talk-1")), HOLD, seen=2).facts


# The entry itself


def test_a_proposal_is_not_corrected_by_hand_but_it_can_be_withdrawn() -> None:
    told = on_rung(2, proposed(RAISE, 2, 3))
    told.when(
        correct_entry,
        entry=3,
        replacement=proposal_of(LOWER, 2, 1, "2026-01-01"),
        replacement_happened_on=PartialDate.of(TODAY),
        repairs="error",
        reason=plain(),
    ).refused(ComputedNotCorrected, recorded="PlacementProposed")
    gone = told.when(withdraw_entry, entry=3, reason=plain()).recorded
    assert gone.case.judging.open_proposals == ()
