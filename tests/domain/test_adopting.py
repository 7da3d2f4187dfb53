"""Adopting a proposal: what it proposes is decided, by the advice of the day of that decision."""

from datetime import date

import pytest

from domain.decisions.adopting import adopt_placement, reject_placement
from domain.decisions.assessing import draw_assessment, draw_interim
from domain.decisions.proposing import Proposed, propose_placement
from domain.decisions.records import correct_entry, withdraw_entry
from domain.events.base import Fact
from domain.events.judging import PlacementRejected, ProposedMove, RungFrozen, RungUnfrozen
from domain.events.ladder import Basis, Departure, RungHeld, RungLowered, RungRaised
from domain.policy.framework import TRANSITION
from domain.refusals import (
    AlreadyFrozen,
    AnotherSubject,
    AssessmentOutdated,
    ChangedSince,
    ComputedNotCorrected,
    DayNeeded,
    DecidedByGsOnly,
    DecisionContentMissing,
    DepartureMissing,
    FrameworkNotInForce,
    InterimOutdated,
    InTheFuture,
    LaterPeriodClosed,
    MandateMissing,
    NotFrozen,
    PeriodNotClosed,
    ProposalOvertaken,
    Refusal,
    SupervisionNotOpen,
    TooEarly,
)
from domain.values import DocumentId, PartialDate, Period, Rung
from tests.domain.frameworks import NEWEST, version
from tests.spec import (
    DEPARTURE,
    GS,
    MANAGER,
    SECRETARY,
    TODAY,
    Given,
    Happened,
    Outcome,
    Question,
    cited,
    close_corrected,
    closed,
    freezing_as,
    frozen,
    given,
    held,
    held_on,
    lowered,
    opened,
    period_closed,
    placement_as,
    plain,
    proposed,
    raised,
    reported,
    taken_over,
    unfrozen,
    withdrawn,
)

LAST = Period(2025, 2)
RAISE, LOWER, HOLD, FREEZE, UNFREEZE = ProposedMove
MANDATE = NEWEST.decided_by(Rung(3))
NOW: Question = {"framework": NEWEST, "actor": MANAGER}


def on_rung(rung: int, *more: Happened) -> Given:
    """A municipality on a rung (entry 2) of which no period is closed, and more."""
    return given(opened(), taken_over(rung, since="2024-01-01"), *more)


def waiting(move: ProposedMove = RAISE, to_rung: int = 3, **more: object) -> Given:
    """A municipality on rung 2 of which the last period is closed (3) and judged (4), with a proposal on it (5)."""
    told = on_rung(2, period_closed("2025-2", 10, 50, 40))
    judged = told.when(draw_assessment, period=LAST, framework=NEWEST).recorded
    what: Question = {"effective_on": date(2026, 1, 1), "grounds": plain("the backlog grew"), **more}
    moved = Rung(to_rung) if move in {RAISE, LOWER} else None
    asked = Proposed(move=move, to_rung=moved, **what)
    return judged.when(propose_placement, proposed=asked, framework=NEWEST).recorded


def redrawn(told: Given) -> Given:
    """The same with the assessment of the last period drawn anew."""
    return told.when(draw_assessment, period=LAST, framework=NEWEST).recorded


def adopt(told: Given, proposal: int = 5, **more: object) -> Outcome:
    """What comes of adopting a proposal today, by a manager unless told otherwise."""
    return told.when(adopt_placement, proposal=proposal, **{**NOW, **more})


# What is adopted


def test_adopting_raises_the_rung_as_proposed_and_says_on_what_it_rests() -> None:
    outcome = adopt(waiting())
    outcome.then(
        RungRaised(
            **placement_as(
                "2026-01-01",
                2,
                3,
                decided_by=MANDATE,
                recorded_by=MANAGER.person,
                framework=NEWEST.ref,
                proposal=cited(5),
                assessment=cited(4),
                advice=Rung(3),
                rests_on=(cited(2), cited(3)),
            )
        )
    )
    assert outcome.case.ladder.rung_on(TODAY) is Rung(3)
    assert outcome.case.judging.open_proposals == ()
    assert outcome.case.judging.proposals[5].settled_by == 6


