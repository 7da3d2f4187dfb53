"""Load, decide, append: what the callers of the ledger rely on."""

import multiprocessing
import threading
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from pydantic import ValidationError

from domain.decisions.case import close_supervision, open_supervision, rename_municipality
from domain.decisions.figures import report_figures
from domain.decisions.occasion import Occasion
from domain.decisions.records import correct_entry
from domain.events.base import Actor, Origin, Role
from domain.events.case import SupervisionClosed, SupervisionOpened
from domain.events.figures import FiguresReported
from domain.events.record_keeping import Repair
from domain.ledger.application import BusyError, Ledger
from domain.ledger.request import Place
from domain.ledger.schema import Names
from domain.municipality import Municipality, fold
from domain.refusals import (
    CommandReused,
    InTheFuture,
    Refusal,
    SupervisionAlreadyOpen,
    UnknownMunicipality,
)
from domain.values import PartialDate, PersonId, Reference, SealedText, Source
from tests.ledger.asking import (
    ANNA,
    PERIOD,
    TODAY,
    VLAARDINGEN,
    asked,
    figures,
    opened,
    record_of,
    reported,
    text,
)


@pytest.fixture
def other(ledger: Ledger, conninfo: str, names: Names, key_folder: Path) -> Any:  # noqa: ANN401 - a fixture that yields a ledger
    """Another process on the same record, as far as memory goes."""
    assert ledger
    with Ledger.open(conninfo, names, key_folder=key_folder) as second:
        yield second


# Recording


def test_what_was_decided_is_recorded_and_answered_with_its_place(ledger: Ledger) -> None:
    assert opened(ledger).entries == (Place(VLAARDINGEN, 1, 1),)
    answer = reported(ledger, 30)
    assert (answer.position, answer.entries, answer.repeated) == (2, (Place(VLAARDINGEN, 2, 2),), False)


def test_the_entry_tells_who_when_and_why(ledger: Ledger) -> None:
    request = asked(
        happened_on=PartialDate.of("2024-05"),
        by=Actor(person=PersonId("person-bot"), roles=(Role.SUPERVISOR,), acted_for=ANNA.person),
        correlation="form 7",
        causation="GM0606/3",
        references=(Reference(system="Corsa", number="24.1"),),
    )
    ledger.record(open_supervision, municipality=VLAARDINGEN, request=request, name="Vlaardingen")
    (entry,) = ledger.entries(VLAARDINGEN)
    assert entry.fact == SupervisionOpened(name="Vlaardingen")
    assert entry.about == request.about
    assert (entry.about.correlation, entry.about.origin, entry.about.causation) == ("form 7", Origin.API, "GM0606/3")
    assert entry.recorded
    assert entry.recorded.command == str(request.command)


def test_without_a_correlation_entries_are_grouped_by_their_command() -> None:
    request = asked()
    assert request.about.correlation == str(request.command)


def test_a_decision_may_answer_one_fact_or_many(ledger: Ledger) -> None:
    opened(ledger)

    def twice(municipality: Municipality, *, on: Occasion) -> list[FiguresReported]:
        assert municipality
        assert on
        return [figures(1), figures(2)]

    def once(municipality: Municipality, *, on: Occasion) -> FiguresReported:
        return twice(municipality, on=on)[0]

    assert len(ledger.record(twice, municipality=VLAARDINGEN, request=asked()).entries) == 2
    assert len(ledger.record(once, municipality=VLAARDINGEN, request=asked()).entries) == 1


def test_nothing_new_is_answered_without_entries_and_remembered(ledger: Ledger) -> None:
    opened(ledger)
    reported(ledger, 30)
    nothing = asked()
    assert reported(ledger, 30, nothing).entries == ()
    assert reported(ledger, 30, nothing).repeated
    assert ledger.head().position == 2


