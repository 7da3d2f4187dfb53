"""From rung 3 a plan is asked for, submitted and adopted; what it promises is owed by its day."""

from datetime import date

import pytest

from domain.events.contact import AgreementMade, Side
from domain.events.plan import (
    Horizon,
    Measure,
    MeasureProgressReported,
    Milestone,
    PlanContent,
    PlanRequested,
    PlanRevised,
    PlanSubmitted,
    Progress,
)
from domain.policy.obligations import ObligationKind, ObligationState
from domain.values import AgreementId, MeasureId, PlanId
from tests.domain.owing import is_lapsed, of_kind, owed, stand, the
from tests.spec import (
    Happened,
    agreed,
    broken,
    frozen,
    happened,
    held_on,
    kept,
    lowered,
    opened,
    plain,
    plan_adopted,
    plan_assessed,
    plan_closed,
    plan_rejected,
    plan_requested,
    raised,
    reported,
    taken_over,
    unfrozen,
    withdrawn,
)

REQUESTED, SUBMITTED, ADOPTED = (
    ObligationKind.PLAN_REQUESTED,
    ObligationKind.PLAN_SUBMITTED,
    ObligationKind.PLAN_ADOPTED,
)
MEASURE, MILESTONE, AGREEMENT = ObligationKind.MEASURE, ObligationKind.MILESTONE, ObligationKind.AGREEMENT
PLAN_KINDS = (REQUESTED, SUBMITTED, ADOPTED)
ON_RUNG_3 = (opened("2025-01-01"), raised(1, 2, "2025-01-10"), raised(2, 3, "2025-03-03"))


def measure(name: str, horizon: Horizon = Horizon.SHORT_TERM, due: str | None = "2025-06-01") -> Measure:
    day = date.fromisoformat(due) if due else None
    return Measure(measure=MeasureId(name), horizon=horizon, what=plain("flats"), due=day)


COMPLETE = tuple(measure(f"measure-{number}", horizon) for number, horizon in enumerate(Horizon, start=1))


def submitted(
    *measures: Measure, milestones: tuple[tuple[str, int], ...] = (), version: int = 1, on: str = "2025-04-01"
) -> Happened:
    kind: type[PlanContent] = PlanSubmitted if version == 1 else PlanRevised
    days = tuple(Milestone(day=date.fromisoformat(day), persons=persons) for day, persons in milestones)
    return happened(kind(plan=PlanId("plan-1"), plan_version=version, measures=measures, milestones=days), on)


def progress(name: str, how: Progress, on: str = "2025-05-01") -> Happened:
    fact = MeasureProgressReported(plan=PlanId("plan-1"), measure=MeasureId(name), progress=how)
    return happened(fact, on)


def test_a_plan_is_asked_for_within_two_weeks_submitted_within_eight_and_adopted_within_twelve() -> None:
    found = {each.kind: each for each in owed("2025-03-03", *ON_RUNG_3) if each.kind in PLAN_KINDS}
    assert [found[kind].owed_by for kind in PLAN_KINDS] == [Side.PROVINCE, Side.MUNICIPALITY, Side.MUNICIPALITY]
    days = [stand(kind, "2025-03-03", *ON_RUNG_3)[1] for kind in PLAN_KINDS]
    assert days == ["2025-03-17", "2025-04-28", "2025-05-26"]
    assert found[REQUESTED].state is ObligationState.DUE_SOON
    assert stand(REQUESTED, "2025-03-18", *ON_RUNG_3)[0] == "overdue"
    assert [each for each in owed("2025-03-02", *ON_RUNG_3) if each.kind in PLAN_KINDS] == []


def test_a_placement_that_is_withdrawn_takes_its_plan_with_it() -> None:
    assert of_kind(SUBMITTED, "2025-04-01", *ON_RUNG_3)
    assert of_kind(SUBMITTED, "2025-04-01", *ON_RUNG_3, withdrawn(3)) == []


def test_the_stay_counts_from_its_beginning_whatever_is_decided_within_it() -> None:
    told = (*ON_RUNG_3, held_on(3, "2025-04-01"), raised(3, 4, "2025-04-20"))
    assert stand(SUBMITTED, "2025-05-01", *told) == ("overdue", "2025-04-28", None)


def test_a_request_that_names_a_day_sets_the_day_for_submission_and_a_freeze_does_not_move_it() -> None:
    asked = happened(PlanRequested(plan=PlanId("plan-1"), due=date(2025, 5, 9)), "2025-03-10")
    told = (*ON_RUNG_3, asked, frozen(3, "2025-03-20", until="2025-03-26"))
    assert stand(REQUESTED, "2025-04-01", *told) == ("fulfilled", "2025-03-17", 4)
    assert stand(SUBMITTED, "2025-04-01", *told) == ("open", "2025-05-09", None)
    assert stand(ADOPTED, "2025-04-01", *told) == ("open", "2025-06-02", None)
    due = the(SUBMITTED, "2025-04-01", *told).due
    assert due
    assert "het verzoek om een verbeterplan van 10 maart 2025" in due.basis.sentence


