"""Deciding on the rows of a file, whoever read it."""

from datetime import date

from domain.decisions.intake import Opening, StatementRow, take_in
from domain.decisions.occasion import Occasion
from domain.events.base import Actor
from domain.events.figures import FiguresReported
from domain.municipality import Municipality
from domain.refusals import InTheFuture
from domain.values import PartialDate, Period, PersonId, Source

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
