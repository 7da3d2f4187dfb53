"""Rung 4 in law: the announcement, the views of the municipality on it, and giving it more time."""

from datetime import date

import pytest

from domain.decisions.announcing import (
    announce_intervention,
    consider_views,
    extend_term,
    hear_views,
    receive_views,
)
from domain.decisions.ladder import hold_rung, lower_rung, raise_rung
from domain.events.ladder import RungHeld, RungRaised
from domain.events.law import InterventionAnnounced, OralViewsHeard, TermExtended, ViewsConsidered, ViewsReceived
from domain.refusals import (
    AlreadyOnRecord,
    ChangedSince,
    DayNeeded,
    GroundsMissing,
    NotOnRecord,
    NotWithThisMove,
    NoViewsGiven,
    RungTooLow,
    SupervisionNotOpen,
    TermMissing,
    TermNotLonger,
    TooEarly,
)
from domain.values import DocumentId, LetterId, Rung
from tests.domain.law_cases import BEFORE, HEARD, ON_4, ON_5, by_gs
from tests.spec import (
    DECISION,
    DEPARTURE,
    LETTER,
    Decision,
    Happened,
    Outcome,
    Question,
    announced,
    announcing,
    closed,
    corrected,
    given,
    held,
    lowered,
    placement_as,
    plain,
    raised,
    substitution_withdrawn,
    term_extended,
    views_considered,
    views_heard,
    views_received,
)

ON_4_SILENT = (*BEFORE, raised(3, 4, "2025-02-01"))
"""On rung 4 without a letter."""
OTHER = LetterId("letter-5")


def announce(*told: Happened, on: str = "2025-02-10", seen: int | None = None, **more: str) -> Outcome:
    return given(*told).when(announce_intervention, on=on, seen=seen, announcing=announcing(**more))


# Announcing


def test_the_announcement_goes_with_the_placement_on_rung_4() -> None:
    letter = announcing(persons=42)
    asked = by_gs("2025-02-01", announcing=letter, document=DocumentId("document-1"))
    outcome = given(*BEFORE).when(raise_rung, to_rung=Rung(4), **asked)
    by = asked["actor"].person
    outcome.then(
        RungRaised(**placement_as("2025-02-01", 3, 4, document=DocumentId("document-1"), recorded_by=by)),
        InterventionAnnounced(**dict(letter), document=DocumentId("document-1")),
    )
    found = outcome.case.law.announcements[LETTER]
    assert (found.announced_on, found.term_ends, found.views_due) == (
        date(2025, 2, 1),
        date(2025, 6, 1),
        date(2025, 3, 15),
    )


def test_rung_4_can_be_reached_before_the_letter_goes_out() -> None:
    (fact,) = given(*BEFORE).when(raise_rung, to_rung=Rung(4), **by_gs("2025-02-01")).facts
    assert isinstance(fact, RungRaised)
    announce(*ON_4_SILENT).then(InterventionAnnounced(**dict(announcing())))


def test_a_municipality_is_announced_to_once_more() -> None:
    outcome = announce(*ON_4, on="2025-04-01", letter=OTHER, term_ends="2025-09-01", views_due="2025-05-01")
    assert outcome.case.law.announced_by(date(2025, 12, 1)) == outcome.case.law.announcements[OTHER]
    assert outcome.case.law.announced_by(date(2025, 3, 31)) == outcome.case.law.announcements[LETTER]
    assert outcome.case.law.announced_by(date(2025, 1, 31)) is None


def test_of_two_letters_of_one_day_the_last_recorded_counts() -> None:
    case = given(*ON_4, announced(letter=OTHER)).case
    assert case.law.announced_by(date(2025, 2, 1)) == case.law.announcements[OTHER]


@pytest.mark.parametrize("term_ends", ["2025-02-09", "2025-02-10"])
def test_an_announcement_has_a_term_that_is_still_to_run(term_ends: str) -> None:
    announce(*ON_4_SILENT, term_ends=term_ends).refused(
        TermMissing, what="announcement", term_ends=date.fromisoformat(term_ends)
    )
    asked = by_gs("2025-02-10", announcing=announcing(term_ends))
    given(*BEFORE).when(raise_rung, to_rung=Rung(4), **asked).refused(TermMissing, what="announcement")


def test_views_can_be_given_from_the_day_of_the_announcement_on() -> None:
    announce(*ON_4_SILENT, views_due="2025-02-09").refused(TooEarly, what="last day for views", bound=date(2025, 2, 10))
    assert announce(*ON_4_SILENT, views_due="2025-02-10", term_ends="2025-02-11").facts


def test_nothing_is_announced_to_who_stands_below_rung_4() -> None:
    announce(*BEFORE).refused(RungTooLow, what="announcement", rung=Rung(3), least=Rung(4))
    announce(*ON_4_SILENT, on="2025-01-31").refused(RungTooLow, rung=Rung(3))
    announce(*ON_4_SILENT, lowered(4, 3, "2025-02-10")).refused(RungTooLow, rung=Rung(3))


