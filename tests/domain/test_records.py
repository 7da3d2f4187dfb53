"""Corrections and withdrawals: entries about entries. Nothing is overwritten, and no guard is lost on the way."""

from datetime import date

import pytest

from domain.decisions.records import correct_entry, withdraw_entry
from domain.events.base import Fact
from domain.events.causes import CauseKind, CauseNoted
from domain.events.contact import AgreementMade, ConversationHeld, ConversationKind, LetterSent, PartiesConnected, Side
from domain.events.figures import FiguresReported, Number, StatementPreferred, TargetExchanged
from domain.events.information import InformationRequested
from domain.events.ladder import DecidedBy, DecidingBody
from domain.events.record_keeping import EntryCorrected, EntryWithdrawn, Repair
from domain.municipality.contact import Outcome
from domain.refusals import (
    AlreadyOnRecord,
    AnotherKindOfFact,
    AnotherSubject,
    CannotBeWithdrawn,
    ChangedSince,
    DecidedByGsOnly,
    DepartureMissing,
    ExchangeWithItself,
    InTheFuture,
    MandateMissing,
    NoNumbers,
    NotAMultiPartyMeeting,
    NothingToCorrect,
    NotOnRecord,
    NumberNotStated,
    Refusal,
    RungSkipped,
    SubstitutionNeedsItsLaw,
    TooEarly,
    TooFewParties,
    WrongDirection,
)
from domain.values import (
    AgreementId,
    CauseId,
    ConversationId,
    DocumentId,
    LetterId,
    PartialDate,
    Period,
    RequestId,
    Rung,
)
from tests.spec import (
    COA,
    CODE,
    TODAY,
    Happened,
    Question,
    agreed,
    corrected,
    document_filed,
    given,
    happened,
    held,
    held_on,
    information_asked,
    kept,
    letter_sent,
    lowered,
    opened,
    plain,
    plan_adopted,
    plan_requested,
    plan_submitted,
    raised,
    reported,
    taken_over,
    target_set,
    withdrawn,
)


def reads(replacement: Fact | Happened, on: str = "2025-12-01", **more: object) -> Question:
    """The question to ``correct_entry``: how the entry should have read."""
    fact, day = (replacement.fact, replacement.on) if isinstance(replacement, Happened) else (replacement, None)
    return {
        "replacement": fact,
        "replacement_happened_on": day or PartialDate.of(on),
        "repairs": Repair.ERROR,
        "reason": plain("a typing error"),
        **more,
    }


WRONG, RIGHT = reported("2025-2", "2025-10-01", realised=21), reported("2025-2", "2025-10-01", realised=12)


def test_an_entry_is_corrected_and_reads_so_from_then_on() -> None:
    outcome = given(opened(), WRONG).when(correct_entry, entry=2, **reads(RIGHT))
    outcome.then(
        EntryCorrected(
            entry=2,
            replacement=RIGHT.fact,
            replacement_happened_on=PartialDate.of("2025-10-01"),
            repairs=Repair.ERROR,
            reason=plain("a typing error"),
        )
    )
    (statement,) = outcome.case.figures.statements(Period(2025, 2))
    assert (statement.realised, statement.version) == (12, 2)
    assert outcome.case.entries[2].fact == WRONG.fact


def test_a_correction_can_move_the_day_only() -> None:
    outcome = given(opened(), held("talk-1", "2025-11-01")).when(
        correct_entry, entry=2, **reads(held("talk-1", "2025-11-02"))
    )
    assert outcome.case.contact.conversations[ConversationId("talk-1")].held_on == PartialDate.of("2025-11-02")


def test_correcting_again_replaces_the_correction() -> None:
    last = reported("2025-2", "2025-10-01", realised=13)
    outcome = given(opened(), WRONG, corrected(2, RIGHT)).when(correct_entry, entry=2, **reads(last))
    (statement,) = outcome.case.figures.statements(Period(2025, 2))
    assert statement.realised == 13


def test_an_entry_that_reads_so_already_is_not_corrected() -> None:
    given(opened(), RIGHT).when(correct_entry, entry=2, **reads(RIGHT)).refused(NothingToCorrect, entry=2)
    given(opened(), WRONG, corrected(2, RIGHT)).when(correct_entry, entry=2, **reads(RIGHT)).refused(NothingToCorrect)


