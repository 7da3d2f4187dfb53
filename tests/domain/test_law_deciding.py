"""Rung 5 in law: what comes before a substitution decision, what it says, and that it cannot be taken otherwise."""

from datetime import date

import pytest

from domain.decisions.adopting import adopt_placement
from domain.decisions.ladder import hold_rung, lower_rung, raise_rung
from domain.decisions.proposing import Proposed, propose_placement
from domain.decisions.substituting import decide_substitution
from domain.events.judging import ProposedMove
from domain.events.ladder import Basis, Departure, LegalNature, RungHeld, RungRaised
from domain.events.law import Deciding, InterventionAnnounced, Scope, SubstitutionDecided
from domain.policy.framework import TRANSITION
from domain.refusals import (
    AlreadyOnRecord,
    AnnouncementMissing,
    AnnouncementTermRunning,
    ChangedSince,
    DayNeeded,
    DecisionContentMissing,
    NotAsProposed,
    NotWithThisMove,
    PeriodNotPast,
    RungTooLow,
    SupervisionNotOpen,
    TermMissing,
    TooEarly,
    ViewsNotConsidered,
    ViewsNotInvited,
    ViewsTermRunning,
)
from domain.values import DecisionId, DocumentId, LetterId, Period, Rung
from tests.domain.frameworks import NEWEST
from tests.domain.law_cases import BEFORE, HEARD, NOTIFIED, ON_4, ON_5, by_gs
from tests.spec import (
    DECISION,
    DEPARTURE,
    LETTER,
    SECRETARY,
    Given,
    Happened,
    Outcome,
    Question,
    announced,
    announcing,
    cited,
    closed,
    deciding,
    given,
    held_on,
    lowered,
    opened,
    plain,
    proposed,
    raised,
    substitution_decided,
    substitution_lapsed,
    taken_over,
    term_extended,
    views_considered,
    views_heard,
    views_received,
)

OTHER = DecisionId("decision-2")
URGENT = plain("the centre is full")
ON_4_SILENT = (*BEFORE, raised(3, 4, "2025-02-01"))
TRANSITIONAL = Departure(departs_from=TRANSITION, basis=Basis.WITHIN_FRAMEWORK, circumstances=plain("drawn in time"))


def decide(*told: Happened, on: str = "2025-07-01", content: Deciding | None = None, **more: object) -> Outcome:
    """What comes of placing on rung 5, decided by GS."""
    asked = by_gs(on, deciding=content or deciding(), **more)
    return given(*told).when(raise_rung, to_rung=Rung(5), **asked)


def law_of(outcome: Outcome) -> SubstitutionDecided:
    """The decision that was recorded with the placement."""
    placed, decided = outcome.facts
    assert isinstance(placed, RungRaised)
    assert isinstance(decided, SubstitutionDecided)
    return decided


# What it says


def test_the_decision_goes_with_the_placement_on_rung_5() -> None:
    content = deciding(scope=Scope.WHOLE_TASK)
    outcome = decide(*HEARD, content=content, document=DocumentId("document-1"))
    placed, decided = outcome.facts
    assert isinstance(placed, RungRaised)
    assert (placed.to_rung, placed.legal_nature) == (Rung(5), LegalNature.AWB_DECISION)
    assert decided == SubstitutionDecided(
        **dict(content), announcement=LETTER, urgent=None, document=DocumentId("document-1")
    )
    found = outcome.case.law.decisions[DECISION]
    assert (found.decided_on, found.term_ends, found.persons, found.urgent) == (
        date(2025, 7, 1),
        date(2025, 10, 1),
        42,
        False,
    )
    assert outcome.case.law.standing_on(date(2025, 7, 1)) == (found,)
    assert outcome.case.law.standing_on(date(2025, 6, 30)) == ()


@pytest.mark.parametrize("more", [{}, {"departure": DEPARTURE}, {"urgent": URGENT}])
def test_rung_5_is_not_reached_without_what_the_decision_says(more: dict[str, object]) -> None:
    given(*HEARD).when(raise_rung, to_rung=Rung(5), **by_gs("2025-07-01", **more)).refused(
        DecisionContentMissing, to_rung=Rung(5)
    )


