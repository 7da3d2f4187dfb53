"""Causes: noted by people, never computed."""

from domain.decisions.causes import note_cause
from domain.events.causes import CauseKind, CauseNoted
from domain.refusals import AlreadyOnRecord, NotOnRecord
from domain.values import CauseId, ConversationId, Period
from tests.spec import Question, cause_noted, given, held, opened, plain

CAUSE = CauseId("cause-1")


def test_a_cause_is_noted_as_somebody_says_it_in_a_conversation() -> None:
    question: Question = {
        "cause": CAUSE,
        "kind": CauseKind.SUPPLY_BY_COA,
        "period": Period(2025, 2),
        "conversation": ConversationId("talk-1"),
        "note": plain("fewer persons were offered than agreed"),
    }
    outcome = given(opened(), held("talk-1")).when(note_cause, **question)
    outcome.then(CauseNoted.model_validate(question))
    assert outcome.case.causes[CAUSE].kind is CauseKind.SUPPLY_BY_COA


def test_an_id_names_one_cause_only() -> None:
    given(opened(), cause_noted("cause-1")).when(note_cause, cause=CAUSE, kind=CauseKind.OTHER).refused(
        AlreadyOnRecord, what="cause", id=CAUSE
    )


def test_a_cause_does_not_cite_a_conversation_that_is_not_there() -> None:
    given(opened()).when(note_cause, cause=CAUSE, kind=CauseKind.OTHER, conversation=ConversationId("talk-1")).refused(
        NotOnRecord, what="conversation", id="talk-1"
    )