def test_what_was_written_in_the_proposal_stands_in_the_placement() -> None:
    more: Question = {
        "until": date(2026, 6, 30),
        "departure": DEPARTURE,
        "excusable": plain("a fire"),
        "document": DocumentId("document-1"),
    }
    (fact,) = adopt(waiting(HOLD, **more)).facts
    assert isinstance(fact, RungHeld)
    assert {name: getattr(fact, name) for name in more} == more
    assert (fact.from_rung, fact.to_rung, fact.advice) == (2, 2, 3)


def test_whoever_adopts_can_add_the_decision_itself_and_the_day_the_municipality_was_told() -> None:
    told = waiting(document=DocumentId("document-1"))
    (fact,) = adopt(told, document=DocumentId("document-2"), informed_on=date(2025, 12, 31)).facts
    assert isinstance(fact, RungRaised)
    assert (fact.document, fact.informed_on) == (DocumentId("document-2"), date(2025, 12, 31))


def test_the_municipality_was_not_told_tomorrow() -> None:
    adopt(waiting(), informed_on=date(2026, 1, 2)).refused(
        InTheFuture, what="day the municipality was told", day=date(2026, 1, 2), today=TODAY
    )
    assert adopt(waiting(), informed_on=TODAY).facts


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        (on_rung(2, proposed(RAISE, 2, 3)), RungRaised),
        (on_rung(2, proposed(LOWER, 2, 1)), RungLowered),
        (on_rung(2, proposed(HOLD, 2, 2)), RungHeld),
        (on_rung(2, proposed(FREEZE, 2, 2)), RungFrozen),
        (given(opened(), frozen(1, "2025-11-01"), proposed(UNFREEZE, 1, 1)), RungUnfrozen),
    ],
)
def test_each_move_has_its_own_fact(told: Given, kind: type[Fact]) -> None:
    (fact,) = adopt(told, 3).facts
    assert type(fact) is kind


def test_a_freeze_is_adopted_as_it_was_proposed() -> None:
    outcome = adopt(waiting(FREEZE, departure=DEPARTURE, until=date(2026, 3, 31), grounds=plain("the centre is full")))
    said = freezing_as(
        "2026-01-01",
        2,
        decided_by=MANDATE,
        recorded_by=MANAGER.person,
        proposal=cited(5),
        framework=NEWEST.ref,
    )
    outcome.then(RungFrozen(**said, until=date(2026, 3, 31)))
    freeze = outcome.case.judging.frozen_on(date(2026, 3, 31))
    assert freeze
    assert freeze.version == 6
    assert outcome.case.judging.frozen_on(date(2026, 4, 1)) is None
    assert outcome.case.ladder.rung_on(TODAY) is Rung(2)
    assert outcome.case.judging.open_proposals == ()


def test_the_end_of_a_freeze_is_its_first_day_without() -> None:
    told = given(opened(), frozen(1, "2025-11-01"), proposed(UNFREEZE, 1, 1, "2026-02-01"))
    case = adopt(told, 3).case
    assert case.judging.frozen_on(date(2026, 1, 31))
    assert case.judging.frozen_on(date(2026, 2, 1)) is None


@pytest.mark.parametrize("effective_on", [date(2025, 9, 1), date(2026, 7, 1)])
def test_what_is_adopted_takes_effect_on_the_day_that_was_proposed(effective_on: date) -> None:
    case = adopt(waiting(effective_on=effective_on)).case
    assert case.ladder.rung_on(effective_on) is Rung(3)
    step = case.ladder.step_on(effective_on)
    assert step
    assert step.effective_on == effective_on


# Rejecting


def test_rejecting_gives_the_reason_and_moves_nothing() -> None:
    outcome = waiting().when(reject_placement, proposal=5, reason=plain("talk first"), **NOW)
    outcome.then(PlacementRejected(proposal=5, reason=plain("talk first")))
    assert outcome.case.judging.open_proposals == ()
    assert outcome.case.ladder.rung_on(TODAY) is Rung(2)


def test_a_proposal_that_can_no_longer_be_adopted_can_still_be_rejected() -> None:
    told = on_rung(2, proposed(RAISE, 2, 3), raised(2, 3, "2025-12-01"), closed())
    assert told.when(reject_placement, proposal=3, reason=plain("too late"), **NOW).facts


