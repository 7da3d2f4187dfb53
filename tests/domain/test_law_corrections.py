"""Corrections and withdrawals of what was recorded in law: the subject stays, and no guard is lost on the way."""

from datetime import date

import pytest

from domain.decisions.ladder import lower_rung
from domain.decisions.records import correct_entry, withdraw_entry
from domain.decisions.substituting import confirm_lapse
from domain.events.base import Fact
from domain.events.law import (
    AppealDecided,
    CostsClaimed,
    InterventionAnnounced,
    Ruling,
    SubstitutionDecided,
)
from domain.events.record_keeping import EntryCorrected, Repair
from domain.refusals import (
    AnotherSubject,
    ComputedNotCorrected,
    DayNeeded,
    NothingAmended,
    PeriodNotPast,
    Refusal,
    SubstitutionNeedsItsLaw,
    SubstitutionStands,
    TermMissing,
    TermNotLonger,
    TooEarly,
)
from domain.values import AppealId, ClaimId, DecisionId, LetterId, PartialDate, Period, ReliefId, Rung
from tests.domain.frameworks import NEWEST
from tests.domain.law_cases import HEARD, NOTIFIED, ON_4, ON_5, ON_6, by_gs
from tests.spec import (
    APPEAL,
    DECISION,
    LETTER,
    Happened,
    Outcome,
    announced,
    appeal_decided,
    appeal_lodged,
    appeal_withdrawn,
    cited,
    costs_claimed,
    costs_recovered,
    decision_notified,
    given,
    plain,
    raised,
    relief_decided,
    relief_requested,
    reported,
    substitution_amended,
    substitution_decided,
    substitution_ended,
    substitution_started,
    substitution_withdrawn,
    term_extended,
    views_considered,
    views_received,
)

OTHER = DecisionId("decision-2")
ANNOUNCED, DECIDED, LAST = len(ON_4), len(ON_5), len(ON_6) + 1
"""Which entry the announcement and the decision are, and one that comes after those of rung 6."""


def correct(*told: Happened, entry: int, replacement: Fact, on: str | None = None) -> Outcome:
    """What comes of correcting an entry, on the day on which it happened unless told otherwise."""
    case = given(*told)
    happened_on = PartialDate.of(on) if on else case.case.entries[entry].about.happened_on
    return case.when(
        correct_entry,
        entry=entry,
        replacement=replacement,
        replacement_happened_on=happened_on,
        repairs=Repair.ERROR,
        reason=plain("a typing error"),
    )


def changed(told: Happened, **more: object) -> Fact:
    return told.fact.model_copy(update=more)


@pytest.mark.parametrize(
    ("recorded", "field", "other"),
    [
        (
            announced("2025-11-01", letter=LetterId("letter-5"), term_ends="2026-03-01", views_due="2025-12-01"),
            "letter",
            LETTER,
        ),
        (views_received(), "announcement", LetterId("letter-5")),
        (term_extended("2026-03-01"), "announcement", LetterId("letter-5")),
        (term_extended("2026-03-01", decision=DECISION), "decision", OTHER),
        (substitution_decided("2025-11-01", decision=OTHER, term_ends="2026-03-01"), "decision", DECISION),
        (decision_notified(), "decision", OTHER),
        (substitution_withdrawn(), "decision", OTHER),
        (appeal_lodged(), "appeal", AppealId("appeal-2")),
        (appeal_lodged(), "decision", OTHER),
        (appeal_withdrawn(), "appeal", AppealId("appeal-2")),
        (relief_requested(), "relief", ReliefId("relief-2")),
        (relief_decided(), "relief", ReliefId("relief-2")),
        (costs_claimed(), "claim", ClaimId("claim-2")),
        (costs_recovered(), "claim", ClaimId("claim-2")),
    ],
    ids=lambda each: type(each.fact).__name__ if isinstance(each, Happened) else str(each),
)
def test_what_is_corrected_stays_about_what_it_is_about(recorded: Happened, field: str, other: str) -> None:
    correct(*ON_6, recorded, entry=LAST, replacement=changed(recorded, **{field: other})).refused(
        AnotherSubject, entry=LAST, field=field
    )


def test_more_time_for_an_announcement_is_not_corrected_into_more_time_for_a_decision() -> None:
    longer = term_extended("2026-03-01")
    for update in ({"announcement": None, "decision": DECISION}, {"decision": DECISION}, {"announcement": None}):
        correct(*ON_6, longer, entry=LAST, replacement=changed(longer, **update)).refused(AnotherSubject)


def test_what_else_was_recorded_can_be_corrected_and_counts_as_if_it_had_been_recorded_so() -> None:
    right = changed(announced(), term_ends=date(2025, 6, 15), views_due=date(2025, 3, 20))
    outcome = correct(*HEARD, entry=ANNOUNCED, replacement=right, on="2025-02-03")
    (fact,) = outcome.facts
    assert isinstance(fact, EntryCorrected)
    found = outcome.case.law.announcements[LETTER]
    assert (found.announced_on, found.term_ends, found.views_considered) == (
        date(2025, 2, 3),
        date(2025, 6, 15),
        True,
    )
    persons = correct(*NOTIFIED, entry=DECIDED, replacement=changed(substitution_decided(), persons=24))
    assert persons.case.law.decisions[DECISION].persons == 24