def test_a_refusal_records_nothing(ledger: Ledger) -> None:
    opened(ledger)
    with pytest.raises(SupervisionAlreadyOpen):
        opened(ledger)
    assert ledger.head().position == 1


def test_what_has_not_happened_cannot_be_recorded(ledger: Ledger) -> None:
    tomorrow = PartialDate.of(TODAY + timedelta(days=1))
    with pytest.raises(InTheFuture):
        ledger.record(open_supervision, municipality=VLAARDINGEN, request=asked(happened_on=tomorrow), name="V")
    this_month = asked(happened_on=PartialDate.of("2024-06"))
    ledger.record(open_supervision, municipality=VLAARDINGEN, request=this_month, name="V")


@pytest.mark.parametrize("decision", [rename_municipality, report_figures])
def test_of_an_unknown_municipality_only_the_opening_is_recorded(ledger: Ledger, decision: Any) -> None:  # noqa: ANN401 - of two kinds
    question = (
        {"name": "X"} if decision is rename_municipality else {"period": PERIOD, "source": Source(), "realised": 1}
    )
    with pytest.raises(Refusal):
        ledger.record(decision, municipality="GM1999", request=asked(), **question)
    assert ledger.streams() == []


def test_an_unknown_municipality_has_no_state(ledger: Ledger) -> None:
    with pytest.raises(UnknownMunicipality):
        ledger.municipality("GM9999")


def test_a_stream_is_never_called_by_something_that_is_no_code(ledger: Ledger) -> None:
    with pytest.raises(ValidationError):
        opened(ledger, "Vlaardingen")


# The same command again


def test_a_repeated_command_answers_as_the_first_time_and_records_nothing(ledger: Ledger, other: Ledger) -> None:
    opened(ledger)
    again = asked()
    first = reported(ledger, 30, again)
    reported(ledger, 31)
    for each in (ledger, other):
        answer = reported(each, 30, again)
        assert (answer.position, answer.entries, answer.repeated) == (first.position, first.entries, True)
    assert ledger.head().position == 3


def test_a_repeated_command_gets_its_first_answer_though_it_would_now_be_refused(ledger: Ledger) -> None:
    opening = asked()
    first = ledger.record(open_supervision, municipality=VLAARDINGEN, request=opening, name="V")
    again = ledger.record(open_supervision, municipality=VLAARDINGEN, request=opening, name="V")
    assert (again.position, again.entries, again.repeated) == (first.position, first.entries, True)


def test_the_same_form_sent_again_tomorrow_in_another_role_is_the_same_command(ledger: Ledger) -> None:
    opened(ledger)
    sent = asked()
    reported(ledger, 30, sent)
    later = asked(
        sent.command,
        today=TODAY + timedelta(days=1),
        by=Actor(person=ANNA.person, roles=(Role.MANAGER,)),
        correlation="again",
    )
    assert reported(ledger, 30, later).repeated


@pytest.mark.parametrize(
    "change",
    [
        {"by": Actor(person=PersonId("person-bert"))},
        {"by": Actor(person=ANNA.person, acted_for=PersonId("person-bert"))},
        {"happened_on": PartialDate.of("2024-05-31")},
        {"origin": Origin.SCREEN},
        {"seen": 1},
    ],
)
def test_the_same_id_from_another_or_about_something_else_is_refused(ledger: Ledger, change: dict[str, Any]) -> None:
    opened(ledger)
    sent = asked()
    reported(ledger, 30, sent)
    with pytest.raises(CommandReused):
        reported(ledger, 30, asked(sent.command, **change))
    assert ledger.head().position == 2


def test_the_same_id_for_another_question_decision_or_municipality_is_refused(ledger: Ledger) -> None:
    opened(ledger)
    opened(ledger, "GM0606")
    sent = asked()
    reported(ledger, 30, sent)
    with pytest.raises(CommandReused):
        reported(ledger, 31, sent)
    with pytest.raises(CommandReused):
        reported(ledger, 30, sent, code="GM0606")
    with pytest.raises(CommandReused):
        ledger.record(open_supervision, municipality=VLAARDINGEN, request=asked(sent.command), name="V")