@pytest.mark.parametrize("on", ["2026-01", None])
def test_the_day_of_the_decision_is_known(on: str | None) -> None:
    adopt(waiting(), on=on).refused(DayNeeded, what="day of the decision")
    waiting().when(reject_placement, on=on, proposal=5, reason=plain(), **NOW).refused(DayNeeded)


def test_nothing_is_decided_on_before_it_was_proposed() -> None:
    adopt(waiting(), on="2025-12-31").refused(TooEarly, what="day of the decision", bound=TODAY)
    waiting().when(reject_placement, on="2025-12-31", proposal=5, reason=plain(), **NOW).refused(TooEarly)


def test_the_framework_of_the_day_of_the_decision_counts() -> None:
    earlier = version("old", "2024-01-01", "2025-12-31")
    adopt(waiting(), framework=earlier).refused(FrameworkNotInForce, day=TODAY)
    adopt(on_rung(2, proposed(RAISE, 2, 3)), 3, framework=earlier).refused(FrameworkNotInForce)
    waiting().when(reject_placement, proposal=5, reason=plain(), framework=earlier, actor=MANAGER).refused(
        FrameworkNotInForce
    )


# The advice of today


def test_what_departs_from_the_advice_of_today_without_saying_so_is_not_adopted() -> None:
    told = redrawn(waiting().given(close_corrected("2025-2", 10, 50, 60)))
    adopt(told).refused(DepartureMissing, advice=Rung(1), to_rung=Rung(3))


def test_a_departure_holds_against_the_advice_of_today_too() -> None:
    told = redrawn(waiting(HOLD, departure=DEPARTURE).given(close_corrected("2025-2", 10, 50, 60)))
    (fact,) = adopt(told).facts
    assert isinstance(fact, RungHeld)
    assert (fact.advice, fact.assessment) == (Rung(1), cited(7))


def test_a_freeze_that_departs_from_the_advice_of_today_without_saying_so_is_not_adopted() -> None:
    still = on_rung(2, period_closed("2025-2", 10, 50, 55))
    judged = still.when(draw_assessment, period=LAST, framework=NEWEST).recorded
    asked = Proposed(move=FREEZE, effective_on=TODAY, grounds=plain())
    told = judged.when(propose_placement, proposed=asked, framework=NEWEST).recorded
    assert adopt(told).facts
    adopt(redrawn(told.given(close_corrected("2025-2", 10, 50, 40)))).refused(DepartureMissing, advice=Rung(3))


@pytest.mark.parametrize("meanwhile", [close_corrected("2025-2", 10, 50, 45), held_on(2, "2025-12-31"), withdrawn(4)])
def test_an_assessment_that_is_outdated_or_withdrawn_is_drawn_anew_before_anything_is_adopted(
    meanwhile: Happened,
) -> None:
    told = waiting().given(meanwhile)
    adopt(told).refused(AssessmentOutdated, period=LAST)
    assert adopt(redrawn(told)).facts


def test_a_proposal_by_a_close_that_was_withdrawn_is_not_adopted() -> None:
    adopt(waiting().given(withdrawn(3))).refused(PeriodNotClosed, period=LAST)


def test_a_proposal_by_a_period_is_not_adopted_when_a_later_one_is_closed() -> None:
    adopt(waiting().given(period_closed("2026-1", 20, 50, 50))).refused(LaterPeriodClosed, later=Period(2026, 1))


def test_a_decision_that_is_recorded_later_is_judged_by_what_was_closed_on_its_day() -> None:
    told = on_rung(2, period_closed("2025-1", 10, 50, 40, on="2025-07-10"))
    judged = told.when(draw_assessment, on="2025-12-20", period=Period(2025, 1), framework=NEWEST).recorded
    asked = Proposed(move=RAISE, to_rung=Rung(3), effective_on=TODAY, grounds=plain())
    once = judged.when(propose_placement, on="2025-12-20", proposed=asked, framework=NEWEST).recorded
    later = once.given(period_closed("2025-2", 20, 50, 80))
    (fact,) = adopt(later, on="2025-12-31").facts
    assert isinstance(fact, RungRaised)
    assert (fact.decided_on, fact.assessment) == (date(2025, 12, 31), cited(4))
    adopt(later).refused(LaterPeriodClosed, period=Period(2025, 1), later=LAST)