def test_a_day_that_was_over_or_is_of_a_closed_plan_sets_nothing() -> None:
    early = happened(PlanRequested(plan=PlanId("plan-1"), due=date(2025, 2, 15)), "2025-01-20")
    asked = happened(PlanRequested(plan=PlanId("plan-1"), due=date(2025, 5, 9)), "2025-03-10")
    assert stand(SUBMITTED, "2025-04-01", *ON_RUNG_3, early) == ("open", "2025-04-28", None)
    assert stand(SUBMITTED, "2025-04-01", *ON_RUNG_3, asked, plan_closed("plan-1", "2025-03-20"))[1] == "2025-04-28"


def test_a_request_without_a_day_leaves_the_term_of_the_framework() -> None:
    told = (*ON_RUNG_3, plan_requested("plan-1", "2025-03-10"))
    assert stand(SUBMITTED, "2025-04-01", *told) == ("open", "2025-04-28", None)


def test_a_complete_plan_is_adopted_and_an_incomplete_one_does_not_fulfil_the_obligation() -> None:
    short = (*ON_RUNG_3, submitted(COMPLETE[0]), plan_adopted("plan-1", 1, "2025-04-10"))
    assert stand(SUBMITTED, "2025-05-27", *short) == ("fulfilled", "2025-04-28", 4)
    assert stand(ADOPTED, "2025-05-27", *short) == ("overdue", "2025-05-26", None)
    whole = (*short, submitted(*COMPLETE, version=2, on="2025-04-20"), plan_adopted("plan-1", 2, "2025-05-01"))
    assert stand(ADOPTED, "2025-05-27", *whole) == ("fulfilled", "2025-05-26", 7)


@pytest.mark.parametrize(
    "verdict", [plan_assessed("plan-1", sufficient=False, on="2025-04-20"), plan_rejected("plan-1", 1, "2025-04-20")]
)
def test_a_version_that_the_province_found_wanting_does_not_fulfil_it_either(verdict: Happened) -> None:
    told = (*ON_RUNG_3, submitted(*COMPLETE), plan_adopted("plan-1", 1, "2025-04-10"))
    assert stand(ADOPTED, "2025-04-25", *told)[0] == "fulfilled"
    assert stand(ADOPTED, "2025-04-25", *told, verdict)[0] == "open"


def test_a_plan_that_was_not_closed_fulfils_a_later_stay_and_a_closed_one_does_not() -> None:
    before = (*ON_RUNG_3, submitted(*COMPLETE), plan_adopted("plan-1", 1, "2025-04-10"), lowered(3, 2, "2025-07-01"))
    again = raised(2, 3, "2025-09-01")
    assert [each.state.value for each in of_kind(ADOPTED, "2025-09-02", *before, again)] == ["fulfilled", "fulfilled"]
    closed_plan = plan_closed("plan-1", "2025-07-15")
    assert [each.state.value for each in of_kind(ADOPTED, "2025-09-02", *before, closed_plan, again)] == [
        "fulfilled",
        "open",
    ]


def test_who_is_lowered_below_rung_3_owes_no_plan_any_more() -> None:
    told = (*ON_RUNG_3, lowered(3, 2, "2025-03-20"))
    for kind in PLAN_KINDS:
        assert is_lapsed(the(kind, "2025-04-01", *told), "afgeschaald tot onder trede 3")
    late = (*told, submitted(*COMPLETE, on="2025-03-25"))
    assert the(SUBMITTED, "2025-04-01", *late).state is ObligationState.LAPSED


@pytest.mark.parametrize("since", [None, "2024", "2024-06-01"])
def test_a_rung_that_was_taken_over_counts_from_the_opening(since: str | None) -> None:
    told = (opened("2025-01-06"), taken_over(3, since=since, on="2025-01-06"))
    assert stand(REQUESTED, "2025-01-07", *told) == ("due-soon", "2025-01-20", None)
    assert stand(SUBMITTED, "2025-01-07", *told) == ("open", "2025-03-03", None)


def test_a_freeze_that_goes_on_keeps_the_terms_of_the_plan_standing_still() -> None:
    told = (*ON_RUNG_3, frozen(3, "2025-04-21"))
    assert stand(SUBMITTED, "2025-04-25", *told)[1] == "2025-05-03"
    assert stand(SUBMITTED, "2025-06-30", *told)[:2] == ("due-soon", "2025-07-08")
    ended = unfrozen(3, "2025-05-01")
    assert stand(SUBMITTED, "2025-06-30", *told, ended)[:2] == ("overdue", "2025-05-08")
    found = the(SUBMITTED, "2025-06-30", *told, ended).due
    assert found
    assert "de termijn stond 10 dagen stil omdat de trede was bevroren" in found.basis.sentence


