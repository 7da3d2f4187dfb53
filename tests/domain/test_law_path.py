"""The road of rungs 4 to 6: what is done, what runs, what is missing and what comes next, day by day."""

from datetime import date
from typing import Any

import pytest

from domain.decisions.ladder import raise_rung
from domain.decisions.occasion import Occasion
from domain.events.law import (
    AppealLodged,
    CostsClaimed,
    CostsRecovered,
    Deciding,
    DecisionNotified,
    InterimReliefDecided,
    InterimReliefRequested,
    InterventionAnnounced,
    SubstitutionDecided,
    SubstitutionEnded,
    SubstitutionLapsed,
    SubstitutionStarted,
    TermExtended,
    ViewsConsidered,
    ViewsReceived,
)
from domain.municipality import Municipality
from domain.policy.law_path import Act, LawPath, Stage, law_path
from domain.policy.official import OFFICIAL_KINDS
from domain.policy.outstanding import Unmet, outstanding
from domain.refusals import Refusal
from domain.values import AppealId, ClaimId, DecisionId, LetterId, PartialDate, Period, ReliefId, Rung
from tests.spec import GS, SECRETARY, Happened, given, happened, lowered, opened, raised, reported, sealed_text, terms

LETTER, DECISION = LetterId("letter-1"), DecisionId("decision-1")
OFFICIALS = tuple(sorted(OFFICIAL_KINDS))
FIGURES = (
    reported("2024-2", "2024-12-31", opening_backlog=0, net_target=50, realised=8),
    reported("2025-1", "2025-03-01", net_target=40, realised=0),
)
ANNOUNCED = happened(
    InterventionAnnounced(letter=LETTER, term_ends=date(2025, 3, 3), views_due=date(2025, 2, 14)), "2025-01-10"
)
VIEWS = happened(ViewsReceived(announcement=LETTER, summary=sealed_text()), "2025-02-01")
WEIGHED = happened(ViewsConsidered(announcement=LETTER, considerations=sealed_text()), "2025-02-20")
CONTENT: dict[str, Any] = {
    "decision": DECISION,
    "periods": (Period(2024, 2),),
    "persons": 42,
    "figures_day": date(2025, 3, 1),
    "term_ends": date(2025, 6, 1),
}
DECIDED = happened(SubstitutionDecided(**CONTENT, announcement=LETTER), "2025-03-10")
NOTIFIED = happened(DecisionNotified(decision=DECISION), "2025-03-12")
STARTED = happened(SubstitutionStarted(decision=DECISION), "2025-06-10")
ENDED = happened(SubstitutionEnded(decision=DECISION, summary=sealed_text()), "2025-09-01")
ON_4 = (opened(), *FIGURES, raised(1, 4, "2025-01-10"), ANNOUNCED)
ON_5 = (*ON_4, VIEWS, WEIGHED, raised(4, 5, "2025-03-10"), DECIDED)
ON_6 = (*ON_5, NOTIFIED, raised(5, 6, "2025-06-10"), STARTED)


def road(*told: Happened, on: str) -> LawPath:
    """The road of a municipality of which this was recorded, on a day."""
    return law_path(given(*told).case, date.fromisoformat(on), OFFICIALS)


def standings(path: LawPath) -> str:
    """How it is with each stage, in a line: the first letters of 'done now runs later'; '-' was left out."""
    marks = {"done": "d", "now": "n", "runs": "r", "later": "l", "left-out": "-"}
    return "".join(marks[step.standing.value] for step in path.steps)


def refused(case: Municipality, to_rung: int, on: str, **more: object) -> type[Refusal] | None:
    """What a placement on a rung is refused for on a day."""
    day = date.fromisoformat(on)
    occasion = Occasion(today=day, happened_on=PartialDate.of(day), by=SECRETARY)
    try:
        raise_rung(case, on=occasion, to_rung=Rung(to_rung), terms=terms(on, decided_by=GS, **more))
    except Refusal as refusal:
        return type(refusal)
    return None


@pytest.mark.parametrize(
    ("told", "on", "line", "following"),
    [
        ((opened(), *FIGURES), "2025-01-05", "llllllllll", None),
        ((opened(), raised(1, 4, "2025-01-10")), "2025-01-20", "nlllllllll", Act.ANNOUNCE),
        (ON_4, "2025-01-20", "drrlllllll", Act.RECEIVE_VIEWS),
        (ON_4, "2025-02-15", "ddrlllllll", None),
        ((*ON_4, VIEWS), "2025-02-15", "dnrlllllll", Act.CONSIDER_VIEWS),
        ((*ON_4, VIEWS, WEIGHED), "2025-03-03", "ddrlllllll", None),
        ((*ON_4, VIEWS, WEIGHED), "2025-03-04", "dddnllllll", Act.DECIDE),
        (ON_5, "2025-03-11", "ddddnlrlll", Act.NOTIFY),
        ((*ON_5, NOTIFIED), "2025-04-01", "dddddrrlll", None),
        ((*ON_5, NOTIFIED), "2025-06-02", "dddddddnll", Act.CARRY_OUT),
        (ON_6, "2025-07-01", "ddddddddll", None),
        ((*ON_6, ENDED), "2025-09-02", "dddddddddn", Act.CLAIM),
    ],
)
def test_the_road_goes_step_by_step(told: tuple[Happened, ...], on: str, line: str, following: Act | None) -> None:
    path = road(*told, on=on)
    assert (standings(path), path.next) == (line, following)


