"""Improvement plans: asked for, submitted, judged, adopted, followed. A poor plan is recorded as it is."""

from datetime import date

import pytest

from domain.decisions.plan import (
    adopt_plan,
    assess_plan,
    close_plan,
    reject_plan,
    report_progress,
    request_plan,
    submit_plan,
)
from domain.events.plan import (
    Adopter,
    MeasureProgressReported,
    Milestone,
    PlanAdopted,
    PlanAssessed,
    PlanClosed,
    PlanRejected,
    PlanRequested,
    PlanRevised,
    PlanSubmitted,
    Progress,
)
from domain.refusals import AlreadyOnRecord, AlreadySettled, ChangedSince, NotOnRecord, TooEarly
from domain.values import DocumentId, LetterId, MeasureId, PlanId
from tests.spec import (
    Decision,
    Happened,
    Question,
    corrected,
    given,
    letter_sent,
    measure,
    opened,
    plain,
    plan_adopted,
    plan_assessed,
    plan_closed,
    plan_rejected,
    plan_requested,
    plan_revised,
    plan_submitted,
    withdrawn,
)

PLAN = PlanId("plan-1")
VERDICT: Question = {
    "plan": PLAN,
    "sufficient": False,
    "executable": True,
    "short_term": True,
    "medium_term": True,
    "prevention": False,
    "findings": plain("nothing prevents recurrence"),
}
PROGRESS: Question = {"plan": PLAN, "measure": MeasureId("flats"), "progress": Progress.UNDER_WAY}
ON_A_SUBMITTED_PLAN: list[tuple[Decision, Question]] = [
    (assess_plan, VERDICT),
    (reject_plan, {"plan": PLAN, "grounds": plain()}),
    (adopt_plan, {"plan": PLAN, "by": Adopter.COLLEGE}),
    (report_progress, PROGRESS),
]
ON_A_PLAN: list[tuple[Decision, Question]] = [
    (submit_plan, {"plan": PLAN}),
    (close_plan, {"plan": PLAN, "carried_out": True}),
    *ON_A_SUBMITTED_PLAN,
]


def test_the_province_asks_for_a_plan() -> None:
    question: Question = {"plan": PLAN, "due": date(2026, 3, 1), "letter": LetterId("letter-1")}
    outcome = given(opened(), letter_sent("letter-1")).when(request_plan, **question)
    outcome.then(PlanRequested(**question))
    assert outcome.case.plans[PLAN].due == date(2026, 3, 1)


@pytest.mark.parametrize("before", [plan_requested("plan-1"), plan_submitted("plan-1")])
def test_an_id_names_one_plan_only(before: Happened) -> None:
    given(opened(), before).when(request_plan, plan=PLAN).refused(AlreadyOnRecord, what="plan", id=PLAN)


def test_a_plan_is_not_due_before_it_is_asked_for() -> None:
    given(opened()).when(request_plan, plan=PLAN, due=date(2025, 12, 31)).refused(TooEarly, what="due day")


def test_the_request_for_a_plan_does_not_cite_a_letter_that_is_not_there() -> None:
    given(opened()).when(request_plan, plan=PLAN, letter=LetterId("letter-1")).refused(
        NotOnRecord, what="letter", id="letter-1"
    )


@pytest.mark.parametrize("before", [(), (plan_requested("plan-1"),)])
def test_a_plan_is_submitted_asked_for_or_not(before: tuple[Happened, ...]) -> None:
    april, march = Milestone(day=date(2026, 4, 1), persons=45), Milestone(day=date(2026, 3, 1), persons=20)
    given(opened(), *before).when(
        submit_plan,
        plan=PLAN,
        measures=(measure("flats"),),
        milestones=(april, march),
        backlog_cleared_by=date(2026, 7, 1),
        document=DocumentId("document-1"),
    ).then(
        PlanSubmitted(
            plan=PLAN,
            plan_version=1,
            measures=(measure("flats"),),
            milestones=(march, april),
            backlog_cleared_by=date(2026, 7, 1),
            document=DocumentId("document-1"),
        )
    )


def test_an_empty_plan_can_be_submitted_and_adopted() -> None:
    submitted = given(opened()).when(submit_plan, plan=PLAN).recorded
    submitted.when(adopt_plan, plan=PLAN, by=Adopter.COUNCIL, document=DocumentId("document-1")).then(
        PlanAdopted(plan=PLAN, plan_version=1, by=Adopter.COUNCIL, document=DocumentId("document-1"))
    )


def test_each_next_version_revises_the_plan_and_awaits_its_own_verdict() -> None:
    outcome = given(opened(), plan_submitted("plan-1", "flats"), plan_assessed("plan-1"), plan_rejected("plan-1")).when(
        submit_plan, plan=PLAN, measures=(measure("containers"),)
    )
    outcome.then(PlanRevised(plan=PLAN, plan_version=2, measures=(measure("containers"),)))
    known = outcome.case.plans[PLAN]
    assert (known.plan_version, known.sufficient, known.rejected) == (2, None, False)


def test_the_province_judges_the_latest_version() -> None:
    outcome = given(opened(), plan_submitted("plan-1"), plan_revised("plan-1", 2)).when(assess_plan, **VERDICT)
    outcome.then(PlanAssessed(plan_version=2, **VERDICT))
    assert outcome.case.plans[PLAN].sufficient is False