def test_the_digest_of_a_question_is_the_same_in_every_process(ledger: Ledger, other: Ledger) -> None:
    request = asked(UUID(int=7))
    question = {"texts": {text("b"), text("a")}, "day": date(2024, 1, 1), "raw": b"\x00\xff", "nested": [(1, None)]}
    assert ledger.command("x", "y", request, question) == other.command(
        "x", "y", request, dict(reversed(question.items()))
    )
    assert ledger.command("x", "y", request, question) != ledger.command("x", "y", request, {**question, "raw": b""})


# More than one writer


def test_two_processes_that_record_facts_on_one_municipality_both_succeed(ledger: Ledger, other: Ledger) -> None:
    opened(ledger)
    for realised in (1, 2, 3):
        reported(ledger, realised)
        reported(other, realised * 10)
    assert ledger.municipality(VLAARDINGEN) == other.municipality(VLAARDINGEN)
    assert ledger.municipality(VLAARDINGEN).version == 7


def test_a_refusal_is_never_given_on_an_old_state(ledger: Ledger, other: Ledger) -> None:
    opened(ledger)
    assert other.municipality(VLAARDINGEN).case.is_open
    ledger.record(close_supervision, municipality=VLAARDINGEN, request=asked(), reason=text("merged"))
    opened(other)
    assert ledger.municipality(VLAARDINGEN).version == 3


def test_nothing_new_is_never_said_of_an_old_state(ledger: Ledger, other: Ledger) -> None:
    opened(ledger)
    reported(ledger, 1)
    assert other.municipality(VLAARDINGEN).version == 2

    def if_last(municipality: Municipality, *, on: Occasion) -> Sequence[FiguresReported]:
        assert on
        return [figures(9)] if municipality.version > 2 else []

    reported(ledger, 2)
    assert len(other.record(if_last, municipality=VLAARDINGEN, request=asked()).entries) == 1


def test_endless_rivals_end_in_a_clear_error(ledger: Ledger, other: Ledger) -> None:
    opened(ledger)

    def overtaken(municipality: Municipality, *, on: Occasion) -> FiguresReported:
        assert on
        reported(other, municipality.version)
        return figures()

    with pytest.raises(BusyError, match="try again"):
        ledger.record(overtaken, municipality=VLAARDINGEN, request=asked())


def test_threads_that_record_on_one_municipality_all_succeed(ledger: Ledger) -> None:
    opened(ledger)

    def several(thread: int) -> None:
        for n in range(10):
            assert reported(ledger, thread * 100 + n).entries

    threads = [threading.Thread(target=several, args=(n,)) for n in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ledger.municipality(VLAARDINGEN).version == 81


def record_ten(conninfo: str, names: Names, key_folder: Path, process: int) -> int:
    with Ledger.open(conninfo, names, key_folder=key_folder) as ledger:
        return sum(len(reported(ledger, process * 100 + n).entries) for n in range(10))


def test_processes_that_record_on_one_municipality_all_succeed(
    ledger: Ledger, conninfo: str, names: Names, key_folder: Path
) -> None:
    opened(ledger)
    with multiprocessing.get_context("spawn").Pool(3) as processes:
        recorded = processes.starmap(record_ten, [(conninfo, names, key_folder, n) for n in (1, 2, 3)])
    assert recorded == [10, 10, 10]
    assert ledger.municipality(VLAARDINGEN).version == 31


def test_one_command_sent_by_many_threads_at_once_is_carried_out_once(ledger: Ledger) -> None:
    opened(ledger)
    sent = asked()
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(reported(ledger, 30, sent))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.entries for answer in answers} == {(Place(VLAARDINGEN, 2, 2),)}
    assert [answer.repeated for answer in answers].count(False) == 1


# Reading


