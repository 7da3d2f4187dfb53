"""The dossier: where a municipality stands, since when and why; its figures, conversations, agreements and plans."""

from datetime import date

import pytest

from domain.events.case import RungTakenOver
from domain.events.contact import AgreementChanged, ConversationHeld, ConversationKind
from domain.events.figures import Number, StatementPreferred
from domain.municipality import fold
from domain.municipality.contact import Outcome
from domain.values import AgreementId, Classification, ConversationId, PartialDate, Period, Rung
from projections.dossier import Dossier, Stand, dossier
from projections.reading import HIDDEN
from tests.projections.telling import entries, read, sealed
from tests.spec import (
    COA,
    PRESS,
    TODAY,
    Happened,
    agreed,
    assigned,
    broken,
    closed,
    corrected,
    happened,
    held,
    held_on,
    kept,
    lowered,
    opened,
    plain,
    plan_adopted,
    plan_assessed,
    plan_closed,
    plan_rejected,
    plan_requested,
    plan_revised,
    plan_submitted,
    raised,
    reported,
    taken_over,
    target_set,
    withdrawn,
)

BECAUSE = plain("the backlog grew")


def about(*told: Happened, day: date = TODAY) -> Dossier:
    stored = entries(*told)
    state = fold(None, stored)
    assert state is not None
    return dossier(state, read(stored), day=day)


def stand(*told: Happened, day: date = TODAY) -> Stand:
    found = about(*told, day=day).stand
    assert found is not None
    return found


def of(text: str) -> PartialDate:
    return PartialDate.of(text)


# Where it stands


def test_supervision_begins_on_rung_one() -> None:
    found = stand(opened("2024-01-01"))
    assert (found.rung, found.since, found.entry) == (Rung.SIGNAL, of("2024-01-01"), 1)
    assert (found.why, found.taken_over) == ("het toezicht begon op deze trede", False)


def test_before_supervision_began_there_is_no_rung() -> None:
    assert about(opened("2024-01-01"), day=date(2023, 12, 31)).stand is None


def test_the_rung_is_that_of_the_last_placement_with_its_grounds() -> None:
    found = stand(opened(), raised(1, 2, "2025-01-01"), raised(2, 3, "2025-07-01", grounds=plain("no plan yet")))
    assert (found.rung, found.since, found.entry, found.why) == (Rung(3), of("2025-07-01"), 3, "no plan yet")


def test_holding_does_not_begin_a_new_stay_and_the_grounds_remain_those_of_the_placement_that_reached_it() -> None:
    found = stand(
        opened(),
        raised(1, 2, "2025-01-01", grounds=plain("it grew")),
        held_on(2, "2025-07-01", grounds=plain("it is still so")),
    )
    assert (found.rung, found.since, found.entry, found.why) == (Rung(2), of("2025-01-01"), 2, "it grew")


def test_coming_back_to_a_rung_begins_a_new_stay() -> None:
    found = stand(opened(), raised(1, 2, "2024-01-01"), lowered(2, 1, "2024-07-01"), raised(1, 2, "2025-01-01"))
    assert (found.since, found.entry) == (of("2025-01-01"), 4)


def test_a_rung_that_was_taken_over_says_so_with_what_is_known_of_it() -> None:
    fact = RungTakenOver(rung=Rung(3), since=of("2023-07"), source=COA, known_history=sealed("Stond eerst op 2."))
    found = stand(opened("2025-12-01"), happened(fact, "2025-12-01"))
    assert (found.rung, found.since, found.why, found.taken_over) == (Rung(3), of("2023-07"), "Stond eerst op 2.", True)


def test_since_when_a_rung_was_taken_over_can_be_unknown() -> None:
    found = stand(opened("2025-12-01"), taken_over(3, since=None))
    assert (found.rung, found.since.value, found.why) == (Rung(3), None, "")


def test_a_hold_of_a_rung_that_was_taken_over_leaves_since_as_it_was() -> None:
    found = stand(opened("2025-06-01"), taken_over(3, since="2023-07"), held_on(3, "2025-12-01"))
    assert (found.since, found.taken_over) == (of("2023-07"), True)


def test_a_placement_that_takes_effect_later_is_still_to_come() -> None:
    told = about(opened(), raised(1, 2, "2026-02-01", grounds=plain("it grew")))
    assert told.stand
    assert told.stand.rung == Rung.SIGNAL
    (coming,) = told.coming
    assert (coming.rung, coming.since, coming.why) == (Rung(2), of("2026-02-01"), "it grew")


