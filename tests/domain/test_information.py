"""Information: asked for, received, checked."""

from datetime import date

from domain.decisions.information import receive_information, request_information, validate_information
from domain.events.information import InformationReceived, InformationRequested, InformationValidated
from domain.refusals import AlreadyOnRecord, NotOnRecord, TooEarly
from domain.values import DocumentId, LetterId, RequestId
from tests.spec import (
    Question,
    given,
    information_asked,
    information_received,
    information_validated,
    letter_sent,
    opened,
    plain,
    withdrawn,
)

REQUEST = RequestId("request-1")


def test_the_province_asks_for_information() -> None:
    question: Question = {"what": plain("plans"), "due": date(2026, 2, 1), "letter": LetterId("letter-1")}
    given(opened(), letter_sent("letter-1")).when(request_information, request_id=REQUEST, **question).then(
        InformationRequested(request=REQUEST, **question)
    )


def test_information_can_be_due_the_same_day() -> None:
    outcome = given(opened()).when(request_information, request_id=REQUEST, what=plain(), due=date(2026, 1, 1))
    assert outcome.case.requests[REQUEST].due == date(2026, 1, 1)


def test_information_is_not_due_before_it_is_asked_for() -> None:
    given(opened()).when(request_information, request_id=REQUEST, what=plain(), due=date(2025, 12, 31)).refused(
        TooEarly, what="due day"
    )


def test_an_id_names_one_request_only() -> None:
    given(opened(), information_asked("request-1")).when(
        request_information, request_id=REQUEST, what=plain(), due=date(2026, 2, 1)
    ).refused(AlreadyOnRecord, what="request for information", id=REQUEST)


def test_a_request_does_not_cite_a_letter_that_is_not_there() -> None:
    given(opened()).when(
        request_information, request_id=REQUEST, what=plain(), due=date(2026, 2, 1), letter=LetterId("letter-1")
    ).refused(NotOnRecord, what="letter", id="letter-1")


def test_information_comes_in() -> None:
    outcome = given(opened(), information_asked("request-1")).when(
        receive_information,
        request_id=REQUEST,
        summary=plain("three sites"),
        complete=False,
        documents=(DocumentId("document-1"),),
    )
    outcome.then(
        InformationReceived(
            request=REQUEST, summary=plain("three sites"), complete=False, documents=(DocumentId("document-1"),)
        )
    )
    known = outcome.case.requests[REQUEST]
    assert (known.received, known.complete) == (True, False)


def test_information_answers_a_request_that_stands() -> None:
    given(opened(), information_asked("request-1"), withdrawn(2)).when(receive_information, request_id=REQUEST).refused(
        NotOnRecord, what="request for information", id=REQUEST
    )


def test_information_is_checked() -> None:
    outcome = given(opened(), information_asked("request-1"), information_received("request-1")).when(
        validate_information, request_id=REQUEST, sound=False, findings=plain("two sites are sold")
    )
    outcome.then(InformationValidated(request=REQUEST, sound=False, findings=plain("two sites are sold")))
    assert outcome.case.requests[REQUEST].sound is False


def test_only_what_came_in_is_checked() -> None:
    given(opened()).when(validate_information, request_id=REQUEST, sound=True, findings=plain()).refused(
        NotOnRecord, what="request for information"
    )
    given(opened(), information_asked("request-1")).when(
        validate_information, request_id=REQUEST, sound=True, findings=plain()
    ).refused(NotOnRecord, what="answer to the request for information")


def test_what_comes_in_afterwards_is_not_checked_yet() -> None:
    case = given(
        opened(),
        information_asked("request-1"),
        information_received("request-1"),
        information_validated("request-1"),
        information_received("request-1"),
    ).case
    assert case.requests[REQUEST].sound is None