def test_a_correction_can_be_turned_back_by_another() -> None:
    given(opened(), WRONG, corrected(2, RIGHT)).when(correct_entry, entry=2, **reads(WRONG)).then(
        EntryCorrected.model_validate({"entry": 2, **reads(WRONG)})
    )


@pytest.mark.parametrize("entry", [3, 4, 5, 9])
def test_what_does_not_stand_or_speaks_of_another_entry_is_not_corrected(entry: int) -> None:
    case = given(opened(), WRONG, corrected(2, RIGHT), held("talk-1"), withdrawn(4))
    case.when(correct_entry, entry=entry, **reads(RIGHT)).refused(NotOnRecord, what="entry", id=str(entry))


def test_a_correction_does_not_make_another_kind_of_fact() -> None:
    given(opened(), WRONG).when(correct_entry, entry=2, **reads(target_set("2025-2", 60, "2025-10-01"))).refused(
        AnotherKindOfFact, entry=2, recorded="FiguresReported", replacement="TargetSet"
    )


@pytest.mark.parametrize(
    ("recorded", "replacement", "field"),
    [
        (held("talk-1"), held("talk-2"), "conversation"),
        (agreed("agreement-1"), agreed("agreement-2"), "agreement"),
        (letter_sent("letter-1"), letter_sent("letter-2"), "letter"),
        (information_asked("request-1"), information_asked("request-2"), "request"),
        (plan_requested("plan-1"), plan_requested("plan-2"), "plan"),
        (document_filed("document-1"), document_filed("document-2"), "document"),
    ],
)
def test_a_correction_keeps_what_the_entry_is_about(recorded: Happened, replacement: Happened, field: str) -> None:
    given(opened(), recorded).when(correct_entry, entry=2, **reads(replacement)).refused(
        AnotherSubject, entry=2, field=field
    )


def test_a_correction_keeps_the_version_of_the_plan() -> None:
    given(opened(), plan_submitted("plan-1"), plan_adopted("plan-1", 1)).when(
        correct_entry, entry=3, **reads(plan_adopted("plan-1", 2))
    ).refused(AnotherSubject, field="plan_version")


LETTER = LetterSent(letter=LetterId("letter-1"), kind="reminder", subject=plain("figures"))
AGREEMENT = AgreementMade(
    agreement=AgreementId("agreement-1"), owed_by=Side.MUNICIPALITY, what=plain(), due=date(2026, 4, 1)
)
CAUSE = CauseNoted(cause=CauseId("cause-1"), kind=CauseKind.OTHER)
REQUEST = InformationRequested(request=RequestId("request-1"), what=plain(), due=date(2026, 2, 1))


@pytest.mark.parametrize(
    ("recorded", "changed"),
    [
        (LETTER, {"document": DocumentId("document-1")}),
        (AGREEMENT, {"conversation": ConversationId("talk-1")}),
        (CAUSE, {"conversation": ConversationId("talk-1")}),
        (REQUEST, {"letter": LetterId("letter-1")}),
        (plan_requested("plan-1").fact, {"letter": LetterId("letter-1")}),
        (plan_submitted("plan-1").fact, {"document": DocumentId("document-1")}),
        (raised(1, 2, "2025-12-01").fact, {"document": DocumentId("document-1")}),
    ],
)
def test_where_a_fact_only_points_to_can_be_corrected(recorded: Fact, changed: dict[str, object]) -> None:
    right = recorded.model_copy(update=changed)
    case = given(opened(), letter_sent("letter-1"), held("talk-1"), happened(recorded, "2025-12-01"))
    case.when(correct_entry, entry=4, **reads(right)).then(EntryCorrected.model_validate({"entry": 4, **reads(right)}))


def test_a_correction_does_not_move_a_fact_into_the_future() -> None:
    given(opened(), held("talk-1")).when(correct_entry, entry=2, **reads(held("talk-1", "2026-01-02"))).refused(
        InTheFuture, what="day of the corrected entry", day=date(2026, 1, 2), today=TODAY
    )


