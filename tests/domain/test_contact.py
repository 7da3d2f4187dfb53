"""Contact: conversations and their agreements, letters, parties brought together."""

from datetime import date

import pytest

from domain.decisions.contact import (
    break_agreement,
    cancel_conversation,
    change_agreement,
    connect_parties,
    hold_conversation,
    keep_agreement,
    make_agreement,
    plan_conversation,
    receive_letter,
    send_letter,
)
from domain.events.contact import (
    AgreementChanged,
    AgreementKept,
    AgreementMade,
    AgreementNotKept,
    Channel,
    ConversationCancelled,
    ConversationHeld,
    ConversationKind,
    ConversationPlanned,
    LetterReceived,
    LetterSent,
    Level,
    Participant,
    PartiesConnected,
    Purpose,
    Side,
)
from domain.municipality.contact import Outcome
from domain.refusals import (
    AlreadyOnRecord,
    AlreadySettled,
    NotAMultiPartyMeeting,
    NotOnRecord,
    TooEarly,
    TooFewParties,
)
from domain.values import AgreementId, ConversationId, DocumentId, LetterId, PartialDate
from tests.spec import (
    Decision,
    Happened,
    Question,
    agreed,
    broken,
    cancelled,
    closed,
    given,
    held,
    kept,
    letter_received,
    letter_sent,
    opened,
    plain,
    planned,
    promise,
    raised,
    withdrawn,
)

TALK = ConversationId("talk-1")
AGREEMENT = AgreementId("agreement-1")
LETTER = LetterId("letter-1")


# Conversations


def test_a_conversation_is_planned() -> None:
    outcome = given(opened()).when(
        plan_conversation, conversation=TALK, kind=ConversationKind.PROGRESS, planned_for=date(2026, 2, 1)
    )
    outcome.then(ConversationPlanned(conversation=TALK, kind=ConversationKind.PROGRESS, planned_for=date(2026, 2, 1)))
    assert outcome.case.contact.conversations[TALK].planned_for == date(2026, 2, 1)


@pytest.mark.parametrize("before", [planned("talk-1", "2026-02-01"), held("talk-1")])
def test_an_id_names_one_conversation_only(before: Happened) -> None:
    given(opened(), before).when(
        plan_conversation, conversation=TALK, kind=ConversationKind.PROGRESS, planned_for=date(2026, 2, 1)
    ).refused(AlreadyOnRecord, what="conversation", id=TALK)


def test_a_conversation_is_not_planned_for_a_day_before_it_was_planned() -> None:
    given(opened()).when(
        plan_conversation, conversation=TALK, kind=ConversationKind.PROGRESS, planned_for=date(2025, 12, 31)
    ).refused(TooEarly, what="planned day", day=date(2025, 12, 31), bound=date(2026, 1, 1))


def test_a_conversation_is_recorded_with_all_that_was_said_and_agreed() -> None:
    wethouder = Participant(side=Side.MUNICIPALITY, office="wethouder wonen")
    outcome = given(opened()).when(
        hold_conversation,
        on="2025-12-15",
        conversation=TALK,
        kind=ConversationKind.ADMINISTRATIVE_SUPERVISION,
        purposes=(Purpose.PROGRESS, Purpose.BEST_PRACTICES),
        channel=Channel.VIDEO,
        province_level=Level.ADMINISTRATIVE,
        municipality_level=Level.ADMINISTRATIVE,
        participants=(wethouder,),
        summary=plain("they are behind"),
        agreements=(promise("agreement-1", persons=45), promise("agreement-2")),
        documents=(DocumentId("document-1"),),
    )
    outcome.then(
        ConversationHeld(
            conversation=TALK,
            kind=ConversationKind.ADMINISTRATIVE_SUPERVISION,
            purposes=(Purpose.PROGRESS, Purpose.BEST_PRACTICES),
            channel=Channel.VIDEO,
            province_level=Level.ADMINISTRATIVE,
            municipality_level=Level.ADMINISTRATIVE,
            participants=(wethouder,),
            summary=plain("they are behind"),
            documents=(DocumentId("document-1"),),
        ),
        AgreementMade(
            agreement=AGREEMENT,
            conversation=TALK,
            owed_by=Side.MUNICIPALITY,
            what=plain("house them"),
            due=date(2026, 4, 1),
            persons=45,
        ),
        AgreementMade(
            agreement=AgreementId("agreement-2"),
            conversation=TALK,
            owed_by=Side.MUNICIPALITY,
            what=plain("house them"),
            due=date(2026, 4, 1),
        ),
    )
    assert outcome.case.contact.conversations[TALK].held_on == PartialDate.of("2025-12-15")