def test_a_ruling_that_was_recorded_wrong_ends_nothing_once_it_is_corrected() -> None:
    told = (*NOTIFIED, appeal_lodged(), appeal_decided(Ruling.ANNULLED))
    assert not given(*told).case.law.standing_on(date(2025, 12, 31))
    right = AppealDecided(appeal=APPEAL, ruling=Ruling.ANNULLED_EFFECTS_KEPT)
    outcome = correct(*told, entry=len(told), replacement=right)
    assert outcome.case.law.standing_on(date(2025, 12, 31))


def test_withdrawing_what_ended_a_decision_puts_it_in_force_again() -> None:
    told = given(*NOTIFIED, substitution_withdrawn())
    again = told.when(withdraw_entry, entry=len(NOTIFIED) + 1, reason=plain())
    found = again.case.law.decisions[DECISION]
    assert (found.over, found.stands_on(date(2025, 12, 31))) == (None, True)
    again.recorded.when(lower_rung, to_rung=Rung(1), **by_gs("2025-12-01")).refused(SubstitutionStands)


def test_withdrawing_a_decision_leaves_nothing_of_what_followed_on_it() -> None:
    outcome = given(*ON_6).when(withdraw_entry, entry=DECIDED, reason=plain())
    assert not outcome.case.law.decisions
    assert outcome.case.law.announcements


def test_a_lapse_is_withdrawn_and_not_corrected() -> None:
    told = given(
        *NOTIFIED, reported("2025-1", "2025-06-30", realised=30), reported("2025-2", "2025-09-01", realised=42)
    )
    lapsed = told.when(confirm_lapse, on="2025-09-02", decision=DECISION, framework=NEWEST)
    version = len(NOTIFIED) + 3
    (fact,) = lapsed.facts
    lapsed.recorded.when(
        correct_entry,
        entry=version,
        replacement=fact.model_copy(update={"housed": 50}),
        replacement_happened_on=PartialDate.of("2025-09-02"),
        repairs=Repair.ERROR,
        reason=plain(),
    ).refused(ComputedNotCorrected, entry=version)
    assert lapsed.case.law.decisions[DECISION].over
    withdrawn = lapsed.recorded.when(withdraw_entry, entry=version, reason=plain()).case
    assert withdrawn.law.decisions[DECISION].over is None


@pytest.mark.parametrize("to_rung", [5, 6])
def test_a_placement_is_not_corrected_into_rung_5_or_6(to_rung: int) -> None:
    right = raised(to_rung - 1, to_rung, "2025-02-01").fact
    correct(*ON_4, entry=3, replacement=right).refused(SubstitutionNeedsItsLaw, to_rung=Rung(to_rung))


def test_a_placement_on_rung_5_can_be_corrected_in_what_it_says_and_into_a_lower_rung() -> None:
    grounds = raised(4, 5, "2025-07-01", grounds=plain("other grounds")).fact
    assert correct(*ON_5, entry=DECIDED - 1, replacement=grounds).facts
    assert correct(*ON_5, entry=DECIDED - 1, replacement=raised(3, 4, "2025-07-01").fact).facts
    six = raised(5, 6, "2025-07-01").fact
    correct(*ON_5, entry=DECIDED - 1, replacement=six).refused(SubstitutionNeedsItsLaw, to_rung=Rung(6))


# What was adopted stays as it was adopted


def with_proposal(told: Happened) -> Happened:
    """The same, as it adopted a proposal."""
    return Happened(told.fact.model_copy(update={"proposal": cited(2)}), told.on, told.by)


@pytest.mark.parametrize(
    "more", [{"term_ends": date(2025, 7, 1)}, {"views_due": date(2025, 3, 1)}, {"persons": 3}, {"proposal": None}]
)
def test_an_announcement_that_was_adopted_is_not_corrected_in_what_was_proposed(more: dict[str, object]) -> None:
    adopted = with_proposal(announced())
    correct(*ON_4[:-1], adopted, entry=ANNOUNCED, replacement=changed(adopted, **more)).refused(AnotherSubject)


@pytest.mark.parametrize(
    "more",
    [
        {"persons": 41},
        {"periods": (Period(2023, 2),)},
        {"term_ends": date(2025, 10, 2)},
        {"figures_day": date(2025, 6, 1)},
        {"scope": "whole-task"},
        {"urgent": plain("now")},
        {"proposal": None},
    ],
)
def test_a_decision_that_was_adopted_is_not_corrected_in_what_was_proposed(more: dict[str, object]) -> None:
    adopted = with_proposal(substitution_decided())
    told = (*ON_5[:-1], adopted)
    correct(*told, entry=DECIDED, replacement=changed(adopted, **more)).refused(AnotherSubject, entry=DECIDED)


