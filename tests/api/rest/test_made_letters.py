"""Letters that are made by the API: suggested, filed as PDF, recorded once."""

from datetime import timedelta
from uuid import uuid4

from domain.decisions.announcing import announce_intervention
from domain.events.contact import LetterSent
from domain.events.documents import DocumentFiled
from domain.events.law import Announcing
from domain.events.plan import PlanRequested
from domain.values import LetterId
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
    text = "Geacht college,\n\nGoed gedaan \U0001f600, uiterlijk 24 juni 2024."
    answer = shared.post_in(code, "/made-letters", {"kind": "information-request", "text": text})
    assert "kan niet worden afgedrukt" in answer.json()["detail"]
    assert len(shared.facts(code)) == before


def test_the_suggestion_is_of_the_moment_that_is_asked_about(shared: Calling) -> None:
    code = shared.another(3)
    position = {"X-Trede-Position": str(shared.ledger.head().position)}
    told = shared.get(f"/municipalities/{code}/letter-suggestions/plan-request", headers=position).json()
    assert told["text"].startswith("Geacht college,")
    assert "trede 3" in told["text"]
    assert shared.get(f"/municipalities/{code}/letter-suggestions/liefdesbrief").status_code in {404, 422, 400}


def test_the_letter_of_an_announcement_keeps_the_id_it_was_announced_under_also_when_it_is_sent_again(
    shared: Calling,
) -> None:
    code, letter = shared.another(4), LetterId("letter-van-de-vooraankondiging")
    ends = shared.today + timedelta(weeks=8)
    announcing = Announcing(letter=letter, term_ends=ends, views_due=shared.today + timedelta(weeks=4))
    position = shared.record(announce_intervention, code, shared.today, announcing=announcing).position
    shared.running.projector.wait_for(position, 30)
    sent = {"kind": "announcement"}
    key = {"Idempotency-Key": str(uuid4())}
    answers = [shared.post_in(code, "/made-letters", sent, headers=key) for _ in range(2)]
    assert [each.status_code for each in answers] == [201, 201], answers[-1].text
    assert [each.json()["letter"] for each in answers] == [letter, letter]
    assert [each.letter for each in shared.facts(code) if isinstance(each, LetterSent)] == [letter]


def test_a_day_for_an_answer_before_the_letter_is_refused_and_nothing_is_filed(shared: Calling) -> None:
    code = shared.another(2)
    before = len(shared.facts(code))
    text = "Geacht college,\n\nStuur ons uiterlijk 1 januari 2021 een plan."
    answer = shared.post_in(code, "/made-letters", {"kind": "plan-request", "text": text, "due": "2021-01-01"})
    assert answer.status_code in {409, 422}, answer.text
    assert len(shared.facts(code)) == before