def test_a_planned_conversation_takes_place() -> None:
    outcome = given(opened(), planned("talk-1", "2025-11-03")).when(
        hold_conversation, on="2025-11-04", conversation=TALK, kind=ConversationKind.PROGRESS
    )
    known = outcome.case.contact.conversations[TALK]
    assert (known.planned_for, known.held_on) == (date(2025, 11, 3), PartialDate.of("2025-11-04"))


def test_a_conversation_that_was_cancelled_can_take_place_after_all() -> None:
    outcome = given(opened(), planned("talk-1", "2025-11-03"), cancelled("talk-1")).when(
        hold_conversation, on="2025-11-04", conversation=TALK, kind=ConversationKind.PROGRESS
    )
    assert not outcome.case.contact.conversations[TALK].cancelled


def test_a_progress_conversation_at_rung_3_is_recorded_whatever_it_fulfils() -> None:
    given(opened(), raised(1, 2, "2024-01-01"), raised(2, 3, "2024-07-01")).when(
        hold_conversation, conversation=TALK, kind=ConversationKind.PROGRESS
    ).then(ConversationHeld(conversation=TALK, kind=ConversationKind.PROGRESS))


def test_a_conversation_takes_place_once() -> None:
    given(opened(), held("talk-1")).when(hold_conversation, conversation=TALK, kind=ConversationKind.PROGRESS).refused(
        AlreadyOnRecord, what="conversation", id=TALK
    )


def test_a_multi_party_meeting_can_be_marked_as_supervisory_contact_too() -> None:
    outcome = given(opened()).when(
        hold_conversation,
        conversation=TALK,
        kind=ConversationKind.MULTI_PARTY,
        counts_because=plain("the backlog was discussed with the deputy"),
    )
    assert outcome.case.contact.conversations[TALK].counts_anyway


@pytest.mark.parametrize("kind", [kind for kind in ConversationKind if kind is not ConversationKind.MULTI_PARTY])
def test_any_other_conversation_counts_by_itself(kind: ConversationKind) -> None:
    given(opened()).when(hold_conversation, conversation=TALK, kind=kind, counts_because=plain()).refused(
        NotAMultiPartyMeeting, kind=kind.value
    )


def test_one_agreement_is_not_made_twice_in_one_conversation() -> None:
    given(opened()).when(
        hold_conversation,
        conversation=TALK,
        kind=ConversationKind.PROGRESS,
        agreements=(promise("agreement-1"), promise("agreement-2"), promise("agreement-1", persons=3)),
    ).refused(AlreadyOnRecord, what="agreement", id=AGREEMENT)


def test_a_refused_agreement_refuses_the_conversation_it_was_made_in() -> None:
    given(opened(), agreed("agreement-1")).when(
        hold_conversation, conversation=TALK, kind=ConversationKind.PROGRESS, agreements=(promise("agreement-1"),)
    ).refused(AlreadyOnRecord, what="agreement")


def test_a_planned_conversation_is_cancelled() -> None:
    outcome = given(opened(), planned("talk-1", "2026-02-01")).when(
        cancel_conversation, conversation=TALK, reason=plain("illness")
    )
    outcome.then(ConversationCancelled(conversation=TALK, reason=plain("illness")))
    assert outcome.case.contact.conversations[TALK].cancelled


@pytest.mark.parametrize("before", [(held("talk-1"),), (planned("talk-1", "2026-02-01"), cancelled("talk-1"))])
def test_what_was_held_or_cancelled_is_not_cancelled_any_more(before: tuple[Happened, ...]) -> None:
    given(opened(), *before).when(cancel_conversation, conversation=TALK, reason=plain()).refused(
        AlreadySettled, what="conversation", id=TALK
    )


