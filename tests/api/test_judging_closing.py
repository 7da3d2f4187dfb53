"""Closing a period and drawing assessments, by the road that pages, API and command line share."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from api.judging.assessing import assess, assess_interim
from api.judging.closing import Outcome, close, correct_close, preview
from api.judging.promises import PromiseKind
from domain.decisions.contact import Promise, make_agreement
from domain.decisions.plan import submit_plan
from domain.events.contact import AgreementKept, AgreementNotKept, Side
from domain.events.figures import Number
from domain.events.framework import FrameworkAdopted
from domain.events.judging import AssessmentDrawn, TrendVerdict
from domain.events.periods import PeriodCloseCorrected, PeriodClosed
from domain.events.plan import Milestone
from domain.ledger.application import Ledger
from domain.ledger.embedded import Cluster
from domain.ledger.schema import Names
from domain.refusals import (
    CloseUnchanged,
    FiguresMissing,
    FiguresTooEarly,
    HalfYearNeeded,
    InterimTooLow,
    PeriodNotClosed,
    PeriodNotOver,
    SupervisionNotOpen,
    UnknownMunicipality,
)
from domain.values import AgreementId, Period, PlainText, PlanId
from tests.api.judged import CLOSED, MINISTRY, TODAY, Judged

REASON = PlainText(text="COA telde twee personen dubbel.")


@pytest.fixture(scope="module")
def record(server: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judged]:
    """One record for all tests here; take another municipality per test."""
    with Ledger.open(
        server.conninfo(), Names.suffixed("closing"), key_folder=tmp_path_factory.mktemp("keys")
    ) as ledger:
        yield Judged.on(ledger)


def closed(record: Judged, *codes: str, period: Period = CLOSED) -> tuple[Outcome, ...]:
    return close(record.ledger, record.frameworks, codes, period, record.request())


def test_closing_a_period_fixes_its_numbers_and_draws_its_assessment(record: Judged) -> None:
    code = record.with_figures(40, 55)
    (outcome,) = closed(record, code)
    fixed, drawn = record.facts(code)[-2:]
    assert isinstance(fixed, PeriodClosed)
    assert (fixed.opening_backlog, fixed.closing_backlog) == (40, 55)
    assert isinstance(drawn, AssessmentDrawn)
    assert (drawn.trend.verdict, drawn.advice and drawn.advice.rung) == (TrendVerdict.GROWING, 2)
    assert outcome.answer
    assert [place.version for place in outcome.answer.entries] == [3, 4]


def test_the_framework_by_which_is_judged_is_recorded_to_the_letter_once(record: Judged) -> None:
    closed(record, record.with_figures(40, 55), record.with_figures(5, 4))
    framework = record.frameworks.in_force(TODAY)
    (entry,) = record.ledger.entries(f"framework-{framework.ref.name}-{framework.ref.version}")
    assert isinstance(entry.fact, FrameworkAdopted)
    assert (entry.fact.sha256, entry.fact.content) == (framework.ref.sha256, framework.content)


def test_the_same_request_again_records_nothing_new(record: Judged) -> None:
    codes, request = [record.with_figures(40, 55), record.opened(), record.with_figures(9, 3)], record.request()
    first = close(record.ledger, record.frameworks, codes, CLOSED, request)
    head = record.ledger.head().position
    again = close(record.ledger, record.frameworks, codes, CLOSED, request)
    assert record.ledger.head().position == head
    assert [each.answer and each.answer.entries for each in again] == [
        each.answer and each.answer.entries for each in first
    ]
    assert [each.answer.repeated for each in again if each.answer] == [True, True]


def test_what_one_municipality_lacks_holds_up_no_other(record: Judged) -> None:
    outcomes = closed(record, record.with_figures(40, 55), record.opened(), "GM0001", record.with_figures(12, 0))
    assert [type(each.refusal) for each in outcomes] == [type(None), FiguresMissing, SupervisionNotOpen, type(None)]
    assert [each.answer is None for each in outcomes] == [False, True, True, False]


def test_closing_again_does_not_judge_again(record: Judged) -> None:
    code = record.closed(40, 55)
    record.proposed(code)
    before = record.state(code).version
    (outcome,) = closed(record, code)
    assert outcome.answer
    assert (outcome.answer.entries, record.state(code).version) == ((), before)


def test_before_closing_gaps_contradictions_and_refusals_are_told_and_nothing_is_recorded(record: Judged) -> None:
    whole, partly, contradicted = record.with_figures(40, 55), record.opened(), record.with_figures(10, 8)
    record.report(partly, net_target=20)
    record.report(contradicted, source=MINISTRY, net_target=25)
    head = record.ledger.head().position
    codes = [whole, partly, contradicted, "GM0001"]
    told = preview(record.ledger, record.frameworks, codes, CLOSED, today=TODAY)
    assert record.ledger.head().position == head
    assert [each.code for each in told] == codes
    assert [type(each.refusal) for each in told] == [type(None), FiguresMissing, type(None), UnknownMunicipality]
    numbers = [each.closable.value(Number.CLOSING_BACKLOG) for each in told if each.closable]
    assert numbers[:2] == [55, None]
    assert told[1].closable
    assert Number.CLOSING_BACKLOG in told[1].closable.gaps
    assert told[2].closable
    assert [clash.number for clash in told[2].closable.clashes] == [Number.NET_TARGET]


def test_what_was_realised_before_the_last_day_does_not_close_a_period_and_is_shown(record: Judged) -> None:
    code = record.opened()
    record.report(code, date(2024, 12, 1), opening_backlog=40, net_target=20, realised=30)
    (told,) = preview(record.ledger, record.frameworks, [code], CLOSED, today=TODAY)
    assert isinstance(told.refusal, FiguresTooEarly)
    assert told.closable
    assert told.closable.value(Number.REALISED) == 30


def test_a_period_that_is_not_over_or_no_half_year_has_nothing_to_look_at(record: Judged) -> None:
    code = record.with_figures(40, 55)
    for period, refusal in ((Period(2025, 1), PeriodNotOver), (Period(2024), HalfYearNeeded)):
        (told,) = preview(record.ledger, record.frameworks, [code], period, today=TODAY)
        assert (type(told.refusal), told.closable, told.name) == (refusal, None, f"Fictie {code}")


def test_promises_with_a_count_are_judged_by_the_figures_when_a_period_closes(record: Judged) -> None:
    code = record.with_figures(40, 30)  # 30 were housed
    for name, persons in (("kept", 30), ("broken", 31), ("uncounted", None)):
        promise = Promise(
            AgreementId(f"agreement-{name}"), Side.MUNICIPALITY, PlainText(text="x"), CLOSED.last_day, persons
        )
        record.record(make_agreement, code, CLOSED.first_day, promise=promise)
    milestone = Milestone(day=CLOSED.last_day, persons=45)
    record.record(submit_plan, code, CLOSED.first_day, plan=PlanId("plan-1"), measures=(), milestones=(milestone,))
    (told,) = preview(record.ledger, record.frameworks, [code], CLOSED, today=TODAY)
    assert [(each.kind, each.id, each.persons, each.found and each.found.kept) for each in told.promises] == [
        (PromiseKind.AGREEMENT, "agreement-broken", 31, False),
        (PromiseKind.AGREEMENT, "agreement-kept", 30, True),
        (PromiseKind.MILESTONE, "plan-1", 45, False),
    ]
    closed(record, code)
    judged = [each for each in record.facts(code) if isinstance(each, AgreementKept | AgreementNotKept)]
    assert [(type(each), each.agreement) for each in judged] == [
        (AgreementNotKept, "agreement-broken"),
        (AgreementKept, "agreement-kept"),
    ]


def test_a_close_is_corrected_by_later_figures_and_judged_anew(record: Judged) -> None:
    code, request = record.closed(40, 42), record.request()
    with pytest.raises(CloseUnchanged):
        correct_close(record.ledger, record.frameworks, code, CLOSED, REASON, request)
    record.report(code, opening_backlog=40, net_target=20, realised=22)
    asked = replace(request, command=record.request().command)
    answer = correct_close(record.ledger, record.frameworks, code, CLOSED, REASON, asked)
    corrected, drawn = record.facts(code)[-2:]
    assert isinstance(corrected, PeriodCloseCorrected)
    assert corrected.closing_backlog == 38
    assert isinstance(drawn, AssessmentDrawn)
    assert drawn.trend.closing_backlog == 38
    assert correct_close(record.ledger, record.frameworks, code, CLOSED, REASON, asked).entries == answer.entries


def test_an_assessment_is_drawn_once_for_what_it_rests_on(record: Judged) -> None:
    code = record.closed(40, 55)
    assert assess(record.ledger, record.frameworks, code, CLOSED, record.request()).entries == ()
    with pytest.raises(PeriodNotClosed):
        assess(record.ledger, record.frameworks, code, Period(2024, 1), record.request())


def test_an_interim_verdict_is_drawn_on_the_highest_rungs_only(record: Judged) -> None:
    with pytest.raises(InterimTooLow):
        assess_interim(record.ledger, record.frameworks, record.with_figures(40, 55, rung=3), record.request())
    code = record.opened(rung=4)
    record.report(code, date(2019, 1, 1), Period(2019, 1), opening_backlog=40, net_target=20, realised=0)
    record.report(code, date(2019, 6, 30), Period(2019, 1), realised=20)
    record.report(code, TODAY, Period(2025, 1), opening_backlog=10, net_target=20, realised=0)
    assess_interim(record.ledger, record.frameworks, code, record.request())
    (drawn,) = record.facts(code, AssessmentDrawn)
    assert isinstance(drawn, AssessmentDrawn)
    assert (drawn.interim, drawn.trend.verdict) == (True, TrendVerdict.IMPROVING)