def test_what_was_proposed_without_an_assessment_is_judged_once_a_period_is_closed() -> None:
    told = on_rung(2, proposed(LOWER, 2, 1), period_closed("2025-2", 10, 50, 40))
    adopt(told, 3).refused(AssessmentOutdated, period=LAST)
    adopt(redrawn(told), 3).refused(DepartureMissing, advice=Rung(3), to_rung=Rung(1))


def test_what_was_proposed_under_the_framework_before_is_judged_by_that_of_today() -> None:
    old, new = version("old", "2024-01-01", "2025-12-31"), version("new", "2026-01-01")
    told = on_rung(2, period_closed("2025-1", 10, 50, 40))
    judged = told.when(draw_assessment, on="2025-12-01", period=Period(2025, 1), framework=old).recorded
    asked = Proposed(move=RAISE, to_rung=Rung(3), effective_on=TODAY, grounds=plain())
    once = judged.when(propose_placement, on="2025-12-01", proposed=asked, framework=old).recorded
    adopt(once, framework=new).refused(AssessmentOutdated)
    again = once.when(draw_assessment, period=Period(2025, 1), framework=new).recorded
    (fact,) = adopt(again, framework=new).facts
    assert isinstance(fact, RungRaised)
    assert (fact.framework, fact.assessment, fact.proposal) == (new.ref, cited(6), cited(5))


def test_a_proposal_that_cites_the_transition_clause_is_adopted_by_the_assessment_of_before() -> None:
    old, new = version("old", "2024-01-01", "2025-12-31"), version("new", "2026-01-01")
    told = on_rung(2, period_closed("2025-1", 10, 50, 40))
    judged = told.when(draw_assessment, on="2025-12-01", period=Period(2025, 1), framework=old).recorded
    citing = Departure(departs_from=TRANSITION, basis=Basis.WITHIN_FRAMEWORK, circumstances=plain("drawn in time"))
    asked = Proposed(move=RAISE, to_rung=Rung(3), effective_on=TODAY, grounds=plain(), departure=citing)
    once = judged.when(propose_placement, proposed=asked, framework=new).recorded
    (fact,) = adopt(once, framework=new).facts
    assert isinstance(fact, RungRaised)
    assert (fact.framework, fact.assessment, fact.departure) == (new.ref, cited(4), citing)


def test_a_proposal_on_an_interim_verdict_is_adopted_by_one_of_the_day_of_the_decision() -> None:
    told = on_rung(
        3,
        reported("2025-2", "2025-09-01", opening_backlog=30, net_target=60, realised=10),
        reported("2025-2", "2025-12-01", realised=45),
        raised(3, 4, "2025-09-01"),
    )
    seen = told.when(draw_interim, on="2025-12-20", framework=NEWEST).recorded
    asked = Proposed(move=HOLD, effective_on=date(2025, 12, 20), grounds=plain(), interim=True)
    once = seen.when(propose_placement, on="2025-12-20", proposed=asked, framework=NEWEST).recorded
    adopt(once, 7, on="2025-12-22", actor=SECRETARY).refused(InterimOutdated, day=date(2025, 12, 22))
    again = once.when(draw_interim, on="2025-12-22", framework=NEWEST).recorded
    (fact,) = adopt(again, 7, on="2025-12-22", actor=SECRETARY).facts
    assert isinstance(fact, RungHeld)
    assert (fact.assessment, fact.decided_by) == (cited(8), GS)


# What happened meanwhile


@pytest.mark.parametrize(
    ("proposal", "meanwhile", "rung"),
    [
        (proposed(RAISE, 2, 3), raised(2, 3, "2025-12-01"), 3),
        (proposed(HOLD, 2, 2), raised(2, 3, "2025-12-01"), 3),
        (proposed(LOWER, 2, 1), raised(2, 3, "2025-12-01"), 3),
        (proposed(FREEZE, 2, 2), lowered(2, 1, "2025-12-01"), 1),
        (proposed(RAISE, 2, 3), withdrawn(2), 1),
    ],
)
def test_a_proposal_from_a_rung_on_which_it_no_longer_stands_is_not_adopted(
    proposal: Happened, meanwhile: Happened, rung: int
) -> None:
    adopt(on_rung(2, proposal, meanwhile), 3).refused(ProposalOvertaken, from_rung=Rung(2), rung=Rung(rung))