def test_only_a_conversation_on_record_is_cancelled() -> None:
    given(opened()).when(cancel_conversation, conversation=TALK, reason=plain()).refused(NotOnRecord, id=TALK)


# Agreements


def test_an_agreement_is_made_by_letter() -> None:
    outcome = given(opened()).when(make_agreement, promise=promise("agreement-1", "2026-03-01", persons=45))
    outcome.then(
        AgreementMade(
            agreement=AGREEMENT,
            owed_by=Side.MUNICIPALITY,
            what=plain("house them"),
            due=date(2026, 3, 1),
            persons=45,
        )
    )
    assert outcome.case.contact.agreements[AGREEMENT].outcome is Outcome.OPEN


def test_an_agreement_of_an_earlier_conversation_cites_it() -> None:
    outcome = given(opened(), held("talk-1")).when(make_agreement, promise=promise("agreement-1"), conversation=TALK)
    (made,) = outcome.facts
    assert isinstance(made, AgreementMade)
    assert made.conversation == TALK


def test_an_agreement_does_not_cite_a_conversation_that_is_not_there() -> None:
    given(opened()).when(make_agreement, promise=promise("agreement-1"), conversation=TALK).refused(
        NotOnRecord, what="conversation", id=TALK
    )


def test_an_id_names_one_agreement_only() -> None:
    given(opened(), agreed("agreement-1")).when(make_agreement, promise=promise("agreement-1")).refused(
        AlreadyOnRecord, what="agreement", id=AGREEMENT
    )


def test_an_agreement_is_not_due_before_it_was_made() -> None:
    given(opened()).when(make_agreement, promise=promise("agreement-1", due="2025-12-31")).refused(
        TooEarly, what="due day"
    )


def test_an_agreement_made_some_day_this_month_can_be_due_on_its_first() -> None:
    outcome = given(opened()).when(make_agreement, on="2025-12", promise=promise("agreement-1", due="2025-12-01"))
    assert len(outcome.facts) == 1


def test_both_sides_change_an_agreement_and_what_they_do_not_name_stays() -> None:
    outcome = given(opened(), agreed("agreement-1", "2026-04-01", persons=45)).when(
        change_agreement, agreement=AGREEMENT, due=date(2026, 5, 1), reason=plain("building is late")
    )
    outcome.then(AgreementChanged(agreement=AGREEMENT, due=date(2026, 5, 1), reason=plain("building is late")))
    known = outcome.case.contact.agreements[AGREEMENT]
    assert (known.due, known.persons) == (date(2026, 5, 1), 45)


def test_an_agreement_can_become_one_of_zero_persons() -> None:
    outcome = given(opened(), agreed("agreement-1", persons=45)).when(
        change_agreement, agreement=AGREEMENT, persons=0, reason=plain()
    )
    assert outcome.case.contact.agreements[AGREEMENT].persons == 0


def test_an_agreement_does_not_become_due_in_the_past() -> None:
    given(opened(), agreed("agreement-1")).when(
        change_agreement, agreement=AGREEMENT, due=date(2025, 12, 1), reason=plain()
    ).refused(TooEarly, what="due day")


def test_an_agreement_is_kept() -> None:
    outcome = given(opened(), agreed("agreement-1")).when(keep_agreement, agreement=AGREEMENT, note=plain("all 45"))
    outcome.then(AgreementKept(agreement=AGREEMENT, note=plain("all 45")))
    assert outcome.case.contact.agreements[AGREEMENT].outcome is Outcome.KEPT


def test_an_agreement_is_not_kept() -> None:
    outcome = given(opened(), agreed("agreement-1")).when(break_agreement, agreement=AGREEMENT)
    outcome.then(AgreementNotKept(agreement=AGREEMENT))
    assert outcome.case.contact.agreements[AGREEMENT].outcome is Outcome.NOT_KEPT


QUESTIONS: list[tuple[Decision, Question]] = [
    (change_agreement, {"reason": plain()}),
    (keep_agreement, {}),
    (break_agreement, {}),
]


