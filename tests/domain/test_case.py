"""The case: opened, taken over, assigned, renamed, closed."""

import pytest

from domain.decisions.case import (
    assign_supervisor,
    close_supervision,
    open_supervision,
    rename_municipality,
    take_over_rung,
)
from domain.events.case import (
    MunicipalityRenamed,
    RungTakenOver,
    SupervisionClosed,
    SupervisionOpened,
    SupervisorAssigned,
)
from domain.refusals import (
    AlreadyOnRecord,
    InTheFuture,
    SupervisionAlreadyOpen,
    SupervisionNotOpen,
)
from domain.values import PartialDate, PersonId, Rung
from tests.spec import COA, CODE, TODAY, Happened, assigned, closed, given, opened, plain, raised, taken_over


def test_supervision_begins_on_rung_1() -> None:
    outcome = given().when(open_supervision, on="2020-01-01", name="Vlaardingen", province="PV28")
    outcome.then(SupervisionOpened(name="Vlaardingen", province="PV28"))
    assert outcome.case.case.is_open
    assert outcome.case.ladder.rung_on(TODAY) is Rung.SIGNAL


def test_supervision_is_opened_once() -> None:
    given(opened()).when(open_supervision, name="Vlaardingen").refused(SupervisionAlreadyOpen, code=CODE)


def test_supervision_that_was_closed_can_begin_again_on_rung_1() -> None:
    again = given(opened(), raised(1, 2, "2024-01-01"), closed("2025-01-01")).when(
        open_supervision, on="2025-06-01", name="Vlaardingen"
    )
    again.then(SupervisionOpened(name="Vlaardingen"))
    assert again.case.case.is_open
    assert again.case.ladder.rung_on(TODAY) is Rung.SIGNAL


def test_a_rung_on_which_the_municipality_already_stood_is_taken_over() -> None:
    outcome = given(opened()).when(
        take_over_rung, rung=Rung(3), since=PartialDate.of("2024-03"), source=COA, known_history=plain("since spring")
    )
    outcome.then(
        RungTakenOver(rung=Rung(3), since=PartialDate.of("2024-03"), source=COA, known_history=plain("since spring"))
    )
    assert outcome.case.ladder.rung_on(TODAY) is Rung.AGREEMENTS


@pytest.mark.parametrize("since", ["2024-03-01", "2024-03", "2024", None])
def test_a_rung_taken_over_counts_also_when_it_was_reached_before_the_record_began(since: str | None) -> None:
    case = given(opened("2026-01-01"), taken_over(3, since=since)).case
    assert case.ladder.rung_on(TODAY) is Rung.AGREEMENTS


def test_taking_over_a_later_rung_leaves_the_time_before_it_on_rung_1() -> None:
    case = given(opened("2020-01-01"), taken_over(2, since="2024-03-01")).case
    assert case.ladder.rung_on(TODAY.replace(year=2022)) is Rung.SIGNAL
    assert case.ladder.rung_on(TODAY) is Rung.INFORMATION


def test_two_rungs_of_before_the_record_can_be_taken_over() -> None:
    case = given(opened("2026-01-01"), taken_over(3, since="2025-01-01"), taken_over(2, since="2024-01-01")).case
    assert case.ladder.rung_on(TODAY.replace(year=2024, month=6)) is Rung.INFORMATION
    assert case.ladder.rung_on(TODAY) is Rung.AGREEMENTS


def test_a_rung_is_not_taken_over_from_the_future() -> None:
    given(opened()).when(take_over_rung, rung=Rung(2), since=PartialDate.of("2026-02"), source=COA).refused(
        InTheFuture, what="since", today=TODAY
    )


def test_a_rung_is_not_taken_over_where_nobody_supervises() -> None:
    given().when(take_over_rung, rung=Rung(2), since=PartialDate.of("2025"), source=COA).refused(SupervisionNotOpen)


@pytest.mark.parametrize("rung", Rung)
def test_every_rung_can_be_taken_over(rung: Rung) -> None:
    outcome = given(opened()).when(take_over_rung, rung=rung, since=PartialDate.of("2025"), source=COA)
    assert outcome.case.ladder.rung_on(TODAY) is rung


def test_what_the_record_itself_decided_is_not_taken_over() -> None:
    case = given(opened(), raised(1, 2, "2025-03-01"))
    case.when(take_over_rung, rung=Rung(4), since=PartialDate.of("2025-04"), source=COA).refused(
        AlreadyOnRecord, what="placement", id="2"
    )
    case.when(take_over_rung, rung=Rung(4), since=PartialDate.of("2024"), source=COA).then(
        RungTakenOver(rung=Rung(4), since=PartialDate.of("2024"), source=COA)
    )


def test_a_supervisor_takes_charge() -> None:
    outcome = given(opened()).when(assign_supervisor, supervisor=PersonId("person-bo"))
    outcome.then(SupervisorAssigned(supervisor=PersonId("person-bo")))
    assert outcome.case.case.supervisor == "person-bo"


def test_assigning_who_is_in_charge_already_records_nothing() -> None:
    given(opened(), assigned("person-bo")).when(assign_supervisor, supervisor=PersonId("person-bo")).then_nothing_new()


def test_nobody_takes_charge_of_a_case_that_is_closed() -> None:
    given(opened(), closed()).when(assign_supervisor, supervisor=PersonId("person-bo")).refused(SupervisionNotOpen)


def test_a_municipality_gets_another_name() -> None:
    outcome = given(opened()).when(rename_municipality, name="Vlaardingen aan de Maas")
    outcome.then(MunicipalityRenamed(name="Vlaardingen aan de Maas"))
    assert outcome.case.case.name == "Vlaardingen aan de Maas"


@pytest.mark.parametrize("name", ["Vlaardingen", " Vlaardingen "])
def test_the_name_it_bears_is_not_recorded_again(name: str) -> None:
    given(opened(name="Vlaardingen")).when(rename_municipality, name=name).then_nothing_new()


def test_a_closed_case_is_not_renamed() -> None:
    given(opened(), closed()).when(rename_municipality, name="Other").refused(SupervisionNotOpen)


def test_supervision_ends_with_a_reason() -> None:
    outcome = given(opened()).when(close_supervision, reason=plain("merged"), successors=("GM1992",))
    outcome.then(SupervisionClosed(reason=plain("merged"), successors=("GM1992",)))
    assert not outcome.case.case.is_open


@pytest.mark.parametrize("before", [(), (opened(), closed())])
def test_only_open_supervision_ends(before: tuple[Happened, ...]) -> None:
    given(*before).when(close_supervision, reason=plain()).refused(SupervisionNotOpen, code=CODE)