def test_a_placement_after_the_day_of_a_proposal_does_not_overtake_it() -> None:
    assert adopt(on_rung(2, proposed(RAISE, 2, 3), raised(2, 3, "2026-02-01")), 3).facts


def test_a_proposal_whose_last_day_has_passed_is_not_adopted() -> None:
    told = on_rung(2, proposed(HOLD, 2, 2, "2025-10-01", until=date(2025, 12, 31), on="2025-10-01"))
    adopt(told, 3).refused(TooEarly, what="last day", day=date(2025, 12, 31), bound=TODAY)
    assert adopt(told, 3, on="2025-12-31").facts


def test_nothing_is_adopted_for_a_municipality_that_is_supervised_no_more() -> None:
    adopt(waiting().given(closed())).refused(SupervisionNotOpen)
    adopt(waiting().given(closed()), 9).refused(SupervisionNotOpen)


def test_a_freeze_is_not_adopted_when_it_was_frozen_meanwhile_nor_its_end_when_it_thawed() -> None:
    adopt(on_rung(2, proposed(FREEZE, 2, 2), frozen(2, "2026-02-01")), 3).refused(AlreadyFrozen, day=date(2026, 2, 1))
    ended = given(opened(), frozen(1, "2025-11-01"), proposed(UNFREEZE, 1, 1), unfrozen(1, "2025-12-01"))
    adopt(ended, 3).refused(NotFrozen, day=TODAY)


def test_a_proposal_of_rung_5_that_says_nothing_of_the_decision_is_not_adopted() -> None:
    adopt(on_rung(4, proposed(RAISE, 4, 5)), 3, actor=SECRETARY).refused(DecisionContentMissing, to_rung=Rung(5))


@pytest.mark.parametrize(
    "meanwhile",
    [
        raised(2, 3, "2026-02-01"),
        frozen(2, "2025-12-01"),
        close_corrected("2025-2", 10, 50, 45),
        period_closed("2025-1", 10, 50, 45),
        withdrawn(4),
    ],
)
def test_whoever_adopts_has_seen_everything_that_the_proposal_builds_on(meanwhile: Happened) -> None:
    told = waiting().given(held("talk-1"), meanwhile)
    adopt(told, seen=6).refused(ChangedSince, what="proposal", seen=6, changed_by=7)


def test_whoever_adopts_has_seen_an_assessment_that_was_drawn_since() -> None:
    told = redrawn(waiting().given(close_corrected("2025-2", 10, 50, 45)))
    adopt(told, seen=6).refused(ChangedSince, changed_by=7)
    assert adopt(told, seen=7).facts


def test_other_facts_do_not_stand_in_the_way_of_adopting() -> None:
    assert adopt(waiting().given(held("talk-1")), seen=5).facts


# When the decision itself turns out wrong


def test_a_proposal_waits_again_when_its_adoption_is_withdrawn() -> None:
    told = adopt(waiting()).recorded.when(withdraw_entry, entry=6, reason=plain("wrong municipality")).recorded
    assert [each.version for each in told.case.judging.open_proposals] == [5]
    assert told.case.ladder.rung_on(TODAY) is Rung(2)
    assert adopt(told).facts


def test_a_proposal_waits_again_when_its_rejection_is_withdrawn() -> None:
    told = waiting().when(reject_placement, proposal=5, reason=plain(), **NOW).recorded
    assert [each.version for each in told.given(withdrawn(6)).case.judging.open_proposals] == [5]


def test_a_proposal_that_waits_again_is_decided_on_beside_a_newer_one() -> None:
    once = adopt(waiting()).recorded
    twice = once.given(proposed(RAISE, 3, 4), withdrawn(6))
    assert [each.version for each in twice.case.judging.open_proposals] == [5, 7]
    assert adopt(twice).facts
    adopt(twice, 7, actor=SECRETARY).refused(ProposalOvertaken, from_rung=Rung(3), rung=Rung(2))


