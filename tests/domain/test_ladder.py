"""Placements: what the province itself decides, so here it is guarded."""

from datetime import date

import pytest

from domain.decisions.ladder import hold_rung, lower_rung, raise_rung
from domain.events.judging import ProposedMove
from domain.events.ladder import DecidedBy, DecidingBody, RungHeld, RungLowered, RungRaised
from domain.refusals import (
    ChangedSince,
    DayNeeded,
    DecidedByGsOnly,
    DecisionContentMissing,
    DecisionMissing,
    DepartureMissing,
    GroundsMissing,
    InTheFuture,
    MandateMissing,
    RungSkipped,
    SupervisionNotOpen,
    TooEarly,
    WrongDirection,
)
from domain.values import DocumentId, EntryRef, FrameworkRef, Rung
from tests.spec import (
    ANNE,
    DEPARTURE,
    GS,
    MANAGER,
    MANDATED,
    TODAY,
    Decision,
    Given,
    Happened,
    Question,
    cited,
    closed,
    corrected,
    given,
    held,
    held_on,
    lowered,
    opened,
    placement_as,
    plain,
    proposed,
    raised,
    taken_over,
    terms,
    withdrawn,
)


def on_rung(rung: int) -> Given:
    """A municipality that has stood on a rung since 2025."""
    return given(opened(), taken_over(rung, since="2025-01-01"))


def test_a_municipality_is_raised_one_rung() -> None:
    outcome = on_rung(1).when(raise_rung, to_rung=Rung(2), terms=terms())
    outcome.then(RungRaised(**placement_as("2026-01-01", 1, 2)))
    assert outcome.case.ladder.rung_on(TODAY) is Rung.INFORMATION


def test_a_placement_tells_everything_it_rests_on() -> None:
    figures = EntryRef(stream="GM0622", version=1, digest="ab" * 32)
    proposal = proposed(ProposedMove.RAISE, 1, 2, "2026-01-02", until=date(2026, 6, 30), by=MANAGER)
    more: Question = {
        "until": date(2026, 6, 30),
        "framework": FrameworkRef(name="zuid-holland-2024", version="1", sha256="cd" * 32),
        "proposal": cited(3),
        "assessment": figures,
        "advice": Rung(3),
        "departure": DEPARTURE,
        "excusable": plain("the flats burned down"),
        "urgent": plain("it cannot wait"),
        "rests_on": (figures,),
        "document": DocumentId("document-1"),
        "informed_on": date(2025, 12, 31),
    }
    told = on_rung(1).given(proposal)
    told.when(raise_rung, to_rung=Rung(2), terms=terms("2026-01-02", **more)).then(
        RungRaised(**placement_as("2026-01-02", 1, 2, decided_on=TODAY, **more))
    )


def test_who_records_a_placement_stands_in_it() -> None:
    (placed,) = on_rung(1).when(raise_rung, to_rung=Rung(2), terms=terms()).facts
    assert isinstance(placed, RungRaised)
    assert placed.recorded_by == ANNE


def test_a_municipality_is_lowered_several_rungs_at_once() -> None:
    outcome = on_rung(3).when(lower_rung, to_rung=Rung(1), terms=terms())
    outcome.then(RungLowered(**placement_as("2026-01-01", 3, 1)))
    assert outcome.case.ladder.rung_on(TODAY) is Rung.SIGNAL


def test_a_municipality_is_held_where_it_stands_by_decision() -> None:
    on_rung(4).when(hold_rung, terms=terms(decided_by=GS, until=date(2026, 7, 1))).then(
        RungHeld(**placement_as("2026-01-01", 4, 4, until=date(2026, 7, 1)))
    )


def test_a_placement_can_take_effect_later_or_have_taken_effect_before() -> None:
    later = on_rung(1).when(raise_rung, to_rung=Rung(2), terms=terms("2026-03-01")).case
    assert (later.ladder.rung_on(date(2026, 2, 28)), later.ladder.rung_on(date(2026, 3, 1))) == (1, 2)
    before = on_rung(1).when(raise_rung, to_rung=Rung(2), terms=terms("2025-06-01")).case
    assert (before.ladder.rung_on(date(2025, 5, 31)), before.ladder.rung_on(date(2025, 6, 1))) == (1, 2)


