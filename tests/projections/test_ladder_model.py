"""The ladder on a day and before: rungs, placements with their grounds, official figures, contact, movement."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.events.base import Entry
from domain.events.case import (
    MunicipalityRenamed,
    RungTakenOver,
    SupervisionClosed,
    SupervisionOpened,
    SupervisorAssigned,
)
from domain.events.contact import ConversationKind
from domain.events.ladder import RungHeld, RungLowered, RungRaised
from domain.ledger.application import Ledger
from domain.municipality import Municipality, fold
from domain.municipality.ladder import Way
from domain.policy.numbers import Band
from domain.values import Classification, PartialDate, Period, PlainText, Rung
from projections.conversations import CONVERSATIONS
from projections.engine.known import Knowing, NotBuiltError
from projections.engine.parts import position_of
from projections.engine.runner import Projector
from projections.engine.schema import ReadModel
from projections.figures import FIGURES, figures_of_many, periods
from projections.ladder import LADDER, Ladder, LadderLine, RungHistory, ladder, placements, rung_history, spans
from projections.reading import HIDDEN, Reader
from tests.domain.arbitrary import DAYS, PARTIAL_DATES, fact_of
from tests.projections.laws import BATCHES, ENTRIES, LAW, PLACES, require_laws, require_rebuilt_alike
from tests.projections.toys import append
from tests.spec import (
    COA,
    CODE,
    DEPARTURE,
    GS,
    TODAY,
    Happened,
    assigned,
    closed,
    corrected,
    entry,
    happened,
    held,
    held_on,
    lowered,
    opened,
    plain,
    raised,
    reported,
    taken_over,
    withdrawn,
)

MODELS: tuple[ReadModel, ...] = (LADDER, FIGURES, CONVERSATIONS)
OTHER = "GM0505"


def recorded(ledger: Ledger, *happenings: Happened, code: str = CODE) -> Knowing:
    """Record these as versions 1, 2, 3 … and project them; what is known today."""
    told = [
        replace(entry(version, each.fact, each.on), stream=code) for version, each in enumerate(happenings, start=1)
    ]
    append(ledger, told)
    Projector(ledger, MODELS).catch_up()
    return Knowing.asked(ledger, today=TODAY)


def at(knowing: Knowing, day: str) -> Knowing:
    return Knowing(knowing.position, date.fromisoformat(day))


def line(ledger: Ledger, knowing: Knowing) -> LadderLine:
    """The only line of the ladder."""
    (found,) = ladder(ledger, knowing).lines
    return found


def of(text: str | None) -> PartialDate:
    return PartialDate.of(text)


# Where a municipality stands


def test_a_municipality_stands_on_the_rung_of_its_last_placement_since_it_came_there(ledger: Ledger) -> None:
    knowing = recorded(ledger, opened(), assigned("person-anne"), raised(1, 2, "2025-03-01"), held_on(2, "2025-09-01"))
    found = line(ledger, knowing)
    assert (found.code, found.name, found.province, found.supervisor) == (CODE, "Vlaardingen", "PV28", "person-anne")
    assert (found.rung, found.since, found.entry, found.last_entry) == (Rung(2), of("2025-03-01"), 3, 4)
    assert (found.days, found.taken_over, found.coming) == (306, False, ())


def test_as_at_a_day_it_stands_where_it_stood_then(ledger: Ledger) -> None:
    knowing = recorded(ledger, opened(), raised(1, 2, "2025-03-01"), raised(2, 3, "2025-09-01"))
    days = ("2020-01-01", "2025-02-28", "2025-03-01", "2025-09-01")
    assert [line(ledger, at(knowing, day)).rung for day in days] == [1, 1, 2, 3]
    assert ladder(ledger, at(knowing, "2019-12-31")).lines == ()


def test_known_on_a_moment_it_stands_where_it_was_known_to_stand(ledger: Ledger) -> None:
    knowing = recorded(
        ledger,
        opened(),
        raised(1, 2, "2025-03-01"),
        corrected(2, raised(1, 2, "2025-06-01")),
        withdrawn(2),
    )
    told = [line(ledger, Knowing(position, TODAY)) for position in range(1, knowing.position + 1)]
    assert [(each.rung, each.since.value) for each in told] == [
        (1, "2020-01-01"),
        (2, "2025-03-01"),
        (2, "2025-06-01"),
        (1, "2020-01-01"),
    ]


def test_a_rung_that_was_taken_over_is_told_as_precisely_as_it_is_known(ledger: Ledger) -> None:
    knowing = recorded(ledger, opened("2025-12-01"), taken_over(3, since="2023-07"), held_on(3, "2025-12-15"))
    found = line(ledger, knowing)
    assert (found.rung, found.since, found.days, found.taken_over) == (Rung(3), of("2023-07"), 915, True)
    assert line(ledger, at(knowing, "2024-01-01")).name == "Vlaardingen"


def test_since_when_a_rung_was_taken_over_can_be_unknown(ledger: Ledger) -> None:
    found = line(ledger, recorded(ledger, opened("2025-12-01"), taken_over(3, since=None)))
    assert (found.since, found.days, found.taken_over) == (of(None), None, True)


def test_a_placement_that_takes_effect_later_is_to_come_once_it_is_decided(ledger: Ledger) -> None:
    decided = {"decided_on": date(2025, 11, 1)}
    knowing = recorded(
        ledger,
        opened(),
        raised(1, 2, "2026-07-01", **decided),
        raised(1, 2, "2026-02-01", **decided),
        held_on(1, "2026-02-01", **decided),
    )
    coming = line(ledger, knowing).coming
    assert [(each.rung, each.effective_on, each.entry) for each in coming] == [
        (1, date(2026, 2, 1), 4),
        (2, date(2026, 7, 1), 2),
    ]
    assert line(ledger, at(knowing, "2025-10-31")).coming == ()
    assert [each.entry for each in line(ledger, at(knowing, "2026-02-01")).coming] == [2]


def test_supervision_that_ended_ends_the_stay_until_it_begins_again(ledger: Ledger) -> None:
    knowing = recorded(ledger, opened(), raised(1, 2, "2025-01-01"), closed("2025-06-01"), opened("2025-09-01"))
    days = ("2025-05-31", "2025-06-01", "2025-08-31", "2025-09-01")
    assert [[each.rung for each in ladder(ledger, at(knowing, day)).lines] for day in days] == [[2], [], [], [1]]
    assert [(each.rung, each.ended_on) for each in spans(ledger, knowing, CODE)] == [
        (1, date(2025, 1, 1)),
        (2, date(2025, 6, 1)),
        (1, None),
    ]


def test_the_name_and_the_supervisor_are_those_of_the_day(ledger: Ledger) -> None:
    knowing = recorded(
        ledger,
        opened(),
        happened(MunicipalityRenamed(name="Vlaardingen-Noord"), "2025-06-01"),
        assigned("person-anne", "2025-03-01"),
        assigned("person-bert", "2025-09-01"),
    )
    told = [line(ledger, at(knowing, day)) for day in ("2025-01-01", "2025-03-01", "2025-06-01", "2025-09-01")]
    assert [(each.name, each.supervisor) for each in told] == [
        ("Vlaardingen", None),
        ("Vlaardingen", "person-anne"),
        ("Vlaardingen-Noord", "person-anne"),
        ("Vlaardingen-Noord", "person-bert"),
    ]


def test_before_the_read_model_is_built_nothing_can_be_asked(ledger: Ledger) -> None:
    with pytest.raises(NotBuiltError):
        ladder(ledger, Knowing(0, TODAY))


def test_before_there_were_half_years_there_is_no_closing_backlog(ledger: Ledger) -> None:
    knowing = recorded(ledger, opened("1990-01-01"), reported("1990-1", "1990-03-31", realised=3))
    told = [line(ledger, at(knowing, day)) for day in ("1990-06-29", "1990-06-30", "1991-12-31")]
    assert [[str(each.period) for each in one.closings] for one in told] == [
        [],
        ["1990-1"],
        ["1990-1", "1990-2", "1991-1", "1991-2"],
    ]


# Figures and contact


def test_a_line_shows_the_official_figures_of_the_half_year_and_the_last_closing_backlogs(ledger: Ledger) -> None:
    knowing = recorded(
        ledger,
        opened(),
        reported("2023-2", "2023-12-31", net_target=10, opening_backlog=4, realised=5),
        reported("2024-1", "2024-07-01", net_target=20, realised=14),
        reported("2024-2", "2024-12-31", net_target=30, realised=30),
        reported("2025-1", "2025-06-30", closing_backlog=7),
        reported("2025-2", "2025-09-30", net_target=60, realised=35),
    )
    found = line(ledger, at(knowing, "2025-10-02"))
    assert [str(each.period) for each in found.closings] == ["2022-2", "2023-1", "2023-2", "2024-1", "2024-2", "2025-1"]
    assert [each.backlog and each.backlog.value for each in found.closings] == [None, None, 9, 15, 15, 7]
    assert found.figures.corrected_target
    assert found.figures.corrected_target.value == 67
    assert found.pace
    assert (found.pace.on, found.pace.band) == (date(2025, 9, 30), Band.ON_SCHEDULE)
    assert found.pace.running_backlog == Fraction(7 + 30 - 35)
    assert found.last_closing
    assert found.last_closing.period == Period(2025, 1)


def test_a_half_year_is_over_on_its_last_day(ledger: Ledger) -> None:
    knowing = recorded(ledger, opened(), reported("2025-2", "2025-12-31", net_target=9, opening_backlog=0, realised=5))
    before, on = line(ledger, at(knowing, "2025-12-30")), line(ledger, at(knowing, "2025-12-31"))
    assert (before.last_closing, str(before.closings[-1].period)) == (None, "2025-1")
    assert on.last_closing
    assert (str(on.last_closing.period), on.last_closing.backlog and on.last_closing.backlog.value) == ("2025-2", 4)


def test_an_opening_backlog_that_nobody_states_follows_from_any_number_of_half_years_back(ledger: Ledger) -> None:
    first = Period(2015, 1)
    told = [reported(str(first), "2015-06-30", net_target=5, opening_backlog=3, realised=4)]
    while (first := first.next) <= Period(2025, 2):
        told.append(reported(str(first), first.last_day, net_target=5, realised=4))
    knowing = recorded(ledger, opened(), *told)
    found = line(ledger, at(knowing, "2025-12-30"))
    assert [each.backlog and each.backlog.value for each in found.closings] == [19, 20, 21, 22, 23, 24]
    assert found.figures.opening_backlog
    assert found.figures.opening_backlog.value == 24


def test_a_line_shows_the_last_conversation_that_counts_by_the_day(ledger: Ledger) -> None:
    knowing = recorded(
        ledger,
        opened(),
        held("talk-1", "2025-03-01"),
        held("talk-2", "2025-09-01", ConversationKind.MULTI_PARTY),
        held("talk-3", "2025-11-01"),
    )
    contacts = [line(ledger, at(knowing, day)).last_contact for day in ("2025-02-28", "2025-10-01", "2025-11-01")]
    assert [each and each.held_on for each in contacts] == [None, date(2025, 3, 1), date(2025, 11, 1)]


# The province


def province(ledger: Ledger) -> Knowing:
    recorded(ledger, opened(), raised(1, 2, "2025-08-01"), raised(2, 3, "2025-10-01"))
    recorded(ledger, opened(name="Dordrecht"), raised(1, 2, "2025-03-01"), lowered(2, 1, "2025-09-01"), code=OTHER)
    recorded(ledger, opened(name="'s-Gravenhage"), held_on(1, "2025-09-01"), code="GM0518")
    return recorded(ledger, opened(name="Assen", province="PV22"), raised(1, 2, "2025-11-01"), code="GM0106")


def summed(told: Ladder) -> tuple[list[str], list[int], int, int]:
    return [each.name for each in told.lines], list(told.counts.values()), told.raised, told.lowered


def test_the_ladder_counts_who_stands_on_which_rung_and_how_it_moved_in_the_half_year(ledger: Ledger) -> None:
    knowing = province(ledger)
    everyone = ["Assen", "Dordrecht", "'s-Gravenhage", "Vlaardingen"]
    assert summed(ladder(ledger, knowing)) == (everyone, [2, 1, 1, 0, 0, 0], 0, 0)
    assert summed(ladder(ledger, at(knowing, "2025-12-31"))) == (everyone, [2, 1, 1, 0, 0, 0], 3, 1)
    assert summed(ladder(ledger, at(knowing, "2025-08-31"))) == (everyone, [2, 2, 0, 0, 0, 0], 1, 0)


def test_a_province_asks_for_its_own_municipalities(ledger: Ledger) -> None:
    told = ladder(ledger, at(province(ledger), "2025-12-31"), province="PV28")
    assert summed(told) == (["Dordrecht", "'s-Gravenhage", "Vlaardingen"], [2, 0, 1, 0, 0, 0], 2, 1)


def moments(told: Iterable[RungHistory]) -> dict[str, list[tuple[int, str | None, date | None]]]:
    return {each.name: [(one.rung, one.since.value, one.ended_on) for one in each.rungs] for each in told}


def test_parliament_hears_of_every_rung_the_moment_at_which_it_was_applied(ledger: Ledger) -> None:
    knowing = province(ledger)
    assert moments(rung_history(ledger, knowing, province="PV28")) == {
        "Dordrecht": [
            (1, "2020-01-01", date(2025, 3, 1)),
            (2, "2025-03-01", date(2025, 9, 1)),
            (1, "2025-09-01", None),
        ],
        "'s-Gravenhage": [(1, "2020-01-01", None)],
        "Vlaardingen": [
            (1, "2020-01-01", date(2025, 8, 1)),
            (2, "2025-08-01", date(2025, 10, 1)),
            (3, "2025-10-01", None),
        ],
    }
    assert moments(rung_history(ledger, at(knowing, "2025-09-15")))["Vlaardingen"][1:] == [(2, "2025-08-01", None)]


def test_of_a_municipality_that_is_supervised_no_longer_the_rungs_are_told_until_the_end(ledger: Ledger) -> None:
    knowing = recorded(ledger, opened(), closed("2025-06-01"), opened("2025-09-01"), held_on(1, "2025-10-01"))
    assert moments(rung_history(ledger, knowing)) == {
        "Vlaardingen": [(1, "2020-01-01", date(2025, 6, 1)), (1, "2025-09-01", None)]
    }


# Placements


def test_placements_are_told_with_their_grounds_as_they_now_read(ledger: Ledger) -> None:
    departing = DEPARTURE.model_copy(update={"circumstances": plain("it burns"), "consequences": plain("none")})
    knowing = recorded(
        ledger,
        opened(),
        raised(1, 2, "2025-03-01", grounds=plain("it grew")),
        raised(2, 4, "2025-09-01", departure=departing, excusable=plain("no flats"), until=date(2026, 3, 1)),
        corrected(2, raised(1, 2, "2025-04-01", grounds=plain("it grew much"))),
        raised(4, 5, "2026-03-01", grounds=plain("later"), decided_on=date(2025, 12, 1)),
    )
    told = placements(Reader(ledger), knowing, CODE)
    assert [(each.entry, each.effective_on.value, each.grounds, each.coming) for each in told] == [
        (2, "2025-04-01", "it grew much", False),
        (3, "2025-09-01", "the backlog grew", False),
        (5, "2026-03-01", "later", True),
    ]
    assert (told[1].circumstances, told[1].consequences, told[1].excusable) == ("it burns", "none", "no flats")
    assert told[1].placement
    assert (told[1].placement.decided_by, told[1].placement.until) == (GS, date(2026, 3, 1))
    assert [each.grounds for each in placements(Reader(ledger), Knowing(2, TODAY), CODE)] == ["it grew"]
    assert len(placements(Reader(ledger), at(knowing, "2025-11-30"), CODE)) == 2


def test_a_rung_that_was_taken_over_is_told_with_what_is_known_of_its_history(ledger: Ledger) -> None:
    fact = RungTakenOver(rung=Rung(3), since=of("2023-07"), source=COA, known_history=plain("GS, 2023"))
    knowing = recorded(ledger, opened("2025-12-01"), happened(fact, "2025-12-01"))
    (told,) = placements(Reader(ledger), knowing, CODE)
    assert (told.grounds, told.effective_on, told.placement) == ("GS, 2023", of("2023-07"), None)
    assert told.taken_over
    assert told.taken_over.rung == Rung(3)


def test_grounds_are_opened_for_who_may_read_them(ledger: Ledger) -> None:
    secret = PlainText(text="the alderman is ill", classification=Classification.CONFIDENTIAL)
    knowing = recorded(ledger, opened(), raised(1, 2, "2025-03-01", grounds=secret))
    readers = [Reader(ledger), Reader(ledger, frozenset(Classification))]
    assert [placements(reader, knowing, CODE)[0].grounds for reader in readers] == [HIDDEN, "the alderman is ill"]


# The laws


@LAW
@given(entries=ENTRIES, batch=BATCHES, at=PLACES)
def test_what_was_known_of_the_ladder_at_a_position_stays_known(
    ledger: Ledger, entries: list[Entry], batch: int, at: int
) -> None:
    require_laws(ledger, [LADDER], entries, at=at, batch=batch)


STEPPING = st.lists(
    st.tuples(
        st.one_of([fact_of(kind) for kind in (RungRaised, RungLowered, RungHeld, RungTakenOver, SupervisionClosed)])
        | fact_of(SupervisionOpened)
        | st.one_of([fact_of(kind) for kind in (MunicipalityRenamed, SupervisorAssigned)])
        | st.integers(1, 8).map(lambda version: withdrawn(version).fact),
        PARTIAL_DATES,
    ),
    min_size=2,
    max_size=12,
).map(
    lambda told: [
        entry(1, opened().fact, "2024"),
        *(entry(at, fact, on) for at, (fact, on) in enumerate(told, start=2)),
    ]
)
"""A case that goes up and down, and ends and begins again, in any order."""


@settings(LAW, max_examples=25)
@given(entries=ENTRIES | STEPPING, known=st.integers(1, 20), day=DAYS)
def test_the_ladder_of_today_is_what_the_state_tells_of_what_was_known(
    ledger: Ledger, entries: list[Entry], known: int, day: date
) -> None:
    told = require_laws(ledger, MODELS, entries, at=0)[:known]
    code, position = told[0].stream, position_of(told[-1])
    state = fold(None, told) or Municipality(code)
    found = [each for each in ladder(ledger, Knowing(position, TODAY)).lines if each.code == code]
    assert bool(found) == (state.case.is_open and state.ladder.rung_on(TODAY) is not None)
    for each in found:
        require_as_the_state_tells(each, state)
    for each in ladder(ledger, Knowing(position, day)).lines:
        if each.code == code:
            first, last = state.ladder.since(day), state.ladder.step_on(day)
            assert first
            assert last
            assert (each.rung, each.entry, each.last_entry) == (last.rung, first.version, last.version)


def require_as_the_state_tells(found: LadderLine, state: Municipality) -> None:
    first, last = state.ladder.since(TODAY), state.ladder.step_on(TODAY)
    assert first
    assert last
    assert (found.rung, found.entry, found.last_entry) == (last.rung, first.version, last.version)
    assert found.taken_over == (first.way is Way.TAKEN_OVER)
    assert (found.since.first_day or date.min) == first.effective_on
    assert (found.name, found.province, found.supervisor) == (
        state.case.name,
        state.case.province,
        state.case.supervisor,
    )
    later = {step.effective_on: step for step in state.ladder.steps if step.effective_on > TODAY}
    assert [(each.effective_on, each.rung, each.entry) for each in found.coming] == [
        (step.effective_on, step.rung, step.version) for step in later.values()
    ]


def test_a_rebuild_of_the_ladder_makes_the_rows_that_are_there(ledger: Ledger) -> None:
    recorded(
        ledger, opened(), raised(1, 2, "2025-03-01"), taken_over(2, since="2024"), withdrawn(2), closed(), opened(TODAY)
    )
    require_rebuilt_alike(ledger, [LADDER])


def test_the_figures_on_the_ladder_are_those_of_the_municipality(ledger: Ledger) -> None:
    half_years = [Period(2023, 2), Period(2024, 1), Period(2024, 2), Period(2025, 1), Period(2025, 2)]
    told = [reported(str(each), each.last_day, net_target=each.year - 2000, realised=20) for each in half_years]
    knowing = recorded(ledger, opened(), reported("2023-1", "2023-06-30", closing_backlog=3), *told)
    many = figures_of_many(ledger, knowing, [CODE, OTHER], half_years[2:])
    assert list(many[CODE].values()) == [each.figures for each in periods(ledger, knowing, CODE)][3:]
    assert [each.net_target for each in many[OTHER].values()] == [None, None, None]
