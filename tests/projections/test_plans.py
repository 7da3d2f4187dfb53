"""Improvement plans: every version with its verdict, what was adopted, and how the measures come along by a day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.events.base import Entry
from domain.events.plan import (
    Adopter,
    Horizon,
    Measure,
    MeasureProgressReported,
    Milestone,
    PlanRequested,
    PlanSubmitted,
    Progress,
)
from domain.ledger.application import Ledger
from domain.values import MeasureId, PartialDate, PlanId
from projections.plans import PLANS, PlanLine, plan_line, plans
from projections.reading import Opened, Reader
from tests.domain.arbitrary import DAYS, histories
from tests.projections.asking import known, now, rows_as_at, state_as_at, tell
from tests.projections.laws import LAW, require_laws
from tests.spec import (
    CODE,
    Happened,
    corrected,
    happened,
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

OTHER = "GM0599"


@pytest.fixture
def reader(ledger: Ledger) -> Reader:
    return Reader(ledger)


def record(ledger: Ledger, *told: Happened, code: str = CODE) -> list[Entry]:
    return tell(ledger, *told, code=code, models=[PLANS])


def seen(reader: Reader, day: date | str = "2026-01-01", **asked: object) -> tuple[PlanLine, ...]:
    return plans(reader, now(reader.reading, day), **asked).lines  # type: ignore[arg-type] # as the test says


def asked_for(due: str, on: str = "2025-10-01") -> Happened:
    return happened(PlanRequested(plan=PlanId("p"), due=date.fromisoformat(due)), on)


def submitted() -> Happened:
    """A first version with a measure, a milestone and a day on which the backlog is gone."""
    building = Measure(
        measure=MeasureId("m-1"),
        horizon=Horizon.SHORT_TERM,
        what=plain("twintig flats"),
        owner="wethouder wonen",
        due=date(2026, 6, 1),
        expected_persons=40,
    )
    fact = PlanSubmitted(
        plan=PlanId("p"),
        plan_version=1,
        measures=(building,),
        milestones=(Milestone(day=date(2026, 4, 1), persons=45),),
        backlog_cleared_by=date(2026, 12, 31),
    )
    return happened(fact, "2025-11-01")


def progress(how_far: Progress, on: str, persons: int | None = None, note: str | None = None) -> Happened:
    fact = MeasureProgressReported(
        plan=PlanId("p"),
        measure=MeasureId("m-1"),
        progress=how_far,
        persons=persons,
        note=plain(note) if note else None,
    )
    return happened(fact, on)


def test_a_plan_that_was_asked_for_is_overdue_when_its_day_passed_and_nothing_came(
    ledger: Ledger, reader: Reader
) -> None:
    record(ledger, opened(), asked_for("2025-12-01"), submitted())
    assert [seen(reader, day)[0].overdue for day in ("2025-10-15", "2025-12-02")] == [False, False]
    record(ledger, opened(), asked_for("2025-12-01"), code=OTHER)
    (line,) = seen(reader, "2025-12-02", code=OTHER)
    assert (line.overdue, line.due, line.requested_on) == (True, date(2025, 12, 1), PartialDate.of("2025-10-01"))
    assert (line.versions, line.latest, line.plan_version) == ((), None, 0)


def test_a_version_says_what_will_be_done_by_whom_and_by_when(ledger: Ledger, reader: Reader) -> None:
    record(ledger, opened(), submitted())
    (line,) = seen(reader)
    (version,) = line.versions
    assert (version.number, version.entry, version.submitted_on) == (1, 2, PartialDate.of("2025-11-01"))
    assert (version.backlog_cleared_by, version.milestones) == (
        date(2026, 12, 31),
        (Milestone(day=date(2026, 4, 1), persons=45),),
    )
    (measure,) = version.measures
    assert (measure.what, measure.measure.owner, measure.measure.expected_persons) == (
        "twintig flats",
        "wethouder wonen",
        40,
    )
    assert (measure.progress, measure.reported_on, measure.note) == (None, None, None)


def test_a_measure_is_as_far_as_was_last_reported_by_the_day(ledger: Ledger, reader: Reader) -> None:
    reports = (
        progress(Progress.UNDER_WAY, "2025-11-15"),
        progress(Progress.DONE, "2025-12-15", 38, "twee flats vielen af"),
    )
    record(ledger, opened(), submitted(), *reports)
    told = {
        day: seen(reader, day)[0].versions[0].measures[0].progress for day in ("2025-11-14", "2025-11-15", "2025-12-15")
    }
    assert list(told.values()) == [None, Progress.UNDER_WAY, Progress.DONE]
    measure = seen(reader)[0].versions[0].measures[0]
    assert (measure.persons, measure.note, measure.reported_on) == (
        38,
        "twee flats vielen af",
        PartialDate.of("2025-12-15"),
    )


def test_every_version_keeps_its_verdict_and_the_latest_has_its_own(ledger: Ledger, reader: Reader) -> None:
    record(
        ledger,
        opened(),
        plan_submitted("p", on="2025-09-01"),
        plan_assessed("p", sufficient=False, on="2025-09-15"),
        plan_rejected("p", on="2025-09-16"),
        plan_revised("p", 2, on="2025-10-01"),
    )
    (line,) = seen(reader)
    first, second = line.versions
    assert first.assessment
    assert (first.assessment.assessed.sufficient, first.assessment.findings) == (False, "nothing prevents recurrence")
    assert (first.rejected_on, first.rejected_because) == (PartialDate.of("2025-09-16"), "too vague")
    assert (second.assessment, second.rejected_on, line.sufficient, line.rejected) == (None, None, None, False)
    (earlier,) = seen(reader, "2025-09-20")
    assert (earlier.plan_version, earlier.sufficient, earlier.rejected) == (1, False, True)


def test_the_version_that_was_adopted_says_by_whom_and_when(ledger: Ledger, reader: Reader) -> None:
    record(ledger, opened(), submitted(), plan_adopted("p", on="2025-12-12"), plan_revised("p", 2, on="2025-12-20"))
    (line,) = seen(reader)
    assert (line.adopted, line.plan_version) == (1, 2)
    assert line.versions[0].adopted_by is Adopter.COLLEGE
    assert [each.adopted_on for each in line.versions] == [PartialDate.of("2025-12-12"), None]
    assert seen(reader, adopted=True) == ()
    assert [each.adopted for each in seen(reader, "2025-12-19", adopted=True)] == [1]


def test_a_plan_that_ended_says_how(ledger: Ledger, reader: Reader) -> None:
    record(ledger, opened(), submitted(), plan_closed("p", on="2025-12-20"))
    (line,) = seen(reader, closed=True)
    assert (line.closed, line.carried_out, line.closed_on, line.note) == (
        True,
        True,
        PartialDate.of("2025-12-20"),
        None,
    )
    assert [line.closed for line in seen(reader, "2025-12-19")] == [False]


def test_the_plans_of_all_municipalities_are_told_the_latest_first(ledger: Ledger, reader: Reader) -> None:
    record(ledger, opened(), plan_requested("p", on="2025-10-01"), plan_submitted("p"), plan_assessed("p"))
    record(ledger, opened(), plan_submitted("q", on="2025-11-01"), code=OTHER)
    assert [(line.code, line.plan) for line in seen(reader)] == [(OTHER, "q"), (CODE, "p")]
    assert [line.plan for line in seen(reader, sufficient=True)] == ["p"]
    assert [line.plan for line in seen(reader, plan="q")] == ["q"]
    assert plans(reader, now(ledger), limit=1).total == 2


def test_a_corrected_plan_is_told_as_it_reads_and_a_withdrawn_one_no_more(ledger: Ledger, reader: Reader) -> None:
    told = record(ledger, opened(), plan_submitted("p", "m-1"), corrected(2, plan_submitted("p", "m-1", "m-2")))
    assert len(seen(reader)[0].versions[0].measures) == 2
    assert len(plans(reader, known(told[1])).lines[0].versions[0].measures) == 1
    record(ledger, withdrawn(2))
    assert seen(reader) == ()


def test_of_a_plan_that_nobody_asked_for_or_submitted_there_is_no_line() -> None:
    with pytest.raises(LookupError, match="plan p"):
        plan_line(CODE, "p", (), Opened({}, {}), day=date(2026, 1, 1))


@LAW
@given(entries=histories(), day=DAYS | st.just(date(2026, 1, 1)))
def test_plans_as_at_a_day_are_those_that_a_municipality_remembers_of_what_happened_by_then(
    ledger: Ledger, entries: list[Entry], day: date
) -> None:
    recorded = require_laws(ledger, [PLANS], entries, at=0)
    remembered = state_as_at(recorded, day).plans
    found = rows_as_at(ledger, PLANS, recorded[-1], day)
    assert {
        row["plan"]: (row["plan_version"], row["sufficient"], row["rejected"], row["adopted"], row["closed"])
        for row in found
    } == {
        identity: (each.plan_version, each.sufficient, each.rejected, each.adopted, each.closed)
        for identity, each in remembered.items()
    }
    nobody = Reader(ledger, frozenset())  # the texts of arbitrary facts have no key
    told = {line.plan: line.latest for line in plans(nobody, now(ledger, day), code=recorded[-1].stream).lines}
    assert {
        plan: {each.measure.measure: each.progress for each in latest.measures}
        for plan, latest in told.items()
        if latest
    } == {
        plan: {each.measure: stands.progress.get(each.measure) for each in stands.content.measures}
        for plan, stands in remembered.items()
        if stands.content
    }
