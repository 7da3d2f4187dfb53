"""Targets and figures: what a source said is recorded, once, and nothing is overwritten."""

import pytest

from domain.decisions.figures import exchange_target, prefer_statement, report_figures, revise_target, set_target
from domain.events.figures import Number, StatementPreferred, TargetExchanged, TargetRevised, TargetSet
from domain.policy.statements import in_force
from domain.refusals import ExchangeWithItself, NoNumbers, NotOnRecord, NumberNotStated
from domain.values import Nature, PartialDate, Period, Reference
from tests.spec import COA, CODE, PRESS, Question, figures, given, opened, plain, reported, target_set, withdrawn

PERIOD = Period(2025, 2)


def test_what_a_source_stated_is_recorded_as_it_said_it() -> None:
    given(opened()).when(report_figures, on="2025-10", period=PERIOD, source=PRESS, realised=12).then(
        figures("2025-2", "2025-10", PRESS, realised=12)
    )


def test_the_same_statement_with_the_same_numbers_is_recorded_once() -> None:
    given(opened(), reported("2025-2", "2025-10-01", realised=12)).when(
        report_figures, on="2025-10-01", period=PERIOD, source=COA, realised=12
    ).then_nothing_new()


@pytest.mark.parametrize(
    "changed",
    [
        {"on": "2025-10-02"},
        {"on": "2025-10"},
        {"on": None},
        {"source": PRESS},
        {"period": Period(2025)},
        {"nature": Nature.ESTIMATE},
        {"realised": 11},
        {"net_target": 50},
    ],
)
def test_another_day_source_period_nature_or_number_is_something_new(changed: Question) -> None:
    question: Question = {"period": PERIOD, "source": COA, "realised": 12, **changed}
    on = question.pop("on", "2025-10-01")
    assert on is None or isinstance(on, str)
    outcome = given(opened(), reported("2025-2", "2025-10-01", realised=12)).when(report_figures, on=on, **question)
    assert len(outcome.facts) == 1


def test_zero_is_a_number_too() -> None:
    given(opened()).when(report_figures, on="2025-10-01", period=PERIOD, source=COA, closing_backlog=0).then(
        figures("2025-2", "2025-10-01", closing_backlog=0)
    )


def test_a_statement_without_any_number_says_nothing() -> None:
    given(opened()).when(report_figures, period=PERIOD, source=COA).refused(NoNumbers, period=PERIOD)


def test_a_statement_that_was_withdrawn_can_be_reported_anew() -> None:
    given(opened(), reported("2025-2", "2025-10-01", realised=12), withdrawn(2)).when(
        report_figures, on="2025-10-01", period=PERIOD, source=COA, realised=12
    ).then(figures("2025-2", "2025-10-01", realised=12))


def test_a_target_is_published() -> None:
    outcome = given(opened()).when(set_target, on="2025-04-01", period=PERIOD, net_target=60, source=COA)
    outcome.then(TargetSet(period=PERIOD, net_target=60, source=COA))
    known = in_force(outcome.case.figures, PERIOD, Number.NET_TARGET)
    assert known
    assert (known.value, str(known.statement.reported_on)) == (60, "2025-04-01")


def test_a_target_is_revised_within_the_period() -> None:
    question: Question = {
        "period": PERIOD,
        "net_target": 45,
        "effective_from": PartialDate.of("2025-07-01"),
        "retroactive": True,
        "source": COA,
    }
    outcome = given(opened(), target_set("2025-2", 60, "2025-04-01")).when(revise_target, on="2025-10-01", **question)
    outcome.then(TargetRevised.model_validate(question))
    known = in_force(outcome.case.figures, PERIOD, Number.NET_TARGET)
    assert known
    assert known.value == 45


def test_two_municipalities_exchange_part_of_their_target() -> None:
    approval = Reference(system="documents", number="2025-17")
    outcome = given(opened()).when(
        exchange_target, period=PERIOD, partner="GM0606", persons=-5, source=COA, approval=approval
    )
    exchange = TargetExchanged(period=PERIOD, partner="GM0606", persons=-5, approval=approval, source=COA)
    outcome.then(exchange)
    assert outcome.case.figures.exchanges[PERIOD] == ((2, exchange),)


@pytest.mark.parametrize(("partner", "persons"), [(CODE, 5), ("GM0606", 0)])
def test_a_municipality_does_not_exchange_with_itself_nor_exchange_nobody(partner: str, persons: int) -> None:
    given(opened()).when(exchange_target, period=PERIOD, partner=partner, persons=persons, source=COA).refused(
        ExchangeWithItself, code=CODE
    )


def test_a_person_chooses_which_statement_gives_a_number() -> None:
    stated = given(
        opened(),
        reported("2025-2", "2025-10-01", closing_backlog=6),
        reported("2025-2", "2025-10-02", PRESS, closing_backlog=58),
    )
    number = Number.CLOSING_BACKLOG
    outcome = stated.when(prefer_statement, period=PERIOD, number=number, statement=2, grounds=plain("COA counts"))
    outcome.then(StatementPreferred(period=PERIOD, number=number, statement=2, grounds=plain("COA counts")))
    known = in_force(outcome.case.figures, PERIOD, number)
    assert known
    assert (known.value, known.chosen) == (6, True)


def test_a_statement_that_does_not_give_the_number_cannot_be_chosen_for_it() -> None:
    given(opened(), reported("2025-2", "2025-10-01", realised=6)).when(
        prefer_statement, period=PERIOD, number=Number.NET_TARGET, statement=2, grounds=plain()
    ).refused(NumberNotStated, statement=2, number="net_target", period=PERIOD)


@pytest.mark.parametrize(("statement", "period"), [(9, PERIOD), (1, PERIOD), (2, Period(2025, 1))])
def test_only_a_statement_of_the_period_that_stands_can_be_chosen(statement: int, period: Period) -> None:
    given(opened(), reported("2025-2", "2025-10-01", realised=6)).when(
        prefer_statement, period=period, number=Number.REALISED, statement=statement, grounds=plain()
    ).refused(NotOnRecord, what="statement of figures", id=str(statement))