@pytest.mark.parametrize("term_ends", ["2025-06-30", "2025-07-01"])
def test_a_decision_names_a_term_that_is_still_to_run_also_when_it_is_urgent(term_ends: str) -> None:
    decide(*HEARD, content=deciding(term_ends), urgent=URGENT, departure=DEPARTURE).refused(
        TermMissing, what="decision", term_ends=date.fromisoformat(term_ends)
    )
    assert decide(*HEARD, content=deciding("2025-07-02")).facts


@pytest.mark.parametrize("period", ["2025-2", "2026-1", "2025"])
def test_a_decision_names_past_periods(period: str) -> None:
    decide(*HEARD, content=deciding(period=period)).refused(PeriodNotPast, period=Period.parse(period))
    mixed = deciding(periods=(Period(2024, 1), Period.parse(period)))
    decide(*HEARD, content=mixed).refused(PeriodNotPast, day=date(2025, 7, 1))


def test_a_period_is_past_on_the_day_after_its_last() -> None:
    assert decide(*HEARD, content=deciding(period="2025-1")).facts
    earlier = deciding(period="2025-1", figures_day=date(2025, 6, 29))
    decide(*HEARD, on="2025-06-30", content=earlier).refused(PeriodNotPast, period=Period(2025, 1))


def test_a_decision_rests_on_figures_of_its_periods_that_were_there() -> None:
    decide(*HEARD, content=deciding(figures_day=date(2025, 7, 2))).refused(
        TooEarly, what="day of the decision", day=date(2025, 7, 1), bound=date(2025, 7, 2)
    )
    decide(*HEARD, content=deciding(figures_day=date(2023, 12, 31))).refused(
        TooEarly, what="day of the figures", bound=date(2024, 1, 1)
    )
    assert decide(*HEARD, content=deciding(figures_day=date(2025, 7, 1))).facts
    assert decide(*HEARD, content=deciding(figures_day=date(2024, 1, 1))).facts
    two = (Period(2024, 1), Period(2024, 2))
    assert decide(*HEARD, content=deciding(figures_day=date(2024, 6, 1), periods=two)).facts


def test_one_id_names_one_decision() -> None:
    told = (*HEARD, substitution_decided("2025-06-15"), substitution_lapsed("2025-06-20"))
    decide(*told).refused(AlreadyOnRecord, what="decision", id=DECISION)


@pytest.mark.parametrize("on", ["2025-07", None])
def test_the_day_of_a_decision_is_known(on: str | None) -> None:
    asked = {**by_gs("2025-07-01", deciding=deciding()), "on": on}
    given(*HEARD).when(raise_rung, to_rung=Rung(5), **asked).refused(DayNeeded)
    further(*NOTIFIED, on=on).refused(DayNeeded, what="day of the decision")


# The announcement


def test_a_decision_follows_on_an_announcement() -> None:
    decide(*ON_4_SILENT).refused(AnnouncementMissing, to_rung=Rung(5))
    decide(*ON_4_SILENT, announced("2025-07-02")).refused(AnnouncementMissing)


def test_an_announcement_of_an_earlier_stay_is_history() -> None:
    told = (*HEARD, lowered(4, 3, "2025-06-10"), raised(3, 4, "2025-06-20"))
    decide(*told).refused(AnnouncementMissing)
    assert decide(*HEARD, lowered(4, 3, "2025-08-01")).facts  # it will be history
    again = announced("2025-06-10", letter=LetterId("letter-5"), term_ends="2025-06-25", views_due="2025-06-24")
    assert law_of(decide(*told, again)).announcement == "letter-5"


def test_the_announcement_of_this_stay_can_be_sent_before_the_rung_takes_effect_and_holds_over_rung_5() -> None:
    held = held_on(3, "2025-02-10")
    told = (*BEFORE, announced(), views_received(), views_considered(), held, raised(3, 4, "2025-03-01"))
    assert law_of(decide(*told)).announcement == LETTER
    back = (*ON_5, substitution_lapsed("2025-09-01"), lowered(5, 4, "2025-09-02"))
    assert law_of(decide(*back, on="2025-09-10", content=deciding(decision=OTHER))).announcement == LETTER


@pytest.mark.parametrize("urgent", [None, URGENT])
def test_the_term_of_the_announcement_is_waited_for_also_when_it_is_urgent(urgent: object) -> None:
    content = deciding(figures_day=date(2025, 5, 31))
    decide(*HEARD, on="2025-06-01", content=content, urgent=urgent).refused(
        AnnouncementTermRunning, term_ends=date(2025, 6, 1), day=date(2025, 6, 1)
    )
    assert decide(*HEARD, on="2025-06-02", content=content, urgent=urgent).facts