RAISED = raised(1, 2, "2025-07-01")
SOUND = [
    opened(),
    RAISED,
    reported("2025-2", "2025-10-01", realised=21),
    happened(TargetExchanged(period=Period(2025, 2), partner="GM0606", persons=5, source=COA), "2025-12-01"),
    happened(
        StatementPreferred(period=Period(2025, 2), number=Number.REALISED, statement=3, grounds=plain()), "2025-12-01"
    ),
    held("talk-1"),
    happened(PartiesConnected(parties=("COA", "ministry"), subject=plain()), "2025-12-01"),
    agreed("agreement-1"),
    taken_over(2, since="2024-01-01"),
]
PREFERRED = SOUND[4].fact


@pytest.mark.parametrize(
    ("entry", "replacement", "refusal"),
    [
        (2, raised(1, 1, "2025-07-01"), WrongDirection),
        (2, raised(1, 3, "2025-07-01"), RungSkipped),
        (2, raised(4, 5, "2025-07-01"), SubstitutionNeedsItsLaw),
        (2, raised(1, 2, "2025-07-01", advice=Rung(1)), DepartureMissing),
        (2, raised(1, 2, "2025-07-01", until=date(2025, 6, 1)), TooEarly),
        (2, raised(1, 2, "2025-07-01", decided_by=DecidedBy(body=DecidingBody.MANDATED)), MandateMissing),
        (2, raised(3, 4, "2025-07-01", decided_by=DecidedBy(body=DecidingBody.DEPUTY)), DecidedByGsOnly),
        (3, FiguresReported(period=Period(2025, 2), reported_on=PartialDate.of("2025-10-01"), source=COA), NoNumbers),
        (4, TargetExchanged(period=Period(2025, 2), partner=CODE, persons=5, source=COA), ExchangeWithItself),
        (4, TargetExchanged(period=Period(2025, 2), partner="GM0606", persons=0, source=COA), ExchangeWithItself),
        (5, PREFERRED.model_copy(update={"statement": 9}), NotOnRecord),
        (5, PREFERRED.model_copy(update={"number": Number.NET_TARGET}), NumberNotStated),
        (
            6,
            ConversationHeld(
                conversation=ConversationId("talk-1"), kind=ConversationKind.PROGRESS, counts_because=plain()
            ),
            NotAMultiPartyMeeting,
        ),
        (7, PartiesConnected(parties=("COA",), subject=plain()), TooFewParties),
        (8, agreed("agreement-1", due="2025-10-01"), TooEarly),
        (9, taken_over(2, since="2026-02-01"), InTheFuture),
        (9, taken_over(2, since="2025-08-01"), AlreadyOnRecord),
    ],
)
def test_a_corrected_entry_obeys_what_every_entry_of_its_kind_obeys(
    entry: int, replacement: Fact | Happened, refusal: type[Refusal]
) -> None:
    given(*SOUND).when(correct_entry, entry=entry, **reads(replacement)).refused(refusal)


def test_an_entry_is_withdrawn_and_no_longer_counts() -> None:
    outcome = given(opened(), WRONG).when(withdraw_entry, entry=2, reason=plain("of another municipality"))
    outcome.then(EntryWithdrawn(entry=2, reason=plain("of another municipality")))
    assert list(outcome.case.figures.statements(Period(2025, 2))) == []
    assert outcome.case.entries[2].fact == WRONG.fact


def test_what_follows_up_on_a_withdrawn_entry_changes_nothing_any_more() -> None:
    case = given(opened(), agreed("agreement-1"), kept("agreement-1")).when(withdraw_entry, entry=2, reason=plain())
    assert AgreementId("agreement-1") not in case.case.contact.agreements


def test_withdrawing_what_settled_an_agreement_opens_it_again() -> None:
    outcome = given(opened(), agreed("agreement-1"), kept("agreement-1")).when(withdraw_entry, entry=3, reason=plain())
    assert outcome.case.contact.agreements[AgreementId("agreement-1")].outcome is Outcome.OPEN