def test_the_province_rejects_the_latest_version_once() -> None:
    outcome = given(opened(), plan_submitted("plan-1")).when(reject_plan, plan=PLAN, grounds=plain("too vague"))
    outcome.then(PlanRejected(plan=PLAN, plan_version=1, grounds=plain("too vague")))
    outcome.recorded.when(reject_plan, plan=PLAN, grounds=plain()).refused(AlreadySettled, what="plan", id=PLAN)


def test_a_rejected_plan_can_be_adopted_for_that_is_what_happened() -> None:
    given(opened(), plan_submitted("plan-1"), plan_rejected("plan-1")).when(
        adopt_plan, plan=PLAN, by=Adopter.COLLEGE
    ).then(PlanAdopted(plan=PLAN, plan_version=1, by=Adopter.COLLEGE))


def test_a_version_is_adopted_once_and_the_next_can_be_adopted_again() -> None:
    adopted = given(opened(), plan_submitted("plan-1"), plan_adopted("plan-1"))
    adopted.when(adopt_plan, plan=PLAN, by=Adopter.COUNCIL).refused(AlreadySettled, what="plan", id=PLAN)
    adopted.given(plan_revised("plan-1", 2)).when(adopt_plan, plan=PLAN, by=Adopter.COUNCIL).then(
        PlanAdopted(plan=PLAN, plan_version=2, by=Adopter.COUNCIL)
    )


def test_a_new_version_is_not_adopted_because_a_withdrawn_one_with_its_number_was() -> None:
    again = given(
        opened(),
        plan_submitted("plan-1"),
        plan_revised("plan-1", 2),
        plan_adopted("plan-1", 2),
        withdrawn(3),
        plan_revised("plan-1", 2),
    )
    assert again.case.plans[PLAN].adopted is None
    again.when(adopt_plan, plan=PLAN, by=Adopter.COLLEGE).then(
        PlanAdopted(plan=PLAN, plan_version=2, by=Adopter.COLLEGE)
    )


def test_the_municipality_reports_how_far_a_measure_is() -> None:
    outcome = given(opened(), plan_submitted("plan-1", "flats")).when(
        report_progress, **PROGRESS, persons=12, note=plain("twelve flats are ready")
    )
    outcome.then(MeasureProgressReported(**PROGRESS, persons=12, note=plain("twelve flats are ready")))
    assert outcome.case.plans[PLAN].progress[MeasureId("flats")] is Progress.UNDER_WAY


@pytest.mark.parametrize(
    "before", [(plan_submitted("plan-1"),), (plan_submitted("plan-1", "flats"), plan_revised("plan-1", 2, "boats"))]
)
def test_progress_is_of_a_measure_of_the_latest_version(before: tuple[Happened, ...]) -> None:
    given(opened(), *before).when(report_progress, **PROGRESS).refused(NotOnRecord, what="measure", id="flats")


def test_a_plan_ends() -> None:
    outcome = given(opened(), plan_submitted("plan-1")).when(
        close_plan, plan=PLAN, carried_out=False, note=plain("overtaken")
    )
    outcome.then(PlanClosed(plan=PLAN, carried_out=False, note=plain("overtaken")))
    assert outcome.case.plans[PLAN].closed


@pytest.mark.parametrize(("decision", "question"), ON_A_PLAN)
def test_nothing_becomes_of_a_plan_that_ended(decision: Decision, question: Question) -> None:
    given(opened(), plan_submitted("plan-1", "flats"), plan_closed("plan-1")).when(decision, **question).refused(
        AlreadySettled, what="plan", id=PLAN
    )


@pytest.mark.parametrize(("decision", "question"), ON_A_SUBMITTED_PLAN)
@pytest.mark.parametrize("before", [(), (plan_requested("plan-1"),), (plan_submitted("plan-1"), withdrawn(2))])
def test_only_a_submitted_plan_is_judged_adopted_or_followed(
    decision: Decision, question: Question, before: tuple[Happened, ...]
) -> None:
    given(opened(), *before).when(decision, **question).refused(NotOnRecord, what="submitted plan", id=PLAN)


def test_only_a_plan_on_record_ends() -> None:
    given(opened()).when(close_plan, plan=PLAN, carried_out=False).refused(NotOnRecord, what="plan", id=PLAN)


GUARDED = [(decision, question) for decision, question in ON_A_PLAN if decision is not report_progress]


@pytest.mark.parametrize(("decision", "question"), GUARDED)
@pytest.mark.parametrize(
    "meanwhile", [plan_revised("plan-1", 2), plan_assessed("plan-1"), corrected(2, plan_submitted("plan-1"))]
)
def test_whoever_decides_on_a_plan_has_seen_what_became_of_it(
    decision: Decision, question: Question, meanwhile: Happened
) -> None:
    changed = given(opened(), plan_submitted("plan-1"), plan_submitted("plan-2"), meanwhile)
    changed.when(decision, seen=3, **question).refused(ChangedSince, what="plan", seen=3, changed_by=4)
    assert changed.when(decision, seen=4, **question).facts
    assert changed.when(decision, **question).facts


def test_another_plan_does_not_stand_in_the_way() -> None:
    case = given(opened(), plan_submitted("plan-1"), plan_submitted("plan-2"), plan_adopted("plan-2"))
    assert case.when(adopt_plan, seen=2, plan=PLAN, by=Adopter.COLLEGE).facts
