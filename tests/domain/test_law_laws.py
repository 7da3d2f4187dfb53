"""The laws of the road of rungs 4 to 6, for any history of it: what the guards promise holds of every record."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from domain.events import law as events
from domain.events.base import Entry, Fact
from domain.events.ladder import RungLowered, RungRaised
from domain.events.record_keeping import RecordKeepingEvent
from domain.municipality import Municipality, evolve, fold, standing
from domain.policy.lapse import housed_for
from domain.policy.official import OFFICIAL_KINDS
from domain.values import Rung
from tests.domain.proceedings import proceedings
from tests.spec import CODE

OFFICIALS = tuple(sorted(OFFICIAL_KINDS))
DAYS = st.dates(date(2025, 1, 1), date(2026, 1, 1))
FEW = settings(max_examples=25)


def day_of(each: Entry) -> date:
    """The day of an entry of which it is known."""
    day = each.about.happened_on.first_day
    assert day
    return day


def lowered_after_every_decision(before: Municipality, each: Entry) -> None:
    if isinstance(each.fact, RungLowered):
        assert before.law.standing_on(each.fact.effective_on) == ()


def carried_out_when_the_law_allows(before: Municipality, each: Entry) -> None:
    if isinstance(each.fact, events.SubstitutionStarted):
        decided, day = before.law.decisions[each.fact.decision], day_of(each)
        assert decided.stands_on(day)
        assert decided.notified_on
        assert decided.notified_on <= day
        assert before.law.suspension_of(decided.decision, day) is None
        assert decided.term_ends < day or each.fact.urgent


def decided_after_the_views(before: Municipality, each: Entry) -> None:
    if isinstance(each.fact, events.SubstitutionDecided) and each.fact.urgent is None:
        assert each.fact.announcement
        announced = before.law.announcements[each.fact.announcement]
        assert announced.views_considered
        assert announced.views or announced.views_due < day_of(each)


def the_law_moves_no_rung_and_only_it_is_the_law(before: Municipality, each: Entry) -> None:
    if isinstance(each.fact, events.LawEvent):
        assert evolve(before, each).ladder == before.ladder
    elif not isinstance(each.fact, RecordKeepingEvent):
        assert evolve(before, each).law == before.law


PROMISES: tuple[Callable[[Municipality, Entry], None], ...] = (
    lowered_after_every_decision,
    carried_out_when_the_law_allows,
    decided_after_the_views,
    the_law_moves_no_rung_and_only_it_is_the_law,
)


@FEW
@given(proceedings())
def test_whatever_was_recorded_obeyed_the_law(entries: list[Entry]) -> None:
    case = Municipality(CODE)
    for each in entries:
        for promise in PROMISES:
            promise(case, each)
        case = evolve(case, each)


@FEW
@given(proceedings())
def test_nobody_reaches_rung_5_or_6_without_its_law_in_the_same_command(entries: list[Entry]) -> None:
    needed: dict[Rung, type[Fact]] = {
        Rung.SUBSTITUTION_DECIDED: events.SubstitutionDecided,
        Rung.SUBSTITUTION_CARRIED_OUT: events.SubstitutionStarted,
    }
    for each, beside in pairwise(entries):
        if isinstance(each.fact, RungRaised) and each.fact.to_rung in needed:
            assert isinstance(beside.fact, needed[each.fact.to_rung])
            assert beside.about.happened_on == each.about.happened_on


@FEW
@given(proceedings(), DAYS)
def test_what_is_remembered_of_the_law_is_what_stands_and_holds_on_its_days(entries: list[Entry], day: date) -> None:
    case = fold(None, entries)
    assert case
    stands, law = {each.version: each.fact for each in standing(case.entries)}, case.law
    for remembered, kind in (
        (law.announcements.values(), events.InterventionAnnounced),
        (law.decisions.values(), events.SubstitutionDecided),
        (law.appeals.values(), events.AppealLodged),
        (law.reliefs.values(), events.InterimReliefRequested),
        (law.claims.values(), events.CostsClaimed),
    ):
        assert {each.version for each in remembered} == {at for at, fact in stands.items() if isinstance(fact, kind)}
    for decision in law.decisions.values():
        over = decision.over.on if decision.over else date.max
        assert (decision in law.standing_on(day)) == (decision.decided_on <= day < over)
    oldest = [min(each.periods) for each in law.standing_on(day)]
    assert oldest == sorted(oldest)
    for older, younger in pairwise(housed_for(case, day, OFFICIALS).values()):
        assert younger.housed == 0 or older.met or older.statement is None


def test_the_proceedings_come_to_the_end_of_the_road() -> None:
    come_to = set[type[Fact]]()

    @settings(max_examples=100, phases=[Phase.generate], database=None, derandomize=True)
    @given(proceedings())
    def look(entries: list[Entry]) -> None:
        come_to.update(type(each.fact) for each in entries)

    look()
    assert come_to >= {
        events.ViewsConsidered,
        events.TermExtended,
        events.SubstitutionAmended,
        events.SubstitutionStarted,
        events.SubstitutionEnded,
        events.AppealDecided,
        events.InterimReliefDecided,
        events.CostsRecovered,
        RungLowered,
    }