def test_withdrawing_a_placement_puts_the_municipality_back() -> None:
    outcome = given(opened(), raised(1, 2, "2025-01-01"), held_on(2, "2025-07-01")).when(
        withdraw_entry, entry=3, reason=plain()
    )
    outcome = outcome.recorded.when(withdraw_entry, entry=2, reason=plain())
    assert outcome.case.ladder.rung_on(TODAY) is Rung.SIGNAL


def test_withdrawing_a_correction_restores_what_stood_before() -> None:
    outcome = given(opened(), WRONG, corrected(2, RIGHT)).when(withdraw_entry, entry=3, reason=plain())
    (statement,) = outcome.case.figures.statements(Period(2025, 2))
    assert statement.realised == 21


def test_withdrawing_the_second_correction_restores_the_first() -> None:
    second = corrected(2, reported("2025-2", "2025-10-01", realised=13))
    outcome = given(opened(), WRONG, corrected(2, RIGHT), second).when(withdraw_entry, entry=4, reason=plain())
    (statement,) = outcome.case.figures.statements(Period(2025, 2))
    assert statement.realised == 12


def test_an_opening_is_corrected_not_withdrawn() -> None:
    given(opened()).when(withdraw_entry, entry=1, reason=plain()).refused(
        CannotBeWithdrawn, entry=1, recorded="SupervisionOpened"
    )


def test_a_withdrawal_is_final_what_it_took_back_is_recorded_anew() -> None:
    given(opened(), WRONG, withdrawn(2)).when(withdraw_entry, entry=3, reason=plain()).refused(
        CannotBeWithdrawn, entry=3
    )


def test_a_correction_is_withdrawn_once() -> None:
    given(opened(), WRONG, corrected(2, RIGHT), withdrawn(3)).when(withdraw_entry, entry=3, reason=plain()).refused(
        CannotBeWithdrawn, entry=3, recorded="correction that was withdrawn already"
    )


@pytest.mark.parametrize("entry", [2, 9])
def test_only_an_entry_that_stands_is_withdrawn(entry: int) -> None:
    given(opened(), WRONG, withdrawn(2)).when(withdraw_entry, entry=entry, reason=plain()).refused(
        NotOnRecord, what="entry", id=str(entry)
    )


@pytest.mark.parametrize("meanwhile", [(corrected(2, RIGHT),), (corrected(2, RIGHT), withdrawn(3))])
def test_whoever_corrects_or_withdraws_an_entry_has_seen_how_it_reads(meanwhile: tuple[Happened, ...]) -> None:
    changed = given(opened(), WRONG, *meanwhile)
    last = 2 + len(meanwhile)
    other = reads(reported("2025-2", "2025-10-01", realised=14))
    changed.when(correct_entry, seen=last - 1, entry=2, **other).refused(ChangedSince, changed_by=last)
    changed.when(withdraw_entry, seen=last - 1, entry=2, reason=plain()).refused(ChangedSince, changed_by=last)
    assert changed.when(correct_entry, seen=last, entry=2, **other).facts


def test_whoever_withdraws_a_correction_has_seen_what_came_after_it() -> None:
    changed = given(opened(), WRONG, corrected(2, RIGHT), corrected(2, reported("2025-2", "2025-10-01", realised=14)))
    changed.when(withdraw_entry, seen=3, entry=3, reason=plain()).refused(ChangedSince, what="entry", changed_by=4)


def test_a_correction_of_another_entry_does_not_stand_in_the_way() -> None:
    case = given(opened(), WRONG, held("talk-1"), corrected(2, RIGHT))
    assert case.when(withdraw_entry, seen=3, entry=3, reason=plain()).facts


def test_lowering_is_not_corrected_into_raising() -> None:
    given(opened(), raised(1, 2, "2025-01-01"), lowered(2, 1, "2025-07-01")).when(
        correct_entry, entry=3, **reads(raised(2, 3, "2025-07-01"))
    ).refused(AnotherKindOfFact, recorded="RungLowered", replacement="RungRaised")


def test_a_correction_can_be_withdrawn_also_when_something_else_was() -> None:
    told = given(opened(), held("talk-1"), held("talk-2"), corrected(2, held("talk-1", "2025-11-02")), withdrawn(3))
    assert told.when(withdraw_entry, entry=4, reason=plain()).facts