def test_an_announcement_is_missed_also_when_it_is_urgent() -> None:
    decide(*ON_4_SILENT, urgent=URGENT).refused(AnnouncementMissing)


def test_a_term_that_was_extended_is_waited_for() -> None:
    told = (*HEARD, term_extended("2025-07-15"))
    decide(*told, on="2025-07-15").refused(AnnouncementTermRunning, term_ends=date(2025, 7, 15))
    assert decide(*told, on="2025-07-16").facts


def test_a_departure_lifts_the_term_of_the_announcement_only() -> None:
    content = deciding(figures_day=date(2025, 4, 1))
    assert law_of(decide(*HEARD, on="2025-04-15", content=content, departure=DEPARTURE)).urgent is None
    decide(*ON_4_SILENT, departure=DEPARTURE).refused(ViewsNotInvited)
    decide(*ON_4, on="2025-03-15", content=deciding(figures_day=date(2025, 3, 1)), departure=DEPARTURE).refused(
        ViewsTermRunning
    )
    decide(*ON_4, views_received(), departure=DEPARTURE).refused(ViewsNotConsidered)


def test_who_cites_the_transition_clause_departs_from_nothing_else() -> None:
    content = deciding(figures_day=date(2025, 4, 1))
    decide(*HEARD, on="2025-04-15", content=content, departure=TRANSITIONAL).refused(AnnouncementTermRunning)


def test_with_a_departure_and_urgency_there_is_no_announcement_at_all() -> None:
    decided = law_of(decide(*ON_4_SILENT, departure=DEPARTURE, urgent=URGENT))
    assert (decided.announcement, decided.urgent) == (None, URGENT)


def test_a_rung_is_skipped_by_a_departure_and_its_views_are_missed_all_the_same() -> None:
    asked = by_gs("2025-07-01", deciding=deciding(), departure=DEPARTURE)
    given(*BEFORE).when(raise_rung, to_rung=Rung(5), **asked).refused(ViewsNotInvited)
    old = (*HEARD, lowered(4, 3, "2025-06-10"))
    given(*old).when(raise_rung, to_rung=Rung(5), **asked).refused(ViewsNotInvited)


# The views


def test_the_municipality_has_until_the_last_day_to_give_its_views() -> None:
    told = (*ON_4_SILENT, announced(term_ends="2025-06-01", views_due="2025-06-20"))
    decide(*told, on="2025-06-20", content=deciding(figures_day=date(2025, 6, 1))).refused(
        ViewsTermRunning, views_due=date(2025, 6, 20), day=date(2025, 6, 20)
    )
    assert decide(*told, on="2025-06-21", content=deciding(figures_day=date(2025, 6, 1))).facts


def test_views_that_were_given_and_weighed_need_not_be_waited_for() -> None:
    told = (*ON_4_SILENT, announced(views_due="2025-08-01"), views_received(), views_considered())
    assert decide(*told).facts


@pytest.mark.parametrize("given_views", [(views_received(),), (views_received(), views_considered(), views_heard())])
def test_views_that_were_given_are_weighed_first(given_views: tuple[Happened, ...]) -> None:
    decide(*ON_4, *given_views).refused(ViewsNotConsidered, announcement=LETTER)


@pytest.mark.parametrize("told", [ON_4, (*ON_4, views_received())])
def test_urgency_lifts_the_views_and_shows_ever_after(told: tuple[Happened, ...]) -> None:
    outcome = decide(*told, urgent=URGENT)
    placed, decided = outcome.facts
    assert isinstance(placed, RungRaised)
    assert isinstance(decided, SubstitutionDecided)
    assert (placed.urgent, decided.urgent) == (URGENT, URGENT)
    assert outcome.case.law.decisions[DECISION].urgent


# One more decision


def further(*told: Happened, on: str | None = "2025-09-01", content: Deciding | None = None, **more: object) -> Outcome:
    question: Question = {"deciding": content or deciding(decision=OTHER), **more}
    return given(*told).when(decide_substitution, on=on, **question)


