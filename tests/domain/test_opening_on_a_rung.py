"""Supervision that begins on the rung where the municipality already stood."""

from typing import Any

from domain.decisions.case import open_on_rung
from domain.events.case import RungTakenOver, SupervisionOpened
from domain.refusals import AlreadyOnRecord, InTheFuture
from domain.values import PartialDate, Rung, Source
from tests.spec import TODAY, given, opened, raised, taken_over

LETTER = Source(reference="the letter of the year before")


def asked(rung: int = 3, since: str | None = "2025-03") -> dict[str, Any]:
    return {"name": "Vlaardingen", "rung": Rung(rung), "since": PartialDate.of(since), "source": LETTER}


def on_rung(rung: int, since: str | None) -> RungTakenOver:
    return RungTakenOver(rung=Rung(rung), since=PartialDate.of(since), source=LETTER)


def test_supervision_begins_and_the_rung_is_taken_over_in_one_go() -> None:
    outcome = given().when(open_on_rung, **asked())
    outcome.then(SupervisionOpened(name="Vlaardingen"), on_rung(3, "2025-03"))
    assert outcome.case.ladder.rung_on(TODAY) == Rung(3)


def test_a_municipality_under_supervision_already_only_gets_its_rung() -> None:
    given(opened("2025-12-01")).when(open_on_rung, **asked()).then(on_rung(3, "2025-03"))


def test_a_rung_is_taken_over_once() -> None:
    given(opened("2025-12-01"), taken_over(3, since="2025-03")).when(open_on_rung, **asked(rung=2)).refused(
        AlreadyOnRecord, what="rung taken over", id="2"
    )


def test_supervision_begins_on_a_rung_of_substitution_too() -> None:
    assert given().when(open_on_rung, **asked(rung=5)).case.ladder.rung_on(TODAY) is Rung(5)


def test_nothing_is_opened_when_the_rung_cannot_be_taken_over() -> None:
    given().when(open_on_rung, **asked(since="2026-02-01")).refused(InTheFuture, what="since")


def test_no_rung_is_taken_over_once_the_province_decided_on_the_rung_itself() -> None:
    given(opened("2020-01-01"), raised(1, 2, "2020-06-01")).when(open_on_rung, **asked(since="2025-01")).refused(
        AlreadyOnRecord, what="placement", id="2"
    )