def test_a_placement_starts_from_the_rung_of_the_day_on_which_it_takes_effect() -> None:
    given(opened(), raised(1, 2, "2025-12-01"), raised(2, 3, "2026-03-01")).when(
        hold_rung, terms=terms("2026-02-01")
    ).then(RungHeld(**placement_as("2026-02-01", 2, 2, decided_on=TODAY)))


@pytest.mark.parametrize(("decision", "to_rung"), [(raise_rung, 2), (raise_rung, 1), (lower_rung, 2), (lower_rung, 3)])
def test_raising_goes_up_and_lowering_goes_down(decision: Decision, to_rung: int) -> None:
    on_rung(2).when(decision, to_rung=Rung(to_rung), terms=terms()).refused(
        WrongDirection, from_rung=Rung(2), to_rung=Rung(to_rung)
    )


def test_no_rung_is_skipped_on_the_way_up() -> None:
    on_rung(1).when(raise_rung, to_rung=Rung(3), terms=terms()).refused(RungSkipped, from_rung=Rung(1), to_rung=Rung(3))


def test_a_rung_is_skipped_when_a_departure_says_why() -> None:
    outcome = on_rung(1).when(raise_rung, to_rung=Rung(3), terms=terms(departure=DEPARTURE))
    assert outcome.case.ladder.rung_on(TODAY) is Rung.AGREEMENTS


def test_rung_5_needs_what_the_decision_says_and_rung_6_a_decision_also_with_a_departure() -> None:
    departing = terms(decided_by=GS, departure=DEPARTURE)
    on_rung(4).when(raise_rung, to_rung=Rung(5), terms=departing).refused(DecisionContentMissing, to_rung=Rung(5))
    on_rung(4).when(raise_rung, to_rung=Rung(6), terms=departing).refused(DecisionMissing, to_rung=Rung(6))
    on_rung(5).when(raise_rung, to_rung=Rung(6), terms=departing).refused(DecisionMissing, to_rung=Rung(6))


@pytest.mark.parametrize("decision", [raise_rung, lower_rung, hold_rung])
def test_the_municipality_was_told_by_today(decision: Decision) -> None:
    told, to_rung = terms(informed_on=date(2026, 1, 2)), Rung(3 if decision is raise_rung else 1)
    asked: Question = {} if decision is hold_rung else {"to_rung": to_rung}
    on_rung(2).when(decision, terms=told, **asked).refused(InTheFuture, what="day the municipality was told")
    assert on_rung(2).when(decision, terms=terms(informed_on=TODAY), **asked).facts


def test_a_placement_has_grounds() -> None:
    on_rung(1).when(raise_rung, to_rung=Rung(2), terms=terms(grounds=None)).refused(GroundsMissing)


def test_gs_decide_on_rung_4() -> None:
    on_rung(3).when(raise_rung, to_rung=Rung(4), terms=terms(decided_by=GS)).then(
        RungRaised(**placement_as("2026-01-01", 3, 4))
    )


@pytest.mark.parametrize("decided_by", [MANDATED, DecidedBy(body=DecidingBody.DEPUTY)])
def test_nobody_but_gs_decides_on_rung_4(decided_by: DecidedBy) -> None:
    on_rung(3).when(raise_rung, to_rung=Rung(4), terms=terms(decided_by=decided_by)).refused(
        DecidedByGsOnly, to_rung=Rung(4), body=decided_by.body.value
    )
    on_rung(4).when(hold_rung, terms=terms(decided_by=decided_by)).refused(DecidedByGsOnly)


def test_a_mandate_has_a_name() -> None:
    on_rung(1).when(raise_rung, to_rung=Rung(2), terms=terms(decided_by=DecidedBy(body=DecidingBody.MANDATED))).refused(
        MandateMissing
    )


def test_a_placement_other_than_the_advice_needs_a_departure() -> None:
    on_rung(2).when(hold_rung, terms=terms(advice=Rung(3))).refused(DepartureMissing, advice=Rung(3), to_rung=Rung(2))


@pytest.mark.parametrize("more", [{"advice": Rung(2)}, {"advice": Rung(3), "departure": DEPARTURE}, {}])
def test_a_placement_follows_the_advice_or_departs_from_it_or_there_is_none(more: Question) -> None:
    assert on_rung(2).when(hold_rung, terms=terms(**more)).facts