def test_who_stands_on_rung_5_is_decided_about_once_more() -> None:
    outcome = further(*NOTIFIED, document=DocumentId("document-2"))
    content = dict(deciding(decision=OTHER))
    outcome.then(SubstitutionDecided(**content, announcement=LETTER, document=DocumentId("document-2")))
    assert [each.decision for each in outcome.case.law.standing_on(date(2025, 9, 1))] == [DECISION, OTHER]


def test_of_two_decisions_the_one_about_the_oldest_period_comes_first_and_the_last_one_is_the_latest() -> None:
    outcome = further(*NOTIFIED, content=deciding(decision=OTHER, period="2023-2"))
    law, day = outcome.case.law, date(2025, 9, 1)
    assert [each.decision for each in law.standing_on(day)] == [OTHER, DECISION]
    assert law.latest_on(day) == law.decisions[OTHER]
    assert law.latest_on(date(2025, 8, 31)) == law.decisions[DECISION]
    assert law.latest_on(date(2025, 6, 30)) is None
    same = further(*ON_5, on="2025-07-01").case.law
    assert same.latest_on(day) == same.decisions[OTHER]


def test_one_more_decision_obeys_what_the_first_obeys() -> None:
    further(*ON_4).refused(RungTooLow, what="decision", rung=Rung(4), least=Rung(5))
    silent = (*ON_4_SILENT, raised(4, 5, "2025-07-01"))
    further(*silent).refused(AnnouncementMissing)
    further(*silent, urgent=URGENT).refused(AnnouncementMissing)
    further(*NOTIFIED, views_heard("2025-08-01")).refused(ViewsNotConsidered)
    assert further(*NOTIFIED, views_heard("2025-08-01"), urgent=URGENT).facts
    further(*NOTIFIED, content=deciding()).refused(AlreadyOnRecord)
    further(*NOTIFIED, content=deciding("2025-09-01", decision=OTHER)).refused(TermMissing)
    further(*NOTIFIED, content=deciding(decision=OTHER, period="2025-2")).refused(PeriodNotPast)
    further(*NOTIFIED, closed()).refused(SupervisionNotOpen)
    further(*NOTIFIED, seen=6).refused(ChangedSince, what="law of the case")


@pytest.mark.parametrize("rung", [5, 6])
def test_of_who_was_taken_over_on_rung_5_or_6_what_came_before_lies_before_the_record(rung: int) -> None:
    told = (opened(), taken_over(rung, since="2025-03"))
    outcome = further(*told)
    outcome.then(SubstitutionDecided(**dict(deciding(decision=OTHER))))
    further(*told, content=deciding("2025-09-01", decision=OTHER)).refused(TermMissing)
    risen = (opened(), taken_over(4, since="2025-03"), raised(4, 5, "2025-08-01"))
    further(*risen).refused(AnnouncementMissing)
    further(opened(), taken_over(rung, since="2025-03"), lowered(rung, 4, "2025-08-01")).refused(RungTooLow)


@pytest.mark.parametrize("rung", [5, 6])
def test_who_is_held_on_rung_5_or_6_can_be_decided_about_once_more(rung: int) -> None:
    told = (*NOTIFIED, *((raised(5, 6, "2025-07-10"),) if rung > 5 else ()))
    asked = by_gs("2025-09-01", deciding=deciding(decision=OTHER), until=date(2026, 6, 1))
    placed, decided = given(*told).when(hold_rung, **asked).facts
    assert isinstance(placed, RungHeld)
    assert decided == SubstitutionDecided(**dict(deciding(decision=OTHER)), announcement=LETTER)


@pytest.mark.parametrize(
    ("told", "to_rung"),
    [(BEFORE, 4), (ON_5, 4), (ON_5, 6), (NOTIFIED, 6), ((*NOTIFIED, raised(5, 6, "2025-07-10")), 5)],
    ids=["raise to 4", "lower to 4", "raise to 6", "raise to 6 of what was notified", "lower to 5"],
)
def test_a_decision_goes_with_rung_5_or_with_a_hold_on_rung_6(told: tuple[Happened, ...], to_rung: int) -> None:
    stands = given(*told).case.ladder.rung_on(date(2025, 9, 1))
    decision = lower_rung if stands and to_rung < stands else raise_rung
    asked = by_gs("2025-09-01", deciding=deciding(decision=OTHER))
    given(*told).when(decision, to_rung=Rung(to_rung), **asked).refused(NotWithThisMove, what="decision")


