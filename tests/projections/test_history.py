"""The history: every entry in the order of recording, with what became of it, by whom and when."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.events.base import Actor, Entry
from domain.events.contact import ConversationHeld, ConversationKind, Participant, Side
from domain.values import Classification, ConversationId, PartialDate, Period, PersonId, PlainText, SealedText
from projections.dutch.words import moment, partial
from projections.history import Amendments, Line
from projections.history import lines as all_lines
from projections.reading import ERASED, ERASED_PERSON, HIDDEN
from tests.projections.telling import ERASED_PERSON as GONE
from tests.projections.telling import entries, erased, read, sealed
from tests.spec import (
    Happened,
    agreed,
    corrected,
    decision_notified,
    entry,
    happened,
    held,
    kept,
    opened,
    reported,
    substitution_decided,
    withdrawn,
)


def lines(*told: Happened) -> tuple[Line, ...]:
    return of(entries(*told))


def of(stored: list[Entry]) -> tuple[Line, ...]:
    return all_lines(stored, read(stored), Amendments(stored))


def spoke(
    summary: SealedText | PlainText | None = None, person: str | None = None, office: str | None = None
) -> Happened:
    who = (Participant(side=Side.MUNICIPALITY, person=PersonId(person) if person else None, office=office),)
    fact = ConversationHeld(
        conversation=ConversationId("talk-1"),
        kind=ConversationKind.PROGRESS,
        summary=summary,
        participants=who if person or office else (),
    )
    return happened(fact, "2025-11-01")


def by(actor: Actor) -> Line:
    stored = entries(opened())
    stored[0] = replace(stored[0], about=stored[0].about.model_copy(update={"actor": actor}))
    return of(stored)[0]


def test_every_entry_is_told_in_the_order_of_recording() -> None:
    told = lines(opened(), reported("2025-1", "2025-07-01", realised=3), held("talk-1"))
    assert [line.entry for line in told] == [1, 2, 3]
    assert [line.position for line in told] == [101, 102, 103]
    assert told[0].sentence == "Toezicht begonnen op de gemeente Vlaardingen."
    assert told[1].topic == "municipality.figures-reported.v1"
    assert told[2].digest == f"{3:064x}"


def test_what_nobody_corrected_stands() -> None:
    assert [(line.struck, line.amended_by, line.amends) for line in lines(opened(), held("talk-1"))] == [
        (False, (), None),
        (False, (), None),
    ]


def test_a_corrected_entry_is_struck_with_links_both_ways() -> None:
    told = lines(opened(), held("talk-1"), corrected(2, held("talk-1", on="2025-11-02")))
    assert (told[1].struck, told[1].struck_by, told[1].amended_by) == (True, (3,), (3,))
    assert (told[2].struck, told[2].amends) == (False, 2)
    assert "Nu (2 november 2025): Voortgangsgesprek op locatie." in told[2].sentence


def test_a_withdrawn_entry_is_struck_with_links_both_ways() -> None:
    told = lines(opened(), held("talk-1"), withdrawn(2))
    assert (told[1].struck_by, told[2].amends, told[2].struck) == ((3,), 2, False)


def test_withdrawing_a_correction_makes_the_entry_stand_again() -> None:
    told = lines(opened(), held("talk-1"), corrected(2, held("talk-1", on="2025-11-02")), withdrawn(3))
    assert (told[1].struck, told[1].amended_by) == (False, (3,))
    assert (told[2].struck, told[2].struck_by) == (True, (4,))
    assert not told[3].struck


def test_a_second_correction_takes_the_place_of_the_first() -> None:
    first, second = held("talk-1", on="2025-11-02"), held("talk-1", on="2025-11-03")
    told = lines(opened(), held("talk-1"), corrected(2, first), corrected(2, second))
    assert [line.struck_by for line in told] == [(), (4,), (4,), ()]


def test_withdrawing_the_second_correction_brings_the_first_one_back() -> None:
    first, second = held("talk-1", on="2025-11-02"), held("talk-1", on="2025-11-03")
    told = lines(opened(), held("talk-1"), corrected(2, first), corrected(2, second), withdrawn(4))
    assert [line.struck_by for line in told] == [(), (3,), (), (5,), ()]


def test_a_correction_of_a_withdrawn_entry_counts_no_more() -> None:
    told = lines(opened(), held("talk-1"), corrected(2, held("talk-1", on="2025-11-02")), withdrawn(2))
    assert [line.struck_by for line in told] == [(), (4,), (4,), ()]


@pytest.mark.parametrize("classification", [Classification.CONFIDENTIAL, Classification.SECRET])
@pytest.mark.parametrize("kind", [sealed, PlainText])
def test_confidential_and_secret_text_is_not_shown(classification: Classification, kind: Any) -> None:  # noqa: ANN401 - either kind of text
    text: SealedText | PlainText = (
        PlainText(text="het geheim", classification=classification)
        if kind is PlainText
        else sealed("het geheim", classification)
    )
    (line,) = lines(spoke(text))
    assert line.sentence == f"Voortgangsgesprek op locatie: {HIDDEN}."


def test_confidential_text_is_not_even_opened() -> None:
    stored = entries(spoke(sealed("het geheim", Classification.SECRET)))
    assert read(stored).texts == {}


def test_an_erased_text_is_shown_as_such() -> None:
    (line,) = lines(spoke(erased()))
    assert line.sentence == f"Voortgangsgesprek op locatie: {ERASED}."


def test_an_erased_person_is_shown_as_such() -> None:
    (line,) = lines(spoke(person=GONE, office="wethouder"))
    assert line.sentence == f"Voortgangsgesprek op locatie met wethouder {ERASED_PERSON}."


def test_both_times_are_told_the_day_it_happened_and_the_moment_it_was_recorded() -> None:
    stored = entries(reported("2025-1", "2025-06"), since=datetime(2026, 7, 1, 7, 12, tzinfo=UTC))
    (line,) = of(stored)
    assert partial(line.happened_on) == "juni 2025"
    assert moment(line.recorded_at) == "1 juli 2026 09:12"


def test_the_real_person_is_named_and_for_whom_it_was_done() -> None:
    line = by(Actor(person=PersonId("person-root"), acted_for=PersonId("person-anne")))
    assert (line.actor, line.acted_for) == ("Root", "Anne")


def test_who_acts_for_nobody_acts_alone() -> None:
    line = by(Actor(person=PersonId("person-anne")))
    assert (line.actor, line.acted_for) == ("Anne", None)


def test_an_agreement_that_was_kept_says_which_one() -> None:
    told = lines(opened(), agreed("agreement-1"), kept("agreement-1"))
    assert told[2].sentence == "Afspraak nagekomen (house them)."


def test_what_follows_on_a_decision_says_which_one() -> None:
    told = lines(opened(), substitution_decided(persons=42, period="2023-1"), decision_notified())
    assert told[2].sentence == (
        "Besluit tot indeplaatsstelling bekendgemaakt aan de gemeente (42 personen van 2023-1)."
    )
    alone = lines(
        opened(), substitution_decided(persons=1, periods=(Period(2023, 1), Period(2023, 2))), decision_notified()
    )
    assert "(1 persoon van 2023-1, 2023-2)" in alone[2].sentence


def test_an_entry_that_is_not_in_the_record_has_no_history() -> None:
    unrecorded: list[Entry] = [replace(entry(1, opened().fact, PartialDate.of("2020-01-01")), recorded=None)]
    with pytest.raises(ValueError, match="GM0622/1 is not in the record yet"):
        of(unrecorded)
