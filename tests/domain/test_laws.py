"""The laws of the record, for any history: the state is the fold of the entries as they now stand."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from domain.decisions.assessing import draw_assessment, draw_interim
from domain.decisions.closing import close_period, correct_close
from domain.decisions.figures import report_figures
from domain.decisions.records import correct_entry, withdraw_entry
from domain.decisions.signalling import weigh_signals
from domain.events.base import Entry, Fact, body_type
from domain.events.case import RungTakenOver, SupervisionOpened
from domain.events.figures import Number
from domain.events.judging import AssessmentDrawn, Freezing, PlacementProposed, PlacementRejected, RungFrozen
from domain.events.ladder import Placement, RungHeld, RungRaised
from domain.events.periods import PeriodCloseCorrected, PeriodNumbers
from domain.events.record_keeping import EntryCorrected, EntryWithdrawn, RecordKeepingEvent
from domain.municipality import Entries, Municipality, evolve, fold, standing
from domain.policy.statements import effective_day, in_force
from domain.values import UNKNOWN_DATE, PartialDate, PlainText
from tests.domain.arbitrary import (
    DECISIONS,
    PARTIAL_DATES,
    QUESTIONS,
    SOUND_QUESTIONS,
    any_fact,
    corrections,
    decided,
    fact_of,
    histories,
    judgings,
)
from tests.domain.proceedings import proceedings
from tests.spec import CODE, TODAY, Decision, corrected, entry, held, opened, sealed, withdrawn
from tests.spec import given as recorded

FACTS = any_fact() | fact_of(EntryCorrected) | fact_of(EntryWithdrawn)
RAW = st.lists(st.tuples(FACTS, PARTIAL_DATES), max_size=12).map(
    lambda told: [entry(version, fact, on) for version, (fact, on) in enumerate(told, start=1)]
)
"""Facts of every topic in any order: what no decision would allow too."""

STEP = st.one_of([fact_of(kind) for kind in (SupervisionOpened, RungTakenOver, RungRaised, RungHeld)])
STEPS = st.lists(st.tuples(STEP, PARTIAL_DATES), max_size=6).map(
    lambda told: [entry(version, fact, on) for version, (fact, on) in enumerate(told, start=1)]
)
"""Steps on the ladder in any order."""


def live(entries: Iterable[Entry]) -> Municipality:
    """The state as it grows, entry by entry."""
    case = Municipality(CODE)
    for each in entries:
        case = evolve(case, each)
    return case


def meaning(case: Municipality | None) -> Municipality:
    """What the state means, without its history."""
    return replace(case or Municipality(CODE), version=0, entries=Entries())


def the_entry(entries: list[Entry]) -> Entry:
    """The one entry that was decided on; an example in which the decision was refused says nothing."""
    assume(entries)
    (only,) = entries
    return only


def of_entry(version: int) -> dict[str, Any]:
    """The question to withdraw an entry."""
    return {"entry": version, "reason": PlainText(text="made in error")}


def as_stored(value: Any) -> Any:  # noqa: ANN401 - a fact, or any value in it
    """The same with every text sealed."""
    match value:
        case PlainText():
            return sealed(value)
        case tuple():
            return tuple(as_stored(each) for each in value)
        case BaseModel():
            return value.model_copy(update={name: as_stored(getattr(value, name)) for name in type(value).model_fields})
    return value


def through_json(told: Entry) -> Entry:
    """The entry as it comes back from the record."""
    kind = body_type(type(told.fact))
    stored = kind(about=told.about, fact=told.fact).model_dump_json(exclude_none=True, context={"seal": sealed})
    body = kind.model_validate_json(stored)
    return replace(told, fact=body.fact, about=body.about)


def test_the_histories_ask_every_decision() -> None:
    assert {decision.__name__ for decision in DECISIONS} == {
        *(decision.__name__ for decision in QUESTIONS),
        "correct_entry",
        "withdraw_entry",
    }
    assert len(DECISIONS) >= 64


# Replayed is live


@given(histories() | judgings() | proceedings() | RAW, st.integers(0, 12))
def test_the_state_replayed_is_the_live_state_also_in_two_parts(entries: list[Entry], at: int) -> None:
    assume(entries)
    grown = live(entries)
    assert fold(None, entries) == grown
    assert fold(fold(None, entries[:at]), entries[at:]) == grown


@given(histories() | judgings() | proceedings())
def test_the_state_read_back_from_json_is_the_state_of_the_sealed_facts(entries: list[Entry]) -> None:
    stored = [replace(each, fact=as_stored(each.fact)) for each in entries]
    assert fold(None, map(through_json, entries)) == fold(None, stored)


@given(any_fact())
def test_every_fact_comes_back_from_json_as_it_was_but_sealed(fact: Fact) -> None:
    told = entry(1, fact)
    assert through_json(told) == replace(told, fact=as_stored(fact))
    assert through_json(through_json(told)) == through_json(told)


def test_a_correction_speaks_of_an_earlier_entry_only_also_when_it_is_replayed() -> None:
    told = recorded(opened(), corrected(4, held("talk-1", "2025-11-02")), withdrawn(5), held("talk-1"), held("talk-2"))
    assert fold(None, [told.case.entries[version] for version in range(1, 6)]) == told.case
    assert {str(each) for each in told.case.contact.conversations} == {"talk-1", "talk-2"}


def test_nothing_recorded_is_no_municipality() -> None:
    assert fold(None, []) is None


# Evolve never refuses


@given(RAW)
def test_evolve_never_refuses_whatever_was_recorded(entries: list[Entry]) -> None:
    case = live(entries)
    assert case.version == len(entries)
    assert dict(case.entries) == {each.version: each for each in entries}


# Withdrawing and correcting


@given(histories() | judgings() | proceedings(), st.data())
def test_withdrawing_an_entry_equals_never_having_made_it(entries: list[Entry], data: st.DataObject) -> None:
    case = live(entries)
    free = [version for version in case.entries if decided(case, withdraw_entry, UNKNOWN_DATE, of_entry(version))]
    assume(free)
    question = of_entry(data.draw(st.sampled_from(sorted(free))))
    withdrawal = the_entry(decided(case, withdraw_entry, UNKNOWN_DATE, question))
    never = [each for each in entries if each.version != question["entry"]]
    assert meaning(evolve(case, withdrawal)) == meaning(fold(None, never))


@given(histories() | judgings() | proceedings(), st.data())
def test_correcting_an_entry_equals_having_recorded_it_right(entries: list[Entry], data: st.DataObject) -> None:
    case = live(entries)
    question = data.draw(corrections(case))
    correction = the_entry(decided(case, correct_entry, UNKNOWN_DATE, question))
    told, version = evolve(case, correction), question["entry"]
    right = [
        entry(version, question["replacement"], question["replacement_happened_on"])
        if each.version == version
        else each
        for each in entries
        if not (isinstance(each.fact, EntryCorrected) and each.fact.entry == version)
    ]
    assert meaning(told) == meaning(fold(None, right))
    assert told.entries[version] == case.entries[version]


@given(histories() | judgings() | proceedings(), st.data())
def test_withdrawing_a_correction_restores_what_stood_before(entries: list[Entry], data: st.DataObject) -> None:
    case = live(entries)
    correction = the_entry(decided(case, correct_entry, UNKNOWN_DATE, data.draw(corrections(case))))
    told = evolve(case, correction)
    withdrawal = the_entry(decided(told, withdraw_entry, UNKNOWN_DATE, of_entry(correction.version)))
    assert meaning(evolve(told, withdrawal)) == meaning(case)


# Figures


@given(histories(), QUESTIONS[report_figures], PARTIAL_DATES)
def test_the_same_figures_are_recorded_once(entries: list[Entry], question: dict[str, Any], on: PartialDate) -> None:
    case = live(entries)
    for each in decided(case, report_figures, on, question):
        case = evolve(case, each)
    assert decided(case, report_figures, on, question) == []


@given(st.lists(st.tuples(QUESTIONS[report_figures], PARTIAL_DATES), max_size=8), st.data())
def test_the_value_in_force_does_not_depend_on_the_order_of_recording_different_days(
    reports: list[tuple[dict[str, Any], PartialDate]], data: st.DataObject
) -> None:
    once: dict[object, Entry] = {}
    for question, on in reports:
        for each in decided(Municipality(CODE), report_figures, on, question):
            (statement,) = live([each]).figures.statements(question["period"])
            once[question["period"], effective_day(statement)] = each
    one, other = list(once.values()), data.draw(st.permutations(list(once.values())))
    told, again = (live(replace(each, version=at) for at, each in enumerate(some, start=1)) for some in (one, other))
    for period in {key[0] for key in once if isinstance(key, tuple)}:
        for number in Number:
            known, known_again = (in_force(case.figures, period, number) for case in (told, again))
            assert (known and (known.value, known.statement.reported_on)) == (
                known_again and (known_again.value, known_again.statement.reported_on)
            )


# The ladder


@given(histories() | STEPS, st.dates(date(2023, 12, 1), date(2025, 12, 31)))
def test_the_rung_of_a_day_is_that_of_the_last_step_that_took_effect(entries: list[Entry], day: date) -> None:
    ladder = live(entries).ladder
    reached = [step for step in ladder.steps if step.effective_on <= day]
    last = max(reached, key=lambda step: (step.effective_on, step.version), default=None)
    assert ladder.rung_on(day) == (last and last.rung)
    assert ladder.step_on(day) == last
    assert list(ladder.steps) == sorted(ladder.steps)


@given(histories() | STEPS, st.dates(date(2023, 12, 1), date(2025, 12, 31)))
def test_a_stay_on_a_rung_is_unbroken_and_begins_where_the_rung_was_another(entries: list[Entry], day: date) -> None:
    ladder = live(entries).ladder
    first, rung = ladder.since(day), ladder.rung_on(day)
    assert (first is None) == (rung is None)
    if first is not None:
        assert first.effective_on <= day
        between = {step.effective_on for step in ladder.steps if first.effective_on <= step.effective_on <= day}
        assert {ladder.rung_on(each) for each in between} == {rung}
        if first.effective_on > date.min:
            assert ladder.rung_on(first.effective_on - timedelta(days=1)) != rung


@given(histories())
def test_an_open_case_stands_on_a_rung_from_the_day_it_was_opened(entries: list[Entry]) -> None:
    case = live(entries)
    if case.case.opened and case.case.opened.first_day:
        assert case.ladder.rung_on(case.case.opened.first_day) is not None


# Judging


@given(judgings())
def test_only_closing_and_correcting_a_close_change_what_a_period_was_closed_with(entries: list[Entry]) -> None:
    case = Municipality(CODE)
    for each in entries:
        after = evolve(case, each)
        if not isinstance(each.fact, PeriodNumbers | RecordKeepingEvent):
            assert after.judging.closed == case.judging.closed
        case = after


@given(judgings())
def test_what_was_proposed_was_adopted_by_others_as_it_was_proposed(entries: list[Entry]) -> None:
    by_version = {each.version: each for each in entries}
    for each in entries:
        cited = getattr(each.fact, "proposal", None) if isinstance(each.fact, Placement | Freezing) else None
        if cited is not None:
            proposal = by_version[cited.version]
            assert isinstance(proposal.fact, PlacementProposed)
            assert persons(proposal).isdisjoint(persons(each))
            assert each.fact.effective_on == proposal.fact.effective_on  # type: ignore[attr-defined]  # both kinds have it


def persons(told: Entry) -> set[str]:
    """Who recorded an entry, and for whom."""
    return {person for person in (told.about.actor.person, told.about.actor.acted_for) if person}


@given(judgings())
def test_nobody_is_placed_past_a_proposal_that_waits(entries: list[Entry]) -> None:
    case = Municipality(CODE)
    for each in entries:
        if isinstance(each.fact, Placement) and each.fact.proposal is None:
            assert case.judging.open_proposals == ()
        case = evolve(case, each)


@given(judgings(), st.sampled_from([close_period, draw_assessment, draw_interim, weigh_signals]), st.data())
def test_what_a_rule_makes_of_the_figures_is_recorded_once(
    entries: list[Entry], decision: Decision, data: st.DataObject
) -> None:
    case, question, on = live(entries), data.draw(SOUND_QUESTIONS[decision]), PartialDate.of(TODAY)
    for each in decided(case, decision, on, question):
        case = evolve(case, each)
    assert decided(case, decision, on, question) == []


@given(judgings(), SOUND_QUESTIONS[correct_close])
def test_a_close_is_corrected_once_for_the_same_figures(entries: list[Entry], question: dict[str, Any]) -> None:
    case, on = live(entries), PartialDate.of(TODAY)
    for each in decided(case, correct_close, on, question):
        case = evolve(case, each)
    assert decided(case, correct_close, on, question) == []


@given(judgings())
def test_a_proposal_is_open_until_the_entries_that_stand_decide_on_it(entries: list[Entry]) -> None:
    case = live(entries)
    stands = {each.version: each.fact for each in standing(case.entries)}
    settled = {version: proposal.settled_by for version, proposal in case.judging.proposals.items()}
    assert set(settled) == {version for version, fact in stands.items() if isinstance(fact, PlacementProposed)}
    for by in settled.values():
        assert by is None or isinstance(stands[by], Placement | Freezing | PlacementRejected)


def test_the_histories_of_judging_come_to_decisions_on_proposals() -> None:
    come_to = set[type[Fact]]()

    @settings(max_examples=300, phases=[Phase.generate], database=None, derandomize=True)
    @given(judgings())
    def look(entries: list[Entry]) -> None:
        come_to.update(type(each.fact) for each in entries)

    look()
    assert come_to >= {PeriodCloseCorrected, AssessmentDrawn, PlacementRejected, RungHeld, RungFrozen}
