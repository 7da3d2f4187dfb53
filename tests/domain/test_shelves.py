"""The laws of shelves: wherever its entries lie, a municipality is the same, and unpacked is only what is asked for."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from immutables import Map

from domain.decisions.contact import hold_conversation
from domain.decisions.figures import report_figures
from domain.decisions.ladder import hold_rung
from domain.decisions.occasion import Occasion
from domain.events.base import Entry
from domain.events.contact import ConversationKind
from domain.events.figures import FiguresReported, StatementPreferred
from domain.events.record_keeping import EntryCorrected, EntryWithdrawn, RecordKeepingEvent
from domain.municipality import (
    Entries,
    FiguresShelf,
    Municipality,
    Shelf,
    as_it_stands,
    as_of,
    evolve,
    fold,
    reads_in,
    recorded,
    restored,
    standing,
)
from domain.policy.obligations.asked import GROUNDS
from domain.values import ConversationId, PartialDate, Period
from tests.domain.arbitrary import HALVES, PARTIAL_DATES, any_fact, fact_of, judgings
from tests.spec import (
    ACTOR,
    COA,
    CODE,
    GS,
    TODAY,
    corrected,
    entry,
    figures,
    held,
    opened,
    reported,
    taken_over,
    terms,
    withdrawn,
)
from tests.spec import given as told


def with_period(fact: FiguresReported, period: Period) -> FiguresReported:
    return fact.model_copy(update={"period": period})


MOSTLY_FIGURES = st.one_of(
    *[st.builds(with_period, fact_of(FiguresReported), HALVES)] * 4,
    *(fact_of(kind) for kind in (StatementPreferred, EntryCorrected, EntryWithdrawn)),
    any_fact(),
)
FIGURED = st.lists(st.tuples(MOSTLY_FIGURES, PARTIAL_DATES), min_size=1, max_size=25).map(
    lambda facts: [entry(version, fact, on) for version, (fact, on) in enumerate(facts, start=1)]
)
"""Mostly figures, with corrections and withdrawals, in any order: what no decision would allow too."""


def shelf(entries: Sequence[Entry]) -> FiguresShelf:
    """A shelf with these figures; packing is a matter of the ledger."""
    period = entries[0].fact.period  # type: ignore[attr-defined]  # figures have one
    return FiguresShelf(entries[0].version, entries[-1].version, len(entries), b"", lambda _: entries, period=period)


def others(entries: Sequence[Entry]) -> Shelf | None:
    """The shelf with these other entries."""
    if not entries:
        return None
    return Shelf(entries[0].version, entries[-1].version, len(entries), b"", lambda _: entries)


def put_away(
    loose: Sequence[Entry], shelves: Sequence[FiguresShelf], besides: Sequence[Entry] = (), *, version: int
) -> Municipality:
    """The state of what is loose, what lies on shelves of figures, and what lies on the one besides."""
    entries = Entries(Map({each.version: each for each in loose}), tuple(shelves), others(besides))
    return restored(CODE, version, entries)


@st.composite
def shelved(draw: st.DrawFn, entries: list[Entry]) -> Municipality:
    """The state of these entries, with some of the figures that may lie on shelves there, and some others."""
    amended = {each.fact.entry for each in entries if isinstance(each.fact, RecordKeepingEvent)}
    loose, besides, figures = list[Entry](), list[Entry](), defaultdict[tuple[Period, bool], list[Entry]](list)
    for each in entries:
        if isinstance(each.fact, FiguresReported) and each.version not in amended and draw(st.integers(0, 3)):
            figures[each.fact.period, draw(st.booleans())].append(each)
        else:
            (besides if draw(st.booleans()) else loose).append(each)
    return put_away(loose, [shelf(each) for each in figures.values()], besides, version=len(entries))


@settings(max_examples=40)
@given(FIGURED | judgings(), st.integers(0, 25), st.data())
def test_the_state_is_the_same_from_shelves_at_any_version_with_all_that_was_recorded_since(
    entries: list[Entry], at: int, data: st.DataObject
) -> None:
    case = data.draw(shelved(entries[:at]))
    whole = fold(None, entries) or Municipality(CODE)
    assert fold(case, entries[at:]) or case == whole
    grown = case
    for each in entries[at:]:
        grown = evolve(grown, each)
    assert grown == whole
    assert dict(grown.entries) == dict(whole.entries)


@settings(max_examples=40)
@given(FIGURED | judgings(), st.integers(0, 25), st.data())
def test_a_state_as_of_a_version_is_the_fold_until_then(
    entries: list[Entry], version: int, data: st.DataObject
) -> None:
    case = data.draw(shelved(entries))
    assert as_of(case, version) == (fold(None, entries[:version]) or Municipality(CODE))


@settings(max_examples=40)
@given(FIGURED, st.data())
def test_entries_are_told_the_same_wherever_they_lie(entries: list[Entry], data: st.DataObject) -> None:
    case, whole = data.draw(shelved(entries)), fold(None, entries)
    assert whole
    kinds = data.draw(st.sets(st.sampled_from([type(each.fact) for each in entries])))
    after, upto, version = (data.draw(st.integers(0, len(entries))) for _ in range(3))
    assert list(standing(case.entries, *kinds)) == list(standing(whole.entries, *kinds))
    assert list(recorded(case.entries, *kinds, after=after)) == list(recorded(whole.entries, *kinds, after=after))
    assert reads_in(case.entries) == reads_in(whole.entries)
    assert case.entries.upto(upto) == whole.entries.upto(upto) == {each.version: each for each in entries[:upto]}
    stands = {each.version: each for each in standing(whole.entries)}
    assert as_it_stands(case.entries, version) == stands.get(version)
    assert case.entries.get(version) == whole.entries.get(version)
    assert len(case.entries) == len(entries)


@settings(max_examples=40)
@given(FIGURED, st.data())
def test_kinds_choose_among_what_stands(entries: list[Entry], data: st.DataObject) -> None:
    case = data.draw(shelved(entries))
    kinds = tuple(data.draw(st.sets(st.sampled_from([type(each.fact) for each in entries]), min_size=1)))
    assert list(standing(case.entries, *kinds)) == [
        each for each in standing(case.entries) if isinstance(each.fact, kinds)
    ]


@settings(max_examples=40)
@given(FIGURED, st.data())
def test_figures_are_told_the_same_wherever_they_lie(entries: list[Entry], data: st.DataObject) -> None:
    some, every = data.draw(shelved(entries)).figures, (fold(None, entries) or Municipality(CODE)).figures
    assert some == every
    assert some.periods == every.periods
    for period in every.periods:
        assert some.recorded(period) == every.recorded(period)
        for each in every.statements(period):
            assert some.of_day(period, each.reported_on) == every.of_day(period, each.reported_on)
            assert some.find(period, each.version) == each


@settings(max_examples=40)
@given(FIGURED, st.data())
def test_a_state_with_other_figures_is_another(entries: list[Entry], data: st.DataObject) -> None:
    case = data.draw(shelved(entries))
    more = evolve(case, entry(len(entries) + 1, figures("2024-1", "2024-02-01", realised=77)))
    assert more.figures != case.figures
    assert more.entries != case.entries


# What is unpacked


def locked(entries: Sequence[Entry]) -> FiguresShelf:
    """A shelf that nobody may unpack."""

    def refuse(_: bytes) -> Sequence[Entry]:
        raise AssertionError("unpacked")

    return FiguresShelf(entries[0].version, entries[-1].version, len(entries), b"", refuse, period=Period(2025, 1))


@pytest.fixture
def many() -> Municipality:
    """Opened, on rung 2, and figures of a half year on a shelf that nobody may unpack."""
    case = told(
        opened(),
        taken_over(2, since="2024-01-01"),
        reported("2025-1", "2025-02-01", realised=1),
        reported("2025-1", "2025-02-02", realised=2),
        held("talk-1", "2025-02-03"),
    ).case
    loose = [case.entries[version] for version in (1, 2, 5)]
    return put_away(loose, [locked([case.entries[3], case.entries[4]])], version=5)


def test_a_conversation_a_placement_and_figures_of_another_half_year_unpack_nothing(many: Municipality) -> None:
    on = Occasion(today=TODAY, happened_on=PartialDate.of(TODAY), by=ACTOR, seen=5)
    facts = [
        *hold_conversation(
            many,
            on=on,
            conversation=ConversationId("talk-2"),
            kind=ConversationKind.PROGRESS,
        ),
        *hold_rung(many, on=on, terms=terms(str(TODAY), GS)),
        *report_figures(many, on=on, period=Period(2025, 2), source=COA, realised=3),
    ]
    for version, fact in enumerate(facts, start=6):
        many = evolve(many, entry(version, fact))
    assert many.version == 5 + len(facts)
    assert list(standing(many.entries, *GROUNDS))


def test_what_is_on_a_shelf_is_corrected_and_withdrawn_like_all_else() -> None:
    grown = told(opened(), *(reported("2025-1", f"2025-02-0{day}", realised=day) for day in range(1, 5))).case
    entries = [grown.entries[version] for version in range(1, 6)]
    case = put_away((), [shelf(entries[1:3]), shelf(entries[3:])], entries[:1], version=5)
    correction, withdrawal = corrected(3, reported("2025-2", "2025-08-02", realised=9)), withdrawn(2)
    after = evolve(evolve(case, entry(6, correction.fact)), entry(7, withdrawal.fact))
    assert [each.first for each in after.entries.shelves] == [4]
    assert [each.realised for each in after.figures.recorded(Period(2025, 1))] == [3, 4]
    assert [each.realised for each in after.figures.recorded(Period(2025, 2))] == [9]
    assert as_it_stands(after.entries, 2) is None
    assert after == fold(None, [*entries, entry(6, correction.fact), entry(7, withdrawal.fact)])


def test_what_one_day_tells_stays_in_the_order_of_recording() -> None:
    grown = told(opened(), *(reported("2025-1", "2025-02-01", realised=each) for each in (1, 2, 3))).case
    entries = [grown.entries[version] for version in range(1, 5)]
    case = put_away([entries[0], entries[1], entries[3]], [shelf([entries[2]])], version=4)
    day = PartialDate.of(date(2025, 2, 1))
    assert [each.version for each in case.figures.of_day(Period(2025, 1), day)] == [2, 3, 4]