@pytest.mark.parametrize(
    "told", [(opened(), *FIGURES, raised(1, 4, "2025-01-10")), ON_4, (*ON_4, VIEWS), (*ON_4, VIEWS, WEIGHED)]
)
@pytest.mark.parametrize("on", ["2025-02-10", "2025-03-03", "2025-03-04"])
def test_what_is_missing_for_rung_5_is_what_the_decision_is_refused_for(told: tuple[Happened, ...], on: str) -> None:
    path, case = road(*told, on=on), given(*told).case
    content = Deciding(**{**CONTENT, "figures_day": date(2024, 12, 31)})
    expected = type(path.missing[0]) if path.missing else None
    assert refused(case, 5, on, deciding=content) is expected


@pytest.mark.parametrize(
    "more",
    [
        (),
        (NOTIFIED,),
        (
            NOTIFIED,
            happened(InterimReliefRequested(relief=ReliefId("relief-1"), decision=DECISION), "2025-03-20"),
            happened(InterimReliefDecided(relief=ReliefId("relief-1"), granted=True), "2025-04-01"),
        ),
    ],
)
@pytest.mark.parametrize("on", ["2025-05-01", "2025-06-02"])
def test_what_is_missing_for_rung_6_is_what_carrying_out_is_refused_for(more: tuple[Happened, ...], on: str) -> None:
    path, case = road(*ON_5, *more, on=on), given(*ON_5, *more).case
    expected = type(path.missing[0]) if path.missing else None
    assert refused(case, 6, on) is expected


def test_when_the_figures_tell_that_all_were_housed_the_lapse_is_to_be_confirmed() -> None:
    housed = reported("2025-1", "2025-05-01", realised=42)
    path = road(*ON_5, NOTIFIED, housed, on="2025-05-02")
    assert path.housed
    assert (path.housed.housed, path.housed.met, path.next) == (42, True, Act.CONFIRM_LAPSE)
    assert standings(path) == "ddddddnlll"  # the six weeks of the appeal are over too
    lapsed = happened(SubstitutionLapsed(decision=DECISION, housed=42), "2025-05-03")
    after = road(*ON_5, NOTIFIED, housed, lapsed, on="2025-05-04")
    assert (standings(after), after.next) == ("ddddddd-d-", Act.PLACE)


def test_an_appeal_that_is_pending_runs_and_entries_stand_with_their_stage() -> None:
    appeal = happened(AppealLodged(appeal=AppealId("appeal-1"), decision=DECISION), "2025-04-01")
    longer = happened(TermExtended(decision=DECISION, term_ends=date(2025, 8, 1), grounds=sealed_text()), "2025-05-20")
    path = road(*ON_5, NOTIFIED, appeal, longer, on="2025-06-20")
    assert standings(path) == "dddddrrlll"
    first = len(ON_5)
    by_stage = {step.stage: step.entries for step in path.steps}
    assert by_stage[Stage.ANNOUNCED] == (5,)
    assert by_stage[Stage.VIEWS] == (6, 7)
    assert by_stage[Stage.DECIDED] == (first,)
    assert (by_stage[Stage.NOTIFIED], by_stage[Stage.COURT], by_stage[Stage.COMPLIED]) == (
        (first + 1,),
        (first + 2,),
        (first + 3,),
    )


def test_costs_that_came_in_settle_the_road_also_after_it_was_left() -> None:
    claim = happened(CostsClaimed(claim=ClaimId("claim-1"), decision=DECISION, cents=900), "2025-09-05")
    left_it = lowered(6, 1, "2025-09-10")
    owed = road(*ON_6, ENDED, claim, left_it, on="2025-10-01")
    assert (owed.next, owed.trail.decision is not None) == (Act.RECORD_PAYMENT, True)
    paid = happened(CostsRecovered(claim=ClaimId("claim-1"), cents=900), "2025-10-02")
    left = road(*ON_6, ENDED, claim, left_it, paid, on="2025-10-03")
    assert (left.next, left.trail.decision, len(left.others)) == (None, None, 1)


def test_an_announcement_of_an_earlier_stay_is_history() -> None:
    told = (*ON_4, lowered(4, 1, "2025-07-01"), raised(1, 4, "2026-01-05"))
    path = road(*told, on="2026-01-06")
    assert (path.next, path.since, path.trail.announcement) == (Act.ANNOUNCE, date(2026, 1, 5), None)
    assert [trail.announcement.letter for trail in path.others if trail.announcement] == [LETTER]


def test_what_is_still_due_of_the_past_stands_in_its_last_half_years() -> None:
    told = (
        reported("2023-2", "2023-12-31", opening_backlog=10, net_target=30, realised=20),
        reported("2024-1", "2024-06-30", net_target=25, realised=10),
        reported("2024-2", "2024-09-01", net_target=40, realised=12),
    )
    case = given(opened(), *told).case
    found = outstanding(case.figures, {}, date(2024, 9, 10), OFFICIALS)
    assert found
    assert found.figures_day == date(2024, 9, 1)
    assert found.unmet == (Unmet(Period(2024, 1), 23),)
    earlier = outstanding(case.figures, {}, date(2024, 8, 1), OFFICIALS)
    assert earlier
    assert earlier.unmet == (Unmet(Period(2023, 2), 10), Unmet(Period(2024, 1), 25))
    assert outstanding(given(opened()).case.figures, {}, date(2024, 8, 1), OFFICIALS) is None
