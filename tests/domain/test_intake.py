"""Deciding on the rows of a file, whoever read it."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as some
from immutables import Map

from domain.decisions.figures import weigh_figures
from domain.decisions.guards import require_past
from domain.decisions.intake import Opening, StatementRow, take_in
from domain.decisions.occasion import Occasion
from domain.events.base import About, Actor, Entry, Origin
from domain.events.case import SupervisionOpened
from domain.events.figures import FiguresReported, Number
from domain.municipality import Municipality, fold
from domain.municipality.figures import Figures, statement_of
from domain.policy.statements import contradictions, in_force, restates
from domain.refusals import InTheFuture, Refusal
from domain.values import Nature, PartialDate, Period, PersonId, Source, SourceKind

TODAY = date(2024, 6, 3)
ON = Occasion(TODAY, PartialDate.of(TODAY), Actor(person=PersonId("person-1")))


def stated(row: int, day: str) -> StatementRow:
    fact = FiguresReported(period=Period(2024, 1), reported_on=PartialDate.of(day), source=Source(), realised=3)
    return StatementRow(row, fact)


def test_a_row_about_a_day_to_come_is_refused_and_the_others_are_taken_in() -> None:
    rows = [stated(2, "2024-06-03"), stated(3, "2024-06-04"), stated(4, "2024-06")]
    taken = take_in(Municipality("GM0622"), rows, on=ON, opening=Opening("Vlaardingen", "PV28"))
    assert taken.recorded == 2
    ((row, refusal),) = taken.refused
    assert row == 3
    assert isinstance(refusal, InTheFuture)


PERIODS = [Period(2024, 1), Period(2023, 2), Period(2023)]
DAYS = ["2024-01-01", "2023-12-31", "2024-05-03", "2024-05-04", "2024-05", "2024", None, "2024-06-04"]
SOURCES = [Source(), Source(kind=SourceKind.COA, reference="COA")]
FEW = some.none() | some.integers(0, 2)
FACTS = some.builds(
    FiguresReported,
    period=some.sampled_from(PERIODS),
    reported_on=some.sampled_from(DAYS).map(PartialDate.of),
    source=some.sampled_from(SOURCES),
    nature=some.sampled_from(Nature),
    net_target=FEW,
    opening_backlog=FEW,
    corrected_target=FEW,
    realised=FEW,
    closing_backlog=FEW,
)


def known(facts: list[FiguresReported], chosen: int | None) -> Municipality:
    """A municipality with these statements; for each number of each period a person may have preferred one."""
    about = About(actor=ON.by, happened_on=ON.happened_on, correlation="c", origin=Origin.API)
    told = [SupervisionOpened(name="Vlaardingen", province="PV28"), *facts]
    municipality = fold(None, [Entry("GM0622", version, fact, about) for version, fact in enumerate(told, 1)])
    assert municipality
    preferred = {(period, number): chosen for period in PERIODS for number in Number} if chosen else {}
    return replace(municipality, figures=replace(municipality.figures, preferred=Map(preferred)))


@given(
    before=some.lists(FACTS, max_size=6), chosen=some.none() | some.integers(2, 5), rows=some.lists(FACTS, max_size=8)
)
@settings(max_examples=100, deadline=None)
def test_rows_that_are_taken_in_together_are_decided_on_as_if_each_came_alone(
    before: list[FiguresReported], chosen: int | None, rows: list[FiguresReported]
) -> None:
    municipality = known(before, chosen)
    taken = take_in(municipality, [StatementRow(n, fact) for n, fact in enumerate(rows, 2)], on=ON, opening=None)
    figures, alone, restated, against = municipality.figures, [], 0, []
    for number, fact in enumerate(rows, 2):
        try:
            require_past("reporting day", fact.reported_on, ON)
            new = weigh_figures(figures, fact)
        except Refusal:
            continue
        if new:
            alone.append(fact)
            statement = statement_of(fact, municipality.version + len(alone))
            restated += restates(figures, statement)
            against += [(number, tuple(found))] if (found := contradictions(figures, statement)) else []
            figures = figures.stating(statement)
    assert [fact for fact, _ in taken.facts] == alone
    assert taken.restated == restated
    assert [(each.row, each.contradicts) for each in taken.contradictions if each.contradicts] == against
    before_and_after = (values_in_force(municipality.figures), values_in_force(figures))
    assert [(each.before, each.after) for each in taken.changes] == [
        (old, new) for old, new in zip(*before_and_after, strict=True) if old != new
    ]


def values_in_force(figures: Figures) -> list[int | None]:
    asked = [in_force(figures, period, number) for period in sorted(PERIODS) for number in Number]
    return [found.value if found else None for found in asked]