def test_one_letter_announces_once() -> None:
    announce(*ON_4).refused(AlreadyOnRecord, what="announcement", id=LETTER)


def test_the_day_of_an_announcement_is_known() -> None:
    announce(*ON_4_SILENT, on="2025-02").refused(DayNeeded, what="day of the announcement")


def test_nothing_is_announced_or_extended_for_who_is_supervised_no_more() -> None:
    announce(*ON_4_SILENT, closed()).refused(SupervisionNotOpen)
    extend(*ON_4, closed()).refused(SupervisionNotOpen)


@pytest.mark.parametrize(("decision", "to_rung"), [(raise_rung, 2), (raise_rung, 5), (lower_rung, 1), (lower_rung, 4)])
def test_an_announcement_goes_with_rung_4_only(decision: Decision, to_rung: int) -> None:
    start = {2: 1, 5: 4, 1: 4, 4: 5}[to_rung]
    told = (*BEFORE[:1], raised(1, start, "2025-01-01")) if start > 1 else BEFORE[:1]
    asked = by_gs("2025-02-01", announcing=announcing(), departure=DEPARTURE)
    given(*told).when(decision, to_rung=Rung(to_rung), **asked).refused(NotWithThisMove, what="announcement")


def test_who_is_held_on_rung_4_can_be_announced_to_and_who_is_held_on_another_rung_cannot() -> None:
    asked = by_gs("2025-02-10", announcing=announcing())
    held_there, letter = given(*ON_4_SILENT).when(hold_rung, **asked).facts
    assert isinstance(held_there, RungHeld)
    assert letter == InterventionAnnounced(**dict(announcing()))
    given(*BEFORE).when(hold_rung, **asked).refused(NotWithThisMove, move="holding", what="announcement")


def test_who_announces_has_seen_the_law_of_the_case() -> None:
    announce(*ON_4, seen=3, letter=OTHER).refused(ChangedSince, what="law of the case", changed_by=4)
    assert announce(*ON_4, held("talk-1"), seen=4, letter=OTHER).facts


# Views


def test_views_come_in_in_writing_or_are_given_orally_late_ones_too() -> None:
    question: Question = {"announcement": LETTER, "summary": plain("the builder went bankrupt")}
    late: Question = {"on": "2025-12-01", **question}
    given(*ON_4).when(receive_views, **late).then(ViewsReceived(**question))
    outcome = given(*ON_4).when(hear_views, document=DocumentId("document-1"), **late)
    outcome.then(OralViewsHeard(**question, document=DocumentId("document-1")))
    assert outcome.case.law.announcements[LETTER].views == (5,)


@pytest.mark.parametrize(
    ("decision", "more"),
    [
        (receive_views, {"summary": plain()}),
        (hear_views, {"summary": plain()}),
        (consider_views, {"considerations": plain()}),
    ],
)
def test_views_are_about_an_announcement_that_was_made_by_then(decision: Decision, more: Question) -> None:
    on_4 = given(*ON_4, views_received())
    on_4.when(decision, announcement=OTHER, **more).refused(NotOnRecord, what="announcement", id=OTHER)
    on_4.when(decision, on="2025-01-31", announcement=LETTER, **more).refused(TooEarly, bound=date(2025, 2, 1))
    on_4.when(decision, on="2025-03", announcement=LETTER, **more).refused(DayNeeded)


def test_views_are_considered_and_those_that_come_later_once_more() -> None:
    question: Question = {"announcement": LETTER, "considerations": plain("others could build")}
    outcome = given(*ON_4, views_received(), views_heard()).when(consider_views, on="2025-04-01", **question)
    outcome.then(ViewsConsidered(**question))
    assert outcome.case.law.announcements[LETTER].views_considered
    outcome.recorded.when(consider_views, **question).refused(NoViewsGiven, announcement=LETTER)
    assert outcome.recorded.given(views_heard("2025-04-02")).when(consider_views, **question).facts


def test_where_no_views_were_given_there_is_nothing_to_consider() -> None:
    assert given(*ON_4).case.law.announcements[LETTER].views_considered
    given(*ON_4).when(consider_views, announcement=LETTER, considerations=plain()).refused(NoViewsGiven)


# More time


def extend(*told: Happened, until: str = "2025-07-15", on: str = "2025-05-20", **more: object) -> Outcome:
    question: Question = {"announcement": LETTER, "grounds": plain("almost ready"), **more}
    return given(*told).when(extend_term, on=on, term_ends=date.fromisoformat(until), **question)


def test_gs_give_more_time_with_grounds() -> None:
    outcome = extend(*ON_4)
    outcome.then(term_extended("2025-07-15").fact)
    found = outcome.case.law.announcements[LETTER]
    assert (found.term_ends, found.extended_by) == (date(2025, 7, 15), (5,))
    extend(*ON_4, grounds=None).refused(GroundsMissing)