@pytest.mark.parametrize(("decision", "question"), QUESTIONS)
@pytest.mark.parametrize("settled", [kept("agreement-1"), broken("agreement-1")])
def test_an_agreement_is_settled_once(decision: Decision, question: Question, settled: Happened) -> None:
    given(opened(), agreed("agreement-1"), settled).when(
        decision,
        agreement=AGREEMENT,
        **question,
    ).refused(AlreadySettled, what="agreement", id=AGREEMENT)


@pytest.mark.parametrize(("decision", "question"), QUESTIONS)
@pytest.mark.parametrize("before", [(), (agreed("agreement-1"), withdrawn(2))])
def test_nothing_becomes_of_an_agreement_that_does_not_stand(
    decision: Decision, question: Question, before: tuple[Happened, ...]
) -> None:
    given(opened(), *before).when(decision, agreement=AGREEMENT, **question).refused(
        NotOnRecord, what="agreement", id=AGREEMENT
    )


def test_an_agreement_that_was_withdrawn_and_made_anew_is_open() -> None:
    anew = given(opened(), agreed("agreement-1"), kept("agreement-1"), withdrawn(2)).when(
        make_agreement, promise=promise("agreement-1")
    )
    assert anew.case.contact.agreements[AGREEMENT].outcome is Outcome.OPEN


# Letters and parties


def test_the_province_sends_a_letter() -> None:
    given(opened()).when(
        send_letter,
        letter=LETTER,
        kind="reminder",
        subject=plain("figures"),
        document=DocumentId("document-1"),
        reply_due=date(2026, 1, 15),
    ).then(
        LetterSent(
            letter=LETTER,
            kind="reminder",
            subject=plain("figures"),
            document=DocumentId("document-1"),
            reply_due=date(2026, 1, 15),
        )
    )


def test_a_reply_is_not_due_before_the_letter_was_sent() -> None:
    given(opened()).when(
        send_letter, letter=LETTER, kind="reminder", subject=plain(), reply_due=date(2025, 12, 1)
    ).refused(TooEarly, what="reply day")


def test_the_municipality_replies() -> None:
    reply = LetterId("letter-2")
    given(opened(), letter_sent("letter-1")).when(
        receive_letter, letter=reply, kind="reply", subject=plain("figures"), reply_to=LETTER
    ).then(LetterReceived(letter=reply, kind="reply", subject=plain("figures"), reply_to=LETTER))


@pytest.mark.parametrize("before", [(), (letter_received("letter-1"),)])
def test_the_municipality_replies_to_a_letter_of_the_province_only(before: tuple[Happened, ...]) -> None:
    given(opened(), *before).when(
        receive_letter, letter=LetterId("letter-2"), kind="reply", subject=plain(), reply_to=LETTER
    ).refused(NotOnRecord, what="letter", id=LETTER)


@pytest.mark.parametrize("decision", [send_letter, receive_letter])
@pytest.mark.parametrize("before", [letter_sent("letter-1"), letter_received("letter-1")])
def test_an_id_names_one_letter_only(decision: Decision, before: Happened) -> None:
    given(opened(), before).when(decision, letter=LETTER, kind="reply", subject=plain()).refused(
        AlreadyOnRecord, what="letter", id=LETTER
    )


def test_the_province_brings_parties_together() -> None:
    given(opened()).when(connect_parties, parties=("ministry", "COA"), subject=plain("housing for families")).then(
        PartiesConnected(parties=("ministry", "COA"), subject=plain("housing for families"))
    )


@pytest.mark.parametrize(("parties", "count"), [((), 0), (("COA",), 1), (("COA", "COA"), 1), (("COA", "COA "), 1)])
def test_connecting_takes_two_parties(parties: tuple[str, ...], count: int) -> None:
    given(opened()).when(connect_parties, parties=parties, subject=plain()).refused(TooFewParties, parties=count)


def test_contact_is_recorded_also_when_the_case_is_closed() -> None:
    given(opened(), closed("2025-06-01")).when(
        hold_conversation, conversation=TALK, kind=ConversationKind.PROGRESS
    ).then(ConversationHeld(conversation=TALK, kind=ConversationKind.PROGRESS))