def test_the_live_state_is_the_state_that_replay_gives(ledger: Ledger, other: Ledger) -> None:
    opened(ledger)
    reported(ledger, 1)
    reported(ledger, 2)
    ledger.record(
        correct_entry,
        municipality=VLAARDINGEN,
        request=asked(),
        entry=2,
        replacement=figures(5).model_copy(update={"source": Source(reference="letter 1")}),
        replacement_happened_on=PartialDate.of(TODAY),
        repairs=Repair.ERROR,
        reason=text("a typing error"),
    )
    ledger.record(close_supervision, municipality=VLAARDINGEN, request=asked(), reason=text("merged"))
    live = record_of(ledger).repository.cache
    assert live
    state = live.get(VLAARDINGEN)
    assert state == fold(None, other.entries(VLAARDINGEN))
    assert isinstance(state, Municipality)
    closing = state.entries[5].fact
    assert isinstance(closing, SupervisionClosed)
    assert isinstance(closing.reason, SealedText)


def test_a_state_is_read_as_it_is_now_also_when_another_process_recorded(ledger: Ledger, other: Ledger) -> None:
    opened(ledger)
    assert other.municipality(VLAARDINGEN).version == 1
    reported(ledger, 1)
    assert other.municipality(VLAARDINGEN).version == 2


def test_entries_are_read_by_stream_and_by_position(ledger: Ledger) -> None:
    opened(ledger)
    opened(ledger, "GM0606")
    reported(ledger, 1)
    assert [entry.version for entry in ledger.entries(VLAARDINGEN)] == [1, 2]
    assert [entry.version for entry in ledger.entries(VLAARDINGEN, after=1)] == [2]
    assert [entry.version for entry in ledger.entries(VLAARDINGEN, upto=1)] == [1]
    assert [(entry.stream, entry.version) for entry in ledger.since(1)] == [("GM0606", 1), (VLAARDINGEN, 2)]
    assert ledger.streams("GM") == ["GM0606", VLAARDINGEN]
    assert ledger.streams("person-") == []


def test_a_small_stream_takes_facts_as_they_come(ledger: Ledger) -> None:
    sent = asked(uuid4())
    first = ledger.save_in("import-1", [figures(1), figures(2)], request=sent)
    assert [place.version for place in first.entries] == [1, 2]
    assert ledger.save_in("import-1", [figures(1), figures(2)], request=sent).repeated
    with pytest.raises(CommandReused):
        ledger.save_in("import-1", [figures(3)], request=sent)
    assert ledger.save_in("import-1", [figures(3)], request=asked()).entries == (Place("import-1", 3, 3),)


def test_a_forgotten_state_is_read_again(conninfo: str, names: Names, key_folder: Path) -> None:
    with Ledger.open(conninfo, names, key_folder=key_folder, remembered=1) as small:
        for code in ("GM0001", "GM0002", "GM0001", "GM0002"):
            if code not in small.streams():
                opened(small, code)
            reported(small, small.head().position, code=code)
        assert [small.municipality(code).version for code in ("GM0001", "GM0002")] == [3, 3]


def test_the_ledger_tells_where_it_is_and_what_it_stands_on(
    ledger: Ledger, other: Ledger, key_folder: Path, admin: psycopg.Connection
) -> None:
    assert ledger.record_id == other.record_id
    assert ledger.key_place == str(key_folder / f"{ledger.record_id}.key")
    assert ledger.server_version == admin.execute("SHOW server_version").fetchone()[0]  # type: ignore[index]  # it has one
    assert list(ledger.verify()) == []


def test_a_session_has_the_rights_of_the_app_and_takes_its_temporary_tables_along(ledger: Ledger) -> None:
    for _ in range(2):
        with ledger.session() as session:
            session.execute("CREATE TEMPORARY TABLE waiting (n int)")
            assert session.execute("SELECT current_user").fetchone() == ("trede_app",)