def test_who_is_held_on_rung_4_until_later_than_the_term_gets_more_time() -> None:
    asked = by_gs("2025-05-20", until=date(2025, 7, 15))
    placed, longer = given(*ON_4).when(hold_rung, **asked).facts
    assert isinstance(placed, RungHeld)
    assert longer == TermExtended(announcement=LETTER, term_ends=date(2025, 7, 15), grounds=plain("the backlog grew"))


def test_who_is_held_after_the_term_passed_gets_time_that_still_runs() -> None:
    on = "2025-06-20"
    _, longer = given(*ON_4).when(hold_rung, **by_gs(on, until=date(2025, 7, 15))).facts
    assert isinstance(longer, TermExtended)
    assert len(given(*ON_4).when(hold_rung, **by_gs(on, until=date(2025, 6, 20))).facts) == 1


@pytest.mark.parametrize("until", [None, date(2025, 5, 20), date(2025, 6, 1)])
def test_who_is_held_no_longer_than_the_term_gets_no_more_time(until: date | None) -> None:
    assert len(given(*ON_4).when(hold_rung, **by_gs("2025-05-20", until=until)).facts) == 1


def test_holding_extends_nothing_where_nothing_was_announced_in_this_stay() -> None:
    until = {"until": date(2026, 3, 1)}
    assert len(given(*ON_4_SILENT).when(hold_rung, **by_gs("2025-05-20", **until)).facts) == 1
    again = (*ON_4, lowered(4, 1, "2025-07-01"), raised(1, 4, "2025-08-01"))
    assert len(given(*again).when(hold_rung, **by_gs("2025-09-01", **until)).facts) == 1


@pytest.mark.parametrize(("on", "until"), [("2025-05-20", "2025-06-01"), ("2025-06-20", "2025-06-20")])
def test_more_time_ends_later_than_the_term_and_than_today(on: str, until: str) -> None:
    extend(*ON_4, on=on, until=until).refused(TermNotLonger, given=date.fromisoformat(until))


def test_the_term_of_a_decision_in_force_is_extended_by_holding_and_by_itself() -> None:
    outcome = extend(*ON_5, announcement=None, decision=DECISION, on="2025-09-01", until="2025-12-01")
    outcome.then(term_extended("2025-12-01", decision=DECISION).fact)
    assert outcome.case.law.decisions[DECISION].term_ends == date(2025, 12, 1)
    assert outcome.case.law.announcements[LETTER].term_ends == date(2025, 6, 1)
    _, longer = given(*ON_5).when(hold_rung, **by_gs("2025-09-01", until=date(2025, 12, 1))).facts
    assert longer == TermExtended(decision=DECISION, term_ends=date(2025, 12, 1), grounds=plain("the backlog grew"))


def test_more_time_is_given_for_one_announcement_or_one_decision_in_force() -> None:
    extend(*ON_4, announcement=OTHER).refused(NotOnRecord, what="announcement", id=OTHER)
    over: Question = {"announcement": None, "decision": DECISION, "until": "2026-01-01"}
    extend(*ON_5, substitution_withdrawn("2025-09-01"), on="2025-09-01", **over).refused(
        NotOnRecord, what="decision in force", id=DECISION
    )
    extend(*ON_5, on="2025-06-30", **over).refused(NotOnRecord, what="decision in force")
    for which in ({"announcement": None}, {"decision": DECISION}, {"announcement": None, "decision": DECISION}):
        extend(*ON_4, **which).refused(NotOnRecord, what="decision in force")
    both = {"announcement": LETTER, "decision": DECISION}
    extend(*ON_5, on="2025-09-01", until="2026-01-01", **both).refused(NotOnRecord)


def test_more_time_is_not_given_before_the_announcement() -> None:
    extend(*ON_4, on="2025-01-31").refused(TooEarly, what="day of the extension", bound=date(2025, 2, 1))


def test_who_extends_has_seen_the_law_of_the_case_with_what_corrected_it() -> None:
    given(*ON_4, views_received()).when(
        extend_term,
        on="2025-05-20",
        seen=4,
        term_ends=date(2025, 7, 1),
        grounds=plain(),
        announcement=LETTER,
    ).refused(ChangedSince, what="law of the case", changed_by=5)
    given(*HEARD, corrected(4, announced(term_ends="2025-06-15"))).when(
        extend_term, on="2025-05-20", seen=6, term_ends=date(2025, 7, 1), grounds=plain(), announcement=LETTER
    ).refused(ChangedSince, changed_by=7)


def test_what_follows_on_an_announcement_that_is_not_known_changes_nothing() -> None:
    on_4 = given(*ON_4_SILENT)
    late = (
        views_received(),
        views_considered(),
        term_extended("2026-01-01"),
        term_extended("2026-01-01", decision="x"),
    )
    assert on_4.given(*late).case.law == on_4.case.law