def test_a_measure_is_owed_by_its_day_until_it_is_done() -> None:
    told = (*ON_RUNG_3, submitted(measure("measure-1"), measure("measure-2", due=None)))
    assert stand(MEASURE, "2025-05-18", *told, subject="measure-1") == ("due-soon", "2025-06-01", None)
    assert stand(MEASURE, "2025-06-02", *told, subject="measure-1") == ("overdue", "2025-06-01", None)
    assert stand(MEASURE, "2025-06-02", *told, subject="measure-2") == ("open", None, None)
    under_way = progress("measure-1", Progress.UNDER_WAY)
    assert stand(MEASURE, "2025-06-02", *told, under_way, subject="measure-1")[0] == "overdue"
    done = progress("measure-1", Progress.DONE)
    assert stand(MEASURE, "2025-06-02", *told, done, subject="measure-1") == ("fulfilled", "2025-06-01", 5)
    assert stand(MEASURE, "2025-06-02", *told, done, withdrawn(5), subject="measure-1")[0] == "overdue"


def test_a_measure_lapses_when_it_is_dropped_left_out_or_its_plan_is_closed() -> None:
    told = (*ON_RUNG_3, submitted(measure("measure-1")))
    for because, after in (
        ("de gemeente laat de maatregel vallen", progress("measure-1", Progress.DROPPED)),
        ("staat niet meer in de laatste versie van het plan", submitted(version=2, on="2025-05-01")),
        ("het plan is afgesloten", plan_closed("plan-1", "2025-05-01")),
    ):
        assert is_lapsed(the(MEASURE, "2025-05-02", *told, after), because)


def test_a_measure_has_the_day_of_the_last_version() -> None:
    later = submitted(measure("measure-1", due="2025-09-01"), version=2, on="2025-05-01")
    told = (*ON_RUNG_3, submitted(measure("measure-1")), later)
    assert stand(MEASURE, "2025-06-02", *told) == ("open", "2025-09-01", None)
    assert the(MEASURE, "2025-06-02", *told).arises_on == date(2025, 4, 1)


def test_a_milestone_is_judged_by_the_official_figures() -> None:
    told = (*ON_RUNG_3, submitted(milestones=(("2025-06-01", 45),)))
    assert stand(MILESTONE, "2025-05-31", *told) == ("due-soon", "2025-06-01", None)
    assert stand(MILESTONE, "2025-06-02", *told) == ("overdue", "2025-06-01", None)
    enough, too_few = reported("2025-1", "2025-05-30", realised=45), reported("2025-1", "2025-06-01", realised=44)
    assert stand(MILESTONE, "2025-06-02", *told, enough) == ("fulfilled", "2025-06-01", 5)
    assert the(MILESTONE, "2025-06-02", *told, enough).fulfilled_on == date(2025, 5, 30)
    assert stand(MILESTONE, "2025-06-02", *told, too_few)[0] == "overdue"
    gone = submitted(version=2, on="2025-05-01")
    assert is_lapsed(the(MILESTONE, "2025-06-02", *told, gone), "staat niet meer in de laatste versie van het plan")


def test_an_agreement_is_owed_by_its_side_until_it_is_kept_or_is_not() -> None:
    told = (opened("2025-01-01"), agreed("a-1", "2025-05-01", on="2025-04-01"))
    assert stand(AGREEMENT, "2025-04-10", *told) == ("open", "2025-05-01", None)
    assert stand(AGREEMENT, "2025-05-02", *told) == ("overdue", "2025-05-01", None)
    assert stand(AGREEMENT, "2025-05-02", *told, kept("a-1", "2025-04-20")) == ("fulfilled", "2025-05-01", 3)
    assert is_lapsed(the(AGREEMENT, "2025-05-02", *told, broken("a-1", "2025-05-01")), "niet nagekomen")
    assert of_kind(AGREEMENT, "2025-05-02", *told, withdrawn(2)) == []


@pytest.mark.parametrize("side", Side)
def test_what_others_agree_is_no_obligation(side: Side) -> None:
    fact = AgreementMade(agreement=AgreementId("a-1"), owed_by=side, what=plain("land"), due=date(2025, 5, 1))
    found = of_kind(AGREEMENT, "2025-04-10", opened("2025-01-01"), happened(fact, "2025-04-01"))
    assert [each.owed_by for each in found] == ([] if side is Side.OTHER else [side])


def test_an_agreement_with_a_number_is_judged_by_the_figures_since_it_was_made() -> None:
    told = (
        opened("2025-01-01"),
        reported("2025-1", "2025-04-01", realised=10),
        agreed("a-1", "2025-05-01", persons=5, on="2025-04-01"),
    )
    assert stand(AGREEMENT, "2025-05-02", *told, reported("2025-1", "2025-05-01", realised=15))[0] == "fulfilled"
    assert stand(AGREEMENT, "2025-05-02", *told, reported("2025-1", "2025-05-01", realised=14))[0] == "overdue"


def test_days_beyond_every_calendar_are_taken_as_they_are() -> None:
    told = (opened("2025-01-01"), agreed("a-1", "9999-12-31", persons=5, on="2025-04-01"))
    assert stand(AGREEMENT, "2025-05-02", *told) == ("open", "9999-12-31", None)
    assert {each.kind for each in owed("2150-05-02", *told, *ON_RUNG_3[1:])} >= {*PLAN_KINDS, AGREEMENT}