def test_a_decision_does_not_go_with_a_hold_on_rung_4() -> None:
    asked = by_gs("2025-07-01", deciding=deciding())
    given(*HEARD).when(hold_rung, **asked).refused(NotWithThisMove, move="holding", what="decision")


# Proposing and adopting


def propose(told: Given, to_rung: int, **more: object) -> Outcome:
    asked = Proposed(
        move=ProposedMove.RAISE,
        to_rung=Rung(to_rung),
        effective_on=date(2025, 7, 1),
        grounds=plain("the backlog grew"),
        **more,  # type: ignore[arg-type]  # the fields of Proposed
    )
    return told.when(propose_placement, on="2025-07-01", proposed=asked, framework=NEWEST)


def adopt(told: Given, proposal: int) -> Outcome:
    return told.when(adopt_placement, on="2025-07-01", actor=SECRETARY, proposal=proposal, framework=NEWEST)


def test_what_the_letter_would_say_is_proposed_and_adopted_with_rung_4() -> None:
    letter = announcing("2025-12-01", "2025-09-01")
    waiting = propose(given(*BEFORE), 4, announcing=letter, departure=DEPARTURE).recorded
    placed, sent = adopt(waiting, 3).facts
    assert isinstance(placed, RungRaised)
    assert sent == InterventionAnnounced(**dict(letter), proposal=cited(3))


def test_what_the_decision_would_say_is_proposed_and_adopted_with_rung_5() -> None:
    waiting = propose(given(*ON_4), 5, deciding=deciding(), urgent=URGENT).recorded
    placed, decided = adopt(waiting, 5).facts
    assert isinstance(placed, RungRaised)
    assert placed.urgent == URGENT
    assert decided == SubstitutionDecided(**dict(deciding()), announcement=LETTER, urgent=URGENT, proposal=cited(5))


def test_what_stands_in_the_way_of_a_decision_stands_in_the_way_of_adopting_it() -> None:
    waiting = propose(given(*ON_4, views_received()), 5, deciding=deciding()).recorded
    adopt(waiting, 6).refused(ViewsNotConsidered)
    outcome = adopt(waiting.given(views_considered()), 6)
    assert law_of(outcome).proposal == cited(6)


def test_what_was_proposed_is_decided_as_it_was_proposed() -> None:
    told = given(*HEARD, proposed(ProposedMove.RAISE, 4, 5, "2025-07-01", deciding=deciding(), on="2025-07-01"))
    asked = by_gs("2025-07-01", proposal=cited(7), deciding=deciding(persons=41))
    told.when(raise_rung, to_rung=Rung(5), **asked).refused(NotAsProposed, proposal=7)
    same = by_gs("2025-07-01", proposal=cited(7), deciding=deciding())
    assert told.when(raise_rung, to_rung=Rung(5), **same).facts


@pytest.mark.parametrize(
    ("move", "to_rung", "more", "what"),
    [
        (ProposedMove.LOWER, Rung(3), {"announcing": announcing()}, "announcement"),
        (ProposedMove.FREEZE, None, {"announcing": announcing()}, "announcement"),
        (ProposedMove.LOWER, Rung(3), {"deciding": deciding()}, "decision"),
        (ProposedMove.FREEZE, None, {"deciding": deciding()}, "decision"),
        (ProposedMove.HOLD, None, {"deciding": deciding()}, "decision"),
        (ProposedMove.RAISE, Rung(5), {"announcing": announcing(), "deciding": deciding()}, "announcement"),
        (ProposedMove.HOLD, None, {"urgent": URGENT}, "urgency"),
        (ProposedMove.LOWER, Rung(3), {"urgent": URGENT}, "urgency"),
    ],
)
def test_each_proposal_has_what_belongs_to_it(
    move: ProposedMove, to_rung: Rung | None, more: dict[str, object], what: str
) -> None:
    asked = Proposed(move=move, to_rung=to_rung, effective_on=date(2025, 7, 1), grounds=plain(), **more)  # type: ignore[arg-type]  # the fields of Proposed
    given(*HEARD).when(propose_placement, on="2025-07-01", proposed=asked, framework=NEWEST).refused(
        NotWithThisMove, what=what
    )