def test_a_freeze_is_undone_when_it_is_withdrawn_and_its_end_when_that_is() -> None:
    told = on_rung(2, frozen(2, "2025-11-01"))
    assert told.given(withdrawn(3)).case.judging.freezes == ()
    ended = told.given(unfrozen(2, "2025-12-01"))
    assert ended.case.judging.frozen_on(TODAY) is None
    again = ended.when(withdraw_entry, entry=4, reason=plain()).case
    assert again.judging.frozen_on(TODAY)


def test_the_end_of_a_freeze_that_was_withdrawn_ends_nothing() -> None:
    told = on_rung(2, frozen(2, "2025-11-01"), unfrozen(2, "2025-12-01"), withdrawn(3), frozen(2, "2025-12-15"))
    assert told.case.judging.frozen_on(date(2025, 11, 15)) is None
    assert told.case.judging.frozen_on(TODAY)


CHANGED: list[tuple[dict[str, object], type[Refusal] | None]] = [
    ({"to_rung": Rung(4), "departure": DEPARTURE, "decided_by": GS}, AnotherSubject),
    ({"effective_on": date(2025, 12, 1)}, AnotherSubject),
    ({"until": date(2026, 12, 31)}, AnotherSubject),
    ({"advice": None}, AnotherSubject),
    ({"proposal": None}, AnotherSubject),
    ({"assessment": None}, AnotherSubject),
    ({"framework": None}, AnotherSubject),
    ({"grounds": plain("the backlog grew by ten")}, None),
    ({"informed_on": TODAY, "document": DocumentId("document-1")}, None),
]


@pytest.mark.parametrize(("changed", "refusal"), CHANGED)
def test_what_rests_on_four_eyes_is_not_corrected_in_what_was_proposed(
    changed: dict[str, object], refusal: type[Refusal] | None
) -> None:
    told = adopt(waiting()).recorded
    outcome = told.when(
        correct_entry,
        entry=6,
        replacement=told.case.entries[6].fact.model_copy(update=changed),
        replacement_happened_on=PartialDate.of(TODAY),
        repairs="error",
        reason=plain("a typing error"),
    )
    if refusal:
        outcome.refused(refusal, entry=6)
    else:
        assert outcome.facts


def test_a_placement_that_was_decided_on_elsewhere_is_not_corrected_into_adopting_a_proposal() -> None:
    told = on_rung(2, raised(2, 3, "2025-12-01"), proposed(HOLD, 3, 3))
    told.when(
        correct_entry,
        entry=3,
        replacement=raised(2, 3, "2025-12-01", proposal=cited(4)).fact,
        replacement_happened_on=PartialDate.of("2025-12-01"),
        repairs="error",
        reason=plain(),
    ).refused(AnotherSubject, field="proposal")


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"until": date(2026, 3, 1)}, AnotherSubject),
        ({"rung": Rung(3)}, AnotherSubject),
        ({"effective_on": date(2025, 10, 1)}, AnotherSubject),
        ({"decided_by": {"body": "mandated"}}, MandateMissing),
        ({"decided_by": {"body": "deputy"}}, DecidedByGsOnly),
        ({"decided_on": date(2025, 10, 30)}, None),
    ],
)
def test_a_freeze_is_corrected_in_what_was_not_proposed_only(
    changed: dict[str, object], refusal: type[Refusal] | None
) -> None:
    rung = 4 if refusal is DecidedByGsOnly else 2
    told = on_rung(rung, frozen(rung, "2025-11-01"))
    replacement = RungFrozen.model_validate({**freezing_as("2025-11-01", rung), **changed})
    outcome = told.when(
        correct_entry,
        entry=3,
        replacement=replacement,
        replacement_happened_on=PartialDate.of("2025-11-01"),
        repairs="error",
        reason=plain(),
    )
    if refusal:
        outcome.refused(refusal)
    else:
        assert outcome.facts


def test_a_rejection_is_not_corrected_by_hand() -> None:
    told = waiting().when(reject_placement, proposal=5, reason=plain(), **NOW).recorded
    told.when(
        correct_entry,
        entry=6,
        replacement=PlacementRejected(proposal=5, reason=plain("another reason")),
        replacement_happened_on=PartialDate.of(TODAY),
        repairs="error",
        reason=plain(),
    ).refused(ComputedNotCorrected, recorded="PlacementRejected")
