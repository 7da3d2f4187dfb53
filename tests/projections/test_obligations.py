"""Obligations of many municipalities are those of each by its dossier, as known and as at a day."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from domain.events.base import Entry
from domain.events.plan import Milestone, PlanSubmitted
from domain.ledger.application import Ledger
from domain.policy.obligations import Obligation, ObligationKind, ObligationState, obligations
from domain.values import Nature, PlanId
from projections.dossier import known_then
from projections.engine.known import Knowing
from projections.engine.runner import Projector
from projections.figures import FIGURES
from projections.obligations import OBLIGATIONS, Which, obligations_of, page_owed
from tests.domain.arbitrary import DAYS, histories, judgings
from tests.domain.owing import framework
from tests.projections.asking import known, now, tell
from tests.projections.laws import LAW, STREAMS
from tests.projections.toys import append, of_stream
from tests.spec import (
    COA,
    CODE,
    PRESS,
    Happened,
    agreed,
    assigned,
    corrected,
    entry,
    happened,
    held,
    opened,
    raised,
    reported,
    withdrawn,
)

MODELS = (FIGURES, OBLIGATIONS)


@LAW
@given(entries=histories() | judgings(), at=st.integers(1, 20), day=DAYS)
def test_obligations_of_all_are_those_of_each_by_its_dossier(
    ledger: Ledger, entries: list[Entry], at: int, day: date
) -> None:
    stream = next(STREAMS)
    told = append(ledger, of_stream(entries, stream))
    Projector(ledger, MODELS).catch_up()
    recorded = told[min(at, len(told)) - 1].recorded
    assert recorded
    knowing = Knowing(recorded.position, day)
    state = known_then(ledger, knowing, stream)
    lines = obligations_of(ledger, knowing, framework, codes=[stream])
    assert tuple(line.obligation for line in lines) == (obligations(state, day, framework) if state else ())


CUTS = [date(2025, 3, 1), date(2025, 6, 30), date(2025, 7, 1), date(2025, 9, 1)]
"""Days by which something is promised, or on which it was."""


def promised(chance: Random) -> list[Happened]:
    """Promises to house so many persons, and figures around their days that tell of them or do not."""
    milestones = [Milestone(day=chance.choice(CUTS), persons=chance.randrange(10)) for _ in range(2)]
    plan = PlanSubmitted(plan=PlanId("plan-1"), plan_version=1, milestones=tuple(milestones))
    told = [opened("2024-01-01"), happened(plan, "2024-11-15")]
    for number in range(5):
        due, made_on = (str(chance.choice(CUTS)) for _ in range(2))
        told.append(agreed(f"a-{number}", due, chance.randrange(10), made_on))
    told += [statement(chance) for _ in range(chance.randrange(3, 16))]
    chance.shuffle(told)
    return told


def statement(chance: Random) -> Happened:
    """What was realised by a day near one that matters: mostly official and measured, and of that very day."""
    day = chance.choice(CUTS) + timedelta(days=chance.randrange(-2, 3))
    on = chance.choice([str(day)] * 8 + [str(day)[:7]])
    period = f"{day.year}-{1 if day <= date(2025, 7, 1) else 2}"  # what is told on 1 July counts as of 30 June
    told = reported(period, on, chance.choice([COA, COA, COA, PRESS]), realised=chance.randrange(12))
    nature = chance.choice([Nature.MEASURED] * 4 + [Nature.ESTIMATE])
    return replace(told, fact=told.fact.model_copy(update={"nature": nature}))


def test_figures_judge_what_was_promised_for_all_as_for_each(ledger: Ledger) -> None:
    chance, streams = Random(6), [f"GM{number}" for number in range(8000, 8080)]  # noqa: S311 - a story, no secret
    told = [
        replace(entry(version, each.fact, each.on), stream=stream)
        for stream in streams
        for version, each in enumerate(promised(chance), start=1)
    ]
    append(ledger, told)
    Projector(ledger, MODELS).catch_up()
    head = ledger.head().position
    for knowing in (Knowing(head, date(2025, 9, 3)), Knowing(head, date(2025, 7, 1)), Knowing(head - 300, CUTS[-1])):
        lines = obligations_of(ledger, knowing, framework, codes=streams)
        for stream in streams:
            state = known_then(ledger, knowing, stream)
            expected = obligations(state, knowing.day, framework) if state else ()
            assert tuple(line.obligation for line in lines if line.code == stream) == expected


def test_what_was_owed_is_told_as_it_was_known_whatever_was_corrected_later(ledger: Ledger) -> None:
    told = tell(
        ledger,
        opened("2025-01-01"),
        held("talk-1", "2025-03-01"),
        corrected(2, held("talk-1", "2025-08-01")),
        withdrawn(2),
        models=MODELS,
    )

    def contact(each: Entry, day: date, period: str) -> ObligationState:
        lines = obligations_of(ledger, known(each, day), framework, codes=[CODE])
        found = (line.obligation for line in lines if line.obligation.kind is ObligationKind.SUPERVISORY_CONTACT)
        (owed,) = (one for one in found if one.subject == period)
        return owed.state

    september = date(2025, 9, 1)
    first = [contact(each, september, "2025-1").value for each in told]
    assert first == ["overdue", "fulfilled", "overdue", "overdue"]
    second = [contact(each, september, "2025-2").value for each in told]
    assert second == ["open", "open", "fulfilled", "open"]
    assert contact(told[2], date(2025, 7, 31), "2025-2") is ObligationState.OPEN  # it was not held yet


def test_a_line_says_of_which_municipality_it_is_where_that_stands_and_whose_it_is(ledger: Ledger) -> None:
    tell(ledger, opened("2025-01-01", name="Fictie"), assigned("person-anne"), raised(1, 2, "2025-03-01"))
    tell(ledger, opened("2025-02-01", name="Elders"), code="GM9999", models=MODELS)
    lines = obligations_of(ledger, now(ledger, "2025-04-01"), framework)
    assert {(line.code, line.name, line.rung, line.supervisor) for line in lines} == {
        (CODE, "Fictie", 2, "person-anne"),
        ("GM9999", "Elders", 1, None),
    }
    assert {line.rung for line in obligations_of(ledger, now(ledger, "2025-02-28"), framework, codes=[CODE])} == {1}
    assert obligations_of(ledger, now(ledger, "2025-04-01"), framework, codes=["GM0001"]) == ()


def test_pages_hold_every_obligation_once_however_alike(ledger: Ledger) -> None:
    milestones = tuple(Milestone(day=date(2025, 5, 1), persons=number) for number in (10, 20, 30))
    plan = happened(PlanSubmitted(plan=PlanId("plan-1"), plan_version=1, milestones=milestones), "2025-01-10")
    tell(ledger, opened("2025-01-01"), plan, models=MODELS)
    knowing, found = now(ledger, "2025-06-01"), list[Obligation]()
    page = page_owed(ledger, knowing, framework, Which(), limit=1)
    while True:
        found += [line.obligation for line in page.lines]
        if page.next is None:
            break
        page = page_owed(ledger, knowing, framework, Which(), after=page.next, limit=1)
    assert [each.kind for each in found] == [*[ObligationKind.MILESTONE] * 3, ObligationKind.SUPERVISORY_CONTACT]


def test_what_is_remembered_is_worked_out_anew_by_other_frameworks_figures_and_entries(ledger: Ledger) -> None:
    plan = PlanSubmitted(plan=PlanId("plan-1"), plan_version=1, milestones=(Milestone(day=CUTS[0], persons=10),))
    tell(ledger, opened("2025-01-01"), happened(plan, "2025-01-10"), models=MODELS)

    def milestones() -> list[str]:
        lines = obligations_of(ledger, now(ledger, "2025-06-01"), framework, codes=[CODE])
        found = (line.obligation for line in lines)
        return [each.state.value for each in found if each.kind is ObligationKind.MILESTONE]

    assert milestones() == milestones() == ["overdue"]
    tell(ledger, reported("2025-1", "2025-03-01", realised=10), models=MODELS)
    assert milestones() == ["fulfilled"]
    tell(ledger, withdrawn(2), models=MODELS)
    assert milestones() == []
    knowing = now(ledger, "2025-06-01")
    assert obligations_of(ledger, knowing, framework) != ()
    assert obligations_of(ledger, knowing, lambda _: None) == ()