def test_a_placement_does_not_end_before_it_takes_effect() -> None:
    on_rung(2).when(hold_rung, terms=terms("2026-02-01", until=date(2026, 1, 31))).refused(TooEarly, what="last day")


def test_there_is_no_rung_before_supervision_began() -> None:
    given(opened("2025-06-01")).when(raise_rung, to_rung=Rung(2), terms=terms("2025-05-31")).refused(
        TooEarly, what="effective day", day=date(2025, 5, 31), bound=date(2025, 6, 1)
    )


@pytest.mark.parametrize("on", ["2025-12", "2025", None])
def test_the_day_of_a_decision_is_known(on: str | None) -> None:
    on_rung(2).when(hold_rung, on=on, terms=terms()).refused(DayNeeded, what="day of the decision")


@pytest.mark.parametrize("before", [(), (opened(), closed())])
def test_only_a_supervised_municipality_is_placed(before: tuple[Happened, ...]) -> None:
    given(*before).when(hold_rung, terms=terms()).refused(SupervisionNotOpen)
    given(*before).when(raise_rung, to_rung=Rung(2), terms=terms()).refused(SupervisionNotOpen)


@pytest.mark.parametrize(
    "meanwhile",
    [
        raised(1, 2, "2025-07-01"),
        held_on(1, "2025-07-01"),
        lowered(2, 1, "2025-07-01"),
        taken_over(3, since="2025-07-01"),
        corrected(1, opened("2021-01-01")),
    ],
)
def test_whoever_places_a_municipality_has_seen_where_it_stands(meanwhile: Happened) -> None:
    changed = given(opened(), held("talk-1"), meanwhile)
    changed.when(hold_rung, seen=2, terms=terms()).refused(
        ChangedSince, what="place on the ladder", seen=2, changed_by=3
    )
    assert changed.when(hold_rung, seen=3, terms=terms()).facts


def test_a_withdrawn_placement_changes_where_it_stands_too() -> None:
    given(opened(), raised(1, 2, "2025-07-01"), withdrawn(2)).when(hold_rung, seen=2, terms=terms()).refused(
        ChangedSince, changed_by=3
    )


def test_other_facts_do_not_stand_in_the_way_of_a_placement() -> None:
    assert given(opened(), held("talk-1")).when(hold_rung, seen=1, terms=terms()).facts


def test_somebody_who_decided_on_an_old_view_hears_that_first() -> None:
    given(opened(), raised(1, 2, "2025-01-01"), lowered(2, 1, "2025-07-01")).when(
        raise_rung, seen=2, to_rung=Rung(3), terms=terms()
    ).refused(ChangedSince, changed_by=3)


# What the ladder tells


def test_of_two_placements_on_one_day_the_latest_recorded_counts() -> None:
    case = given(opened(), raised(1, 2, "2025-07-01"), raised(2, 3, "2025-07-01")).case
    assert case.ladder.rung_on(date(2025, 7, 1)) is Rung.AGREEMENTS


def test_a_hold_does_not_begin_a_new_stay() -> None:
    case = given(opened(), raised(1, 2, "2025-01-01"), held_on(2, "2025-07-01")).case
    since = case.ladder.since(TODAY)
    assert since
    assert (since.effective_on, since.version) == (date(2025, 1, 1), 2)


def test_who_falls_back_and_rises_again_stays_since_the_last_time() -> None:
    case = given(opened(), raised(1, 2, "2024-01-01"), lowered(2, 1, "2024-07-01"), raised(1, 2, "2025-01-01")).case
    since = case.ladder.since(TODAY)
    assert since
    assert since.effective_on == date(2025, 1, 1)


def test_a_placement_overruled_on_its_very_day_interrupts_nothing() -> None:
    case = given(opened("2020-01-01"), raised(1, 2, "2025-07-01"), lowered(2, 1, "2025-07-01")).case
    since = case.ladder.since(TODAY)
    assert since
    assert since.effective_on == date(2020, 1, 1)


def test_before_supervision_there_is_neither_a_rung_nor_a_stay() -> None:
    case = given(opened("2020-01-01")).case
    assert case.ladder.rung_on(date(2019, 12, 31)) is None
    assert case.ladder.since(date(2019, 12, 31)) is None