def test_on_its_effective_day_a_placement_is_no_longer_to_come() -> None:
    told = about(opened(), raised(1, 2, "2026-02-01"), day=date(2026, 2, 1))
    assert told.stand
    assert (told.stand.rung, told.coming) == (Rung(2), ())


def test_of_two_placements_for_one_day_to_come_the_last_one_counts() -> None:
    told = about(opened(), raised(1, 2, "2026-02-01"), held_on(1, "2026-02-01"))
    assert [step.rung for step in told.coming] == [Rung(1)]


def test_a_corrected_placement_counts_as_it_now_reads() -> None:
    found = stand(
        opened(),
        raised(1, 2, "2025-01-01"),
        corrected(2, raised(1, 2, "2025-02-01", grounds=plain("the right grounds"))),
    )
    assert (found.rung, found.since, found.entry, found.why) == (Rung(2), of("2025-02-01"), 2, "the right grounds")


def test_a_withdrawn_placement_never_was() -> None:
    assert stand(opened("2020-01-01"), raised(1, 2, "2025-01-01"), withdrawn(2)).since == of("2020-01-01")


def test_grounds_that_are_confidential_are_not_told() -> None:
    assert stand(opened(), raised(1, 2, "2025-01-01", grounds=sealed("x", Classification.SECRET))).why == HIDDEN


def test_after_closing_it_is_told_where_it_stood_and_nothing_is_to_come() -> None:
    told = about(opened(), raised(1, 2, "2025-01-01"), raised(2, 3, "2026-02-01"), closed("2025-12-01"))
    assert told.closed == of("2025-12-01")
    assert told.stand
    assert (told.stand.rung, told.coming) == (Rung(2), ())


def test_on_a_day_before_the_closing_it_was_not_closed_yet() -> None:
    told = about(opened(), raised(1, 2, "2025-01-01"), closed("2025-12-01"), day=date(2025, 11, 30))
    assert told.closed is None
    assert told.stand
    assert told.stand.rung == Rung(2)


def test_supervision_that_began_again_starts_on_rung_one() -> None:
    told = about(opened(), raised(1, 2, "2025-01-01"), closed("2025-06-01"), opened("2025-09-01"))
    assert told.closed is None
    assert told.stand
    assert (told.stand.rung, told.stand.since) == (Rung.SIGNAL, of("2025-09-01"))


def test_the_supervisor_is_named() -> None:
    assert about(opened(), assigned("person-anne")).supervisor == "Anne"
    assert about(opened()).supervisor is None


# Figures


def test_a_statement_shows_what_follows_from_it_and_says_that_it_follows() -> None:
    (line,) = about(opened(), reported("2025-1", "2025-06-30", net_target=57, opening_backlog=12, realised=50)).figures
    assert (line.numbers.corrected_target, line.numbers.closing_backlog) == (69, 19)
    assert line.numbers.derived == ("corrected_target", "closing_backlog")
    assert line.in_force == ("net_target", "opening_backlog", "realised")


def test_statements_are_told_period_by_period_the_latest_last() -> None:
    told = about(
        opened(),
        reported("2025-2", "2025-12-31", realised=1),
        reported("2025-1", "2025-06-30", realised=3),
        reported("2025-1", "2025-03-31", realised=2),
    )
    assert [line.statement.realised for line in told.figures] == [2, 3, 1]


def test_the_latest_statement_is_in_force_and_the_other_one_stays() -> None:
    told = about(
        opened(),
        reported("2025-1", "2025-03-31", net_target=57, realised=2),
        reported("2025-1", "2025-06-30", realised=3),
    )
    assert [line.in_force for line in told.figures] == [("net_target",), ("realised",)]


def test_sources_that_contradict_each_other_point_at_each_other() -> None:
    told = about(
        opened(),
        reported("2025-1", "2025-06-30", closing_backlog=19),
        reported("2025-1", "2025-06-30", source=PRESS, closing_backlog=21),
    )
    assert [line.contradicts for line in told.figures] == [(3,), (2,)]


def test_a_person_can_choose_which_statement_is_in_force() -> None:
    choice = StatementPreferred(period=Period(2025, 1), number=Number.CLOSING_BACKLOG, statement=2, grounds=BECAUSE)
    told = about(
        opened(),
        reported("2025-1", "2025-06-30", closing_backlog=19),
        reported("2025-1", "2025-06-30", source=PRESS, closing_backlog=21),
        happened(choice),
    )
    assert [line.in_force for line in told.figures] == [("closing_backlog",), ()]


