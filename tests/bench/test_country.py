"""What the bench records is what the decisions would have recorded, so its records are like real ones."""

from collections.abc import Sequence
from datetime import date
from itertools import islice
from typing import Any

import pytest

from domain.decisions import case, closing, contact, figures, ladder
from domain.decisions.occasion import Occasion
from domain.events.base import About, Actor, Entry, Fact, MunicipalityEvent, Origin
from domain.events.case import RungTakenOver, SupervisionOpened, SupervisorAssigned
from domain.events.contact import AgreementKept, AgreementMade, AgreementNotKept, ConversationHeld
from domain.events.figures import FiguresReported, TargetSet
from domain.events.ladder import Placement, RungHeld, RungLowered, RungRaised
from domain.events.periods import PeriodClosed
from domain.ledger.deciding import Decision, decide
from domain.municipality import Municipality, evolve
from domain.values import PartialDate
from tests.bench.country import ANNA, CODES, Told, days
from tests.domain.frameworks import NEWEST

FIRST = date(2024, 3, 1)
DAYS = 500
LOOKED_AT = {CODES[number] for number in (0, 1, 2, 3, 6, 12)}

DECISIONS: dict[type[MunicipalityEvent], Decision] = {
    SupervisionOpened: case.open_supervision,
    RungTakenOver: case.take_over_rung,
    SupervisorAssigned: case.assign_supervisor,
    TargetSet: figures.set_target,
    FiguresReported: figures.report_figures,
    PeriodClosed: closing.close_period,
    RungRaised: ladder.raise_rung,
    RungLowered: ladder.lower_rung,
    RungHeld: ladder.hold_rung,
    ConversationHeld: contact.hold_conversation,
    AgreementMade: contact.make_agreement,
    AgreementKept: contact.keep_agreement,
    AgreementNotKept: contact.break_agreement,
}


@pytest.fixture(scope="module")
def told() -> list[tuple[date, Told]]:
    """What happens to a few municipalities, with the day on which it is recorded."""
    return [(day, each) for day, happened in islice(days(FIRST), DAYS) for each in happened if each.code in LOOKED_AT]


def test_each_fact_of_the_bench_is_what_its_decision_answers(told: list[tuple[date, Told]]) -> None:
    states = {code: Municipality(code) for code in LOOKED_AT}
    for today, each in told:
        state = states[each.code]
        assert each.fact in decided(state, each.fact, each.day, today), (today, each)
        assert each.version == state.version + 1
        about = About(
            actor=Actor(person=ANNA), happened_on=PartialDate.of(each.day), correlation="bench", origin=Origin.IMPORT
        )
        states[each.code] = evolve(state, Entry(each.code, each.version, each.fact, about))


def test_a_record_of_the_bench_has_every_kind_of_fact(told: list[tuple[date, Told]]) -> None:
    assert {type(each.fact) for _, each in told} == DECISIONS.keys()


def decided(state: Municipality, fact: MunicipalityEvent, day: date, today: date) -> Sequence[Fact]:
    """What the decision answers when it is asked what the fact says."""
    on = Occasion(today=today, happened_on=PartialDate.of(day), by=Actor(person=ANNA))
    asked: dict[str, Any] = {name: getattr(fact, name) for name in type(fact).model_fields}
    match fact:
        case FiguresReported():
            del asked["reported_on"]
        case PeriodClosed():
            asked = {"period": fact.period, "framework": NEWEST}
        case AgreementMade():
            conversation = asked.pop("conversation")
            asked = {"promise": contact.Promise(**asked), "conversation": conversation}
        case Placement():
            terms = ladder.Terms(effective_on=fact.effective_on, decided_by=fact.decided_by, grounds=fact.grounds)
            asked = {"terms": terms} if isinstance(fact, RungHeld) else {"terms": terms, "to_rung": fact.to_rung}
    return decide(DECISIONS[type(fact)], state, on, asked)