def test_more_time_that_was_adopted_is_not_corrected_nor_into_adopting_a_proposal() -> None:
    adopted = with_proposal(term_extended("2025-07-15"))
    correct(*ON_4, adopted, entry=5, replacement=changed(adopted, term_ends=date(2025, 8, 1))).refused(AnotherSubject)
    assert correct(*ON_4, adopted, entry=5, replacement=changed(adopted, grounds=plain("other grounds"))).facts
    alone = term_extended("2025-07-15")
    correct(*ON_4, alone, entry=5, replacement=changed(alone, proposal=cited(2))).refused(
        AnotherSubject, field="proposal"
    )
    assert correct(*ON_4, alone, entry=5, replacement=changed(alone, term_ends=date(2025, 8, 1))).facts


# What is corrected obeys what is recorded


@pytest.mark.parametrize(
    ("told", "replacement", "on", "refusal"),
    [
        (announced(), changed(announced(), term_ends=date(2025, 2, 1)), None, TermMissing),
        (announced(), changed(announced(), views_due=date(2025, 1, 31)), None, TooEarly),
        (announced(), announced().fact, "2025-02", DayNeeded),
        (announced(), announced().fact, "2025-06-01", TermMissing),
        (substitution_decided(), changed(substitution_decided(), term_ends=date(2025, 7, 1)), None, TermMissing),
        (substitution_decided(), changed(substitution_decided(), figures_day=date(2025, 7, 2)), None, TooEarly),
        (substitution_decided(), changed(substitution_decided(), figures_day=date(2023, 1, 1)), None, TooEarly),
        (substitution_decided(), changed(substitution_decided(), periods=(Period(2025, 2),)), None, PeriodNotPast),
        (substitution_decided(), substitution_decided().fact, "2025-07", DayNeeded),
    ],
)
def test_what_begins_something_obeys_what_it_obeyed(
    told: Happened, replacement: Fact, on: str | None, refusal: type[Refusal]
) -> None:
    before = ON_4[:-1] if isinstance(told.fact, InterventionAnnounced) else ON_5[:-1]
    assert isinstance(told.fact, InterventionAnnounced | SubstitutionDecided)
    correct(*before, told, entry=len(before) + 1, replacement=replacement, on=on).refused(refusal)


LONGER, CLAIMED = term_extended("2026-03-01", decision=DECISION), costs_claimed(claim=ClaimId("claim-2"))
FOLLOWED = (
    *ON_6,
    relief_requested("2025-10-10"),
    appeal_lodged("2025-10-11"),
    costs_claimed("2025-12-10"),
)


@pytest.mark.parametrize(
    ("told", "replacement", "on", "refusal"),
    [
        (views_received(), views_received().fact, "2025-01-31", TooEarly),
        (views_considered(), views_considered().fact, "2025", DayNeeded),
        (term_extended("2026-03-01"), term_extended("2025-05-20").fact, None, TermNotLonger),
        (term_extended("2026-03-01"), term_extended("2026-03-01").fact, "2025-01-31", TooEarly),
        (
            term_extended("2026-03-01", decision=DECISION),
            term_extended("2026-03-01", decision=DECISION).fact,
            "2025-06-30",
            TooEarly,
        ),
        (decision_notified(), decision_notified().fact, "2025-06-30", TooEarly),
        (substitution_amended(persons=30), substitution_amended().fact, None, NothingAmended),
        (substitution_amended(persons=30), substitution_amended(term_ends=date(2025, 8, 1)).fact, None, TermMissing),
        (substitution_amended(persons=30), substitution_amended(periods=(Period(2025, 2),)).fact, None, PeriodNotPast),
        (substitution_started(), substitution_started().fact, "2025-06-30", TooEarly),
        (substitution_ended(), substitution_ended().fact, "2025-12", DayNeeded),
        (appeal_withdrawn("2025-11-01"), appeal_withdrawn().fact, "2025-10-10", TooEarly),
        (relief_decided("2025-11-01"), relief_decided().fact, "2025-10-09", TooEarly),
        (relief_decided("2025-11-01"), relief_decided(until="2025-10-31").fact, None, TooEarly),
        (
            costs_claimed(claim=ClaimId("claim-2")),
            CostsClaimed(claim=ClaimId("claim-2"), decision=DECISION, cents=1, due=date(2025, 12, 9)),
            None,
            TooEarly,
        ),
        (costs_recovered(), costs_recovered().fact, "2025-12-09", TooEarly),
    ],
)
def test_what_follows_on_something_obeys_what_it_obeyed(
    told: Happened, replacement: Fact, on: str | None, refusal: type[Refusal]
) -> None:
    correct(*FOLLOWED, told, entry=len(FOLLOWED) + 1, replacement=replacement, on=on).refused(refusal)