def test_a_statement_that_contradicts_itself_says_so_in_dutch() -> None:
    (line,) = about(
        opened(), reported("2025-1", "2025-06-30", net_target=50, opening_backlog=7, corrected_target=58)
    ).figures
    assert line.inconsistent == ("50 + 7 = 57, niet 58",)


def test_a_target_that_was_set_is_a_statement_too() -> None:
    (line,) = about(opened(), target_set("2026-1", 62, on="2025-10-01")).figures
    assert (line.numbers.net_target, line.in_force, line.statement.version) == (62, ("net_target",), 2)


def test_corrected_figures_are_told_as_they_now_read() -> None:
    (line,) = about(
        opened(),
        reported("2025-1", "2025-06-30", realised=3),
        corrected(2, reported("2025-1", "2025-06-30", realised=4)),
    ).figures
    assert (line.statement.realised, line.statement.version) == (4, 2)


# Conversations, agreements, plans


def test_conversations_are_told_by_the_day_on_which_they_were_held() -> None:
    told = about(opened(), held("talk-2", "2025-11-01"), held("talk-1", "2025-06-01"), held("talk-0", None))
    assert [line.conversation for line in told.conversations] == ["talk-0", "talk-1", "talk-2"]


def test_a_conversation_tells_what_was_said() -> None:
    fact = ConversationHeld(
        conversation=ConversationId("talk-1"), kind=ConversationKind.PROGRESS, summary=sealed("Het loopt.")
    )
    (line,) = about(opened(), happened(fact, "2025-11-01")).conversations
    assert (line.summary, line.talk.held_on) == ("Het loopt.", of("2025-11-01"))


def test_a_withdrawn_conversation_is_no_longer_told() -> None:
    assert about(opened(), held("talk-1"), withdrawn(2)).conversations == ()


def test_an_agreement_is_open_until_something_came_of_it() -> None:
    told = about(opened(), agreed("a-1"), agreed("a-2"), agreed("a-3"), kept("a-2"), broken("a-3"))
    assert [line.outcome for line in told.agreements] == [Outcome.OPEN, Outcome.KEPT, Outcome.NOT_KEPT]
    assert [line.is_open for line in told.agreements] == [True, False, False]


def change(what: str | None = None, due: date | None = None, persons: int | None = None) -> Happened:
    fact = AgreementChanged(
        agreement=AgreementId("a-1"),
        what=sealed(what) if what else None,
        due=due,
        persons=persons,
        reason=plain("better so"),
    )
    return happened(fact, "2025-12-01")


def test_a_changed_agreement_is_told_as_both_sides_last_put_it() -> None:
    (line,) = about(opened(), agreed("a-1"), change("house 20 of them", date(2026, 6, 1), 20)).agreements
    assert (line.what, line.due, line.persons) == ("house 20 of them", date(2026, 6, 1), 20)


def test_a_change_of_the_day_leaves_what_was_agreed() -> None:
    (line,) = about(opened(), agreed("a-1"), change(due=date(2026, 6, 1))).agreements
    assert (line.what, line.due) == ("house them", date(2026, 6, 1))


def test_a_withdrawn_change_of_an_agreement_never_was() -> None:
    (line,) = about(opened(), agreed("a-1"), change("house 20 of them"), withdrawn(3)).agreements
    assert line.what == "house them"


def test_a_withdrawn_agreement_is_no_longer_told() -> None:
    assert about(opened(), agreed("a-1"), kept("a-1"), withdrawn(2)).agreements == ()


@pytest.mark.parametrize(
    ("steps", "stands"),
    [
        ((plan_requested("p"),), (0, None, None, False)),
        ((plan_submitted("p"),), (1, None, None, False)),
        ((plan_submitted("p"), plan_assessed("p", sufficient=False), plan_rejected("p")), (1, False, None, False)),
        ((plan_submitted("p"), plan_assessed("p"), plan_adopted("p")), (1, True, 1, False)),
        ((plan_submitted("p"), plan_adopted("p"), plan_revised("p", 2)), (2, None, 1, False)),
        ((plan_submitted("p"), plan_adopted("p"), plan_closed("p")), (1, None, 1, True)),
    ],
)
def test_a_plan_is_told_as_it_stands(
    steps: tuple[Happened, ...], stands: tuple[int, bool | None, int | None, bool]
) -> None:
    (line,) = about(opened(), *steps).plans
    assert (line.plan_version, line.sufficient, line.adopted, line.closed) == stands


def test_a_municipality_without_a_name_goes_by_its_code() -> None:
    assert about(held("talk-1")).name == "GM0622"
    assert about(opened(name="Vlaardingen")).name == "Vlaardingen"
