"""Letters that are made by the API: suggested, filed as PDF, recorded once."""

from uuid import uuid4

from domain.events.contact import LetterSent
from domain.events.documents import DocumentFiled
from domain.events.plan import PlanRequested
from tests.api.rest.calling import Calling


def test_a_request_for_a_plan_is_made_from_the_record_and_the_same_command_again_records_nothing(
    shared: Calling,
) -> None:
    code, key = shared.another(3), {"Idempotency-Key": str(uuid4())}
    assert shared.running.projector.wait_for(shared.ledger.head().position, 30)
    answers = [shared.post_in(code, "/made-letters", {"kind": "plan-request"}, headers=key) for _ in range(2)]
    assert [each.status_code for each in answers] == [201, 201]
    assert answers[0].json()["letter"] == answers[1].json()["letter"]
    filed, sent, asked = shared.facts(code)[-3:]
    assert isinstance(filed, DocumentFiled)
    assert isinstance(sent, LetterSent)
    assert isinstance(asked, PlanRequested)
    assert (sent.document, asked.letter, asked.due) == (filed.document, sent.letter, sent.reply_due)
    assert (shared.ledger.content(code, filed.document) or b"").startswith(b"%PDF")


def test_what_is_still_to_be_filled_in_is_refused_and_nothing_is_recorded(shared: Calling) -> None:
    code = shared.another(2)
    before = len(shared.facts(code))
    assert shared.running.projector.wait_for(shared.ledger.head().position, 30)
    answer = shared.post_in(code, "/made-letters", {"kind": "information-request"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "#/text")
    text = "Geacht college,\n\nWaar zoekt u locaties?"
    answer = shared.post_in(code, "/made-letters", {"kind": "information-request", "text": text})
    assert "noemt 24 juni 2024 niet" in answer.json()["detail"]
    assert len(shared.facts(code)) == before


def test_the_suggestion_is_of_the_moment_that_is_asked_about(shared: Calling) -> None:
    code = shared.another(3)
    position = {"X-Trede-Position": str(shared.ledger.head().position)}
    told = shared.get(f"/municipalities/{code}/letter-suggestions/plan-request", headers=position).json()
    assert told["text"].startswith("Geacht college,")
    assert "trede 3" in told["text"]
    assert shared.get(f"/municipalities/{code}/letter-suggestions/liefdesbrief").status_code in {404, 422, 400}
